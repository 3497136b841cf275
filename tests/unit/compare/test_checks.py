"""Checks of a stance by other voices: cases worked by hand, and general properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.compare import check_of
from mkdocs_perspectives.compare.checks import side_of

FOR = (0.0, 0.2, 0.2, 0.6, 0.0)
AGAINST = (0.1, 0.4, 0.1, 0.4, 0.0)
EVEN = (0.1, 0.2, 0.4, 0.3, 0.0)

DISTRIBUTIONS = (
    st.tuples(*[st.integers(0, 100)] * 5)
    .filter(any)
    .map(lambda counts: tuple(count / sum(counts) for count in counts))
)


def test_sides_worked_by_hand() -> None:
    # 0.6 against 0.2; 0.4 against 0.5; and 0.3 against 0.1 + 0.2, which is no 0.3 in binary.
    assert [side_of(p) for p in (FOR, AGAINST, EVEN)] == ["for", "against", "neither"]


def test_a_check_worked_by_hand() -> None:
    check = check_of(FOR, {"gemma": AGAINST, "qwen": FOR, "reversed": EVEN})
    assert check.disagreeing == ("gemma",)
    assert check.models_disagree
    # Even is not the other side.
    assert check.depends_on_wording is False
    # (0.6 + 0.4 + 0.6 + 0.3) / 4 for the fourth point, and so on.
    assert check.mean == pytest.approx((0.05, 0.25, 0.225, 0.475, 0.0))
    assert check.favour == pytest.approx((0.3, 0.6))
    # The lead and gemma: 0.1 + (0.5 - 0.2) + (0.6 - 0.4) + 0 = 0.6 points, the furthest of all.
    assert check.range == pytest.approx(0.6)
    assert list(check.shares) == ["gemma", "qwen", "reversed"]


def test_the_reversed_lead_is_not_another_model() -> None:
    check = check_of(FOR, {"reversed": AGAINST})
    assert (check.models_disagree, check.depends_on_wording) == (False, True)
    assert check_of(FOR, {"gemma": FOR}).depends_on_wording is None


def test_no_voice_disagrees_with_a_neutral_stance() -> None:
    check = check_of(EVEN, {"gemma": FOR, "qwen": AGAINST, "reversed": AGAINST})
    assert (check.disagreeing, check.depends_on_wording) == ((), False)


@given(DISTRIBUTIONS, DISTRIBUTIONS)
def test_disagreement_is_mutual_and_survives_turning_the_scale(
    a: tuple[float, ...], b: tuple[float, ...]
) -> None:
    disagree = check_of(a, {"other": b}).models_disagree
    assert check_of(b, {"other": a}).models_disagree == disagree
    assert check_of(a[::-1], {"other": b[::-1]}).models_disagree == disagree
    assert not check_of(a, {"other": a}).models_disagree
    low, high = check_of(a, {"other": b}).favour
    assert low <= high
    assert sum(check_of(a, {"other": b}).mean) == pytest.approx(1)
