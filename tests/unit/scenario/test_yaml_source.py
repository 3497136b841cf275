"""YAML files: only plain values are read, nothing runs or grows, and each fault has its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from scenario_files import GOOD, PLACE, first_lines, spoilt, told, write


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: A tram", "title: [A", "2:9: not valid YAML: "),
        ("situation:", "\tsituation:", "3:1: not valid YAML: a tab is used for indentation"),
        ("question: What now?", "question: Now: what?", "4:14: not valid YAML: "),
        (
            "question: What now?",
            "title: Again\nquestion: What now?",
            "4:1: the key 'title' is given twice (first on line 1)",
        ),
        ("title: A tram", "title: !!python/name:os.system", "1:8: the tag "),
        ("title: A tram", "title: A\u202etram", "1:9: the character U+202E is not allowed"),
        ("title: A tram", "title: A\x07tram", "1:9: the character U+0007 is not allowed"),
    ],
)
def test_each_fault_is_reported_with_its_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    faults = spoilt(tmp_path, old, new)
    assert any(fault.startswith(f"{PLACE}:{expected}") for fault in faults), faults


def test_the_offending_line_is_shown_with_a_mark_below_the_fault(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD.replace("    statement: It", "    statment: It"))
    assert told(folder) == [
        "scenarios/x/scenario.yml:11:5: the key 'statement' is missing\n"
        "  Add `statement: ...`.\n"
        "  11 |   - id: cost\n"
        "     |     ^",
        "scenarios/x/scenario.yml:13:5: unknown key 'statment'\n"
        "  Did you mean 'statement'?\n"
        "  13 |     statment: It costs too much.\n"
        "     |     ^",
    ]


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    faults = first_lines(write(tmp_path, b"title: a\nlanguage: \xff\xfe"))
    assert faults == [f"{PLACE}:2:11: the file is not UTF-8 text (byte 0xff)"]


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    faults = first_lines(write(tmp_path, "title: " + "x" * 10_000_000))
    assert faults == [f"{PLACE}:1:1: the file is larger than 1000 KB"]


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    (fault,) = first_lines(write(tmp_path, "\n".join(lines)))
    assert "too many values" in fault


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    (fault,) = first_lines(write(tmp_path, f"title: {'[' * 60}{']' * 60}"))
    assert "nest more than 50 deep" in fault


def test_an_empty_file(tmp_path: Path) -> None:
    assert first_lines(write(tmp_path, "# nothing yet\n")) == [f"{PLACE}:1:1: the file is empty"]
