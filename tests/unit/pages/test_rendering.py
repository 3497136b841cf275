"""Rendering: numbers as they are shown, and hostile text as itself in every field of every page."""

from __future__ import annotations

import html
import tempfile
from pathlib import Path

import factory
import markdown
import pytest
from hostile_site import GROUPS, HARMLESS, Place, Shape, check, hostile_site
from hostile_text import EXTENSIONS, HOSTILE, PRINTABLE, SIGNS
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.pages.rendering import hundred, one_digit


def test_whole_numbers_and_digits_round_halves_up() -> None:
    """0.285 · 100 is 28.499... to a computer, and 29 to a reader."""
    assert [hundred(x) for x in (0, 0.004, 0.005, 0.285, 0.725, 1)] == [0, 0, 1, 29, 73, 100]
    assert [str(one_digit(x)) for x in (0, 0.04, 0.05, 1.25, 2.449, 3.0)] == [
        *("0.0", "0.0", "0.1", "1.3", "2.4", "3.0")
    ]


MARKDOWN = markdown.Markdown(extensions=EXTENSIONS)
"""Set up once, since that takes longer than to render a page."""


def _rendered(root: Path) -> dict[str, Shape]:
    """The generated Markdown pages as Python-Markdown renders them with every extension."""
    return {
        path: Shape(MARKDOWN.reset().convert(page.split("\n---\n", 1)[1]))
        for path, page in factory.pages_of(root).items()
        if path.endswith(".md")
    }


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shape]:
    site = tmp_path_factory.mktemp("harmless")
    hostile_site(site, HARMLESS, "after")
    return _rendered(site)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("text", GROUPS + HOSTILE)
def test_every_hostile_text_in_every_field_is_shown_to_the_letter(
    tmp_path: Path, harmless: dict[str, Shape], text: str, place: Place
) -> None:
    marks = hostile_site(tmp_path, text, place)
    check(_rendered(tmp_path), harmless, marks, text, place)


@settings(max_examples=25)
@given(
    st.text(st.one_of(SIGNS, PRINTABLE), min_size=1, max_size=200).filter(
        lambda text: text.strip() and html.unescape(text) == text and "zq" not in text
    ),
    st.sampled_from(["before", "after"]),
)
def test_random_text_in_every_field_is_shown_to_the_letter(
    harmless: dict[str, Shape], text: str, place: Place
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        marks = hostile_site(Path(folder), text, place)
        check(_rendered(Path(folder)), harmless, marks, text, place)
