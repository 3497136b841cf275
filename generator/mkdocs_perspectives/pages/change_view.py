"""What a variant's page shows of what its change moved, issue by issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_perspectives.compare import CommonGround, Effect, Pair, ScenarioDiff, TierChange
from mkdocs_perspectives.pages.limits import Limits
from mkdocs_perspectives.pages.variant_line import MoveLine, move_line
from mkdocs_perspectives.scenario import Issue, Persona, Scenario

__all__ = ["ChangeView", "IssueChange", "change_view"]


@dataclass(frozen=True)
class IssueChange:
    """One issue: the stances that moved, the furthest first, and what became of conflicts and of
    common ground on it. ``left`` counts the conflicts for which there is no room."""

    issue: Issue
    moves: tuple[MoveLine, ...]
    appeared: tuple[Pair, ...]
    gone: tuple[Pair, ...]
    tiers: tuple[TierChange, ...]
    won: tuple[CommonGround, ...]
    lost: tuple[CommonGround, ...]
    left: int

    @property
    def empty(self) -> bool:
        return not any((self.moves, self.appeared, self.gone, self.tiers, self.won, self.lost))


@dataclass(frozen=True)
class ChangeView:
    """What a change moved.

    ``issues`` are those on which something changed, with the furthest move first; on those in
    ``still`` nothing did. Of ``total`` stances that are compared, ``moved`` moved, of which
    ``shown`` are shown, and ``small`` moved by less than counts; on such moves alone ``faint``
    changes of conflicts and common ground rest. ``left_out`` are roles that are not compared, by
    the reason, and ``reworded`` issues that are not.
    """

    total: int
    moved: int
    small: int
    faint: int
    shown: int
    issues: tuple[IssueChange, ...]
    still: tuple[Issue, ...]
    left_out: dict[str, list[Persona]]
    reworded: tuple[Issue, ...]
    stale: bool


def change_view(scenario: Scenario, effect: Effect, limits: Limits) -> ChangeView:
    """What the change of the variant ``scenario`` moved, as much of it as has room."""
    left_out: dict[str, list[Persona]] = {}
    for left in effect.left_out:
        left_out.setdefault(left.why, []).append(scenario.persona(left.persona))
    moves = [move_line(scenario, move) for move in effect.moves]
    # By the furthest move on each.
    first = dict.fromkeys([*(move.issue for move in moves), *effect.issues])
    found = [
        _on(scenario.issue(name), moves[: limits.moves], effect.changes, limits.fates)
        for name in first
        if effect.changes
    ]
    return ChangeView(
        total=len(effect.personas) * len(effect.issues),
        moved=len(moves),
        small=effect.changes.small if effect.changes else 0,
        faint=effect.faint,
        shown=min(limits.moves, len(moves)),
        issues=tuple(change for change in found if not change.empty),
        still=tuple(change.issue for change in found if change.empty),
        left_out=left_out,
        reworded=tuple(scenario.issue(name) for name in effect.reworded),
        stale=effect.stale,
    )


def _on(issue: Issue, moves: Iterable[MoveLine], changes: ScenarioDiff, most: int) -> IssueChange:
    appeared = [r.pair for r in changes.appeared if r.pair.issue == issue.id]
    tiers = [change for change in changes.tiers if change.new.issue == issue.id]
    gone = [r.pair for r in changes.disappeared if r.pair.issue == issue.id]
    # New ones first, then those that changed; what is gone comes last.
    room = most - min(most, len(appeared))
    room_for_gone = room - min(room, len(tiers))
    return IssueChange(
        issue=issue,
        moves=tuple(move for move in moves if move.issue == issue.id),
        appeared=tuple(appeared[:most]),
        tiers=tuple(tiers[:room]),
        gone=tuple(gone[:room_for_gone]),
        won=tuple(ground for ground in changes.won if ground.issue == issue.id),
        lost=tuple(ground for ground in changes.lost if ground.issue == issue.id),
        left=max(0, len(appeared) + len(tiers) + len(gone) - most),
    )
