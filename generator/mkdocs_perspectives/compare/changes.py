"""The changes in the perspectives between two states of the scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mkdocs_perspectives.answers import Answer, Entry, EntryKey, in_order
from mkdocs_perspectives.common import LEAD
from mkdocs_perspectives.compare.answer_changes import (
    AnswerChanges,
    Move,
    answer_changes,
    answers_of,
    numbers_of,
)
from mkdocs_perspectives.compare.comparison import (
    CommonGround,
    Comparison,
)
from mkdocs_perspectives.compare.conflict_changes import Ranked, TierChange, conflict_changes
from mkdocs_perspectives.compare.renames import renamed_scenarios
from mkdocs_perspectives.scenario import Scenario

__all__ = ["Reviewed", "ScenarioDiff", "changes_between", "diff"]

Entries = Mapping[EntryKey, Entry]

_Voices = dict[str, dict[str, Entry]]
"""Entries by voice, and then by persona id."""


@dataclass(frozen=True)
class Reviewed:
    """The considerations of one persona that were added and dropped, by title."""

    persona: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]


Status = Literal["added", "changed", "removed", "renamed"]


@dataclass(frozen=True)
class ScenarioDiff:
    """The changes in one scenario. ``scenario`` is the newer state, or the one before removal.

    Personas are ids: ``answered`` for the first time, ``asked_again``, ``accepted`` although the
    question changed, ``edited`` by hand, or ``gone``. ``small`` counts the stances that moved by
    less than the threshold. All these are about the lead; ``voices`` has the changes in the answers
    of other voices. ``old_id`` is the previous id of a renamed scenario.
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
    voices: tuple[AnswerChanges, ...] = ()
    old_id: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing in the perspectives changed."""
        found = (
            *(self.answered, self.asked_again, self.accepted, self.edited, self.gone),
            *(self.moves, self.appeared, self.disappeared, self.reordered, self.tiers),
            *(self.won, self.lost, self.considerations, self.voices),
        )
        return self.status == "changed" and not self.small and not any(found)


def diff(before: Entries, after: Entries, min_change: float = 0.25) -> list[ScenarioDiff]:
    """The scenarios whose perspectives changed, ordered by id.

    Args:
        min_change: stances that moved by less, in scale points, are counted but not listed.
    """
    old, new = _by_scenario(before), _by_scenario(after)
    renamed = renamed_scenarios(*({k: v[LEAD] for k, v in each.items()} for each in (old, new)))
    names = sorted({*(old.keys() - set(renamed.values())), *new})
    found = [
        _scenario(old.get(renamed.get(name, name), {}), new.get(name, {}), min_change)
        for name in names
    ]
    return [scenario for scenario in found if not scenario.empty]


def _by_scenario(entries: Entries) -> dict[str, _Voices]:
    """The entries by scenario id, then by voice, the lead's first, and then by persona id."""
    found: dict[str, _Voices] = {}
    for (scenario_id, persona, voice), entry in entries.items():
        voices = found.setdefault(scenario_id, {LEAD: {}})
        voices.setdefault(voice, {})[persona] = entry
    return found


def changes_between(
    before: Mapping[str, Entry], after: Mapping[str, Entry], min_change: float
) -> ScenarioDiff:
    """The changes between two states of the lead's answers in one scenario, by persona id."""
    old_scenario, scenario = (_scenario_of(before or after), _scenario_of(after or before))
    status: Status = "added" if not before else "removed" if not after else "changed"
    if old_scenario.id != scenario.id:
        status = "renamed"
    lead = answer_changes(before, after, min_change)
    old_answers, new_answers = answers_of(before), answers_of(after)
    old_numbers, new_numbers = numbers_of(before), numbers_of(after)
    conflicts = conflict_changes(old_numbers, new_numbers)
    won, lost = _common_ground(old_numbers, new_numbers)
    return ScenarioDiff(
        scenario=scenario,
        status=status,
        old_id=old_scenario.id if status == "renamed" else None,
        answered=lead.answered,
        asked_again=lead.asked_again,
        accepted=lead.accepted,
        edited=lead.edited,
        gone=lead.gone,
        moves=lead.moves,
        small=lead.small,
        appeared=conflicts.appeared,
        disappeared=conflicts.disappeared,
        reordered=conflicts.reordered,
        tiers=conflicts.tiers,
        won=won,
        lost=lost,
        considerations=tuple(_considerations(old_answers, new_answers)),
    )


def _scenario(old: _Voices, new: _Voices, min_change: float) -> ScenarioDiff:
    """The changes in one scenario: in the lead's answers, and in those of other voices."""
    others = (
        answer_changes(old.get(voice, {}), new.get(voice, {}), min_change, voice)
        for voice in in_order((old.keys() | new.keys()) - {LEAD})
    )
    return replace(
        changes_between(old.get(LEAD, {}), new.get(LEAD, {}), min_change),
        voices=tuple(changes for changes in others if not changes.empty),
    )


def _scenario_of(entries: Mapping[str, Entry]) -> Scenario:
    return next(iter(entries.values())).scenario


def _common_ground(
    old: Comparison, new: Comparison
) -> tuple[tuple[CommonGround, ...], tuple[CommonGround, ...]]:
    before = {(ground.issue, ground.side): ground for ground in old.common_ground}
    after = {(ground.issue, ground.side): ground for ground in new.common_ground}
    return (
        tuple(ground for key, ground in after.items() if key not in before),
        tuple(ground for key, ground in before.items() if key not in after),
    )


def _considerations(old: Mapping[str, Answer], new: Mapping[str, Answer]) -> Iterable[Reviewed]:
    for persona in (persona for persona in new if persona in old):
        before, after = _titles(old[persona]), _titles(new[persona])
        added = tuple(title for key, title in after.items() if key not in before)
        dropped = tuple(title for key, title in before.items() if key not in after)
        if added or dropped:
            yield Reviewed(persona, added, dropped)


def _titles(answer: Answer) -> dict[str, str]:
    titles = (consideration.title for consideration in answer.considerations)
    return {" ".join(title.casefold().split()): title for title in titles}
