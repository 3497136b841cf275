"""The lines of a batch's results, and their outcomes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import factory
import pytest
from mkdocs_perspectives.ask.batch.notes import Request
from mkdocs_perspectives.ask.batch.results_file import (
    Answered,
    Failed,
    Malformed,
    Outcome,
    Passing,
    final,
    outcome_of,
    read_lines,
)
from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.llm import Ended, Usage
from mkdocs_perspectives.llm.error_replies import Sent, failure_of
from mkdocs_perspectives.scenario import Scenario

USAGE = {"prompt_tokens": 10, "completion_tokens": 5}


@pytest.fixture
def tram(tmp_path: Path) -> Scenario:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2))
    return factory.load(tmp_path)


@pytest.fixture
def request_a(tram: Scenario, tmp_path: Path) -> Request:
    return Request.of(factory.entries_of(tmp_path)[0], "key", refresh=False)


def _line(content: str | None, status: int = 200, **choice: Any) -> dict[str, Any]:
    message = {"content": content, "refusal": None}
    body = {"model": "m-1", "usage": USAGE, "choices": [{"message": message, **choice}]}
    return {"custom_id": "key", "response": {"status_code": status, "body": body}}


def _outcome(line: dict[str, Any], request: Request) -> Outcome:
    return outcome_of(line, request, "m", _error_of)[0]


def _error_of(status: int, body: object) -> Exception:
    return failure_of(ModelSettings("m"), status, body, {}, Sent())


def _odd_sums(of: Scenario) -> dict[str, Any]:
    return factory.answer(of, "role-a", {"issue-1": (10, 10, 10, 10, 10)})


def test_invalid_lines_are_counted_and_blank_lines_are_not() -> None:
    data = b'{"a": 1}\n\n{no json\n[1]\n\xff\n' + b"[" * 100_000 + b'\n{"b": 2}'
    assert list(read_lines(io.BytesIO(data))) == [{"a": 1}, None, None, None, None, {"b": 2}]


def test_an_answer_with_what_it_took(tram: Scenario, request_a: Request) -> None:
    line = _line(json.dumps(factory.answer(tram, "role-a")))
    outcome, ended = outcome_of(line, request_a, "m", _error_of)
    assert isinstance(outcome, Answered)
    assert outcome.answer.summary == "I am role-a. I see it so."
    assert (outcome.model, outcome.usage) == ("m-1", Usage(**_counts()))
    assert ended == Ended("replied", Usage(**_counts()))


def _counts(times: int = 1) -> dict[str, int]:
    return {"input_tokens": 10 * times, "output_tokens": 5 * times}


@pytest.mark.parametrize(
    ("line", "kind", "reported"),
    [
        (
            {"response": None, "error": {"message": "Expired."}},
            Passing,
            "ended without a reply: Expired.",
        ),
        ({"response": [], "error": None}, Passing, "no reason given"),
        (_line("{}", 500), Passing, "answered 500"),
        (_line("{}", 429), Passing, "answered 429"),
        (_line("{}", 400), Failed, "answered 400"),
        (_line("{}", 404), Failed, "answered 404"),
        ({"response": {"status_code": "200", "body": {}}}, Passing, "answered an error"),
        ({"response": {"status_code": 200, "body": [[]]}}, Passing, "not a chat completion"),
        (_line("{", finish_reason="length"), Failed, "cut off"),
    ],
)
def test_outcomes_without_an_answer(
    request_a: Request, line: dict[str, Any], kind: type[Outcome], reported: str
) -> None:
    outcome = _outcome(line, request_a)
    assert type(outcome) is kind
    assert isinstance(outcome, (Passing, Failed))
    assert reported in outcome.reason
    assert outcome.remedy


def test_a_malformed_answer_is_stored_for_the_repair_request(request_a: Request) -> None:
    outcome = _outcome(_line("Well ..."), request_a)
    assert isinstance(outcome, Malformed)
    assert (outcome.first.text, outcome.first.only_sums) == ("Well ...", False)
    assert outcome.first.fault.startswith("it has no JSON object with the keys considerations, ")
    mending = request_a.model_copy(update={"first": outcome.first})
    again = _outcome(_line("Well, well ..."), mending)
    assert isinstance(again, Failed)
    assert "so was the repaired one" in again.reason


def test_a_repaired_answer_counts_both_requests(tram: Scenario, request_a: Request) -> None:
    first = _outcome(_line("Well ..."), request_a)
    assert isinstance(first, Malformed)
    mending = request_a.model_copy(update={"first": first.first})
    outcome = _outcome(_line(json.dumps(factory.answer(tram, "role-a"))), mending)
    assert isinstance(outcome, Answered)
    assert outcome.usage == Usage(**_counts(2))


@pytest.mark.parametrize("last", [Passing("p", "r"), Failed("f", "r")])
def test_odd_sums_are_worth_more_than_no_answer(
    tram: Scenario, request_a: Request, last: Outcome
) -> None:
    first = _outcome(_line(json.dumps(_odd_sums(tram))), request_a)
    assert isinstance(first, Malformed)
    assert first.first.only_sums
    mending = request_a.model_copy(update={"first": first.first, "tries": 1})
    outcome = final(last, mending, tries=1)
    assert isinstance(outcome, Answered)
    assert outcome.answer.stances["issue-1"].scaled


def test_a_failure_that_may_pass_does_so_only_so_often(request_a: Request) -> None:
    passing = Passing("p", "r")
    assert final(passing, request_a, tries=1) is passing
    tried = request_a.model_copy(update={"tries": 1})
    assert final(passing, tried, tries=1) == Failed("p", "r")
    assert final(passing, request_a, tries=0) == Failed("p", "r")
    # Where there was no room for it, it was not tried.
    crowded = Passing("p", "r", counts=False)
    assert final(crowded, tried, tries=1) is crowded


def test_the_key_is_not_stored_with_a_malformed_answer(
    request_a: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789abcdef")
    outcome = _outcome(_line("My sk-0123456789abcdef \ud800"), request_a)
    assert isinstance(outcome, Malformed)
    assert outcome.first.text == "My *** ?"
