"""YAML as people write it: each slip is named where it was made, with the remedy that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.scenario import Library, load_library

GOOD = """\
title: A tram
language: en
situation: |
  A town plans a tram.

  It costs 90 million.
question: What now?
tags: [mobility]
personas:
  - shared-role
  - id: own-role
    name: Own role
    description: Does things.
    goals:
      - Time
issues:
  - id: cost
    title: Cost
    statement: It costs too much.
"""
SHARED = "- id: shared-role\n  name: Shared role\n  description: Does shared things.\n"
F = "scenarios/x/scenario.yml"


def _write(root: Path, scenario: str = GOOD, shared: str = SHARED) -> Path:
    folder = root / "scenarios"
    (folder / "x").mkdir(parents=True)
    (folder / "x/scenario.yml").write_text(scenario, "utf-8", newline="")
    (folder / "personas.yml").write_text(shared, "utf-8", newline="")
    return folder


def _changed(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


def _faults(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_library(folder)
    return [str(problem) for problem in caught.value.problems]


SLIPS = {
    "a tab before an entry of a list": (
        _changed("  - shared-role", "\t- shared-role"),
        f"{F}:10:1: not valid YAML: a tab is used for indentation\n  Indent with spaces",
    ),
    "a tab before a key": (
        _changed("    name: Own role", "\tname: Own role"),
        f"{F}:12:1: not valid YAML: a tab is used for indentation\n  Indent with spaces",
    ),
    "spaces and a tab": (
        _changed("    name: Own role", "  \tname: Own role"),
        f"{F}:12:3: not valid YAML: a tab is used for indentation\n  Indent with spaces",
    ),
    "a full-width colon": (
        _changed("question: What", "question：What"),
        f"{F}:7:9: `question：` has a full-width colon\n"
        "  Write an ordinary colon and a space: `question: ...`.",
    ),
    "a full-width colon in the first line": (
        _changed("title: A", "title： A"),
        f"{F}:1:6: `title：` has a full-width colon\n",
    ),
    "a full-width colon in an entry": (
        _changed("    description: Does", "    description：Does"),
        f"{F}:13:16: `description：` has a full-width colon\n",
    ),
    "full-width colons throughout": (
        "title：A\nlanguage：en\n",
        f"{F}:1:6: `title：` has a full-width colon\n",
    ),
    "no space behind a colon": (
        _changed("question: What", "question:What"),
        f"{F}:7:9: `question:` has no space behind it\n  Write `question: ...`, with a space.",
    ),
    "no space behind the first colon": (
        _changed("title: A tram", "title:A tram"),
        f"{F}:1:6: `title:` has no space behind it\n",
    ),
    "dashes in place of hyphens": (
        _changed("  - shared-role\n  - id: own-role\n", "  – shared-role\n  – own-role\n").split(
            "    name"
        )[0],
        f"{F}:10:3: `–` begins no entry of a list\n  Write an ordinary hyphen and a space",
    ),
    "a full-width hyphen": (
        _changed("      - Time", "      － Time"),
        f"{F}:15:7: `－` begins no entry of a list\n",
    ),
    "no-break spaces": (
        _changed("    name: Own", "\u00a0\u00a0\u00a0\u00a0name: Own"),
        f"{F}:12:1: the line begins with U+00A0 in place of spaces\n  Indent with ordinary",
    ),
    "ideographic spaces": (
        _changed("    name: Own", "\u3000\u3000name: Own"),
        f"{F}:12:1: the line begins with U+3000 in place of spaces\n",
    ),
    "a line separator": (
        _changed("What now?", "What\u2028now?"),
        f"{F}:7:15: the character U+2028 ends a line in YAML, but in no editor\n"
        "  Put a space or an ordinary line break in its place",
    ),
    "a paragraph separator": (
        _changed("Does things.", "Does\u2029things."),
        f"{F}:13:22: the character U+2029 ends a line in YAML, but in no editor\n",
    ),
    "a next line": (
        _changed("What now?", "What\x85now?"),
        f"{F}:7:15: the character U+0085 ends a line in YAML, but in no editor\n",
    ),
    "a conflict in a list": (
        _changed(
            "  - shared-role\n",
            "<<<<<<< HEAD\n  - shared-role\n=======\n  - other\n>>>>>>> branch\n",
        ),
        f"{F}:10:1: a merge conflict is not resolved\n  Keep one of the two versions",
    ),
    "a conflict in a text": (
        _changed(
            "  It costs 90",
            "<<<<<<< HEAD\n  It costs 80\n||||||| 1\n=======\n>>>>>>> b\n  It costs 90",
        ),
        f"{F}:6:1: a merge conflict is not resolved\n",
    ),
    "what is left of a conflict": (
        GOOD + ">>>>>>> branch\n",
        f"{F}:20:1: a merge conflict is not resolved\n",
    ),
    "a quotation in front": (
        _changed("title: A tram", 'title: "A" tram'),
        f"{F}:1:12: not valid YAML: did not find expected key\n"
        "  A text that begins with a quotation mark ends at the next",
    ),
    "a star in front": (
        _changed("title: A tram", "title: * tram"),
        f"{F}:1:9: not valid YAML: did not find expected alphabetic or numeric character\n"
        "  A text that begins with * or & needs quotes.",
    ),
    "a text behind the bar": (
        _changed("situation: |", "situation: | A"),
        f"{F}:3:14: not valid YAML: did not find expected comment or line break\n"
        "  After `|` or `>` the text begins on the next line",
    ),
    "a colon in a text": (
        _changed("question: What now?", "question: Now: what?"),
        f"{F}:7:14: not valid YAML: mapping values are not allowed in this context\n"
        '  A text that holds ": " needs quotes',
    ),
    "no": (
        _changed("id: own-role", "id: no"),
        f"{F}:11:9: 'id' must be text, but YAML reads `no` as false\n  Put it in quotes: \"no\".",
    ),
    "On": (
        _changed("name: Own role", "name: On"),
        f"{F}:12:11: 'name' must be text, but YAML reads `On` as true\n",
    ),
    "a time of day": (
        _changed("title: A tram", "title: 12:30"),
        f"{F}:1:8: 'title' must be text, but YAML reads `12:30` as the number 750\n"
        '  Put it in quotes: "12:30".',
    ),
    "a number with a zero in front": (
        _changed("id: own-role", "id: 012"),
        f"{F}:11:9: 'id' must be text, but YAML reads `012` as the number 10\n",
    ),
    "a number": (
        _changed("title: A tram", "title: 12"),
        f"{F}:1:8: 'title' must be text, but YAML reads 12 as a number\n",
    ),
    "a date": (
        _changed("title: A tram", "title: 2026-01-01"),
        f"{F}:1:8: 'title' must be text, but YAML reads 2026-01-01 as a date\n",
    ),
    "null": (
        _changed("title: A tram", "title: Null"),
        f"{F}:1:8: 'title' must be text, but YAML reads `Null` as nothing\n"
        '  Put it in quotes: "Null".',
    ),
    "yes in a list": (
        _changed("      - Time", "      - yes"),
        f"{F}:15:9: this entry must be text, but YAML reads `yes` as true\n",
    ),
    "no as a language": (
        _changed("language: en", "language: no"),
        f"{F}:2:11: 'language' must be text, but YAML reads `no` as false\n",
    ),
    "nothing at all": (
        _changed("title: A tram", "title:"),
        f"{F}:1:7: 'title' is empty\n  Write a text after the colon.",
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_with_its_remedy(tmp_path: Path, name: str, ends: str) -> None:
    text, expected = SLIPS[name]
    faults = _faults(_write(tmp_path, text.replace("\n", ends)))
    assert any(fault.startswith(expected) for fault in faults), "\n".join(faults)


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("scenario.yaml", "scenario.yml"),
        ("scenario.YML", "scenario.yml"),
        ("Scenario.yml", "scenario.yml"),
        ("scenario.yml.txt", "scenario.yml"),
    ],
)
def test_a_scenario_under_another_name(tmp_path: Path, there: str, wanted: str) -> None:
    folder = _write(tmp_path)
    (folder / "x/scenario.yml").rename(folder / "x" / there)
    (fault,) = _faults(folder)
    assert fault == f"{F}:1:1: there is no such file\n  Rename {there} to {wanted}."


@pytest.mark.parametrize("there", ["personas.yaml", "personas.YML", "Personas.yml"])
def test_shared_roles_under_another_name(tmp_path: Path, there: str) -> None:
    folder = _write(tmp_path)
    (folder / "personas.yml").rename(folder / there)
    (fault,) = _faults(folder)
    assert fault.startswith(f"scenarios/personas.yml:1:1: there is {there} in its place\n  Rename")


def _warnings(folder: Path) -> list[str]:
    """Those of what is written, not of what it says, which is too little here."""
    library: Library = load_library(folder, warn=True)
    rules = ("cut-off", "same-name")
    return [str(warning) for warning in library.warnings if warning.rule in rules]


@pytest.mark.parametrize(
    ("old", "new", "place", "quoted"),
    [
        ("What now?", "Is issue #5 the worst?", "7:11", "'Is issue #5 the worst?'"),
        ("A tram", "Track #9", "1:8", "'Track #9'"),
        ("Does things.", "Answers Bob's #1.", "13:18", "'Answers Bob''s #1.'"),
        ("      - Time", "      - Place #1", "15:9", "'Place #1'"),
        ("too much.", "too much. # or not", "19:16", "'It costs too much. # or not'"),
        ("A tram", "A tram\t#1", "1:8", "'A tram\t#1'"),
    ],
)
def test_a_text_that_a_comment_cuts_off(
    tmp_path: Path, old: str, new: str, place: str, quoted: str
) -> None:
    (warning,) = _warnings(_write(tmp_path, _changed(old, new)))
    assert warning.startswith(
        f"{F}:{place}: this text ends before the #, which begins a comment [cut-off]\n"
        f"  If the # belongs to the text, put it in quotes: {quoted}."
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("language: en", "language: en   # of the answers"),
        ("  - shared-role", "  - shared-role   # from personas.yml"),
        ("id: own-role", "id: own-role # mine"),
        ("What now?", '"Is issue #5 the worst?"  # it is'),
        ("What now?", "What#now?"),
        ("situation: |", "situation: | # what all know"),
        ("  A town plans", "  A town # plans"),
        ("tags: [mobility]", "tags: [mobility] # one"),
        ("personas:", "personas: # who"),
        ("title: A tram", "# A comment\ntitle: A tram"),
    ],
)
def test_comments_that_cut_off_nothing(tmp_path: Path, old: str, new: str) -> None:
    assert _warnings(_write(tmp_path, _changed(old, new))) == []


def test_a_shared_role_that_a_comment_cuts_off(tmp_path: Path) -> None:
    shared = SHARED.replace("Does shared things.", "Does #1.")
    (warning,) = _warnings(_write(tmp_path, shared=shared))
    assert warning.startswith("scenarios/personas.yml:3:16: this text ends before the #")


@pytest.mark.parametrize("name", ["Shared role", "shared  ROLE", "'Shared role '"])
def test_two_roles_with_one_name(tmp_path: Path, name: str) -> None:
    (warning,) = _warnings(_write(tmp_path, _changed("name: Own role", f"name: {name}")))
    told = "the roles 'shared-role' and 'own-role' have the same name"
    assert warning.startswith(f"{F}:12:11: {told}")


def test_two_issues_with_one_name(tmp_path: Path) -> None:
    text = GOOD + "  - id: price\n    title: cost\n    statement: It is cheap.\n"
    (warning,) = _warnings(_write(tmp_path, text))
    assert warning.startswith(
        f"{F}:21:12: the issues 'cost' and 'price' have the same name, 'cost'"
    )
