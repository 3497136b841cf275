"""The guide: every command on it is run, and what it shows is what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide import PAGES, ran, same


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_what_a_page_shows_is_what_its_commands_print(file: Path) -> None:
    shown, printed = ran(file)
    assert printed == shown, "`make guide` writes what is printed now"


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_no_command_hides_from_being_run(file: Path) -> None:
    page = file.read_text("utf-8")
    assert not re.findall(r"^(?: +```(?:console|sh)$|```bash| {4}\$ )", page, re.MULTILINE)


def test_only_what_varies_may_differ() -> None:
    shown = "built in 2.23 seconds\n...\n2 roles\n"
    assert same(shown, "built in 11.0 seconds\n2 roles\n")
    assert same(shown, "built in 0.1 seconds\none line\nanother\n2 roles\n")
    assert not same(shown, "built in 2.23 seconds\n3 roles\n")
    assert not same(shown, "built in 2.23 seconds\n2 roles\nmore\n")
    assert not same("1 role.\n", "1 roleX\n")
