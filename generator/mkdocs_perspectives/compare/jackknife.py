"""The margin of error of a number over several issues, by leaving out each of them in turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["margin"]

T = TypeVar("T")

_NINETEEN_OF_TWENTY = 1.96
"""The true value is within this many standard errors in 19 of 20 cases."""


def margin(issues: Sequence[T], value_of: Callable[[Sequence[T]], float]) -> float:
    """How far ``value_of(issues)`` may be off, to either side: 1.96 jackknife standard errors.

    The square of the standard error is (m - 1)/m · sum of (value without issue i - their mean)²
    over all m issues, 2 or more. Issues, not answers, are left out, since the errors of several
    roles on one issue are correlated.
    For the mean of 1, 2 and 6 the values are 4, 3.5 and 1.5, their mean 3, so that the square is
    2/3 · (1 + 0.25 + 2.25) = 7/3, and the margin 1.96 · 1.5275 = 2.994.
    """
    m = len(issues)
    left = [value_of([*issues[:i], *issues[i + 1 :]]) for i in range(m)]
    mean = sum(left) / m
    return _NINETEEN_OF_TWENTY * math.sqrt((m - 1) / m * sum((v - mean) ** 2 for v in left))
