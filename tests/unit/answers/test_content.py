"""Whether an answer has content."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import factory
import pytest
from babel import localedata
from languages_site import write_in
from mkdocs_perspectives.answers import Expected
from mkdocs_perspectives.answers.content import without_content
from mkdocs_perspectives.answers.scripts import letters_within
from mkdocs_perspectives.common import meant_tag
from mkdocs_perspectives.scenario import Scenario, load_library


@pytest.fixture(params=["en", "ko"])
def tram(tmp_path: Path, request: pytest.FixtureRequest) -> Scenario:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2, language=request.param))
    return load_library(tmp_path / "scenarios").scenarios[0]


def _answer(of: Scenario) -> dict[str, Any]:
    return factory.answer(of, "role-a")


def _why(answer: dict[str, Any], of: Scenario) -> str:
    return without_content(answer, Expected.of(of, "role-a"))


def test_a_usual_answer_has_content(tram: Scenario) -> None:
    assert _why(_answer(tram), tram) == ""


def _all(text: str) -> Any:
    """``value`` with ``text`` in the place of every text."""

    def fill(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: fill(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [fill(v) for v in value]
        return text if isinstance(value, str) and key not in ("with", "issue") else value

    return fill


def test_one_text_in_every_field_is_not_content(tram: Scenario) -> None:
    assert "of its 25 texts are distinct" in _why(_all("Stall-holder")(_answer(tram)), tram)


def test_half_of_the_texts_must_differ(tram: Scenario) -> None:
    answer = _answer(tram) | {"frictions": []}
    # 15 texts: a summary, three times two, two times three, an open question, and what would change
    # the mind. The summary, three titles, two positions, two reasons and two minorities are alike
    # below: 15 - 10 + 1 = 6 differ.
    same = answer["summary"]
    for stance in answer["stances"].values():
        stance |= {"position": same, "reason": same.upper() + "!", "minority": f" {same}"}
    for consideration in answer["considerations"]:
        consideration["title"] = same
    assert len({same, *(c["detail"] for c in answer["considerations"])}) == 4
    assert _why(answer, tram).startswith("only 6 of its 15")
    answer["considerations"][0]["title"] = answer["summary"] + " 2"
    answer["considerations"][1]["title"] = answer["summary"] + " 3"
    assert _why(answer, tram) == ""


@pytest.mark.parametrize("what", ["name", "description", "statement"])
def test_reasons_that_only_repeat_are_no_content(tram: Scenario, what: str) -> None:
    answer, role = _answer(tram), tram.persona("role-a")
    for issue in tram.issues:
        said = {"name": role.name, "description": role.description, "statement": issue.statement}
        answer["stances"][issue.id]["reason"] = f"  {said[what].upper()}!"
    assert "every reason only repeats" in _why(answer, tram)
    # One reason of its own is one.
    answer["stances"]["issue-2"]["reason"] = _answer(tram)["stances"]["issue-2"]["reason"]
    assert _why(answer, tram) == ""


def test_a_position_may_repeat_the_statement(tram: Scenario) -> None:
    answer = _answer(tram)
    for issue in tram.issues:
        answer["stances"][issue.id]["position"] = issue.statement
    assert _why(answer, tram) == ""


def test_an_answer_to_no_issue_has_no_reasons_to_judge(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 0))
    (of,) = load_library(tmp_path / "scenarios").scenarios
    assert _why(_answer(of), of) == ""


def test_half_of_the_letters_is_enough(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 0, language="ko"))
    (of,) = load_library(tmp_path / "scenarios").scenarios
    answer = {"summary": "비용 ab", "considerations": [], "stances": {}, "frictions": []}
    assert _why(answer, of) == ""
    assert "fewer than half" in _why(answer | {"summary": "비용 abc"}, of)
    assert "fewer than half" in _why(answer | {"summary": "1, 2; 3!"}, of)


def test_another_script_is_not_content(tmp_path: Path) -> None:
    scenarios = {}
    for language in ("en", "ko"):
        factory.write_scenario(tmp_path, language, factory.scenario(3, 2, language=language))
    scenarios = {s.language: s for s in load_library(tmp_path / "scenarios").scenarios}
    for language, other in (("en", "ko"), ("ko", "en")):
        answer = _answer(scenarios[other])
        assert "fewer than half of its letters" in _why(answer, scenarios[language])
        # Where only ids are known, nobody knows the language.
        assert _why(answer, scenarios[other]) == ""


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        ("Das Lager 물류", "de", (8, 10)),
        ("Das Lager 물류", "ko", (2, 10)),
        ("物流の計画", "ja", (5, 5)),
        ("物流 계획", "ko", (4, 4)),
        ("物流の計画", "zh", (4, 5)),
        ("物流", "zh-TW", (2, 2)),
        ("Größe é ﬁ Ａ", "fr", (9, 9)),
        ("логистика", "sr-Latn", (0, 9)),
        ("логистика", "sr", (9, 9)),
        ("لوجستية", "ar-EG", (7, 7)),
        ("1, 2; 3 !", "en", (0, 0)),
        ("text", "x-unknown", None),
        ("text", "", None),
    ],
)
def test_letters_of_a_language(text: str, language: str, counted: tuple[int, int] | None) -> None:
    assert letters_within(text, language) == counted


def test_it_is_known_how_every_language_is_written() -> None:
    tags = [name for name in localedata.locale_identifiers() if meant_tag(name) == name]
    assert [tag for tag in tags if letters_within("a", tag) is None] == []
    assert letters_within("ᏣᎳᎩ ab", "chr") == (3, 5)


@pytest.mark.parametrize("language", ["ja", "zh", "ar", "nl"])
def test_answers_in_any_language_have_content_and_in_another_script_none(
    tmp_path: Path, language: str
) -> None:
    write_in(tmp_path, [language])
    (entry, *_) = factory.entries_of(tmp_path)
    assert entry.record is not None
    assert entry.record.answer is not None
    of, answer = entry.scenario, entry.record.answer.to_json()
    role = entry.persona.id
    assert without_content(answer, Expected.of(of, role)) == ""
    other = replace(of, language="nl" if language != "nl" else "ar")
    assert "fewer than half of its letters" in without_content(answer, Expected.of(other, role))
