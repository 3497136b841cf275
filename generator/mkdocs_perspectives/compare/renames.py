"""Finds scenarios that were renamed, by the answers that their old and new ids share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.common import sha256

__all__ = ["renamed_scenarios"]

ALIKE = 0.5
"""The smallest part of the answers that must be the same under the old and the new id."""

Scenarios = Mapping[str, Mapping[str, Entry]]
"""Entries by scenario id, and then by persona id."""


def renamed_scenarios(old: Scenarios, new: Scenarios) -> dict[str, str]:
    """The old ids of renamed scenarios, by their new ids.

    They share at least half of their answers, or of their questions if there are no answers.
    """
    added_by_mark: dict[_Mark, list[str]] = {}
    for added in new.keys() - old.keys():
        for mark in _marks(new[added]):
            added_by_mark.setdefault(mark, []).append(added)
    shared: Counter[tuple[str, str]] = Counter()
    for gone in old.keys() - new.keys():
        for mark in _marks(old[gone]):
            shared.update((added, gone) for added in added_by_mark.get(mark, ()))
    similarity = {
        (added, gone): count / max(len(old[gone]), len(new[added]))
        for (added, gone), count in shared.items()
    }
    found: dict[str, str] = {}
    taken: set[str] = set()
    for (added, gone), part in sorted(similarity.items(), key=lambda row: (-row[1], row[0])):
        if part >= ALIKE and added not in found and gone not in taken:
            found[added] = gone
            taken.add(gone)
    return found


_Mark = tuple[str, str]
"""A persona's id, and the digest of its answer, or else of its question."""


def _marks(entries: Mapping[str, Entry]) -> set[_Mark]:
    """What identifies a scenario under another id: a mark for each persona, if possible."""
    answers = {
        (persona, entry.record.answer_sha256)
        for persona, entry in entries.items()
        if entry.record is not None
    }
    return answers or {(p, sha256(entry.question.digests)) for p, entry in entries.items()}
