"""What an author should know before paying: what an edit asks again, and what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.common import counted

__all__ = ["answer_notes"]


def answer_notes(entries: Sequence[Entry]) -> list[str]:
    """One line for each scenario whose issues changed, and for each that was asked before a change.

    Args:
        entries: those of a scenario stand together.
    """
    notes = []
    for scenario, group in groupby(entries, key=lambda entry: entry.scenario.id):
        of_scenario = list(group)
        again = [e for e in of_scenario if e.record and "issues" in e.record.stale_parts]
        if again:
            notes.append(
                f"{scenario}: the issues changed, and every answer is to all of them, so "
                f"{counted(len(again), 'role')} must be asked again."
            )
        before: dict[str, int] = {}
        for entry in of_scenario:
            for change in entry.asked_before:
                before[change] = before.get(change, 0) + 1
        notes += [
            f"{scenario}: {counted(count, 'role')} asked before {change}; the answers stay current."
            for change, count in before.items()
        ]
    return notes
