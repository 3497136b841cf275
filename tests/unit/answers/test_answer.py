"""An answer: shares that are scaled, texts that are cleaned, and what is recorded of it."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.answers import Answer, Consideration, Shares


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5).filter(any))
def test_scaled_shares_sum_to_100_and_keep_their_proportions(counts: list[int]) -> None:
    scaled = Shares.model_validate(factory.shares(*counts)).scaled().counts()
    assert sum(scaled) == 100
    for count, share in zip(counts, scaled, strict=True):
        assert abs(share - 100 * count / sum(counts)) < 1


def test_shares_worked_by_hand() -> None:
    def scaled(*counts: int) -> tuple[int, ...]:
        return Shares.model_validate(factory.shares(*counts)).scaled().counts()

    # 30/60 = 50 %, 20/60 = 33.3, 10/60 = 16.7: the largest remainder gets what is left.
    assert scaled(30, 20, 10, 0, 0) == (50, 33, 17, 0, 0)
    # Of equal remainders the first.
    assert scaled(1, 1, 1, 0, 0) == (34, 33, 33, 0, 0)
    assert scaled(0, 0, 0, 0, 1) == (0, 0, 0, 0, 100)
    with pytest.raises(ValueError, match="all 0"):
        scaled(0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Plain.", "Plain."),
        ("  a \t b\nc ", "a b c"),
        ("One.\n\n\n Two.", "One.\n\nTwo."),
        ("Oui\u202f:  «\u00a0non\u00a0» .", "Oui\u202f: «\u00a0non\u00a0» ."),
        ("A\x00B\u202eC\ud800D\x1b[0m", "ABCD[0m"),
    ],
)
def test_a_text_is_cleaned_but_paragraphs_are_preserved(given_text: str, expected: str) -> None:
    assert Consideration(title=given_text, detail="x").title == expected


@pytest.mark.parametrize("text", ["", " \n ", "\u202e\x00", "x" * 10_001])
def test_invisible_and_endless_texts_are_invalid(text: str) -> None:
    with pytest.raises(ValueError, match="title"):
        Consideration(title=text, detail="x")


def test_only_scaled_stances_are_recorded_as_scaled(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 2))
    data = factory.answer(factory.load(tmp_path), "role-a")
    data["stances"]["issue-2"]["scaled"] = True
    recorded = Answer.model_validate(data).to_json()
    assert recorded == data
    assert "scaled" not in recorded["stances"]["issue-1"]
