"""Distances: cases worked by hand, and chance computed by adding up every case."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.compare import distance as d
from scipy import stats


def test_cases_worked_by_hand() -> None:
    p = (0.1, 0.2, 0.3, 0.4, 0.0)
    assert d.grouped(p, 5) == p
    assert d.grouped(p, 3) == (pytest.approx(0.3), 0.3, 0.4)
    assert d.as_five((0.3, 0.3, 0.4)) == (0, 0.3, 0.3, 0.4, 0)
    assert d.as_five(p) == p
    # (0.2 + 0 + 0.2) / 2, and (0.1 + 0.1 + 0 + 0.4 + 0.4) / 2
    assert d.tv(p, (0.5, 0.3, 0.2)) == pytest.approx(0.2)
    assert d.tv(p, (0.2, 0.1, 0.3, 0.0, 0.4)) == pytest.approx(0.5)
    assert d.tv(p, p) == 0
    assert d.tv((1, 0, 0, 0, 0), (0, 0, 0, 0, 1)) == 1


def test_chance_worked_by_hand() -> None:
    # Of two people, each for with a half: E|X/2 - 1/2| = 1/4 for both groups.
    assert d.tv_by_chance((0.5, 0.5), 2) == pytest.approx(0.25)
    # Of one person: o(1 - o) + (1 - o)·o for each group, so o(1 - o) once halved.
    assert d.tv_by_chance((0.25, 0.75), 1) == pytest.approx(2 * 0.25 * 0.75)
    # Where all agree, no survey is off.
    assert d.tv_by_chance((0, 1.0, 0), 50) == 0
    # The figures of the doctors' first item.
    assert d.tv_by_chance((67 / 176, 90 / 176, 19 / 176), 176) == pytest.approx(0.0389, abs=5e-5)


def test_people_are_whole() -> None:
    assert d.tv_by_chance((0.4, 0.6), 163.4) == d.tv_by_chance((0.4, 0.6), 163)
    assert d.tv_by_chance((0.4, 0.6), 163.6) == d.tv_by_chance((0.4, 0.6), 164)


def _added_up(o: list[float], n: int) -> float:
    """The same by adding up every number of people who might have answered so."""
    k = np.arange(n + 1)
    return sum(float((stats.binom.pmf(k, n, s) * np.abs(k / n - s)).sum()) for s in o) / 2


@settings(max_examples=150)
@given(
    st.lists(st.integers(0, 500), min_size=3, max_size=5).filter(lambda c: sum(c) > 0),
    st.integers(1, 3000),
)
def test_chance_as_scipy_adds_it_up(counts: list[int], n: int) -> None:
    shares = [count / sum(counts) for count in counts]
    assert d.tv_by_chance(shares, n) == pytest.approx(_added_up(shares, n), abs=5e-7)


@pytest.mark.parametrize("n", [5_501, 43_732, 89_880])
def test_chance_of_large_surveys(n: int) -> None:
    shares = [0.131, 0.402, 0.467]
    assert d.tv_by_chance(shares, n) == pytest.approx(_added_up(shares, n), rel=1e-6)
