"""The file of a proposal: sound, marked, and with ids that pages can be named by."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
import yaml
from mkdocs_perspectives.common import OutputError
from mkdocs_perspectives.prompt import questions_for
from mkdocs_perspectives.scenario import (
    Scenario,
    Start,
    described_in,
    drafted_scenario,
    load_library,
    try_start,
)

TEXT = "A town: 52,000 people.\n\n# It costs\n- 390,000 a year."
LANGUAGES = ("en", "ko", "de", "fr", "es", "ja", "zh", "pt-BR")


def _role(role_id: str, name: str) -> dict[str, str]:
    return {"id": role_id, "name": name, "description": "Drives: at night. # it says"}


def _draft(root: Path, ids: tuple[str, ...], language: str = "en") -> Scenario:
    start = Start("A bus", "Who wins?", language, (), situation=TEXT)
    roles = [_role(name, f"Role {i}") for i, name in enumerate(ids)]
    issues = [{"id": "fare", "title": "Fare", "statement": "It should be free."}]
    try_start(root / "scenarios", "bus", start)
    drafted_scenario(root / "scenarios", "bus", start, roles, issues, "gpt-x: 'new'")
    (scenario,) = load_library(root / "scenarios").scenarios
    return scenario


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_was_proposed_and_by_whom(tmp_path: Path, language: str) -> None:
    scenario = _draft(tmp_path, ("driver", "guest"), language)
    assert scenario.situation == TEXT
    assert scenario.drafted_by == "gpt-x: 'new'"
    assert [p.id for p in scenario.personas] == ["driver", "guest"]
    assert scenario.personas[0].description == "Drives: at night. # it says"
    assert scenario.unwritten == ()


def test_ids_that_are_none_or_taken_are_replaced(tmp_path: Path) -> None:
    ids = ("Night Driver", "index", "운전사", "guest", "guest", "nul", "../x")
    found = [p.id for p in _draft(tmp_path, ids).personas]
    assert found == ["night-driver", "role-2", "unjeonsa", "guest", "role-5", "role-6", "x"]


def test_what_is_there_is_never_replaced(tmp_path: Path) -> None:
    file = factory.write_scenario(tmp_path, "bus")
    before = file.read_bytes()
    start = Start("A bus", "Who wins?", "en", (), situation=TEXT)
    with pytest.raises(OutputError, match="already"):
        try_start(tmp_path / "scenarios", "bus", start)
    with pytest.raises(OutputError, match="already"):
        drafted_scenario(tmp_path / "scenarios", "bus", start, [], [], "m")
    assert file.read_bytes() == before


def test_the_mark_is_no_part_of_what_is_asked(tmp_path: Path) -> None:
    marked = _draft(tmp_path, ("driver", "guest"))
    file = tmp_path / "scenarios/bus/scenario.yml"
    data = yaml.safe_load(file.read_text("utf-8"))
    del data["drafted_by"]
    file.write_text(yaml.safe_dump(data), "utf-8")
    (without,) = load_library(tmp_path / "scenarios").scenarios
    assert without.drafted_by == ""
    for one, other in zip(questions_for(marked), questions_for(without), strict=True):
        assert one.digests == other.digests
        assert one.messages == other.messages


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        (
            "en",
            ("sells noodles.", "the cart", "sales"),
            "Sells noodles. Answers for the cart. Is measured by sales.",
        ),
        ("en", ("sells noodles", "", ""), "Sells noodles."),
        ("en", ("", " ", ""), ""),
        (
            "ko",
            ("국수를 팝니다", "수레", "매출"),
            "국수를 팝니다. 책임지는 일: 수레. 평가 기준: 매출.",
        ),
        (
            "nl",
            ("Verkoopt noedels", "De kar", "De omzet"),
            "Verkoopt noedels. De kar. De omzet.",
        ),
    ],
)
def test_a_description_of_a_few_words(language: str, said: tuple[str, str, str], told: str) -> None:
    assert described_in(language, *said) == told
