"""Errors as shown to users: the place, the fault, the remedy, and the line with a mark."""

from __future__ import annotations

from mkdocs_perspectives.common import ConfigError, InputError, Problem


def test_an_error_has_its_remedy_below_it() -> None:
    assert str(ConfigError("It is wrong.", "Mend it.")) == "It is wrong.\n  Mend it."
    assert str(ConfigError("It is wrong.")) == "It is wrong."


def test_the_mark_is_below_the_fault_in_wide_letters_and_in_long_lines() -> None:
    wide = Problem("f", 1, 5, "m", "r", "제목: x")
    assert str(wide).splitlines()[2:] == ["  1 | 제목: x", "    |       ^"]
    long = Problem("f", 1, 501, "m", "r", "a" * 500 + "b" + "c" * 500)
    line, mark = (text[6:] for text in str(long).splitlines()[2:])
    assert line[mark.index("^")] == "b"
    assert len(line) <= 100


def test_problems_are_reported_once_ordered_by_file_and_line() -> None:
    late, early = Problem("b.yml", 1, 1, "m", "r"), Problem("a.yml", 12, 3, "m", "r")
    error = InputError([late, early, Problem("a.yml", 2, 9, "m", "r"), late])
    assert [line for line in str(error).splitlines() if not line.startswith(" ")] == [
        "a.yml:2:9: m",
        "a.yml:12:3: m",
        "b.yml:1:1: m",
    ]
