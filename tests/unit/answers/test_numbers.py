"""Numbers as models write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.answers.numbers import Count, Read, number, read_shares


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (35, Count(Fraction(35))),
        (Decimal("33.3"), Count(Fraction(333, 10))),
        ("35", Count(Fraction(35))),
        (" 35 ", Count(Fraction(35))),
        ("35%", Count(Fraction(35), per_cent=True)),
        ("35 %", Count(Fraction(35), per_cent=True)),
        ("３５％", Count(Fraction(35), per_cent=True)),
        ("+35", Count(Fraction(35))),
        ("35.", Count(Fraction(35))),
        (".5", Count(Fraction(1, 2))),
        ("0.35", Count(Fraction(7, 20))),
        ("33,3", Count(Fraction(333, 10))),
        ("-5", Count(Fraction(-5))),
        ("1,000", None),
        ("about 35", None),
        ("30-40", None),
        ("35 of 100", None),
        ("thirty", None),
        ("", None),
        ("1e5", None),
        (True, None),
        (False, None),
        (None, None),
        ([35], None),
        (Decimal("1e999999"), None),
    ],
)
def test_numbers_and_texts_that_are_not(said: Any, read: Count | None) -> None:
    assert number(said) == read


def _read(*values: Any) -> Read | str:
    counts = [number(value) for value in values]
    assert None not in counts
    return read_shares([count for count in counts if count is not None])


@pytest.mark.parametrize(
    ("values", "counts", "odd_sum"),
    [
        ((10, 20, 30, 25, 15), (10, 20, 30, 25, 15), ""),
        (("10%", "20%", "30%", "25%", "15%"), (10, 20, 30, 25, 15), ""),
        (("0.1", "0.2", "0.3", "0.25", "0.15"), (10, 20, 30, 25, 15), ""),
        (
            (Decimal("0.1"), Decimal("0.2"), Decimal("0.3"), Decimal("0.4"), 0),
            (10, 20, 30, 40, 0),
            "",
        ),
        ((1, 0, 0, 0, 0), (100, 0, 0, 0, 0), ""),
        # 100 in all, and of the three with .3 the first gets what is left over.
        (
            (Decimal("33.3"), Decimal("33.3"), Decimal("33.3"), Decimal("0.1"), 0),
            (34, 33, 33, 0, 0),
            "",
        ),
        # 0.95 in all: 0.19 of it is a fifth.
        (("0.19", "0.19", "0.19", "0.19", "0.19"), (20, 20, 20, 20, 20), ""),
        # 95 and 105 are near, 94 and 106 are not.
        ((19, 19, 19, 19, 19), (20, 20, 20, 20, 20), ""),
        ((21, 21, 21, 21, 21), (20, 20, 20, 20, 20), ""),
        ((94, 0, 0, 0, 0), (100, 0, 0, 0, 0), "94"),
        ((106, 0, 0, 0, 0), (100, 0, 0, 0, 0), "106"),
        # Head counts.
        ((120, 60, 20, 0, 0), (60, 30, 10, 0, 0), "200"),
        # One in a hundred is not a hundred.
        (("0.5%", "0.5%", "0%", "0%", "0%"), (50, 50, 0, 0, 0), "1"),
        (("0.4", "0.4", "0", "0", "0"), (50, 50, 0, 0, 0), "80"),
    ],
)
def test_shares_are_made_whole_numbers_of_100(
    values: tuple[Any, ...], counts: tuple[int, ...], odd_sum: str
) -> None:
    assert _read(*values) == Read(counts, odd_sum)


def test_invalid_shares_are_described() -> None:
    assert _read(0, 0, 0, 0, 0) == "are all 0; they must sum to 100"
    assert _read(200_000, 0, 0, 0, 0) == "must be from 0 to 100"


@given(st.lists(st.integers(0, 98), min_size=4, max_size=4), st.integers(-5, 5))
def test_all_ways_to_write_a_share_are_read_alike(cuts: list[int], slip: int) -> None:
    total = 100 + slip
    edges = [0, *sorted(min(cut, total) for cut in cuts), total]
    counts = [high - low for low, high in pairwise(edges)]
    plain = _read(*counts)
    assert plain == _read(*map(str, counts))
    assert plain == _read(*(f"{count} %" for count in counts))
    if max(counts) <= 100:
        assert plain == _read(*(Decimal(count) / 100 for count in counts))
