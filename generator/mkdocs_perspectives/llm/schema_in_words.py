"""The schema of an answer in words, for servers that take no schema in the request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["schema_in_words"]


def schema_in_words(schema: Mapping[str, Any]) -> str:
    """What stands in the prompt in the schema's place.

    Its keys keep their order, which is that of writing: reasons come before the numbers.
    """
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return (
        "Answer with the JSON object alone, nothing before or after it. "
        f"It must follow this JSON Schema:\n```json\n{text}\n```"
    )
