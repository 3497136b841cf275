"""Conflicts that appeared, disappeared, changed their order, or became clear or slight."""

from __future__ import annotations

from mkdocs_perspectives.compare.comparison import Comparison, Pair
from mkdocs_perspectives.compare.conflict_changes import conflict_changes
from mkdocs_perspectives.compare.measures import Tier


def _state(*conflicts: tuple[str, Tier]) -> Comparison:
    """Conflicts in their order: the issue of each, and its tier."""
    pairs = tuple(
        Pair(issue, "a", "b", opposed=0.5, gap=1.0, excess=0.2, severity=0.1, tier=tier)
        for issue, tier in conflicts
    )
    return Comparison({}, pairs, pairs, ())


def test_a_conflict_that_became_clear_or_slight() -> None:
    old = _state(("x", "clear"), ("y", "clear"), ("z", "slight"))
    new = _state(("x", "clear"), ("z", "clear"), ("y", "slight"))
    changes = conflict_changes(old, new)
    assert (changes.appeared, changes.disappeared) == ((), ())
    assert [(c.new.issue, c.old.tier, c.new.tier) for c in changes.tiers] == [
        ("z", "slight", "clear"),
        ("y", "clear", "slight"),
    ]
    assert [(r.pair.issue, r.old_rank, r.rank) for r in changes.reordered] == [
        ("z", 3, 2),
        ("y", 2, 3),
    ]


def test_what_others_do_changes_no_tier_and_no_place() -> None:
    changes = conflict_changes(
        _state(("x", "clear"), ("y", "slight")), _state(("y", "slight"), ("z", "slight"))
    )
    assert [ranked.pair.issue for ranked in changes.appeared] == ["z"]
    assert [ranked.pair.issue for ranked in changes.disappeared] == ["x"]
    assert (changes.reordered, changes.tiers) == ((), ())
