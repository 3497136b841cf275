"""The numbers that compare roles: pure functions of shares.

Throughout, ``p`` is one persona's distribution on one issue: five fractions of 1 for the scale
points 1 (strongly against) to 5 (strongly for), 3 being neutral. X and Y are independent draws
from the distributions of personas A and B: two people picked at random, one from each role. The
definitions follow from elementary probability; ``excess`` is ``opposed`` less the disagreement
within the two roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

__all__ = [
    "CLEAR",
    "COMMON_GROUND",
    "SLIGHT",
    "Tier",
    "against",
    "excess",
    "favour",
    "gap",
    "mean",
    "opposed",
    "severity",
    "split",
    "tier",
]

SLIGHT = 0.05
"""With at least this excess, a pair of roles is in conflict over an issue."""

CLEAR = 0.12
"""With at least this excess, the conflict is clear; with less, it is slight.

Against surveys, where a fifth of the pairs really conflicted, 7 of 10 clear and 4 of 10 slight
conflicts of two strong models were right.
"""

COMMON_GROUND = 0.6
"""With at least this share in every role, an issue is common ground."""

Shares = Sequence[float]

Tier = Literal["none", "slight", "clear"]
"""How clear a conflict is; ``none`` means no conflict."""


def mean(p: Shares) -> float:
    """Where the role stands: the sum of k times p_k; 1 to 5.

    (0.1, 0.2, 0.3, 0.4, 0) gives 0.1 + 0.4 + 0.9 + 1.6 = 3.0.
    """
    return sum(k * share for k, share in enumerate(p, 1))


def against(p: Shares) -> float:
    """The share that is against or strongly against; 0 to 1.

    (0.1, 0.2, 0.3, 0.4, 0) gives 0.1 + 0.2 = 0.3.
    """
    return p[0] + p[1]


def favour(p: Shares) -> float:
    """The share that is for or strongly for; 0 to 1.

    (0.1, 0.2, 0.3, 0.4, 0) gives 0.4 + 0 = 0.4.
    """
    return p[3] + p[4]


def split(p: Shares) -> float:
    """The chance that two people of the same role are on opposite sides; 0 to 0.5.

    It is ``opposed(p, p)``. (0.1, 0.2, 0.3, 0.4, 0) gives 2 · 0.4 · 0.3 = 0.24.
    """
    return 2 * favour(p) * against(p)


def opposed(a: Shares, b: Shares) -> float:
    """The chance that one of A and one of B are on opposite sides; 0 to 1, symmetric.

    a = (0, 0.2, 0.2, 0.6, 0) and b = (0.5, 0.1, 0.1, 0.3, 0) give
    0.6 · 0.6 + 0.2 · 0.3 = 0.42.
    """
    return favour(a) * against(b) + against(a) * favour(b)


def gap(a: Shares, b: Shares) -> float:
    """How much more B is in favour than A, in scale points: mean(b) - mean(a); -4 to 4.

    a = (0, 0.2, 0.2, 0.6, 0) has mean 3.4, b = (0.5, 0.1, 0.1, 0.3, 0) has 2.2: -1.2.
    """
    return mean(b) - mean(a)


def excess(a: Shares, b: Shares) -> float:
    """How much more often A and B are on opposite sides than two people of one role.

    ``opposed(a, b) - (split(a) + split(b)) / 2``, which is
    (for_a - for_b) · (against_b - against_a); -0.25 to 1, symmetric, 0 for equal distributions.
    a = (0, 0.2, 0.2, 0.6, 0) and b = (0.5, 0.1, 0.1, 0.3, 0) give 0.3 · 0.4 = 0.12,
    and so do 0.42 - (0.24 + 0.36) / 2.
    """
    return (favour(a) - favour(b)) * (against(b) - against(a))


def tier(excess_ab: float) -> Tier:
    """How clear the conflict of a pair with this excess is.

    0.049 gives none, 0.05 and 0.119 slight, 0.12 clear. Rounded to nine digits, because the factors
    of an excess are not exact binary fractions: (0.6 - 0.2) · (0.4 - 0.1) must count as 0.12.
    """
    exact = round(excess_ab, 9)
    return "clear" if exact >= CLEAR else "slight" if exact >= SLIGHT else "none"


def severity(excess_ab: float, importance_a: int, importance_b: int) -> float:
    """The order in which the conflicts of one tier are listed; 0 to 1.

    An excess of 0.12 between roles to whom the issue matters 5 and 3 gives 0.12 · 8 / 10 = 0.096.
    """
    return max(0.0, excess_ab) * (importance_a + importance_b) / 10
