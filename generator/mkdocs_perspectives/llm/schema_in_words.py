"""The schema of an answer in words, for servers that do not support schemas in requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["schema_in_words"]


def schema_in_words(schema: Mapping[str, Any]) -> str:
    """The text that replaces the schema, as part of the prompt.

    Its keys are in the order of writing: reasons come before the numbers.
    """
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return (
        "Answer with the JSON object alone, nothing before or after it. "
        f"It must follow this JSON Schema:\n```json\n{text}\n```"
    )
