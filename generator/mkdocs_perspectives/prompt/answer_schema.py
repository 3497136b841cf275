"""The JSON schema of an answer, sent with every request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mkdocs_perspectives.common import SCALE_KEYS
from mkdocs_perspectives.scenario import Scenario

__all__ = ["answer_schema", "schema_of"]


def answer_schema(scenario: Scenario) -> dict[str, Any]:
    """The strict JSON schema of an answer; the same for all personas of ``scenario``."""
    return schema_of([i.id for i in scenario.issues], [p.id for p in scenario.personas])


def schema_of(issue_ids: Sequence[str], persona_ids: Sequence[str]) -> dict[str, Any]:
    """The strict JSON schema of an answer that may name these issues and personas.

    Only keywords that the strict modes of compatible servers share are used.
    """
    text = {"type": "string"}
    stance = _object(
        position=text,
        reason=text,
        shares=_object(
            **{key: {"type": "integer", "minimum": 0, "maximum": 100} for key in SCALE_KEYS}
        ),
        importance={"type": "integer", "minimum": 1, "maximum": 5},
    )
    issue: dict[str, Any] = {"type": "null"}
    if issue_ids:
        issue = {"anyOf": [{"type": "string", "enum": list(issue_ids)}, issue]}
    friction = _object(
        **{"with": {"type": "string", "enum": list(persona_ids)}},
        issue=issue,
        theme=text,
        my_side=text,
        their_side=text,
        why=text,
        way_forward=text,
    )
    return _object(
        summary=text,
        considerations={
            "type": "array",
            "items": _object(title=text, detail=text),
            "minItems": 3,
            "maxItems": 6,
        },
        stances=_object(**dict.fromkeys(issue_ids, stance)),
        frictions={"type": "array", "items": friction, "minItems": 0, "maxItems": 6},
        would_change_mind=text,
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
