"""What changed in the perspectives between two states of the scenarios: pure functions.

A stance's *shift* is how far its hundred people moved along the scale, in scale points: the
area between the two cumulative distributions (the Wasserstein distance of order 1; Vallender
1974). It equals the change of the mean if all move the same way, and is more if they move
apart, so that a role which splits is noticed although its mean stays the same. 0 to 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from mkdocs_perspectives.answers import Answer, Entry, EntryKey, Record
from mkdocs_perspectives.compare.comparison import (
    CommonGround,
    Comparison,
    StanceNumbers,
    compare,
)
from mkdocs_perspectives.compare.conflict_changes import Ranked, TierChange, conflict_changes
from mkdocs_perspectives.compare.renames import renamed_scenarios
from mkdocs_perspectives.scenario import Scenario

__all__ = ["Move", "Reviewed", "ScenarioDiff", "changes_between", "diff", "shift"]

Entries = Mapping[EntryKey, Entry]


@dataclass(frozen=True)
class Move:
    """One persona's stance on one issue, before and after."""

    persona: str
    issue: str
    old: StanceNumbers
    new: StanceNumbers


@dataclass(frozen=True)
class Reviewed:
    """The considerations of one persona that were added and dropped, by title."""

    persona: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]


Status = Literal["added", "changed", "removed", "renamed"]


@dataclass(frozen=True)
class ScenarioDiff:
    """What changed in one scenario. ``scenario`` is the newer state, or the one before removal.

    Personas are ids: ``answered`` for the first time, ``asked_again``, ``accepted`` although the
    question changed, ``edited`` by hand, or ``gone``. ``small`` counts the stances that moved by
    less than the threshold. ``old_id`` is the id that a renamed scenario had.
    """

    scenario: Scenario
    status: Status
    answered: tuple[str, ...]
    asked_again: tuple[str, ...]
    accepted: tuple[str, ...]
    edited: tuple[str, ...]
    gone: tuple[str, ...]
    moves: tuple[Move, ...]
    small: int
    appeared: tuple[Ranked, ...]
    disappeared: tuple[Ranked, ...]
    reordered: tuple[Ranked, ...]
    tiers: tuple[TierChange, ...]
    won: tuple[CommonGround, ...]
    lost: tuple[CommonGround, ...]
    considerations: tuple[Reviewed, ...]
    old_id: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing in the perspectives changed."""
        found = (
            *(self.answered, self.asked_again, self.accepted, self.edited, self.gone),
            *(self.moves, self.appeared, self.disappeared, self.reordered, self.tiers),
            *(self.won, self.lost, self.considerations),
        )
        return self.status == "changed" and not self.small and not any(found)


def shift(old: StanceNumbers, new: StanceNumbers) -> float:
    """How far a stance moved, as the module defines it; 0 to 4.

    From (1, 0, 0, 0, 0) to (0, 0, 0, 0, 1) it is 4; from (0, 0, 1, 0, 0) to (0.5, 0, 0, 0, 0.5),
    whose means are the same, 0.5 + 0.5 + 0.5 + 0.5 = 2.
    """
    pairs = zip(accumulate(old.shares), accumulate(new.shares), strict=True)
    return sum(abs(a - b) for a, b in pairs)


def diff(before: Entries, after: Entries, min_change: float = 0.25) -> list[ScenarioDiff]:
    """The scenarios whose perspectives changed, ordered by id.

    Args:
        min_change: stances that moved by less, in scale points, are counted but not listed.
    """
    old, new = _by_scenario(before), _by_scenario(after)
    renamed = renamed_scenarios(old, new)
    names = sorted({*(old.keys() - set(renamed.values())), *new})
    found = [
        changes_between(old.get(renamed.get(name, name), {}), new.get(name, {}), min_change)
        for name in names
    ]
    return [scenario for scenario in found if not scenario.empty]


def _by_scenario(entries: Entries) -> dict[str, dict[str, Entry]]:
    """The entries by scenario id, and then by persona id."""
    found: dict[str, dict[str, Entry]] = {}
    for (scenario_id, persona), entry in entries.items():
        found.setdefault(scenario_id, {})[persona] = entry
    return found


def changes_between(
    before: Mapping[str, Entry], after: Mapping[str, Entry], min_change: float
) -> ScenarioDiff:
    """What changed between two states of one scenario, each given as its entries by persona id."""
    was, scenario = (_scenario_of(before or after), _scenario_of(after or before))
    status: Status = "added" if not before else "removed" if not after else "changed"
    if was.id != scenario.id:
        status = "renamed"
    old, new = _records(before), _records(after)
    old_answers, new_answers = _answers(old), _answers(new)
    both = [persona for persona in new if persona in old]
    old_numbers, new_numbers = _numbers(before, old_answers), _numbers(after, new_answers)
    moves = [
        Move(persona, issue, old_numbers.stances[persona, issue], stance)
        for (persona, issue), stance in new_numbers.stances.items()
        if (persona, issue) in old_numbers.stances
    ]
    moves = [move for move in moves if move.old.shares != move.new.shares]
    # Rounded, because shares are not exact binary fractions: 0.25 must count as 0.25.
    large = [move for move in moves if round(shift(move.old, move.new), 9) >= min_change]
    conflicts = conflict_changes(old_numbers, new_numbers)
    won, lost = _common_ground(old_numbers, new_numbers)
    return ScenarioDiff(
        scenario=scenario,
        status=status,
        old_id=was.id if status == "renamed" else None,
        answered=tuple(p for p in new if p not in old),
        asked_again=tuple(p for p in both if _asked_again(old[p], new[p])),
        accepted=tuple(p for p in both if _accepted(old[p], new[p])),
        edited=tuple(p for p in both if _edited(old[p], new[p])),
        gone=tuple(p for p in old if p not in new),
        moves=tuple(large),
        small=len(moves) - len(large),
        appeared=conflicts.appeared,
        disappeared=conflicts.disappeared,
        reordered=conflicts.reordered,
        tiers=conflicts.tiers,
        won=won,
        lost=lost,
        considerations=tuple(_considerations(old_answers, new_answers, both)),
    )


def _scenario_of(entries: Mapping[str, Entry]) -> Scenario:
    return next(iter(entries.values())).scenario


def _records(entries: Mapping[str, Entry]) -> dict[str, Record]:
    """The records whose answers fit, by persona id, in the scenario's order."""
    return {
        persona: entry.record
        for persona, entry in entries.items()
        if entry.record is not None and entry.record.answer is not None
    }


