"""The worth of a simulation: how many people per role a survey of equal accuracy would ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mkdocs_perspectives.compare.distance import grouped
from mkdocs_perspectives.compare.jackknife import margin

__all__ = ["Worth", "worth"]

_UNANIMOUS = 1e-9
"""If all people answered alike, asking one is as good as asking all of them."""

Cell = tuple[Sequence[float], Sequence[float], float]
"""Simulated shares (five), people's (five or three), and how many people, 2 or more."""


@dataclass(frozen=True)
class Worth:
    """The number of people per role, above 0; in 19 of 20 cases between ``low`` and ``high``.

    ``n`` is None if the simulation is as good as a survey of the size of the one it is compared
    with. ``low`` or ``high`` is None if there is no such bound.
    """

    n: float | None
    low: float | None
    high: float | None


def worth(issues: Sequence[Iterable[Cell]]) -> Worth:
    """The worth of a simulation, over the cells of each of two or more issues.

    A survey of n people misses the true shares t by a squared error of sum t(1 - t)/n. People's
    shares o, of N people each, miss them by sum o(1 - o)/(N - 1) themselves, which is not an error
    of the simulation q. So 1/n is (sum (q - o)² - sum o(1 - o)/(N - 1)) / (sum o(1 - o)·N/(N - 1)),
    over all cells and their groups. Its interval is that of the jackknife over issues, inverted.
    q = (0, 0.5, 0, 0.5, 0) and o = (0.4, 0, 0.6) with N = 101: the sum of (q - o)² is
    0.01 + 0 + 0.01, that of o(1 - o) is 0.24 + 0 + 0.24. So 1/n is
    (0.02 - 0.0048) / 0.4848 = 0.031353, and n is 31.9.
    """
    sums = [_sums(cells) for cells in issues]
    inverse = _inverse(sums)
    off = margin(sums, _inverse)
    return Worth(_people(inverse), _people(inverse + off), _people(inverse - off))


def _sums(cells: Iterable[Cell]) -> tuple[float, float]:
    """The simulation's own error, and the error of asking one person, over some cells."""
    error = alone = 0.0
    for q, o, n in cells:
        spread = sum(share * (1 - share) for share in o) / (n - 1)
        error += sum((a - b) ** 2 for a, b in zip(grouped(q, len(o)), o, strict=True)) - spread
        alone += spread * n
    return error, alone


def _inverse(sums: Sequence[tuple[float, float]]) -> float:
    """1/n over some issues."""
    error = sum(own for own, _ in sums)
    return error / max(sum(alone for _, alone in sums), _UNANIMOUS)


def _people(inverse: float) -> float | None:
    return 1 / inverse if inverse > 0 else None
