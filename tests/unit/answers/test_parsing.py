"""What a persona must return: the schema, and the check on arrival."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs_perspectives.answers import AnswerError, Shares, parse_recorded, parse_reply
from mkdocs_perspectives.prompt import answer_schema
from mkdocs_perspectives.scenario import Scenario, load_library

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
    comparisons = [{"id": "two", "title": "Two", "personas": ["role-a", "role-b"]}]
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2, comparisons=comparisons))
    return load_library(tmp_path / "scenarios").scenarios[0]


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
    stance = schema["properties"]["stances"]["properties"]["issue-1"]["properties"]
    assert list(stance) == ["position", "reason", "shares", "importance"]


def test_what_the_schema_allows_is_accepted_and_what_it_forbids_is_not(tram: Scenario) -> None:
    good = factory.answer(tram, "role-a")
    jsonschema.validate(good, answer_schema(tram))
    assert parse_reply(json.dumps(good), tram, "role-a").summary == "I am role-a. I see it so."


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(answer: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            answer = answer[int(step)] if isinstance(answer, list) else answer[step]
        answer[last] = value

    return change


def _drop(path: str) -> Callable[[dict[str, Any]], None]:
    def change(answer: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            answer = answer[step]
        del answer[last]

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_set("stances.issue-1.importance", 9), "stances.issue-1.importance"),
        (_set("stances.issue-1.shares.for", -5), "stances.issue-1.shares.for"),
        (_set("stances.issue-1.shares.for", 12.5), "stances.issue-1.shares.for"),
        (_set("stances.issue-1.shares", factory.shares(0, 0, 0, 0, 0)), "are all 0"),
        (_set("stances.other", {}), "stances.other"),
        (_drop("stances.issue-2"), "stances.issue-2 is missing"),
        (_drop("summary"), "summary"),
        (_set("summary", "  \u202e "), "summary"),
        (_set("summary", "x" * 10_001), "summary"),
        (_set("considerations", []), "considerations has 0 entries"),
        (_set("extra", 1), "extra"),
        (_set("stances.issue-1.scaled", True), "no key 'scaled'"),
        (_set("frictions.0.issue", "no-issue"), "frictions.0.issue"),
        (_set("stances", []), "stances"),
    ],
)
def test_faults_are_named(
    tram: Scenario, change: Callable[[dict[str, Any]], None], told: str
) -> None:
    answer = factory.answer(tram, "role-a")
    change(answer)
    with pytest.raises(AnswerError, match=told):
        parse_reply(json.dumps(answer), tram, "role-a")


@pytest.mark.parametrize("text", ["", "no JSON", "{", "[1]", '{"a": NaN}', "{" * 10_000 + "}"])
def test_text_that_is_no_answer(tram: Scenario, text: str) -> None:
    with pytest.raises(AnswerError):
        parse_reply(text, tram, "role-a")


def test_a_fence_around_the_answer_is_tolerated(tram: Scenario) -> None:
    text = json.dumps(factory.answer(tram, "role-a"))
    fenced = f"Here it is:\n```json\n{text}\n```\n"
    assert parse_reply(fenced, tram, "role-a") == parse_reply(text, tram, "role-a")


def test_frictions_with_anybody_else_are_dropped(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    (friction,) = answer["frictions"]
    answer["frictions"] += [friction | {"with": "role-c"}, friction | {"with": "role-a"}]
    parsed = parse_reply(json.dumps(answer), tram, "role-a")
    assert [f.with_ for f in parsed.frictions] == ["role-b"]


@pytest.mark.parametrize(
    ("given_shares", "expected"),
    [
        # Within 95 to 105: scaled without a word. 19/95 = 20 %, 38/95 = 40 %.
        ((19, 0, 38, 38, 0), (20, 0, 40, 40, 0)),
        ((21, 21, 21, 21, 21), (20, 20, 20, 20, 20)),
        ((20, 20, 20, 20, 20), (20, 20, 20, 20, 20)),
    ],
)
def test_small_slips_are_scaled_without_a_word(
    tram: Scenario, given_shares: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    answer = factory.answer(tram, "role-a", {"issue-1": given_shares})
    stance = parse_reply(json.dumps(answer), tram, "role-a").stances["issue-1"]
    assert stance.shares.counts() == expected
    assert not stance.scaled


def test_other_sums_are_a_fault_at_first_and_scaled_at_last(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a", {"issue-1": (3, 3, 3, 1, 1)})
    with pytest.raises(AnswerError, match="sum to 11 instead of 100") as caught:
        parse_reply(json.dumps(answer), tram, "role-a")
    assert caught.value.only_sums
    parsed = parse_reply(json.dumps(answer), tram, "role-a", scale_any=True)
    # 300/11 = 27.27, 100/11 = 9.09: floors sum to 99, and 27.27 has the largest remainder.
    assert parsed.stances["issue-1"].shares.counts() == (28, 27, 27, 9, 9)
    assert parsed.stances["issue-1"].scaled
    recorded = parsed.to_json()
    assert recorded["stances"]["issue-1"]["scaled"] is True
    assert "scaled" not in recorded["stances"]["issue-2"]
    assert parse_recorded(json.loads(json.dumps(recorded)), tram) == parsed


@given(st.lists(st.integers(0, 1000), min_size=5, max_size=5).filter(any))
def test_scaled_shares_sum_to_100_and_keep_their_proportions(counts: list[int]) -> None:
    scaled = Shares.model_validate(factory.shares(*counts)).scaled().counts()
    assert sum(scaled) == 100
    for count, share in zip(counts, scaled, strict=True):
        assert abs(share - 100 * count / sum(counts)) < 1


def test_invisible_characters_are_removed_and_are_no_fault(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    answer["summary"] = "A\x00B\u202eC\ud800D  E\r\n\r\nF\x1b[0m"
    parsed = parse_reply(json.dumps(answer), tram, "role-a")
    assert parsed.summary == "ABCD E\n\nF[0m"
