"""What a variant's page shows of what its change moved, issue by issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_perspectives.compare import CommonGround, Effect, Pair, ScenarioDiff, TierChange
from mkdocs_perspectives.pages.variant_line import MoveLine, move_line
from mkdocs_perspectives.scenario import Issue, Persona, Scenario

__all__ = ["ChangeView", "IssueChange", "change_view"]


@dataclass(frozen=True)
class IssueChange:
    """One issue: the stances that moved, the furthest first, and what became of conflicts and of
    common ground on it."""

    issue: Issue
    moves: tuple[MoveLine, ...]
    appeared: tuple[Pair, ...]
    gone: tuple[Pair, ...]
    tiers: tuple[TierChange, ...]
    won: tuple[CommonGround, ...]
    lost: tuple[CommonGround, ...]

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


def change_view(scenario: Scenario, effect: Effect, most: int) -> ChangeView:
    """What the change of the variant ``scenario`` moved, with ``most`` moves at the most."""
    left_out: dict[str, list[Persona]] = {}
    for left in effect.left_out:
        left_out.setdefault(left.why, []).append(scenario.persona(left.persona))
    moves = [move_line(scenario, move) for move in effect.moves]
    # By the furthest move on each.
    first = dict.fromkeys([*(move.issue for move in moves), *effect.issues])
    found = [
        _on(scenario.issue(name), moves[:most], effect.changes) for name in first if effect.changes
    ]
    return ChangeView(
        total=len(effect.personas) * len(effect.issues),
        moved=len(moves),
        small=effect.changes.small if effect.changes else 0,
        faint=effect.faint,
        shown=min(most, len(moves)),
        issues=tuple(change for change in found if not change.empty),
        still=tuple(change.issue for change in found if change.empty),
        left_out=left_out,
        reworded=tuple(scenario.issue(name) for name in effect.reworded),
        stale=effect.stale,
    )


def _on(issue: Issue, moves: Iterable[MoveLine], changes: ScenarioDiff) -> IssueChange:
    return IssueChange(
        issue=issue,
        moves=tuple(move for move in moves if move.issue == issue.id),
        appeared=tuple(r.pair for r in changes.appeared if r.pair.issue == issue.id),
        gone=tuple(r.pair for r in changes.disappeared if r.pair.issue == issue.id),
        tiers=tuple(change for change in changes.tiers if change.new.issue == issue.id),
        won=tuple(ground for ground in changes.won if ground.issue == issue.id),
        lost=tuple(ground for ground in changes.lost if ground.issue == issue.id),
    )
