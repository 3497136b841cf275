"""Which scenarios have another id than before: found by the answers that they share."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_perspectives.answers import Entry

__all__ = ["renamed_scenarios"]

ALIKE = 0.5
"""A scenario that has gone and one that has come are the same if they share this part of their
answers."""

Scenarios = Mapping[str, Mapping[str, Entry]]
"""Entries by scenario id, and then by persona id."""


def renamed_scenarios(old: Scenarios, new: Scenarios) -> dict[str, str]:
    """The old ids of scenarios that have another id now, by their new ids."""
    likeness = [
        (_likeness(old[gone], new[come]), come, gone)
        for gone in old.keys() - new.keys()
        for come in new.keys() - old.keys()
    ]
    found: dict[str, str] = {}
    for like, come, gone in sorted(likeness, key=lambda row: (-row[0], row[1:])):
        if like >= ALIKE and come not in found and gone not in found.values():
            found[come] = gone
    return found


def _likeness(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> float:
    """The part of the roles whose answers two scenarios share, 0 to 1.

    Without any answers it is 1 if the roles are asked the same, and else 0.
    """
    before, after = _answers(old), _answers(new)
    if before or after:
        return len(before & after) / max(len(old), len(new))
    asked = [[entry.question.messages for entry in entries.values()] for entries in (old, new)]
    return float(asked[0] == asked[1])


def _answers(entries: Mapping[str, Entry]) -> set[tuple[str, str]]:
    """The digests of the answers that are recorded, with who gave them."""
    return {
        (persona, entry.record.answer_sha256)
        for persona, entry in entries.items()
        if entry.record is not None
    }
