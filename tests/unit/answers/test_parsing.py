"""Parsing replies and records: what is corrected, what is refused, and the error texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import jsonschema
import pytest
from mkdocs_perspectives.answers import (
    Answer,
    AnswerError,
    Expected,
    parse_recorded,
    parse_reply,
)
from mkdocs_perspectives.prompt import answer_schema
from mkdocs_perspectives.scenario import Scenario


@pytest.fixture
def tram(tmp_path: Path) -> Scenario:
    comparisons = [{"id": "two", "title": "Two", "personas": ["role-a", "role-b"]}]
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2, comparisons=comparisons))
    return factory.load(tmp_path)


def _parse(
    answer: dict[str, Any] | str, of: Scenario, *, persona: str = "role-a", **how: Any
) -> Answer:
    """``answer`` as it would be read on arrival."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return parse_reply(text, Expected.of(of, persona), **how)


def _faults(answer: dict[str, Any] | str, of: Scenario, **how: Any) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        _parse(answer, of, **how)
    return caught.value


def test_what_the_schema_allows_is_accepted(tram: Scenario) -> None:
    good = factory.answer(tram, "role-a")
    jsonschema.validate(good, answer_schema(tram))
    assert _parse(good, tram).to_json() == good


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(answer: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            answer = answer[int(step)] if isinstance(answer, list) else answer[step]
        if isinstance(answer, list):
            answer[int(last)] = value
        else:
            answer[last] = value

    return change


def _drop(path: str) -> Callable[[dict[str, Any]], None]:
    def change(answer: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            answer = answer[step]
        del answer[last]

    return change


STANCE = "stances.issue-1"
WHOLE = "must be a whole number from 1 to 5, not"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_set(f"{STANCE}.importance", 9), f"{STANCE}.importance {WHOLE} 9"),
        (_set(f"{STANCE}.importance", 2.5), f"{STANCE}.importance {WHOLE} 2.5"),
        (_set(f"{STANCE}.importance", True), f"{STANCE}.importance {WHOLE} true or false"),
        (_set(f"{STANCE}.importance", "80%"), f"{STANCE}.importance {WHOLE} a text"),
        (_set(f"{STANCE}.importance", float("nan")), f"{STANCE}.importance {WHOLE} NaN"),
        (_set(f"{STANCE}.shares.for", -5), f"{STANCE}.shares.for must be a whole number from 0"),
        (_set(f"{STANCE}.shares.for", True), f"{STANCE}.shares.for must be a whole number from 0"),
        (_set(f"{STANCE}.shares.for", "about 15"), f"{STANCE}.shares.for must be a whole number"),
        (_set(f"{STANCE}.shares.for", None), "not null"),
        (_set(f"{STANCE}.shares", factory.shares(0, 0, 0, 0, 0)), "are all 0"),
        (_drop(f"{STANCE}.shares.for"), f"{STANCE}.shares.for is missing"),
        (
            _set("stances.other", {}),
            "stances.other is no issue of the scenario; these are: issue-1",
        ),
        (_drop("stances.issue-2"), "stances.issue-2 is missing"),
        (_set("stances", []), "stances must be an object, not a list"),
        (_drop("summary"), "summary is missing"),
        (_set("summary", None), "summary must be a text, not null"),
        (_set("summary", 5), "summary must be a text, not a number"),
        (_set("summary", "  \u202e "), "summary must not be empty"),
        (_set("summary", "x" * 10_001), "summary must be at most 10000 characters long"),
        (_set("considerations", []), "considerations has 0 entries instead of 3 to 6"),
        (_set("considerations", None), "considerations must be a list of 3 to 6, not null"),
        (_set("considerations.1", "x"), "considerations.1 must be an object, not a text"),
        (
            _set("frictions", "a few"),
            "frictions must be a list, an empty one where there is nothing",
        ),
        (_drop("frictions"), "frictions is missing"),
        (
            _set("frictions.0.issue", "no-issue"),
            "frictions.0.issue must be one of the ids issue-1, ",
        ),
        (_set("frictions.0.with", "the mayor"), "ids role-b, not 'the mayor'"),
        (_set("frictions.0.with", "role-a"), "frictions.0.with: this is the role itself"),
        (
            _set("frictions.0.with", None),
            "frictions.0.with must be one of the ids role-b, not null",
        ),
    ],
)
def test_faults_are_named_in_terms_of_the_form(
    tram: Scenario, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    answer = factory.answer(tram, "role-a")
    change(answer)
    fault = _faults(answer, tram)
    assert message in str(fault)
    assert not fault.only_sums
    for word in ("tuple", "Input", "valid", "dict", "NoneType"):
        assert word not in str(fault)


def test_ten_faults_are_enough(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    answer["frictions"] *= 6
    for friction in answer["frictions"]:
        friction |= {"with": 5, "issue": 5}
    assert str(_faults(json.loads(json.dumps(answer)), tram)).count(";") == 9


@pytest.mark.parametrize(
    ("text", "message", "unfinished"),
    [
        ("", "no JSON object with the keys considerations, stances, summary, frictions", True),
        ("no JSON", "no JSON object", True),
        ("{", "no JSON object", True),
        ("[1]", "no JSON object", True),
        ('{"a": NaN}', "no JSON object", True),
        ("{" * 10_000 + "}", "no JSON object", True),
        ('{"summary": "I thi', "ends in the middle of the JSON object", True),
        ('{"summary": "I think so."}', "considerations is missing", False),
    ],
)
def test_text_that_is_not_an_answer(
    tram: Scenario, text: str, message: str, unfinished: bool
) -> None:
    fault = _faults(text, tram)
    assert message in str(fault)
    assert fault.unfinished == unfinished


def test_a_doubled_key_has_no_value_unless_both_are_the_same(tram: Scenario) -> None:
    good = json.dumps(factory.answer(tram, "role-a"))
    assert '"importance": 1' in good
    twice = good.replace('"importance": 1', '"importance": 4, "importance": 1', 1)
    assert "importance stands there twice" in str(_faults(twice, tram))
    again = good.replace('"importance": 1', '"importance": 1, "importance": 1', 1)
    assert _parse(again, tram) == _parse(good, tram)


def test_what_is_sent_back_is_the_object_alone(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    del answer["summary"]
    text = json.dumps(answer)
    fault = _faults(f"<think>Which keys? {{...}}</think>Here it is: {text} I hope so.", tram)
    assert fault.quote == text
    assert _faults("Well, it depends.", tram).quote == "Well, it depends."


@pytest.mark.parametrize(
    ("change", "ignored"),
    [
        (_drop("summary"), True),
        (_set("frictions", "none of them"), True),
        # Nothing that a schema could have kept out.
        (_set("summary", " "), False),
        (_set(f"{STANCE}.shares", factory.shares(0, 0, 0, 0, 0)), False),
        (_set(f"{STANCE}.shares", factory.shares(1, 2, 3, 4, 5)), False),
    ],
)
def test_whether_the_server_ignored_the_schema(
    tram: Scenario, change: Callable[[dict[str, Any]], None], ignored: bool
) -> None:
    answer = factory.answer(tram, "role-a")
    change(answer)
    assert _faults(answer, tram).schema_ignored == ignored
    # What is read nevertheless shows it as well.
    change(answer := factory.answer(tram, "role-a") | {"note": "extra"})
    assert _faults(answer, tram).schema_ignored


def test_a_friction_with_a_role_that_was_not_asked_about_stays(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    (friction,) = answer["frictions"]
    answer["frictions"] += [friction | {"with": "role-c"}]
    assert [f.with_ for f in _parse(answer, tram).frictions] == ["role-b", "role-c"]


def test_where_there_are_no_counterparts_a_friction_is_a_fault(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(9, 1))
    of = factory.load(tmp_path)
    answer = factory.answer(of, "role-a")
    friction = dict.fromkeys(("theme", "my_side", "their_side", "why", "way_forward"), "x")
    answer["frictions"] = [friction | {"with": "nobody", "issue": None}]
    assert "frictions.0.with names a counterpart, but there are none" in str(_faults(answer, of))


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
    stance = _parse(answer, tram).stances["issue-1"]
    assert stance.shares.counts() == expected
    assert not stance.scaled


def test_other_sums_are_a_fault_at_first_and_scaled_at_last(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a", {"issue-1": (3, 3, 3, 1, 1)})
    with pytest.raises(AnswerError, match="sum to 11 instead of 100") as caught:
        _parse(answer, tram)
    assert caught.value.only_sums
    parsed = _parse(answer, tram, scale_any=True)
    # 300/11 = 27.27, 100/11 = 9.09: floors sum to 99, and 27.27 has the largest remainder.
    assert parsed.stances["issue-1"].shares.counts() == (28, 27, 27, 9, 9)
    assert parsed.stances["issue-1"].scaled
    recorded = parsed.to_json()
    assert recorded["stances"]["issue-1"]["scaled"] is True
    assert "scaled" not in recorded["stances"]["issue-2"]
    assert parse_recorded(json.loads(json.dumps(recorded)), tram) == parsed


def test_invisible_characters_are_removed_and_are_no_fault(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    answer["summary"] = "A\x00B\u202eC\ud800D  E\r\n\r\nF\x1b[0m"
    parsed = _parse(answer, tram)
    assert parsed.summary == "ABCD E\n\nF[0m"


@pytest.mark.parametrize("order", [("zeal", "art", "mood"), ("mood", "zeal", "art")])
def test_stances_have_the_scenarios_order_whatever_the_order_of_arrival(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    data = factory.scenario(2, 3)
    for issue, name in zip(data["issues"], order, strict=True):
        issue["id"] = name
    factory.write_scenario(tmp_path, data=data)
    scenario = factory.load(tmp_path)
    answer = factory.answer(scenario, "role-a")
    for arrived in (sorted(order), sorted(order, reverse=True)):
        answer["stances"] = {name: answer["stances"][name] for name in arrived}
        assert tuple(_parse(answer, scenario).stances) == order
        assert tuple(parse_recorded(answer, scenario).stances) == order


def test_frictions_with_removed_roles_are_dropped(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    (friction,) = answer["frictions"]
    answer["frictions"] += [friction | {"with": name} for name in ("role-c", "long-gone")]
    # With role-c it shares no comparison now, but it was asked about it then.
    recorded = parse_recorded(answer, tram)
    assert [f.with_ for f in recorded.frictions] == ["role-b", "role-c"]


def test_a_record_must_hold_as_it_is(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a", {"issue-1": (21, 21, 21, 21, 21)})
    with pytest.raises(AnswerError, match=r"stances\.issue-1\.shares sum to 105 instead of 100"):
        parse_recorded(answer, tram)


def test_at_most_ten_faults_are_named(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    for stance in answer["stances"].values():
        stance["importance"] = 9
        stance["shares"] = factory.shares(*[-1] * 5)
    with pytest.raises(AnswerError) as caught:
        _parse(answer, tram)
    faults = str(caught.value).split("; ")
    assert len(faults) == 10
    assert faults[5] == "stances.issue-1.importance must be a whole number from 1 to 5, not 9"


def test_a_reply_without_end_is_not_parsed(tram: Scenario) -> None:
    with pytest.raises(AnswerError, match="longer than 10000000 characters"):
        _parse("{" + " " * 10_000_000, tram)
