"""What people in the roles of a scenario answered, where somebody asked them: resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FEW", "LEAST", "Observed", "ObservedCell"]

LEAST = 30
"""Answers of fewer people say too little, and may give away what one of them said."""

FEW = 100
"""Answers of fewer people are shown as those of few."""


@dataclass(frozen=True, slots=True)
class ObservedCell:
    """The answers of the people in one role on one issue.

    ``shares`` are five fractions that sum to 1, from strongly against to strongly for, or three
    (against, neither, for), or None where only the share ``favour`` of those for is known. ``n`` is
    how many people answered; it may be fractional where answers were weighted.
    """

    shares: tuple[float, ...] | None
    favour: float
    n: float

    @property
    def few(self) -> bool:
        return self.n < FEW


@dataclass(frozen=True)
class Observed:
    """What people answered, where that was published and when they were asked.

    ``cells`` by (persona, issue); those of fewer than ``LEAST`` people are in ``left_out``, with
    how many there are. ``url``, ``people`` and ``changed`` are empty where nothing is said.
    """

    source: str
    licence: str
    asked: str
    cells: Mapping[tuple[str, str], ObservedCell]
    left_out: Mapping[tuple[str, str], float]
    url: str = ""
    people: str = ""
    changed: str = ""
