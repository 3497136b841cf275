"""Loading: all scenarios with their roles, and all faults of all files at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.prompt import questions_for
from mkdocs_perspectives.scenario import load_library
from scenario_files import GOOD, PLACE, SHARED, first_lines, write


def test_a_good_scenario(tmp_path: Path) -> None:
    (scenario,) = load_library(write(tmp_path)).scenarios
    assert scenario.id == "x"
    assert [p.name for p in scenario.personas] == ["Shared role", "Own role"]
    assert [p.shared for p in scenario.personas] == [True, False]
    assert scenario.issues[0].scale == (
        "Strongly against",
        "Against",
        "Neither",
        "For",
        "Strongly for",
    )
    assert [p.id for p in scenario.counterparts("own-role")] == ["shared-role"]


def test_yaml_is_read_as_pyyaml_reads_it(tmp_path: Path) -> None:
    """The data must be what an independent reading of the same text gives."""
    (scenario,) = load_library(write(tmp_path)).scenarios
    data = yaml.safe_load(GOOD)
    assert scenario.title == data["title"]
    assert scenario.question == data["question"]
    assert [i.statement for i in scenario.issues] == [i["statement"] for i in data["issues"]]


@pytest.mark.parametrize("make", [False, True])
def test_no_scenarios_is_no_fault(tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "scenarios").mkdir()
    library = load_library(tmp_path / "scenarios")
    assert (library.scenarios, library.shared) == ((), ())


def test_a_folder_without_a_scenario(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "y").mkdir()
    (folder / "y" / "scenario.yaml").write_text(GOOD, "utf-8")
    assert first_lines(folder) == ["scenarios/y/scenario.yml:1:1: there is no such file"]


def test_a_folder_name_that_is_no_id(tmp_path: Path) -> None:
    (fault,) = first_lines(write(tmp_path, name="My Scenario"))
    assert "the folder's name 'My Scenario' is not a valid id" in fault


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        GOOD.replace("title: A tram", "title: 1").replace("- shared-role", "- nobody"),
        SHARED + "- id: B\n  name: x\n",
    )
    (folder / "z").mkdir()
    (folder / "z" / "scenario.yml").write_text("language: french\n", "utf-8")
    assert [fault.split(" ")[0] for fault in first_lines(folder)] == [
        "scenarios/personas.yml:4:3:",
        "scenarios/personas.yml:4:7:",
        f"{PLACE}:1:8:",
        f"{PLACE}:17:16:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:11:",
    ]


def test_a_fault_in_the_shared_roles_is_reported_alone(tmp_path: Path) -> None:
    faults = first_lines(write(tmp_path, shared=SHARED.replace("공유 역할}", "공유 역할")))
    assert len(faults) == 1
    assert faults[0].startswith("scenarios/personas.yml:3:")


def test_scenarios_that_are_left_out_are_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "broken").mkdir()
    (folder / "broken" / "scenario.yml").write_text("titel: x\n", "utf-8")
    library = load_library(folder, without={"broken"})
    assert [scenario.id for scenario in library.scenarios] == ["x"]


@settings(max_examples=300)
@given(
    st.integers(0, len(GOOD) - 1),
    st.integers(0, 12),
    st.text(st.one_of(st.sampled_from("[]{}:,-&*!|>'\"#%@`\t \n0aé"), st.characters()), max_size=4),
    st.booleans(),
)
def test_random_damage_is_reported_and_never_crashes(
    start: int, length: int, inserted: str, in_shared: bool
) -> None:
    text = SHARED if in_shared else GOOD
    damaged = text[:start] + inserted + text[start + length :]
    with tempfile.TemporaryDirectory() as name:
        data = damaged.encode("utf-8", "surrogatepass")
        folder = write(Path(name), GOOD if in_shared else data)
        if in_shared:
            (folder / "personas.yml").write_bytes(data)
        try:
            load_library(folder)
        except InputError as error:
            for problem in error.problems:
                assert problem.path.startswith("scenarios/")
                assert problem.line >= 1
                assert problem.remedy


def test_a_scale_of_the_scenario_is_that_of_every_issue_without_its_own(tmp_path: Path) -> None:
    top, own = [f"Top {n}" for n in range(5)], [f"Own {n}" for n in range(5)]
    text = GOOD.replace("personas:", f"scale: {top}\npersonas:", 1) + "\n"
    text = text.replace(
        "comparisons:",
        f"  - {{id: b, title: B, statement: It is late., scale: {own}}}\ncomparisons:",
    )
    (scenario,) = load_library(write(tmp_path, text)).scenarios
    assert [issue.scale for issue in scenario.issues] == [tuple(top), tuple(own)]


def test_a_note_is_for_readers_and_not_asked(tmp_path: Path) -> None:
    (before,) = load_library(write(tmp_path)).scenarios
    (after,) = load_library(write(tmp_path / "b", GOOD + "note: From a survey.\n")).scenarios
    assert (before.note, after.note) == ("", "From a survey.")
    assert questions_for(before) == questions_for(after)
