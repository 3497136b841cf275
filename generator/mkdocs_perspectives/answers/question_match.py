"""Compares the question of a recorded answer with the current one, part by part."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_perspectives.prompt import QUESTION_PARTS, Digests, Question

__all__ = ["asked_before", "changed_sources", "changed_texts", "stale_parts"]

Context = Mapping[str, Mapping[str, str]]
"""Further details of a question in a record: digests by id."""


def stale_parts(asked: Digests, question: Question) -> tuple[str, ...]:
    """The parts of the question that changed since it was ``asked`` and make the answer stale."""
    return tuple(
        part
        for part in QUESTION_PARTS
        if (
            _counterparts_changed(asked[part], question)
            if part == "counterparts"
            else asked.get(part) != question.digests.get(part)
        )
    )


def _counterparts_changed(asked: str | dict[str, str], question: Question) -> bool:
    """Whether counterparts changed: in format 1 in any way, else by renaming or declaration.

    Adding a role without a declared comparison, or removing one, changes nothing.
    """
    if isinstance(asked, str):
        return asked != question.format_1
    renamed = any(question.names.get(other, name) != name for other, name in asked.items())
    return renamed or not question.declared <= asked.keys()


def asked_before(asked: Digests, context: Context, question: Question) -> list[str]:
    """What changed since it was ``asked`` without making the answer stale, in words."""
    names = asked["counterparts"]
    if isinstance(names, str):
        return []
    today = question.context.get("counterpart_descriptions", {})
    reworded = _other(context.get("counterpart_descriptions", {}), today)
    added = [name for name in today if name not in names]
    return [f"{name} was reworded" for name in reworded] + [f"{name} was added" for name in added]


def changed_sources(context: Context, question: Question) -> list[str]:
    """The ids of the sources that were added, removed, or changed in text or title."""
    then, today = context.get("sources", {}), question.context.get("sources", {})
    return [*_other(then, today), *(then.keys() ^ today.keys())]


def changed_texts(context: Context, question: Question) -> list[str]:
    """The texts of the part ``scenario`` that changed, if the record has their digests."""
    return _other(context.get("texts", {}), question.context.get("texts", {}))


def _other(then: Mapping[str, str], today: Mapping[str, str]) -> list[str]:
    """The ids that both have, with different digests."""
    return [name for name in today if then.get(name, today[name]) != today[name]]
