"""Where things lie in the pictures: places worked by hand, and nothing that covers another."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.compare import StanceNumbers
from mkdocs_perspectives.compare.comparison import Pair
from mkdocs_perspectives.pages.picture import APART, Axis, axis_of, shade, size, squares
from mkdocs_perspectives.scenario import Persona


def _stance(*counts: int) -> StanceNumbers:
    shares = tuple(count / 100 for count in counts)
    against, favour = shares[0] + shares[1], shares[3] + shares[4]
    return StanceNumbers("p", "i", shares, 3.0, against, favour, 2 * against * favour, 3)


def _axis(*stances: tuple[int, ...]) -> Axis:
    roles = [Persona(f"role-{n}", f"Role {n}", "Works.") for n in range(len(stances))]
    return axis_of(
        (number, role, _stance(*counts))
        for number, (role, counts) in enumerate(zip(roles, stances, strict=True), 1)
    )


@pytest.mark.parametrize(
    ("counts", "x", "kind", "side"),
    [
        ((0, 0, 0, 0, 100), 100, "clear", "for"),
        ((100, 0, 0, 0, 0), 0, "clear", "against"),
        # 62 for, 17 neutral, 21 against: 50 + 41 / 2.
        ((10, 11, 17, 40, 22), 70.5, "clear", "for"),
        ((20, 40, 5, 30, 5), 37.5, "clear", "against"),
        # 59 on a side are not yet 60, and 50 neutral are half.
        ((20, 39, 6, 30, 5), 38, "divided", "against"),
        ((0, 10, 50, 20, 20), 65, "neutral", "for"),
        ((0, 10, 49, 20, 21), 65.5, "divided", "for"),
        ((10, 20, 40, 20, 10), 50, "divided", "even"),
        # Even where for and against differ by less than 10, as in the table.
        ((20, 27, 9, 30, 14), 48.5, "divided", "even"),
        ((20, 25, 20, 25, 10), 45, "divided", "against"),
        ((0, 0, 100, 0, 0), 50, "neutral", "even"),
    ],
)
def test_a_dot_lies_at_for_minus_against(
    counts: tuple[int, ...], x: float, kind: str, side: str
) -> None:
    (dot,) = _axis(counts).dots
    assert (dot.x, dot.level, dot.kind, dot.side) == (x, 0, kind, side)
    assert (dot.against, dot.neutral, dot.favour) == (
        counts[0] + counts[1],
        counts[2],
        counts[3] + counts[4],
    )


def test_dots_that_would_cover_one_another_are_piled_up() -> None:
    # At 70, 72.5, 75, 80 and 30: the second on the first, the third on both, the fourth below.
    axis = _axis(
        (0, 30, 0, 70, 0),
        (0, 27, 1, 72, 0),
        (0, 25, 0, 75, 0),
        (0, 20, 0, 80, 0),
        (0, 70, 0, 30, 0),
    )
    assert [dot.x for dot in axis.dots] == [70, 72.5, 75, 80, 30]
    assert [dot.level for dot in axis.dots] == [0, 1, 2, 0, 0]
    assert axis.levels == 3
    assert [dot.number for dot in axis.dots] == [1, 2, 3, 4, 5]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12))
def test_no_dot_covers_another(sides: list[tuple[int, int]]) -> None:
    axis = _axis(*((a, 0, 100 - a - f, f, 0) for a, f in sides))
    for one, other in combinations(axis.dots, 2):
        assert one.level != other.level or abs(one.x - other.x) >= APART
    assert {dot.level for dot in axis.dots} == set(range(axis.levels))


@pytest.mark.parametrize(
    ("favour", "against", "colour"),
    [
        *((0, 60, 1), (0, 59, 2), (10, 40, 2), (10, 39, 3), (30, 40, 3)),
        *((30, 39, 4), (49, 42, 4), (23, 16, 4), (39, 30, 4)),
        *((40, 30, 5), (39, 10, 5), (40, 10, 6), (59, 0, 6), (60, 0, 7)),
    ],
)
def test_colours_follow_for_minus_against(favour: int, against: int, colour: int) -> None:
    assert shade(_stance(against, 0, 100 - favour - against, favour, 0)) == colour


@pytest.mark.parametrize(
    ("excess", "of_four"), [(0.05, 1), (0.119, 1), (0.12, 2), (0.2, 3), (0.299, 3), (0.3, 4)]
)
def test_a_conflict_grows_with_its_excess(excess: float, of_four: int) -> None:
    assert size(Pair("i", "a", "b", 0.5, 1.0, excess, 0.1, "slight")) == of_four


def test_a_hundred_squares_are_filled_column_by_column() -> None:
    # 57 are eleven columns of five and two squares; 21 are four columns and one.
    assert squares(57, 21) == "--n:57;--f:55;--m:21;--g:20"
    # No more can be marked than are filled.
    assert squares(10, 30) == "--n:10;--f:10;--m:10;--g:10"
    for opposed in range(101):
        numbers = [int(number) for number in re.findall(r"\d+", squares(opposed, 0))]
        n, full, *_ = numbers
        assert n == opposed
        assert 0 <= n - full < 5
