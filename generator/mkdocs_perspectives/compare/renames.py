"""Which scenarios have another id than before: found by the answers that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.common import sha256

__all__ = ["renamed_scenarios"]

ALIKE = 0.5
"""The least part of their answers that a scenario shares under its old and its new id."""

Scenarios = Mapping[str, Mapping[str, Entry]]
"""Entries by scenario id, and then by persona id."""


def renamed_scenarios(old: Scenarios, new: Scenarios) -> dict[str, str]:
    """The old ids of scenarios that have another id now, by their new ids.

    They share at least half of their answers, or of their questions where nobody is answered.
    """
    come_with: dict[_Mark, list[str]] = {}
    for come in new.keys() - old.keys():
        for mark in _marks(new[come]):
            come_with.setdefault(mark, []).append(come)
    shared: Counter[tuple[str, str]] = Counter()
    for gone in old.keys() - new.keys():
        for mark in _marks(old[gone]):
            shared.update((come, gone) for come in come_with.get(mark, ()))
    likeness = {
        (come, gone): count / max(len(old[gone]), len(new[come]))
        for (come, gone), count in shared.items()
    }
    found: dict[str, str] = {}
    taken: set[str] = set()
    for (come, gone), like in sorted(likeness.items(), key=lambda row: (-row[1], row[0])):
        if like >= ALIKE and come not in found and gone not in taken:
            found[come] = gone
            taken.add(gone)
    return found


_Mark = tuple[str, str]
"""A persona's id, and the digest of its answer or else of its question."""


def _marks(entries: Mapping[str, Entry]) -> set[_Mark]:
    """By what a scenario is known again under another id: a mark for each persona, if it can be."""
    answers = {
        (persona, entry.record.answer_sha256)
        for persona, entry in entries.items()
        if entry.record is not None
    }
    return answers or {(p, sha256(entry.question.digests)) for p, entry in entries.items()}
