"""Scenarios: what is read, and what each fault is told as."""

from __future__ import annotations

import tempfile
from pathlib import Path

import factory
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.common import InputError, Problem
from mkdocs_perspectives.scenario import load_library

GOOD = """\
title: A tram
language: en
situation: A town plans a tram.
question: What now?
personas:
  - shared-role
  - id: own-role
    name: Own role
    description: Does things.
issues:
  - id: cost
    title: Cost
    statement: It costs too much.
comparisons:
  - id: both
    title: Both
    personas: [shared-role, own-role]
"""
SHARED = """\
- id: shared-role
  name: {en: Shared role, ko: 공유 역할}
  description: Does shared things.
"""


def _write(root: Path, scenario: str | bytes = GOOD, shared: str = SHARED, name: str = "x") -> Path:
    folder = root / "scenarios"
    (folder / name).mkdir(parents=True)
    data = scenario.encode() if isinstance(scenario, str) else scenario
    (folder / name / "scenario.yml").write_bytes(data)
    (folder / "personas.yml").write_text(shared, "utf-8")
    return folder


def _faults(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_library(folder)
    told = [str(problem).splitlines() for problem in caught.value.problems]
    for lines in told:
        assert lines[1].startswith("  "), "every fault has a remedy below it"
    assert str(caught.value).splitlines() == [line for lines in told for line in lines]
    return [lines[0] for lines in told]


def test_a_good_scenario(tmp_path: Path) -> None:
    (scenario,) = load_library(_write(tmp_path)).scenarios
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


@pytest.mark.parametrize("make", [False, True])
def test_no_scenarios_is_no_fault(tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "scenarios").mkdir()
    library = load_library(tmp_path / "scenarios")
    assert (library.scenarios, library.shared) == ((), ())


F = "scenarios/x/scenario.yml"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: A tram", "title: [A", f"{F}:2:9: not valid YAML: "),
        ("situation:", "\tsituation:", f"{F}:3:1: not valid YAML: a tab is used for indentation"),
        ("question: What now?", "question: Now: what?", f"{F}:4:14: not valid YAML: "),
        (
            "question: What now?",
            "title: Again\nquestion: What now?",
            f"{F}:4:1: the key 'title' is here twice (first on line 1)",
        ),
        ("question:", "queston:", f"{F}:4:1: there is no key 'queston' here"),
        ("  - shared-role\n", "  - shared-rol\n", f"{F}:6:5: there is no role 'shared-rol' in"),
        ("id: own-role", "id: shared-role", f"{F}:7:9: the persona 'shared-role' is here twice"),
        (
            "[shared-role, own-role]",
            "[own-role]",
            f"{F}:17:15: 'personas' has too few entries",
        ),
        ("id: own-role", "id: ../x", f'{F}:7:9: "../x" is no id'),
        ("id: own-role", "id: index", f"{F}:7:9: the id 'index' is taken by a page"),
        (
            "too much.",
            "too much.\n    scale: [a, b, c, d, e, f]",
            f"{F}:14:12: 'scale' has 6 labels",
        ),
        ("language: en", "language: fr", f"{F}:2:11: 'language' is \"fr\", which is not supported"),
        ("title: A tram", "title: 12", f"{F}:1:8: 'title' must be text, but YAML reads 12 as"),
        ("title: A tram", "title: 2026-01-01", f"{F}:1:8: 'title' must be text, but YAML reads"),
        (
            "title: A tram",
            "title: no",
            f"{F}:1:8: 'title' must be text, but YAML reads `no` as false",
        ),
        ("title: A tram", "title:", f"{F}:1:7: 'title' is empty"),
        ("title: A tram\n", "", f"{F}:1:1: the key 'title' is missing"),
        ("title: A tram", "title: !!python/name:os.system", f"{F}:1:8: the tag "),
        ("own-role]", "nobody]", f"{F}:17:29: the scenario asks no persona 'nobody'"),
        ("title: A tram", "title: A\u202etram", f"{F}:1:9: the character U+202E is not allowed"),
        ("title: A tram", "title: A\x07tram", f"{F}:1:9: the character U+0007 is not allowed"),
        ("title: A tram", "title: A tram\ntags: ['<b>']", f'{F}:2:8: "<b>" is no tag'),
    ],
)
def test_each_fault_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert GOOD.count(old) >= 1
    faults = _faults(_write(tmp_path, GOOD.replace(old, new, 1)))
    assert any(fault.startswith(expected) for fault in faults), faults


def test_a_misspelt_key_gets_a_suggestion(tmp_path: Path) -> None:
    folder = _write(tmp_path, GOOD.replace("question:", "queston:"))
    with pytest.raises(InputError, match="Did you mean 'question'"):
        load_library(folder)


