"""The effect of a variant's change, compared with the scenario that it extends.

Only comparable answers are used: of roles answered by the same model with the same version of the
prompt, on issues with the same wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.compare.answer_changes import Move, shift
from mkdocs_perspectives.compare.changes import ScenarioDiff, changes_between
from mkdocs_perspectives.compare.comparison import Pair
from mkdocs_perspectives.scenario import Issue

__all__ = ["LEAST_MOVE", "Effect", "LeftOut", "effect_of_change"]

LEAST_MOVE = 0.25
"""In scale points; smaller moves may be chance, since asking again alone changes the numbers.

If other voices answered too, a stance has to move at least as far as these are apart.
"""

Ranges = Mapping[tuple[str, str], float]
"""How far the voices are apart on a stance, in scale points, by persona and issue."""

Why = Literal["unanswered", "model", "prompt"]


@dataclass(frozen=True)
class LeftOut:
    """A role of both scenarios that is not compared: one of its answers is missing, or the two
    come from different models or different versions of the prompt."""

    persona: str
    why: Why


@dataclass(frozen=True)
class Effect:
    """The effect of a change on the compared roles and issues, which are given by id.

    ``changes`` are from the extended scenario to the variant. Its ``moves`` are the stances that
    moved far enough; changes of conflicts and common ground without such a move are omitted and
    counted as ``faint``. ``reworded`` are issues with another wording in the variant, which cannot
    be compared; ``stale`` is set if an answer belongs to an earlier version of its question, so
    that more than the variant's change may differ.
    """

    personas: tuple[str, ...]
    issues: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    reworded: tuple[str, ...]
    stale: bool
    changes: ScenarioDiff | None
    faint: int = 0

    @property
    def moves(self) -> list[Move]:
        """The stances that moved far enough, the furthest first."""
        found = self.changes.moves if self.changes else ()
        # Sorting is stable, so equal moves stay in the variant's order.
        return sorted(found, key=lambda move: -round(shift(move.old, move.new), 9))


def effect_of_change(
    parent: Iterable[Entry], variant: Iterable[Entry], ranges: Ranges | None = None
) -> Effect:
    """Compare a variant's entries with those of the scenario that it extends.

    Args:
        ranges: how far the voices are apart, the larger value of the two scenarios.
    """
    before = {entry.persona.id: entry for entry in parent}
    after = {entry.persona.id: entry for entry in variant if entry.persona.id in before}
    reasons = {name: _why_not(before[name], entry) for name, entry in after.items()}
    compared = [name for name, why in reasons.items() if why is None]
    same, reworded = _issues(before, after)
    changes, faint = None, 0
    if compared and same:
        old, new = (_only(entries, compared, same) for entries in (before, after))
        changes, faint = _plain(changes_between(old, new, LEAST_MOVE), ranges or {})
    return Effect(
        personas=tuple(compared),
        issues=tuple(issue.id for issue in same),
        left_out=tuple(LeftOut(name, why) for name, why in reasons.items() if why is not None),
        reworded=tuple(issue.id for issue in reworded),
        stale=any(e.state == "stale" for name in compared for e in (before[name], after[name])),
        changes=changes,
        faint=faint,
    )


def _plain(changes: ScenarioDiff, ranges: Ranges) -> tuple[ScenarioDiff, int]:
    """The changes with a stance that moved far enough, and the number of the other changes."""
    moves = [
        move
        for move in changes.moves
        if round(shift(move.old, move.new) - ranges.get((move.persona, move.issue), 0), 9) >= 0
    ]
    moved = {(move.persona, move.issue) for move in moves}
    issues = {issue for _, issue in moved}

    def plain(pair: Pair) -> bool:
        return not moved.isdisjoint({(pair.a, pair.issue), (pair.b, pair.issue)})

    found = replace(
        changes,
        moves=tuple(moves),
        small=changes.small + len(changes.moves) - len(moves),
        appeared=tuple(ranked for ranked in changes.appeared if plain(ranked.pair)),
        disappeared=tuple(ranked for ranked in changes.disappeared if plain(ranked.pair)),
        tiers=tuple(change for change in changes.tiers if plain(change.new)),
        won=tuple(ground for ground in changes.won if ground.issue in issues),
        lost=tuple(ground for ground in changes.lost if ground.issue in issues),
    )
    return found, _count(changes) - _count(found)


def _count(changes: ScenarioDiff) -> int:
    """The number of changes of conflicts, except in their order, and of common ground."""
    parts = (changes.appeared, changes.disappeared, changes.tiers, changes.won, changes.lost)
    return sum(map(len, parts))


def _why_not(old: Entry, new: Entry) -> Why | None:
    """Why two answers of one role cannot be compared; None if they can."""
    if old.record is None or new.record is None:
        return "unanswered"
    if old.record.answer is None or new.record.answer is None:
        return "unanswered"
    if old.record.model != new.record.model:
        return "model"
    return "prompt" if old.record.prompt != new.record.prompt else None


def _issues(
    before: Mapping[str, Entry], after: Mapping[str, Entry]
) -> tuple[list[Issue], list[Issue]]:
    """The common issues with the same wording, and those with different wordings."""
    if not after:
        return [], []
    old = {issue.id: issue for issue in next(iter(before.values())).scenario.issues}
    both = [i for i in next(iter(after.values())).scenario.issues if i.id in old]
    alike = [
        issue
        for issue in both
        if (issue.statement, issue.scale) == (old[issue.id].statement, old[issue.id].scale)
    ]
    return alike, [issue for issue in both if issue not in alike]


def _only(
    entries: Mapping[str, Entry], personas: list[str], issues: list[Issue]
) -> dict[str, Entry]:
    """The entries of these roles, as if their scenario had no other roles and issues."""
    scenario = replace(
        next(iter(entries.values())).scenario,
        id="",
        personas=tuple(entries[name].persona for name in personas),
        issues=tuple(issues),
    )
    return {name: replace(entries[name], scenario=scenario) for name in personas}
