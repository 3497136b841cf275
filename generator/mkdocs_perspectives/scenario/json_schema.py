"""The JSON Schemas of what authors write, for editors: ``schema.json``, ``personas.schema.json``
and ``observed.schema.json`` in the folder of the scenarios.

``python -m mkdocs_perspectives.scenario.json_schema [FILE]`` prints one, by default
``schema.json``; a test compares them with the committed files.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import TypeAdapter

from mkdocs_perspectives.scenario.file_models import PersonaFile, ScenarioFile
from mkdocs_perspectives.scenario.observed_file import ObservedFile

__all__ = ["SCHEMA_FILES", "json_schema", "schema_text"]

_MODELS: dict[str, TypeAdapter[Any]] = {
    "schema.json": TypeAdapter(ScenarioFile),
    "personas.schema.json": TypeAdapter(list[PersonaFile]),
    "observed.schema.json": TypeAdapter(ObservedFile),
}

SCHEMA_FILES = tuple(_MODELS)
"""The names of the files: those of ``scenario.yml``, ``personas.yml`` and ``observed.yml``."""


def json_schema(name: str = SCHEMA_FILES[0]) -> dict[str, Any]:
    """The JSON Schema in the file ``name``, one of ``SCHEMA_FILES``; KeyError for another name.

    The first line of what it is for names it.
    """
    schema = _MODELS[name].json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text(name: str = SCHEMA_FILES[0]) -> str:
    """The content of one of ``SCHEMA_FILES``; KeyError for another name."""
    return json.dumps(json_schema(name), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text(*sys.argv[1:]))