def test_the_offending_line_is_shown_with_a_mark_below_the_fault(tmp_path: Path) -> None:
    folder = _write(tmp_path, GOOD.replace("    statement: It", "    statment: It"))
    with pytest.raises(InputError) as caught:
        load_library(folder)
    assert str(caught.value) == (
        "scenarios/x/scenario.yml:11:5: the key 'statement' is missing\n"
        "  Add `statement: ...`.\n"
        "  11 |   - id: cost\n"
        "     |     ^\n"
        "scenarios/x/scenario.yml:13:5: there is no key 'statment' here\n"
        "  Did you mean 'statement'?\n"
        "  13 |     statment: It costs too much.\n"
        "     |     ^"
    )


def test_the_mark_is_below_the_fault_in_wide_letters_and_in_long_lines() -> None:
    wide = Problem("f", 1, 5, "m", "r", "제목: x")
    assert str(wide).splitlines()[2:] == ["  1 | 제목: x", "    |       ^"]
    long = Problem("f", 1, 501, "m", "r", "a" * 500 + "b" + "c" * 500)
    line, mark = (text[6:] for text in str(long).splitlines()[2:])
    assert line[mark.index("^")] == "b"
    assert len(line) <= 100


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    faults = _faults(_write(tmp_path, b"title: a\nlanguage: \xff\xfe"))
    assert faults == [f"{F}:2:11: the file is not UTF-8 text (byte 0xff)"]


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    faults = _faults(_write(tmp_path, "title: " + "x" * 10_000_000))
    assert faults == [f"{F}:1:1: the file is larger than 1000 KB"]


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    (fault,) = _faults(_write(tmp_path, "\n".join(lines)))
    assert "too many values" in fault


def test_an_empty_file_and_a_missing_one(tmp_path: Path) -> None:
    folder = _write(tmp_path, "# nothing yet\n")
    (folder / "y").mkdir()
    (folder / "y" / "scenario.yaml").write_text(GOOD, "utf-8")
    assert _faults(folder) == [
        f"{F}:1:1: the file is empty",
        "scenarios/y/scenario.yml:1:1: there is no such file",
    ]


def test_a_folder_name_that_is_no_id(tmp_path: Path) -> None:
    folder = _write(tmp_path, name="My Scenario")
    (fault,) = _faults(folder)
    assert "the folder's name 'My Scenario' is no id" in fault


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        GOOD.replace("title: A tram", "title: 1").replace("- shared-role", "- nobody"),
        SHARED + "- id: B\n  name: x\n",
    )
    (folder / "z").mkdir()
    (folder / "z" / "scenario.yml").write_text("language: fr\n", "utf-8")
    faults = _faults(folder)
    assert [fault.split(" ")[0] for fault in faults] == [
        "scenarios/personas.yml:4:3:",
        "scenarios/personas.yml:4:7:",
        f"{F}:1:8:",
        f"{F}:17:16:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:1:",
        "scenarios/z/scenario.yml:1:11:",
    ]


def test_a_fault_in_the_shared_roles_is_told_alone(tmp_path: Path) -> None:
    faults = _faults(_write(tmp_path, shared=SHARED.replace("공유 역할}", "공유 역할")))
    assert len(faults) == 1
    assert faults[0].startswith("scenarios/personas.yml:3:")


def test_a_language_that_a_shared_role_lacks(tmp_path: Path) -> None:
    shared = SHARED.replace(", ko: 공유 역할", "")
    faults = _faults(_write(tmp_path, GOOD.replace("language: en", "language: ko"), shared))
    assert faults == [
        "scenarios/personas.yml:2:9: name of 'shared-role' has no text in 'ko', "
        "which the scenario 'x' needs"
    ]


def test_counterparts_without_comparisons(tmp_path: Path) -> None:
    for count, others in ((8, 7), (9, 0)):
        root = tmp_path / str(count)
        factory.write_scenario(root, data=factory.scenario(count))
        (scenario,) = load_library(root / "scenarios").scenarios
        assert len(scenario.counterparts("role-a")) == others


def test_yaml_is_read_as_pyyaml_reads_it(tmp_path: Path) -> None:
    """The data must be what an independent reading of the same text gives."""
    folder = _write(tmp_path)
    (scenario,) = load_library(folder).scenarios
    data = yaml.safe_load(GOOD)
    assert scenario.title == data["title"]
    assert scenario.question == data["question"]
    assert [i.statement for i in scenario.issues] == [i["statement"] for i in data["issues"]]


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(GOOD) - 1),
    st.integers(0, 12),
    st.text(st.one_of(st.sampled_from("[]{}:,-&*!|>'\"#%@`\t \n0aé"), st.characters()), max_size=4),
    st.booleans(),
)
def test_random_damage_is_told_and_never_crashes(
    start: int, length: int, inserted: str, in_shared: bool
) -> None:
    text = SHARED if in_shared else GOOD
    damaged = text[:start] + inserted + text[start + length :]
    with tempfile.TemporaryDirectory() as name:
        data = damaged.encode("utf-8", "surrogatepass")
        folder = _write(Path(name), GOOD if in_shared else data)
        if in_shared:
            (folder / "personas.yml").write_bytes(data)
        try:
            load_library(folder)
        except InputError as error:
            for problem in error.problems:
                assert problem.path.startswith("scenarios/")
                assert problem.line >= 1
                assert problem.remedy
