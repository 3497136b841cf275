"""Invisible characters: refused, removed or allowed, and texts without visible characters."""

from __future__ import annotations

import json
import logging

import pytest
import unseen
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.common import (
    PerspectivesError,
    Problem,
    cleaned,
    escape,
    hidden_marks,
    isolated,
    one_line,
    refused,
    right_to_left,
    safe_json,
    safe_text,
    shows,
)


@pytest.mark.parametrize("name", unseen.REFUSED)
def test_what_is_refused(name: str) -> None:
    sign = unseen.REFUSED[name]
    found = refused(f"54{sign} Against")
    assert found is not None
    assert found.group() == sign
    assert str(escape(f"54 {sign}Against")) == "54 Against"
    assert sign not in safe_text(f"a\n{sign}b")
    assert sign not in one_line(f"a{sign}b")
    assert sign not in safe_json({"a": sign})
    assert json.loads(safe_json({sign: [sign]})) == {sign: [sign]}


@pytest.mark.parametrize("name", unseen.HIDING)
def test_what_is_left_out(name: str) -> None:
    sign = unseen.HIDING[name]
    assert refused(f"a{sign}b") is None
    assert hidden_marks(f"a{sign}b{sign}") == ("ab", [sign, sign])
    assert cleaned(f"a{sign}b") == one_line(f"a{sign}b") == safe_text(f"a{sign}b") == "ab"
    assert str(escape(f"a{sign}b")) == "ab"


@pytest.mark.parametrize("name", unseen.KEPT)
def test_allowed_characters(name: str) -> None:
    text = f"a{unseen.KEPT[name]}b"
    assert refused(text) is None
    assert hidden_marks(text) == (text, [])
    assert cleaned(text) == one_line(text) == safe_text(text) == str(escape(text)) == text


@pytest.mark.parametrize("name", unseen.BLANK)
def test_a_text_that_shows_nothing(name: str) -> None:
    assert not shows(unseen.BLANK[name])
    assert not shows(f" {unseen.BLANK[name]}\n")
    assert shows(f"{unseen.BLANK[name]}.")


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_blanks_show_nothing(text: str) -> None:
    assert not shows(text)


@given(st.text(st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x10FF), min_size=1))
def test_plain_text_is_left_as_it_is(text: str) -> None:
    assert refused(text) is None
    assert hidden_marks(text) == (text, [])
    assert cleaned(text) == text


@pytest.mark.parametrize("text", unseen.RIGHT_TO_LEFT.values())
def test_letters_from_right_to_left_are_isolated(text: str) -> None:
    assert right_to_left(f"x {text}")
    assert str(isolated(text)) == f"<bdi>{text}</bdi>"
    assert str(isolated(f"<b> {text}")) == f"<bdi>&lt;b&gt; {text}</bdi>"


@pytest.mark.parametrize("text", ["Against", "반대", "反对", "Против", "62 : 25", "é", "👍"])
def test_other_letters_are_not(text: str) -> None:
    assert not right_to_left(text)
    assert str(isolated(text)) == str(escape(text))


ODD = "\N{REPLACEMENT CHARACTER}"
"""What replaces an invisible character."""

COMMANDS = [
    "::error file=README.md::PWNED",
    "  ::add-mask::e",
    "\t::stop-commands::x",
    "\u00a0::warning::x",
    "\u200b::warning::x",
    "\x1b::error::x",
    "::",
    "x ##[error]PWNED",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[buildStop]",
]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n", "\r", "\u2028", "\x85", "\x0b"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_begins_with_a_command_of_a_ci(command: str, ends: str) -> None:
    shown = safe_text(f"{command}{ends}{command}{ends}x")
    for line in shown.splitlines():
        assert not line.strip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line
        assert "##teamcity[" not in line


def test_indents_and_line_breaks_are_preserved() -> None:
    assert safe_text("a\n  b: c\n\n\td :: e\n") == "a\n  b: c\n\n\td :: e\n"


def test_errors_are_safe_to_show() -> None:
    error = PerspectivesError("no key 'x\x1b]52;c;\x07'\n::error::PWNED", "Do\u202e this.")
    assert str(error) == f"no key 'x{ODD}]52;c;{ODD}'\n: :error::PWNED\n  Do{ODD} this."
    problem = Problem("scenarios/a\n::error::b/x.yml", 1, 3, "no\n::error::c", "r", "a \u202e: b")
    assert str(problem) == (
        f"scenarios/a ::error::b/x.yml:1:3: no ::error::c\n  r\n  1 | a {ODD}: b\n    |   ^"
    )


def test_the_log_is_safe_to_show(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("mkdocs.plugins.perspectives")
    with caplog.at_level(logging.INFO, "mkdocs.plugins.perspectives"):
        log.warning("not answered:\n\n%s\n", "x\n::error::PWNED\x1b[2J")
    (record,) = caplog.records
    assert record.getMessage() == f"not answered:\n\nx\n: :error::PWNED{ODD}[2J\n"


@given(st.text())
def test_whatever_is_shown_has_no_control_character(text: str) -> None:
    for line in safe_text(text).split("\n"):
        assert not set(line) & {chr(c) for c in (*range(9), *range(10, 32), *range(127, 160))}
        assert not line.lstrip().startswith("::")
