"""What is printed on every sheet: any title as a string of a style sheet."""

from __future__ import annotations

import re

import pytest
from hostile_text import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.pages.sheets import css_text, sheet_style


def _read(string: str) -> str:
    """What a browser reads in a string of a style sheet, as CSS Syntax says of escapes."""
    assert string[0] == string[-1] == '"'
    number = r"\\([0-9a-f]{1,6}) ?"
    return re.sub(number, lambda found: chr(int(found[1], 16)), string[1:-1])


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("Ward manager", '"Ward manager"'),
        ("새 전기차가 출시된다", '"새 전기차가 출시된다"'),
        ('"</style>', '"\\22 \\3c \\2f style\\3e "'),
        ("a\\\nb", '"a\\5c \\a b"'),
    ],
)
def test_a_text_is_a_string(text: str, string: str) -> None:
    assert css_text(text) == string
    assert _read(string) == text


@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(HOSTILE)))
def test_no_text_ends_the_string_or_the_element(text: str) -> None:
    string = css_text(text)
    assert not set(string[1:-1]) & set('"<>&\n\r\f*_`[]{}|')
    assert _read(string) == text


def test_a_sheet_names_the_scenario_and_says_that_it_is_simulated() -> None:
    style = sheet_style("Trams <b>", "Simulated.")
    assert style == (
        "<style>@page{margin:17mm 14mm 15mm;"
        '@top-left{content:"Trams \\3c b\\3e "}'
        '@bottom-left{content:"Simulated."}'
        '@bottom-right{content:counter(page) "/" counter(pages)}}</style>'
    )
