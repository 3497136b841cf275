"""``scenarios/schema.json``: the JSON Schema of ``scenario.yml``, for editors.

``python -m mkdocs_perspectives.scenario.json_schema`` prints it; a test compares it with the
committed file.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from mkdocs_perspectives.scenario.file_models import ScenarioFile

__all__ = ["SCHEMA_FILE", "json_schema", "schema_text"]

SCHEMA_FILE = "schema.json"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of ``scenario.yml`` (the first line of a scenario names it)."""
    schema = ScenarioFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """The content of ``scenarios/schema.json``."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
