"""Parts of JSON schemas, of the keywords that the strict modes of compatible servers share."""

from __future__ import annotations

from typing import Any

__all__ = ["list_of", "object_of"]


def object_of(**properties: Any) -> dict[str, Any]:
    """An object that has all of these keys, in this order, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: dict[str, Any], least: int, most: int) -> dict[str, Any]:
    """A list of ``least`` to ``most`` items."""
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}
