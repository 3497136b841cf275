"""How text looks on a terminal: broken at its edge, in colour where it has any; elsewhere as is."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from mkdocs_perspectives.cli.terminal import on_terminal

LONG = (
    "warning: scenarios/tram/scenario.yml:4:16: " + "a statement of many words " * 8 + "[unopposed]"
)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def test_in_a_pipe_text_stays_as_it_is() -> None:
    assert on_terminal(LONG, io.StringIO()) == LONG


def test_markdown_stays_as_it_is_on_a_terminal_too() -> None:
    assert on_terminal(LONG, _Terminal(), verbatim=True) == LONG


@pytest.mark.parametrize(
    "text", [LONG, "한 줄에 다 들어가지 않는 긴 문장입니다. " * 9, "- " + "a " * 99]
)
def test_long_lines_are_broken_at_blanks(text: str) -> None:
    shown = _plain(on_terminal(text, _Terminal()))
    assert all(_columns(line) <= 80 for line in shown.split("\n"))
    assert shown.split() == text.split()
    assert all(line.startswith("  ") for line in shown.split("\n")[1:])


def test_what_quotes_a_file_is_not_broken() -> None:
    excerpt = f"  16 |     statement: {'many words ' * 12}\n     |     ^"
    assert _plain(on_terminal(excerpt, _Terminal())) == excerpt


def test_what_has_no_blank_is_not_broken() -> None:
    address = "https://example.org/" + "a" * 100
    assert address in _plain(on_terminal(f"See {address} for more", _Terminal()))


def test_a_narrow_terminal_is_left_to_break_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert _plain(on_terminal(LONG, _Terminal())) == LONG


@pytest.mark.parametrize(
    ("text", "coloured"),
    [
        ("warning: no", "\x1b[33m\x1b[1mwarning\x1b[0m: no"),
        ("Error: no", "\x1b[31m\x1b[1mError\x1b[0m: no"),
        ("a/b.yml:1:2: no", "\x1b[1ma/b.yml:1:2\x1b[0m: no"),
        ("The error: no", "The error: no"),
    ],
)
def test_what_is_coloured(text: str, coloured: str) -> None:
    assert on_terminal(text, _Terminal()) == coloured


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_where_there_is_no_colour(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert on_terminal("warning: no", _Terminal()) == "warning: no"
