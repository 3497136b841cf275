"""The messages: what all roles share comes first and is the same, and each role has its own."""

from __future__ import annotations

import re
from pathlib import Path

import factory
from mkdocs_perspectives.prompt import questions_for
from mkdocs_perspectives.scenario import load_library


def test_only_the_last_message_tells_the_roles_of_a_scenario_apart(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path)
    questions = questions_for(factory.load(tmp_path))
    assert len({question.messages[0]["content"] for question in questions}) == 1
    assert [len(question.messages) for question in questions] == [2] * 6
    own = [question.messages[1]["content"] for question in questions]
    assert [text.splitlines()[0] for text in own] == [f"# Role: Role {x}" for x in "abcdef"]


def test_all_that_an_author_wrote_is_asked(tmp_path: Path) -> None:
    data = factory.scenario(2, 1)
    data["personas"][0] |= {"level": "expert", "goals": ["Low stock", "No strike"]}
    data["issues"][0]["scale"] = ["No!", "No", "Well", "Yes", "Yes!"]
    factory.write_scenario(tmp_path, data=data)
    first, second = questions_for(factory.load(tmp_path))
    shared = first.messages[0]["content"]
    for text in (data["title"], data["situation"], data["question"], "Claim 1."):
        assert text in shared
    assert "Scale: strongly_against = No!; against = No; neither = Well; for = Yes; " in shared
    own = first.messages[1]["content"]
    for line in ("Level: expert", "Goal: Low stock", "Goal: No strike", "role-b: Role b"):
        assert line in own.splitlines()
    assert "role-a: Role a" in second.messages[1]["content"].splitlines()
    assert "Goal" not in second.messages[1]["content"]


def test_the_language_of_the_answer_is_the_scenarios(tmp_path: Path) -> None:
    for language, name in (("en", "English"), ("ko", "Korean (합니다체)")):
        factory.write_scenario(tmp_path, data=factory.scenario(1, 0, language=language))
        (question,) = questions_for(factory.load(tmp_path))
        assert f"Write every text in {name}." in question.messages[0]["content"]


def test_where_nobody_is_a_counterpart_no_friction_is_asked_for(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(1, 0))
    (question,) = questions_for(factory.load(tmp_path))
    assert "There are none; stances is an empty object." in question.messages[0]["content"]
    assert "There are none; frictions is an empty list." in question.messages[1]["content"]


def test_of_its_counterparts_a_role_is_given_ids_names_and_descriptions(tmp_path: Path) -> None:
    data = factory.scenario(3, 1)
    data["personas"][1] |= {"level": "expert", "goals": ["Low stock"]}
    factory.write_scenario(tmp_path, data=data)
    own = questions_for(factory.load(tmp_path))[0].messages[1]["content"]
    _, counterparts = own.split("# Counterparts\n\n")
    assert counterparts.splitlines() == [
        "role-b: Role b",
        "Description: Role b does its work.",
        "role-c: Role c",
        "Description: Role c does its work.",
    ]


def test_what_is_different_follows_the_situation_under_its_own_heading(tmp_path: Path) -> None:
    parent = factory.scenario(1, 1)
    factory.write_scenario(tmp_path, data=parent)
    late = {"title": "Late", "extends": "tram", "change": "It comes a year later."}
    factory.write_scenario(tmp_path, "late", late)
    asked = {
        scenario.id: questions_for(scenario)[0].messages[0]["content"]
        for scenario in load_library(tmp_path / "scenarios").scenarios
    }
    heading = "# What is different\n\nAll of the above holds, except for this:\n\n"
    assert (
        parent["situation"] + "\n\n" + heading + late["change"] + "\n\n# Question" in asked["late"]
    )
    # But for that, and the title, the two are asked the same.
    same = asked["late"].replace("\n\n" + heading + late["change"], "").replace(": Late\n", ": T\n")
    assert same == asked["tram"].replace(f": {parent['title']}\n", ": T\n")


def test_the_wording_favours_no_side_no_order_and_no_kind_of_role(tmp_path: Path) -> None:
    """No example, no number but limits, no word for one side without the other."""
    factory.write_scenario(tmp_path, data=factory.scenario(2, 0))
    (first, _) = questions_for(factory.load(tmp_path))
    wording, _ = first.messages[0]["content"].split("# Situation")
    # Limits of lists and texts, of importance, the sum, and the steps that are not wanted.
    numbers = ["3", "6", "2", "3", "2", "4", "1", "2", "100", "100", "5", "1", "5", "4", "6", "6"]
    assert sorted(re.findall(r"\d+", wording)) == sorted([*numbers, "4"])
    assert not re.search(r"\b(e\.g\.|for example|for instance|such as|like this)\b", wording, re.I)
    # Neither side is named, nor any point of the scale.
    assert not re.search(r"\b(against|in favour|oppos\w+|support\w*|agree with the st)", wording)
    assert not re.search(r"\b(strongly|neither|majority is|most are)\b", wording)
    # Nor any kind of role, trade or rank.
    trades = r"\b(engineer|market\w*|executive|manager|doctor|nurse|expert|practitioner|customer)"
    assert not re.search(trades, wording, re.I)
    # It asks for neither wide spreads nor harmony.
    assert not re.search(r"\b(spread|widely|diverse|polari[sz]\w+|consensus|harmon\w+)", wording)