def _answers(records: Mapping[str, Record]) -> dict[str, Answer]:
    return {p: record.answer for p, record in records.items() if record.answer is not None}


def _numbers(entries: Mapping[str, Entry], answers: Mapping[str, Answer]) -> Comparison:
    if not entries:
        return Comparison({}, (), (), ())
    return compare(next(iter(entries.values())).scenario, answers)


def _asked_again(old: Record, new: Record) -> bool:
    """Whether the model, or the author of a sample, gave a new answer."""
    return old.answer_sha256 != new.answer_sha256 or (old.model, old.asked_on, old.usage) != (
        new.model,
        new.asked_on,
        new.usage,
    )


def _accepted(old: Record, new: Record) -> bool:
    return not _asked_again(old, new) and old.question != new.question


def _edited(old: Record, new: Record) -> bool:
    return not _asked_again(old, new) and old.answer_json != new.answer_json


def _common_ground(
    old: Comparison, new: Comparison
) -> tuple[tuple[CommonGround, ...], tuple[CommonGround, ...]]:
    before = {(ground.issue, ground.side): ground for ground in old.common_ground}
    after = {(ground.issue, ground.side): ground for ground in new.common_ground}
    return (
        tuple(ground for key, ground in after.items() if key not in before),
        tuple(ground for key, ground in before.items() if key not in after),
    )


def _considerations(
    old: Mapping[str, Answer], new: Mapping[str, Answer], personas: Iterable[str]
) -> Iterable[Reviewed]:
    for persona in personas:
        before, after = _titles(old[persona]), _titles(new[persona])
        added = tuple(title for key, title in after.items() if key not in before)
        dropped = tuple(title for key, title in before.items() if key not in after)
        if added or dropped:
            yield Reviewed(persona, added, dropped)


def _titles(answer: Answer) -> dict[str, str]:
    titles = (consideration.title for consideration in answer.considerations)
    return {" ".join(title.casefold().split()): title for title in titles}
