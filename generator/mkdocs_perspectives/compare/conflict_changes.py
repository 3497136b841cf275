"""The conflicts that appeared, disappeared, changed their order, or became clear or slight."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_perspectives.compare.comparison import Comparison, Pair

__all__ = ["ConflictChanges", "Ranked", "TierChange", "conflict_changes"]


@dataclass(frozen=True)
class Ranked:
    """A conflict with its rank, 1 being the strongest; ``old_rank`` if the order changed.

    ``alone`` is set if only its rank changed, because of other conflicts.
    """

    pair: Pair
    rank: int
    old_rank: int | None = None
    alone: bool = False


@dataclass(frozen=True)
class TierChange:
    """A conflict that was clear and is slight, or the other way round."""

    old: Pair
    new: Pair


@dataclass(frozen=True)
class ConflictChanges:
    """The conflicts that appeared, disappeared, changed their order, and changed their tier.

    All in the order of the newer state, except those that disappeared, in the order of the older.
    """

    appeared: tuple[Ranked, ...]
    disappeared: tuple[Ranked, ...]
    reordered: tuple[Ranked, ...]
    tiers: tuple[TierChange, ...]


def conflict_changes(old: Comparison, new: Comparison) -> ConflictChanges:
    """The changes in the conflicts between two states of a scenario."""
    before = {_key(pair): Ranked(pair, i) for i, pair in enumerate(old.conflicts, 1)}
    after = {_key(pair): Ranked(pair, i) for i, pair in enumerate(new.conflicts, 1)}
    both = [key for key in after if key in before]
    # Ranks among the remaining conflicts: others that appear or disappear do not reorder them.
    remaining = (key for key in before if key in after)
    place_before = {key: place for place, key in enumerate(remaining)}
    reordered = [
        Ranked(
            after[key].pair,
            after[key].rank,
            before[key].rank,
            alone=after[key].pair == before[key].pair,
        )
        for place, key in enumerate(both)
        if place_before[key] != place
    ]
    tiers = [
        TierChange(before[key].pair, after[key].pair)
        for key in both
        if before[key].pair.tier != after[key].pair.tier
    ]
    return ConflictChanges(
        appeared=tuple(ranked for key, ranked in after.items() if key not in before),
        disappeared=tuple(ranked for key, ranked in before.items() if key not in after),
        reordered=tuple(reordered),
        tiers=tuple(tiers),
    )


def _key(pair: Pair) -> tuple[str, frozenset[str]]:
    return pair.issue, frozenset((pair.a, pair.b))
