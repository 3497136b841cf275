"""The margin of a number over issues: worked by hand, and as the textbook gives it for a mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.compare.jackknife import margin


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def test_worked_by_hand() -> None:
    # Left out in turn: 4, 3.5, 1.5; their mean 3; 2/3 · (1 + 0.25 + 2.25) = 7/3.
    assert margin([1, 2, 6], _mean) == pytest.approx(1.96 * (7 / 3) ** 0.5)
    assert margin([3, 3, 3], _mean) == 0


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=30))
def test_of_a_mean_it_is_the_standard_error(values: list[float]) -> None:
    expected = 1.96 * np.std(values, ddof=1) / np.sqrt(len(values))
    assert margin(values, _mean) == pytest.approx(expected, abs=1e-9)
