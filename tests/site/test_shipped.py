"""What this repository ships: its scenarios, sample answers, schema and pages."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import faults
import jsonschema
import pytest
import yaml
from commands import ROOT, Run
from mkdocs_perspectives.answers import read_entries, read_voices
from mkdocs_perspectives.compare import Comparison, compare
from mkdocs_perspectives.scenario import SCHEMA_FILES, Scenario, load_library, schema_text

SCENARIOS = ROOT / "scenarios"
FILES = sorted(SCENARIOS.glob("*/scenario.yml"))
LIBRARY = load_library(SCENARIOS)
ENTRIES = read_entries(LIBRARY.scenarios, SCENARIOS)
VOICES = read_voices(ENTRIES, SCENARIOS)


@pytest.mark.parametrize("name", SCHEMA_FILES)
def test_the_schema_is_current(name: str) -> None:
    assert (SCENARIOS / name).read_text("utf-8") == schema_text(name)


@pytest.mark.parametrize("name", SCHEMA_FILES)
def test_every_key_is_explained_with_an_example_that_is_valid(name: str) -> None:
    schema = json.loads((SCENARIOS / name).read_text("utf-8"))
    definitions = schema.pop("$defs")
    for model in (schema, *definitions.values()):
        if "properties" not in model:
            # A list of what is among the definitions.
            assert model["items"] == {"$ref": "#/$defs/PersonaFile"}
            continue
        for name, key in model["properties"].items():
            assert key["description"].endswith("."), name
            for example in key["examples"]:
                jsonschema.validate(example, {**key, "$defs": definitions})


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.parent.name)
def test_scenarios_are_valid_by_the_schema(file: Path) -> None:
    schema = json.loads((SCENARIOS / "schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(file.read_text("utf-8")), schema)


OBSERVED = sorted(SCENARIOS.glob("*/observed.yml"))


@pytest.mark.parametrize("file", OBSERVED, ids=lambda f: f.parent.name)
def test_what_people_answered_is_valid_by_its_schema(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../observed.schema.json\n")
    schema = json.loads((SCENARIOS / "observed.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    data = yaml.safe_load(text)
    assert list(validator.iter_errors(data)) == []
    (role, *_), wrong = data["counts"], ([1, 2, 3, 4], [1, -1, 2], {"shares": [1, 0, 0]}, 7)
    for cell in wrong:
        assert list(validator.iter_errors(data | {"counts": {role: {"x": cell}}})), cell


def test_shared_roles_are_valid_by_their_schema() -> None:
    file = SCENARIOS / "personas.yml"
    text = file.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=personas.schema.json\n")
    schema = json.loads((SCENARIOS / "personas.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    roles = yaml.safe_load(text)
    assert list(validator.iter_errors(roles)) == []
    for wrong in (
        [{"id": "x", "name": "X"}],
        [{"id": "X y", "name": "X", "description": "Y"}],
        [{"id": "x", "name": {"German": "X"}, "description": "Y"}],
        [{"id": "x", "name": "X", "description": "Y", "golas": []}],
        {"id": "x", "name": "X", "description": "Y"},
    ):
        assert list(validator.iter_errors(wrong)), wrong


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e.scenario.id}-{e.persona.id}")
def test_every_role_is_answered_by_a_sample_that_says_so(entry) -> None:  # type: ignore[no-untyped-def]
    assert entry.record is not None
    assert entry.state == "current"
    assert entry.record.model == "sample"
    assert not entry.record.edited
    page = ROOT / "docs" / "scenarios" / entry.scenario.id / f"{entry.persona.id}.md"
    told = {
        "de": "Kein Modell wurde gefragt",
        "en": "no model was asked",
        "es": "no se preguntó a ningún modelo",
        "fr": "aucun modèle n’a été interrogé",
        "ja": "モデルには尋ねておらず",
        "ko": "모델에 묻지 않았고",
        "zh": "没有询问任何模型",
    }
    assert told[entry.scenario.language] in page.read_text("utf-8")


@pytest.mark.parametrize("entry", VOICES, ids=lambda e: f"{e.scenario.id}-{e.persona.id}-{e.voice}")
def test_other_voices_are_current_samples(entry) -> None:  # type: ignore[no-untyped-def]
    assert entry.record is not None
    assert entry.state == "current"
    assert entry.record.model == "sample"
    assert not entry.record.edited


def test_a_second_voice_answers_for_all_roles_and_sometimes_disagrees() -> None:
    """As the guide says."""
    leads, seconds = (
        [e.persona.id for e in entries if e.scenario.id == "saturday-surgery"]
        for entries in (ENTRIES, VOICES)
    )
    assert seconds == leads
    page = (ROOT / "docs/scenarios/saturday-surgery/index.md").read_text("utf-8")
    assert "(second: " in page


def _numbers(scenario: Scenario) -> Comparison:
    answers = {
        e.persona.id: e.record.answer
        for e in ENTRIES
        if e.scenario == scenario and e.record is not None and e.record.answer is not None
    }
    return compare(scenario, answers)


@pytest.mark.parametrize("scenario", LIBRARY.scenarios, ids=lambda s: s.id)
def test_no_two_distributions_are_the_same(scenario: Scenario) -> None:
    numbers = _numbers(scenario)
    assert len({s.shares for s in numbers.stances.values()}) == len(numbers.stances)
    # Shares in steps of 5 are guesses at guesses.
    assert not [
        s for s in numbers.stances.values() if all(round(100 * n) % 5 == 0 for n in s.shares)
    ]


STORIES = ("new-electric-car", "new-electric-car-en", "saturday-surgery")


@pytest.mark.parametrize(
    "scenario", [s for s in LIBRARY.scenarios if s.id in STORIES], ids=lambda s: s.id
)
def test_roles_conflict_and_agree(scenario: Scenario) -> None:
    """In the scenarios that show it; elsewhere colleagues may well agree."""
    numbers = _numbers(scenario)
    assert numbers.conflicts[0].severity > 0.15
    assert numbers.common_ground
    assert sum(s.split >= 0.35 for s in numbers.stances.values()) >= 2


def test_the_committed_pages_are_what_the_scenarios_give(run: Run, tmp_path: Path) -> None:
    for name in ("scenarios", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    result = run("perspectives", "build", "--check", cwd=tmp_path)
    assert result.returncode == 0, result.stderr


def test_the_documented_faults_are_those_that_are_tried() -> None:
    page = (ROOT / "docs/guide/robustness.md").read_text("utf-8")
    assert faults.tables() in page
    for fault in faults.SERVERS + faults.IN_A_BATCH + faults.FILES + faults.MACHINE:
        file, name = fault.test.split("::")
        assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text("utf-8"), fault.test


def test_nothing_names_a_registry_or_a_path_of_a_machine() -> None:
    for name in ("constraints.txt", "pyproject.toml", "Makefile", ".ci/run"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?://|index-url|/root/|/home/|/work/", text), name
