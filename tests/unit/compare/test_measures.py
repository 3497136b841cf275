"""The numbers: cases worked by hand, enumeration over pairs of scale points, and properties."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.answers import Expected, parse_reply
from mkdocs_perspectives.compare import Comparison, compare
from mkdocs_perspectives.compare import measures as c
from mkdocs_perspectives.scenario import load_library

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
    # Turning the scale round flips the gap and leaves the others.
    ra, rb = a[::-1], b[::-1]
    assert c.gap(ra, rb) == pytest.approx(-c.gap(a, b))
    assert c.opposed(ra, rb) == pytest.approx(c.opposed(a, b))
    assert c.excess(ra, rb) == pytest.approx(c.excess(a, b))
    assert c.split(ra) == pytest.approx(c.split(a))


def _compared(tmp_path: Path, counts: dict[str, tuple[int, ...]]) -> Comparison:
    factory.write_scenario(tmp_path, data=factory.scenario(len(counts), 1))
    of = load_library(tmp_path / "scenarios").scenarios[0]
    answers = {}
    for persona, spread in zip(of.personas, counts.values(), strict=True):
        text = json.dumps(factory.answer(of, persona.id, {"issue-1": spread}))
        answers[persona.id] = parse_reply(text, Expected.of(of, persona.id))
    return compare(of, answers)


@pytest.mark.parametrize(
    ("a", "b", "conflict"),
    [
        # (0.4 - 0.2) · (0.45 - 0.2) = 0.05 is a conflict, 0.2 · 0.24 = 0.048 is none.
        ((10, 10, 40, 20, 20), (25, 20, 35, 10, 10), True),
        ((10, 10, 40, 20, 20), (24, 20, 36, 10, 10), False),
    ],
)
def test_conflict_begins_at_five_hundredths(
    tmp_path: Path, a: tuple[int, ...], b: tuple[int, ...], conflict: bool
) -> None:
    result = _compared(tmp_path, {"a": a, "b": b})
    assert [pair.conflict for pair in result.pairs] == [conflict]
    assert len(result.conflicts) == conflict


def test_common_ground_is_the_least_share_of_all_roles(tmp_path: Path) -> None:
    spreads = {"a": (5, 5, 30, 40, 20), "b": (0, 10, 15, 50, 25), "c": (20, 5, 5, 0, 70)}
    (ground,) = _compared(tmp_path, spreads).common_ground
    assert (ground.issue, ground.side, ground.share) == ("issue-1", "for", pytest.approx(0.6))
    spreads["a"] = (5, 5, 31, 39, 20)
    assert _compared(tmp_path, spreads).common_ground == ()


def test_one_role_has_no_common_ground(tmp_path: Path) -> None:
    result = _compared(tmp_path, {"a": (0, 0, 0, 0, 100)})
    assert (result.common_ground, result.pairs, result.conflicts) == ((), (), ())


def test_conflicts_are_ordered_by_severity_and_pairs_by_issue_and_role(tmp_path: Path) -> None:
    spreads = {"a": (0, 0, 0, 50, 50), "b": (50, 50, 0, 0, 0), "c": (40, 20, 0, 20, 20)}
    result = _compared(tmp_path, spreads)
    assert [(p.a[-1], p.b[-1]) for p in result.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    # Importance is 1, 2 and 3: excess 1, 0.6·0.6 = 0.36, 0.4·0.4 = 0.16.
    assert [round(p.severity, 6) for p in result.conflicts] == [0.3, 0.144, 0.08]
