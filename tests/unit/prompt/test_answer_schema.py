"""The schema of an answer: strict, in words that servers share, and true of what is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import factory
import jsonschema
import pytest
from mkdocs_perspectives.answers import Expected, parse_reply
from mkdocs_perspectives.prompt import answer_schema
from mkdocs_perspectives.scenario import Scenario

ALLOWED_WORDS = {
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "anyOf",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
}


@pytest.fixture
def tram(tmp_path: Path) -> Scenario:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2))
    return factory.load(tmp_path)


def _words(schema: Any, *, names: bool = False) -> set[str]:
    """All keywords of a schema, without the names of properties."""
    if isinstance(schema, list):
        return set().union(*map(_words, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    found = set() if names else set(schema)
    for key, value in schema.items():
        found |= _words(value, names=key == "properties" and not names)
    return found


def test_the_schema_is_strict_and_uses_only_shared_words(tram: Scenario) -> None:
    schema = answer_schema(tram)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert _words(schema) <= ALLOWED_WORDS

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") == "object":
                assert part["additionalProperties"] is False
                assert part["required"] == list(part["properties"])
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(schema)


def test_reasons_come_before_the_numbers(tram: Scenario) -> None:
    schema = answer_schema(tram)
    assert list(schema["properties"]) == [
        *("considerations", "stances", "summary"),
        *("frictions", "open_questions", "would_change_mind"),
    ]
    stances = schema["properties"]["stances"]["properties"]
    assert list(stances) == ["issue-1", "issue-2"]
    for stance in stances.values():
        assert list(stance["properties"]) == [
            *("reason", "minority", "shares", "position", "importance"),
        ]


def _valid(scenario: Scenario, **changes: Any) -> bool:
    answer = factory.answer(scenario, "role-a") | changes
    validator = jsonschema.Draft202012Validator(answer_schema(scenario))
    allowed: bool = validator.is_valid(answer)
    return allowed


def test_an_answer_that_fits_is_accepted(tram: Scenario) -> None:
    assert _valid(tram)
    text = json.dumps(factory.answer(tram, "role-a"))
    assert parse_reply(text, Expected.of(tram, "role-a")).summary == "I am role-a. I see it so."


def test_no_friction_need_be_invented(tram: Scenario) -> None:
    """A role that expects none says none, and up to six may be told of."""
    (friction, *_) = factory.answer(tram, "role-a")["frictions"]
    assert [_valid(tram, frictions=[friction] * count) for count in (0, 1, 6, 7)] == [
        *(True, True, True),
        False,
    ]
    answer = factory.answer(tram, "role-a") | {"frictions": []}
    assert parse_reply(json.dumps(answer), Expected.of(tram, "role-a")).frictions == ()


def test_what_there_is_not_need_not_be_made_up(tram: Scenario) -> None:
    """No minority, no way forward, no open question; but at most four questions."""
    answer = factory.answer(tram, "role-a")
    stance, (friction, *_) = answer["stances"]["issue-1"], answer["frictions"]
    stances = answer["stances"] | {"issue-1": stance | {"minority": None}}
    assert _valid(tram, stances=stances, frictions=[friction | {"way_forward": None}])
    valid = [_valid(tram, open_questions=["Who pays?"] * count) for count in (0, 4, 5)]
    assert valid == [True, True, False]


def test_three_to_six_considerations_are_wanted(tram: Scenario) -> None:
    (consideration, *_) = factory.answer(tram, "role-a")["considerations"]
    valid = [_valid(tram, considerations=[consideration] * count) for count in (2, 3, 6, 7)]
    assert valid == [False, True, True, False]


def test_a_friction_names_a_role_and_an_issue_of_the_scenario_or_no_issue(tram: Scenario) -> None:
    (friction, *_) = factory.answer(tram, "role-a")["frictions"]
    assert _valid(tram, frictions=[friction | {"issue": None}])
    assert not _valid(tram, frictions=[friction | {"issue": "made-up"}])
    assert not _valid(tram, frictions=[friction | {"with": "nobody"}])


def test_a_scenario_without_issues_has_no_stances(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 0))
    scenario = factory.load(tmp_path)
    assert _valid(scenario)
    assert not _valid(scenario, stances={"made-up": {}})
