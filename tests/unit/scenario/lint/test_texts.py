"""Sentences, words and weight, in any script; the expected cuts were made by hand."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.scenario.lint.texts import sentences, weight, words


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. plant should close first.",
        "Dr. Kim and Mrs. Lee should lead, e.g. from May, at 9 a.m. sharp.",
        "Pay should rise by 3.5 per cent vs. 2.",
        "Bus No. 7 should stop at St. Mary's Rd. and in Washington D.C. too.",
        'It says "no." and means it.',
        "미국(U.S.) 공장을 먼저 닫아야 한다.",
        "3. 5 배로 늘려야 한다",
    ],
)
def test_one_sentence_is_one(text: str) -> None:
    assert sentences(text, english=True) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We wait. It rains.", ["We wait.", "It rains."]),
        ("We say no. The others go.", ["We say no.", "The others go."]),
        ('"Wait!" "Why?" So be it.', ['"Wait!"', '"Why?"', "So be it."]),
        ("One\n\nTwo", ["One", "Two"]),
        ("One line\nof two. And", ["One line of two.", "And"]),
        ("기다린다. 비가 온다.", ["기다린다.", "비가 온다."]),
        ("待つ。雨だ。", ["待つ。", "雨だ。"]),
        ("What?? Never... Really!", ["What??", "Never...", "Really!"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text, english=True) == parts


def test_short_words_may_be_abbreviations_in_any_language() -> None:
    text = "Die Messe kostet z. B. ca. Fr. Zwei sind bezahlt. Der Rest nicht."
    assert sentences(text) == [
        "Die Messe kostet z. B. ca. Fr. Zwei sind bezahlt.",
        "Der Rest nicht.",
    ]


@pytest.mark.parametrize(
    ("text", "number"), [("a bb", 3), ("버스", 4), ("バス 7!", 5), ("... ---", 0), ("é", 1)]
)
def test_weight(text: str, number: int) -> None:
    assert weight(text) == number


def test_words() -> None:
    assert words("a bus  at night") == ["a", "bus", "at", "night"]
    assert words("資料の選定と相談窓口を担当し、週末に働く。")[:3] == ["資", "料", "の"]
