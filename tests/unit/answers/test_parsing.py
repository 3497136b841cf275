"""A reply or a record read as an answer: what is mended, what is refused, and what is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import pytest
from mkdocs_perspectives.answers import AnswerError, parse_recorded, parse_reply
from mkdocs_perspectives.scenario import Scenario


@pytest.fixture
def tram(tmp_path: Path) -> Scenario:
    comparisons = [{"id": "two", "title": "Two", "personas": ["role-a", "role-b"]}]
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2, comparisons=comparisons))
    return factory.load(tmp_path)


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


def test_invisible_characters_are_removed_and_are_no_fault(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    answer["summary"] = "A\x00B\u202eC\ud800D  E\r\n\r\nF\x1b[0m"
    parsed = parse_reply(json.dumps(answer), tram, "role-a")
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
        assert tuple(parse_reply(json.dumps(answer), scenario, "role-a").stances) == order
        assert tuple(parse_recorded(answer, scenario).stances) == order


def test_a_record_keeps_frictions_with_all_but_those_who_are_gone(tram: Scenario) -> None:
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


def test_every_fault_is_named_but_no_more_than_ten(tram: Scenario) -> None:
    answer = factory.answer(tram, "role-a")
    for stance in answer["stances"].values():
        stance["importance"] = 9
        stance["shares"] = factory.shares(*[-1] * 5)
    with pytest.raises(AnswerError) as caught:
        parse_reply(json.dumps(answer), tram, "role-a")
    faults = str(caught.value).split("; ")
    assert len(faults) == 10
    assert faults[5] == "stances.issue-1.importance: Input should be less than or equal to 5"


def test_a_reply_without_end_is_not_parsed(tram: Scenario) -> None:
    with pytest.raises(AnswerError, match="longer than 1000000 characters"):
        parse_reply("{" + " " * 1_000_000, tram, "role-a")
