"""The JSON schema of an answer, sent with every request."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from mkdocs_perspectives.common import SCALE_KEYS
from mkdocs_perspectives.prompt.strict_schema import list_of, object_of
from mkdocs_perspectives.scenario import Scenario

__all__ = ["answer_schema", "schema_of"]


def answer_schema(scenario: Scenario) -> dict[str, Any]:
    """The strict JSON schema of an answer; the same for all personas of ``scenario``."""
    return schema_of(
        [issue.id for issue in scenario.issues],
        [persona.id for persona in scenario.personas],
        [source.id for source in scenario.sources],
        frozenset(issue.id for issue in scenario.issues if issue.from_for),
    )


def schema_of(
    issue_ids: Sequence[str],
    persona_ids: Sequence[str],
    source_ids: Sequence[str] = (),
    from_for: Set[str] = frozenset(),
) -> dict[str, Any]:
    """The strict JSON schema of an answer that may name these issues, personas and sources.

    The keys stand in the order in which a model should think: what the role looks at, then reasons,
    then numbers, then what sums them up. Only keywords that the strict modes of compatible servers
    share are used.

    Args:
        from_for: the issues whose scale is listed from for to against.
    """
    text = {"type": "string"}
    based_on = {}
    if source_ids:
        based_on["based_on"] = {
            "type": "array",
            "items": {"type": "string", "enum": list(source_ids)},
        }
    return object_of(
        considerations=list_of(object_of(title=text, detail=text, **based_on), 3, 6),
        stances=object_of(**{name: _stance(based_on, name in from_for) for name in issue_ids}),
        summary=text,
        frictions=list_of(_friction(issue_ids, persona_ids), 0, 6),
        open_questions=list_of(text, 0, 4),
        would_change_mind=text,
    )


def _stance(based_on: dict[str, Any], from_for: bool) -> dict[str, Any]:
    text = {"type": "string"}
    share = {"type": "integer", "minimum": 0, "maximum": 100}
    return object_of(
        reason=text,
        **based_on,
        minority=_or_null(text),
        shares=object_of(**dict.fromkeys(SCALE_KEYS[::-1] if from_for else SCALE_KEYS, share)),
        position=text,
        importance={"type": "integer", "minimum": 1, "maximum": 5},
    )


def _friction(issue_ids: Sequence[str], persona_ids: Sequence[str]) -> dict[str, Any]:
    text = {"type": "string"}
    issue = _or_null({"type": "string", "enum": list(issue_ids)}) if issue_ids else {"type": "null"}
    return object_of(
        **{"with": {"type": "string", "enum": list(persona_ids)}},
        issue=issue,
        theme=text,
        my_side=text,
        their_side=text,
        why=text,
        way_forward=_or_null(text),
    )


def _or_null(form: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [form, {"type": "null"}]}
