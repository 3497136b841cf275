"""Faults between values that are each well formed: ids that are unknown, repeated or taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_perspectives.scenario import load_library
from scenario_files import GOOD, PLACE, SHARED, first_lines, spoilt, write


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  - shared-role\n", "  - shared-rol\n", "6:5: unknown role 'shared-rol': it is not in"),
        ("id: own-role", "id: shared-role", "7:9: the persona 'shared-role' is given twice"),
        ("id: own-role", "id: index", "7:9: the id 'index' is taken by a page"),
        ("id: both", "id: index", "15:9: the id 'index' is taken by a page"),
        ("own-role]", "nobody]", "17:29: unknown persona 'nobody'"),
        ("own-role]", "own-role, own-role]", "17:39: the persona 'own-role' is given twice"),
        (
            "comparisons:",
            "  - {id: cost, title: Again, statement: Again.}\ncomparisons:",
            "14:10: the issue 'cost' is given twice (first on line 11)",
        ),
        (
            "comparisons:",
            "    reversed: it  costs Too much.\ncomparisons:",
            "14:15: the reversed statement is the statement itself",
        ),
    ],
)
def test_each_fault_is_reported_with_its_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    faults = spoilt(tmp_path, old, new)
    assert any(fault.startswith(f"{PLACE}:{expected}") for fault in faults), faults


def test_a_role_of_ones_own_that_is_shared_already(tmp_path: Path) -> None:
    scenario = GOOD.replace("  - shared-role\n", "").replace("id: own-role", "id: shared-role")
    faults = first_lines(write(tmp_path, scenario.replace("[shared-role, own", "[own")))
    assert f"{PLACE}:6:9: 'shared-role' is already a shared role" in faults


def test_a_language_that_a_shared_role_lacks(tmp_path: Path) -> None:
    shared = SHARED.replace(", ko: 공유 역할", "")
    faults = first_lines(write(tmp_path, GOOD.replace("language: en", "language: ko"), shared))
    assert faults == [
        "scenarios/personas.yml:2:9: name of 'shared-role' has no text in 'ko', "
        "which the scenario 'x' needs"
    ]


def test_a_language_that_a_role_of_the_scenario_lacks(tmp_path: Path) -> None:
    faults = spoilt(tmp_path, "name: Own role", "name: {ko: 역할}")
    assert faults == [f"{PLACE}:8:11: name has no text in 'en', the scenario's language"]


@pytest.mark.parametrize(
    ("given", "language"),
    [("en", "en-GB"), ("ko", "ko-KR"), ("en-GB", "en-GB"), ("zh-Hant", "zh-TW"), ("zh", "zh-SG")],
)
def test_what_is_near_serves_a_shared_role(tmp_path: Path, given: str, language: str) -> None:
    shared = SHARED.replace("{en: Shared role, ko: 공유 역할}", f"{{{given}: A role, fr: Un rôle}}")
    text = GOOD.replace("language: en", f"language: {language}")
    text = text.replace("issues:", "scale: [a, b, c, d, e]\nissues:")
    (scenario,) = load_library(write(tmp_path, text, shared)).scenarios
    assert scenario.persona("shared-role").name == "A role"


@pytest.mark.parametrize(
    ("given", "language"), [("en", "de"), ("zh", "zh-TW"), ("en-GB", "en"), ("ko", "ja")]
)
def test_what_is_not_near_serves_none(tmp_path: Path, given: str, language: str) -> None:
    """English, either: a role is not to be asked in two languages."""
    shared = SHARED.replace("{en: Shared role, ko: 공유 역할}", f"{{{given}: A role}}")
    text = GOOD.replace("language: en", f"language: {language}")
    text = text.replace("issues:", "scale: [a, b, c, d, e]\nissues:")
    (fault,) = first_lines(write(tmp_path, text, shared))
    assert f"name of 'shared-role' has no text in {language!r}" in fault


@pytest.mark.parametrize("name", ["calibration", "index", "how-to-read", "how-to-read-de"])
def test_a_folder_that_is_taken_is_no_scenario(tmp_path: Path, name: str) -> None:
    (fault,) = first_lines(write(tmp_path, name=name))
    assert fault == (
        f"scenarios/{name}/scenario.yml:1:1: the folder's name {name!r} is taken by a page of "
        "the site"
    )


@pytest.mark.parametrize("name", ["index", "comparisons", "conflicts"])
def test_an_id_that_is_taken_is_no_role(tmp_path: Path, name: str) -> None:
    faults = spoilt(tmp_path, "id: own-role", f"id: {name}")
    assert any(f"the id {name!r} is taken by a page" in fault for fault in faults)
