"""Warnings: what weakens a scenario is named with its line, and good scenarios get none."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from commands import ROOT
from mkdocs_perspectives.scenario import load_library


def _warnings(root: Path) -> list[str]:
    folder = root / "scenarios"
    return [str(problem) for problem in load_library(folder, warn=True).warnings]


def _statement(root: Path, statement: str, language: str = "en") -> list[str]:
    data = factory.scenario(1, 1, language=language, scale=["a", "b", "c", "d", "e"])
    data["issues"][0]["statement"] = statement
    factory.write_scenario(root, data=data)
    return _warnings(root)


def test_the_shipped_scenarios_get_no_warning() -> None:
    assert _warnings(ROOT) == []


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("Should we wait?", "en"),
        ("We should wait, or not? ", "en"),
        ("출시를 미뤄야 합니까?", "ko"),
        ("출시를 미뤄야 할까", "ko"),
        ("日曜日に開館すべきですか。", "ja"),
        ("日曜日に開館すべきか", "ja"),
        ("医院应当开设夜间门诊吗？", "zh"),
        ("医院应当开设夜间门诊吗", "zh"),
        ("هل ينبغي أن تفتح المكتبة؟", "ar"),
        ("Soll die Bücherei öffnen?", "de"),
    ],
)
def test_a_question_is_no_statement(tmp_path: Path, statement: str, language: str) -> None:
    (told,) = _statement(tmp_path, statement, language)
    assert "is a question" in told
    assert statement.strip() in told


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("The budget should be cut and the launch should wait.", "en"),
        ("Prices must fall; quality must not suffer.", "en"),
        ("We should wait. The price is too high.", "en"),
        ("예산을 줄여야 하고, 출시를 미뤄야 한다.", "ko"),
        ("図書館は開館すべきである。窓口は無人とすべきである。", "ja"),
        ("应当开设门诊。应当增加护士。", "zh"),
        ("Wir sollten warten. Der Preis ist zu hoch.", "de"),
        ("ينبغي أن ننتظر. الثمن مرتفع.", "ar"),
    ],
)
def test_two_claims_in_one_statement(tmp_path: Path, statement: str, language: str) -> None:
    (told,) = _statement(tmp_path, statement, language)
    assert "two claims" in told


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("Die Messe soll am 1. Mai beginnen.", "de"),
        ("Kosten wie z. B. Strom sollen sinken.", "de"),
        ("Dr. Kim should lead the project, e.g. from May.", "en"),
        ("図書館は毎週日曜日に開館すべきである。", "ja"),
        ("三家社区医院都应当开设夜间门诊。", "zh"),
        ("ينبغي أن تفتح المكتبة كل يوم جمعة.", "ar"),
        ("Kirjaston on oltava auki sunnuntaisin, ja se voi olla ilman väkeä.", "fi"),
    ],
)
def test_one_claim_in_any_language_is_left_alone(
    tmp_path: Path, statement: str, language: str
) -> None:
    assert _statement(tmp_path, statement, language) == []


@pytest.mark.parametrize(
    "statement",
    [
        "Research and development should be paid first.",
        "Dealers should hand over and service the cars.",
        "The car should cost 42.000 euros at most.",
        "Faults should be published, even before there is a fix.",
    ],
)
def test_one_claim_is_left_alone(tmp_path: Path, statement: str) -> None:
    assert _statement(tmp_path, statement) == []


def test_roles_described_alike_and_a_comparison_of_nothing(tmp_path: Path) -> None:
    words = "Plans the launch of the car, writes the messages and watches what they cost us all."
    data = factory.scenario(3, 0)
    data["personas"][0]["description"] = words
    data["personas"][2]["description"] = words.replace("watches", "counts")
    data["comparisons"] = [{"id": "all", "title": "All", "personas": ["role-a", "role-b"]}]
    factory.write_scenario(tmp_path, data=data)
    alike, empty = _warnings(tmp_path)
    assert "'role-c' is described in nearly the same words as 'role-a'" in alike
    assert "the roles of 'all' share no issue" in empty
    for line in (*alike.splitlines(), *empty.splitlines()):
        assert line.startswith(("scenarios/tram/scenario.yml:", "  "))


def test_roles_described_alike_without_spaces(tmp_path: Path) -> None:
    data = factory.scenario(3, 0, language="ja")
    told = (
        "資料の選定と相談窓口を担当し、週末の勤務表に従って働く。",
        "資料の選定と相談窓口を担当し、休日の勤務表に従って働く。",
        "図書館の運営と予算に責任を負い、来館者数で評価される。",
    )
    for persona, description in zip(data["personas"], told, strict=True):
        persona["description"] = description
    factory.write_scenario(tmp_path, data=data)
    (alike,) = _warnings(tmp_path)
    assert "'role-b' is described in nearly the same words as 'role-a'" in alike
