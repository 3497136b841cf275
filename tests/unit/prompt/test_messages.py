"""The messages: what all roles share comes first and is the same, and each role has its own."""

from __future__ import annotations

from pathlib import Path

import factory
from mkdocs_perspectives.prompt import questions_for


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


def test_where_nobody_is_a_counterpart_no_clash_is_asked_for(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(1, 0))
    (question,) = questions_for(factory.load(tmp_path))
    assert "There are none; stances is an empty object." in question.messages[0]["content"]
    assert "There are none; frictions is an empty list." in question.messages[1]["content"]
