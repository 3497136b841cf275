"""The numbers: cases worked by hand, enumeration over pairs of scale points, and properties."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.compare import measures as c

A = (0.0, 0.2, 0.2, 0.6, 0.0)
B = (0.5, 0.1, 0.1, 0.3, 0.0)


@st.composite
def shares(draw: st.DrawFn) -> tuple[float, ...]:
    """Whole numbers that sum to 100, as fractions of 1."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=4, max_size=4)))
    bounds = [0, *cuts, 100]
    return tuple((hi - lo) / 100 for lo, hi in itertools.pairwise(bounds))


def test_cases_worked_by_hand() -> None:
    p = (0.1, 0.2, 0.3, 0.4, 0.0)
    assert c.mean(p) == pytest.approx(3.0)
    assert (c.against(p), c.favour(p)) == (pytest.approx(0.3), pytest.approx(0.4))
    assert c.split(p) == pytest.approx(0.24)
    # 0.6·0.6 + 0.2·0.3; means 3.4 and 2.2; (0.6 - 0.3)·(0.6 - 0.2); 0.12·(5 + 3)/10
    assert c.opposed(A, B) == pytest.approx(0.42)
    assert c.gap(A, B) == pytest.approx(-1.2)
    assert c.excess(A, B) == pytest.approx(0.12)
    assert c.severity(0.12, 5, 3) == pytest.approx(0.096)
    assert c.severity(-0.2, 5, 5) == 0.0


@pytest.mark.parametrize(
    ("excess", "tier"),
    [
        *((-0.25, "none"), (0.0, "none"), (0.0499, "none")),
        *((0.05, "slight"), (0.1, "slight"), (0.1199, "slight")),
        *((0.12, "clear"), (1.0, "clear")),
    ],
)
def test_tiers_begin_at_five_and_at_twelve_hundredths(excess: float, tier: str) -> None:
    assert c.tier(excess) == tier


def test_tiers_worked_by_hand() -> None:
    # A and B: (0.6 - 0.3)·(0.6 - 0.2) = 0.12, which binary fractions make 0.12 less a little.
    assert c.tier(c.excess(A, B)) == "clear"
    # (0.4 - 0.2)·(0.45 - 0.2) = 0.05
    assert c.tier(c.excess((0.1, 0.1, 0.4, 0.2, 0.2), (0.25, 0.2, 0.35, 0.1, 0.1))) == "slight"
    # 0.2 · 0.24 = 0.048
    assert c.tier(c.excess((0.1, 0.1, 0.4, 0.2, 0.2), (0.24, 0.2, 0.36, 0.1, 0.1))) == "none"
    # Torn in the middle, both: on opposite sides half the time, and no conflict.
    assert c.tier(c.excess((0.5, 0, 0, 0, 0.5), (0.5, 0, 0, 0, 0.5))) == "none"


def test_a_tier_is_that_of_whole_people_counted() -> None:
    """For all shares of for and against in steps of five: reckoned in whole numbers."""
    every = 20
    steps = range(every + 1)
    groups = [(f, a) for f in steps for a in steps if f + a <= every]
    for (for_a, against_a), (for_b, against_b) in itertools.product(groups, groups):
        p, q = (
            (against / every, 0.0, (every - for_ - against) / every, 0.0, for_ / every)
            for for_, against in ((for_a, against_a), (for_b, against_b))
        )
        # In units of 1 / every², where 0.05 is 20 and 0.12 is 48.
        units = (for_a - for_b) * (against_b - against_a)
        wanted = "clear" if units >= 48 else "slight" if units >= 20 else "none"
        assert c.tier(c.excess(p, q)) == wanted


def test_extremes() -> None:
    all_for, all_against, torn = (0, 0, 0, 0, 1.0), (1.0, 0, 0, 0, 0), (0.5, 0, 0, 0, 0.5)
    neutral = (0, 0, 1.0, 0, 0)
    assert c.excess(all_for, all_against) == 1.0
    assert c.opposed(all_for, all_against) == 1.0
    assert c.excess(torn, neutral) == -0.25
    # Two roles that are both torn oppose each other half the time without disagreeing as roles.
    assert c.opposed(torn, torn) == 0.5
    assert c.excess(torn, torn) == 0.0


def _sides_differ(x: int, y: int) -> bool:
    return (x > 3 and y < 3) or (x < 3 and y > 3)


@given(shares(), shares())
def test_enumeration_over_all_pairs_of_scale_points(a: tuple[float, ...], b: tuple[float, ...]):
    def chance(p: tuple[float, ...], q: tuple[float, ...]) -> float:
        return sum(
            p[x - 1] * q[y - 1] for x in range(1, 6) for y in range(1, 6) if _sides_differ(x, y)
        )

    assert c.opposed(a, b) == pytest.approx(chance(a, b))
    assert c.split(a) == pytest.approx(chance(a, a))
    assert c.excess(a, b) == pytest.approx(chance(a, b) - (chance(a, a) + chance(b, b)) / 2)
    expected_gap = sum(a[x - 1] * b[y - 1] * (y - x) for x in range(1, 6) for y in range(1, 6))
    assert c.gap(a, b) == pytest.approx(expected_gap)


@given(shares(), shares())
def test_properties(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    assert 1 <= c.mean(a) <= 5
    assert 0 <= c.split(a) <= 0.5 + 1e-12
    assert 0 <= c.opposed(a, b) <= 1 + 1e-12
    assert -4 <= c.gap(a, b) <= 4
    assert -0.25 - 1e-12 <= c.excess(a, b) <= 1 + 1e-12
    # Symmetry, and equal distributions are no conflict.
    assert c.opposed(a, b) == pytest.approx(c.opposed(b, a))
    assert c.excess(a, b) == pytest.approx(c.excess(b, a))
    assert c.gap(a, b) == pytest.approx(-c.gap(b, a))
    assert c.excess(a, a) == 0
    assert c.tier(c.excess(a, b)) == c.tier(c.excess(b, a))
    assert c.tier(c.excess(a, a)) == "none"
    # Turning the scale round flips the gap and leaves the others.
    ra, rb = a[::-1], b[::-1]
    assert c.gap(ra, rb) == pytest.approx(-c.gap(a, b))
    assert c.opposed(ra, rb) == pytest.approx(c.opposed(a, b))
    assert c.excess(ra, rb) == pytest.approx(c.excess(a, b))
    assert c.tier(c.excess(ra, rb)) == c.tier(c.excess(a, b))
    assert c.split(ra) == pytest.approx(c.split(a))
