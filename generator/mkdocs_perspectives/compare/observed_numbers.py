"""The numbers of people's answers in one scenario, compared with the simulation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from mkdocs_perspectives.compare.comparison import CommonGround, Comparison, common_ground
from mkdocs_perspectives.compare.distance import as_five, grouped, tv, tv_by_chance
from mkdocs_perspectives.compare.measures import excess, opposed, split, tier
from mkdocs_perspectives.scenario import Observed, ObservedCell, Scenario

__all__ = ["ObservedNumbers", "ObservedPair", "ObservedStance", "observed_numbers"]

ALIKE = 0.02
"""Below this excess, people in two roles did not differ on an issue ..."""

SURE = 200
"""... provided that at least this many people in both roles were asked."""


@dataclass(frozen=True, slots=True)
class ObservedStance:
    """People in one role on one issue.

    ``cell`` has their answers. ``against``, ``neither`` and ``split`` are None if only the share
    for is known. ``tv``, ``tv_by_chance`` and ``for_error`` (simulated minus observed, -1 to 1) are
    None without a simulated answer, the first two also without shares.
    """

    persona: str
    issue: str
    cell: ObservedCell
    against: float | None
    neither: float | None
    split: float | None
    tv: float | None
    tv_by_chance: float | None
    for_error: float | None

    @property
    def favour(self) -> float:
        return self.cell.favour

    @property
    def shares(self) -> tuple[float, ...]:
        """Five shares, 0 at the ends if there were three groups; empty if unknown."""
        return as_five(self.cell.shares) if self.cell.shares else ()


@dataclass(frozen=True, slots=True)
class ObservedPair:
    """People in two roles on one issue; ``n`` is the size of the smaller group."""

    issue: str
    a: str
    b: str
    opposed: float
    excess: float
    n: float

    @property
    def alike(self) -> bool:
        """Whether people in these roles did not differ, as far as can be concluded."""
        return self.excess < ALIKE and self.n >= SURE


@dataclass(frozen=True)
class ObservedNumbers:
    """``stances`` by (persona, issue); ``pairs``, if both roles have groups, by (issue, a, b).

    ``a`` is before ``b`` in the scenario. ``common_ground`` is over the issues on which people in
    every role were asked.
    """

    stances: dict[tuple[str, str], ObservedStance]
    pairs: dict[tuple[str, str, str], ObservedPair]
    common_ground: tuple[CommonGround, ...]

    @property
    def conflicts(self) -> list[ObservedPair]:
        """The pairs in conflict, by the same measure as simulated ones; the strongest first."""
        found = (pair for pair in self.pairs.values() if tier(pair.excess) != "none")
        return sorted(found, key=lambda pair: -pair.excess)

    def pair(self, issue: str, a: str, b: str) -> ObservedPair | None:
        """The people of two roles on an issue, in either order, if both were asked."""
        return self.pairs.get((issue, a, b)) or self.pairs.get((issue, b, a))


def observed_numbers(
    scenario: Scenario, observed: Observed, comparison: Comparison
) -> ObservedNumbers:
    """The numbers of people's answers in a scenario, as far as observed."""
    stances = {key: _stance(*key, cell, comparison) for key, cell in observed.cells.items()}
    pairs = {}
    grounds: dict[str, list[tuple[float, float]]] = {}
    for issue in scenario.issues:
        asked = [
            (persona.id, stances[persona.id, issue.id])
            for persona in scenario.personas
            if (persona.id, issue.id) in stances
        ]
        for (a, of_a), (b, of_b) in combinations(asked, 2):
            if pair := _pair(issue.id, a, b, of_a.cell, of_b.cell):
                pairs[issue.id, a, b] = pair
        if len(asked) == len(scenario.personas):
            sides = [(s.favour, s.against) for _, s in asked if s.against is not None]
            grounds[issue.id] = sides if len(sides) == len(asked) else []
    return ObservedNumbers(stances, pairs, common_ground(grounds))


def _stance(persona: str, issue: str, cell: ObservedCell, comparison: Comparison) -> ObservedStance:
    simulated = comparison.stances.get((persona, issue))
    shares = cell.shares
    against, neither = grouped(shares, 3)[:2] if shares else (None, None)
    return ObservedStance(
        persona=persona,
        issue=issue,
        cell=cell,
        against=against,
        neither=neither,
        split=split(as_five(shares)) if shares else None,
        tv=tv(simulated.shares, shares) if simulated and shares else None,
        tv_by_chance=tv_by_chance(shares, cell.n) if simulated and shares else None,
        for_error=simulated.favour - cell.favour if simulated else None,
    )


def _pair(
    issue: str, a: str, b: str, of_a: ObservedCell, of_b: ObservedCell
) -> ObservedPair | None:
    if of_a.shares is None or of_b.shares is None:
        return None
    shares = as_five(of_a.shares), as_five(of_b.shares)
    return ObservedPair(issue, a, b, opposed(*shares), excess(*shares), min(of_a.n, of_b.n))
