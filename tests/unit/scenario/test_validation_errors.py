"""Values of the wrong form: each is told at its place, in words, with what to write instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scenario_files import GOOD, PLACE, spoilt, told, write


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("question:", "queston:", "4:1: unknown key 'queston'"),
        ("title: A tram\n", "", "1:1: the key 'title' is missing"),
        ("[shared-role, own-role]", "[own-role]", "17:15: 'personas' has too few entries"),
        *(
            (
                "id: own-role",
                f"id: {json.dumps(name)}",
                f"7:9: {json.dumps(name)} is not a valid id",
            )
            for name in ("..", "../x", "a/b", "/etc", "A", "con cept", "-a", "a--b")
        ),
        (
            "too much.",
            "too much.\n    scale: [a, b, c, d, e, f]",
            "14:12: 'scale' has 6 labels",
        ),
        ("language: en", "language: klingon", "2:11: 'klingon' is not a known language tag"),
        ("language: en", "language: deu", "2:11: 'deu' is not the standard tag of this language"),
        ("language: en", "language: no", "2:11: 'language' must be text, but YAML reads `no` as"),
        ("title: A tram", "title: 12", "1:8: 'title' must be text, but YAML reads 12 as"),
        ("title: A tram", "title: 2026-01-01", "1:8: 'title' must be text, but YAML reads"),
        ("title: A tram", "title: no", "1:8: 'title' must be text, but YAML reads `no` as false"),
        ("title: A tram", "title: [a]", "1:8: 'title' must be one text, not a list or mapping"),
        ("title: A tram", "title:", "1:7: 'title' is empty"),
        ("title: A tram", "title: '  '", "1:8: 'title' is empty"),
        ("title: A tram", f"title: {'x' * 201}", "1:8: 'title' is longer than 200 characters"),
        ("title: A tram", "title: A tram\ntags: ['<b>']", '2:8: "<b>" is not a valid tag'),
        ("title: A tram", "title: A tram\ntags: one", "2:7: 'tags' must be a list"),
    ],
)
def test_each_fault_is_reported_with_its_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    faults = spoilt(tmp_path, old, new)
    assert any(fault.startswith(f"{PLACE}:{expected}") for fault in faults), faults


def test_a_misspelt_key_gets_a_suggestion(tmp_path: Path) -> None:
    faults = told(write(tmp_path, GOOD.replace("question:", "queston:")))
    assert any("\n  Did you mean 'question'?" in fault for fault in faults)


def test_a_key_that_is_like_none_is_reported_which_there_are(tmp_path: Path) -> None:
    (fault,) = told(write(tmp_path, GOOD.replace("    title: Cost", "    title: Cost\n    x: 1")))
    assert "Remove it; the keys here are id, title, statement, reversed, scale." in fault
