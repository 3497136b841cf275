"""Distances between a simulated answer and people's answers: pure functions of shares.

``p`` is a role's simulated distribution, five fractions of 1 from strongly against to strongly for;
``o`` is what people in that role answered: five such fractions, or three (against, neither, for).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["as_five", "grouped", "tv", "tv_by_chance"]

Shares = Sequence[float]


def grouped(p: Shares, groups: int) -> tuple[float, ...]:
    """Five shares, grouped like people's answers: 5 groups, or 3 (against, neither, for).

    (0.1, 0.2, 0.3, 0.4, 0) in three groups is (0.3, 0.3, 0.4).
    """
    return tuple(p) if groups == len(p) else (p[0] + p[1], p[2], p[3] + p[4])


def as_five(o: Shares) -> tuple[float, ...]:
    """People's shares as five, for measures that only depend on who is for and who is against.

    (0.3, 0.3, 0.4) becomes (0, 0.3, 0.3, 0.4, 0), whose mean would be meaningless.
    """
    return tuple(o) if len(o) == 5 else (0.0, *o, 0.0)


def tv(p: Shares, o: Shares) -> float:
    """The part of the answers that would have to change to make the two equal; 0 to 1.

    Total variation, half the sum of |p - o| over the groups that ``o`` has.
    p = (0.1, 0.2, 0.3, 0.4, 0) and o = (0.5, 0.3, 0.2) give (0.2 + 0 + 0.2) / 2 = 0.2.
    """
    return sum(abs(a - b) for a, b in zip(grouped(p, len(o)), o, strict=True)) / 2


def tv_by_chance(o: Shares, n: float) -> float:
    """The expected total variation of a survey of ``n`` people if ``o`` is true; 0 to 1.

    Half the sum of E|X/n - o| over the groups, X being binomial(n, o), exactly: de Moivre found
    E|X - n·o| = 2·v·C(n, v)·o^v·(1 - o)^(n - v + 1) with v the whole number above n·o. ``n`` is
    rounded to whole people, at least 1.
    o = (0.5, 0.5), n = 2: X is 0, 1, 2 with 1/4, 1/2, 1/4, so E|X/2 - 1/2| = 1/4 for both groups,
    and half the sum is 0.25.
    """
    people = max(1, round(n))
    return sum(_deviation(share, people) for share in o) / people / 2


def _deviation(share: float, n: int) -> float:
    """E|X - n·share| of a binomial X, by de Moivre; in people."""
    if not 0 < share < 1:
        return 0.0
    v = math.floor(n * share) + 1
    if v > n:
        # Rounding made n·share equal to n.
        return 0.0
    # With logarithms, since the binomial coefficient of a few thousand people overflows a float.
    log = math.lgamma(n + 1) - math.lgamma(v + 1) - math.lgamma(n - v + 1)
    log += v * math.log(share) + (n - v + 1) * math.log1p(-share)
    return 2 * v * math.exp(log)
