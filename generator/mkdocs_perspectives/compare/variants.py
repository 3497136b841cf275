"""What the change of a variant moved: the variant beside the scenario that it extends.

Only what is like is compared: roles whose answers come from one model and one version of the
prompt, on issues that are put in the same words.
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
"""Scale points; what moved by less may have moved by itself, since asking again moves numbers.

Where other voices answered too, a stance has to move as far as these are apart, if that is more.
"""

Ranges = Mapping[tuple[str, str], float]
"""How far the voices are apart on a stance, in scale points, by persona and issue."""

Why = Literal["unanswered", "model", "prompt"]


@dataclass(frozen=True)
class LeftOut:
    """A role that both scenarios have and that is not compared: one of its answers is missing, or
    the two come from different models, or from different versions of the prompt."""

    persona: str
    why: Why


@dataclass(frozen=True)
class Effect:
    """What a change moved among the roles that are compared, by id, and on which issues.

    ``changes`` are from the scenario that is extended to the variant. Its ``moves`` are the stances
    that moved far enough, and what of the conflicts and the common ground changed without any of
    them is left out and counted as ``faint``. ``reworded`` are issues that the variant has in other
    words, so that nothing can be said of them; ``stale`` says that an answer is to an earlier
    version of its question, so that more than the change may be different.
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
        # Sorting is stable, so that equal moves stay in the variant's order.
        return sorted(found, key=lambda move: -round(shift(move.old, move.new), 9))


def effect_of_change(
    parent: Iterable[Entry], variant: Iterable[Entry], ranges: Ranges | None = None
) -> Effect:
    """Compare a variant's entries with those of the scenario that it extends.

    Args:
        ranges: how far the voices are apart, in whichever of the two scenarios that is further.
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
    """The changes that rest on a stance that moved far enough, and how many do not."""
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
    return found, _fates(changes) - _fates(found)


def _fates(changes: ScenarioDiff) -> int:
    """How many conflicts came, went or changed their tier, and common ground was won or lost."""
    parts = (changes.appeared, changes.disappeared, changes.tiers, changes.won, changes.lost)
    return sum(map(len, parts))


def _why_not(old: Entry, new: Entry) -> Why | None:
    """Why two answers of one role cannot be compared; None where they can."""
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
    """The variant's issues that both put alike, and those that they put in different words."""
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
    """These roles, as if their scenario asked nobody else, and about nothing else."""
    scenario = replace(
        next(iter(entries.values())).scenario,
        id="",
        personas=tuple(entries[name].persona for name in personas),
        issues=tuple(issues),
    )
    return {name: replace(entries[name], scenario=scenario) for name in personas}
