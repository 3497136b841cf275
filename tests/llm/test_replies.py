"""Unusual replies: answers are recorded, repaired where necessary, and all usage is counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import factory
import fake_server as fake
import pytest
from behaviours import at, message, said
from behaviours_replies import REPLIES
from commands import Run, tree
from fake_server import FakeServer, Fault, Request
from mkdocs_perspectives.answers import read_entries
from mkdocs_perspectives.ask import Estimator, get_answers
from mkdocs_perspectives.common import BudgetError, ModelSettings, Settings
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.scenario import load_library

USAGE = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "prompt_tokens_details": {"cached_tokens": 10},
}

READ_AT_ONCE = (
    "a draft in `<think>`, then the answer",
    "a `<think>` that is not closed",
    "a draft, then the final object",
    "a comment with braces after the answer",
    "the answer within another object",
    "a byte order mark before the answer",
    "content as a list of parts",
    "content with a part for thinking",
    "the answer itself as content",
    "null, the answer in `reasoning_content`",
    "null, the answer in a tool call",
    "`with` as id and name",
    "stances by the issues' titles",
    "shares with per cent signs",
    "shares as fractions of 1",
    "a comma before a closing bracket",
    "a raw line break in a string",
    "an event stream that was not requested",
    "UTF-8 with a byte order mark",
    "`finish_reason` `MAX_TOKENS`, the answer is whole",
)
MENDED = (
    "a draft, and the final object breaks off",
    "the last brace is missing",
    "an empty list as content",
    "a friction with an unknown role",
    "an extra issue",
    "a share that is `true`",
    "importance 2.5",
    "a key twice with two values",
    "seven frictions",
    "one text in every field",
    "every reason is the statement",
    "an answer in another script",
)
REPORTED = (
    "cut off while thinking",
    "cut off in `reasoning_content`",
    "cut off after a draft",
    "no choices, but filter results",
    "no content, and filter results",
    "a refusal as a part",
    "an answer with the key in it",
    "an answer with the key in pieces",
)


def test_200_roles_with_every_fifth_reply_broken_in_another_way(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    kinds = {case.name: case.faults[0] for case in REPLIES}
    assert len({*READ_AT_ONCE, *MENDED, *REPORTED}) == 40
    data = factory.scenario(200)
    roles = [persona["id"] for persona in data["personas"]]
    # A counterpart each, so that there are frictions.
    data["comparisons"] = [
        {"id": f"pair-{a}", "title": "Two", "personas": [a, b]}
        for a, b in zip(roles[::2], roles[1::2], strict=True)
    ]
    factory.write_scenario(site, data=data)
    kind_of = dict(zip(roles[::5], (*READ_AT_ONCE, *MENDED, *REPORTED), strict=True))
    id_of = {persona["name"]: persona["id"] for persona in data["personas"]}
    asked: Counter[str] = Counter()
    proper: dict[str, Any] = {}

    def fault_for(request: Request) -> Fault | None:
        role = id_of[request.role]
        asked[role] += 1
        proper[role] = server.proper_answer(request)
        return kinds[kind_of[role]] if role in kind_of and asked[role] == 1 else None

    server.usage = USAGE
    server.fault_for = fault_for
    result = run("perspectives", "ask", **asking)
    assert "Traceback" not in result.stderr

    # All requests but the repairs of 12 roles are among the first 200. The 8
    # that are reported get no further requests.
    assert server.count == 212
    assert asked == Counter(roles) + Counter(r for r, kind in kind_of.items() if kind in MENDED)
    assert (
        "192 answered by the model, 0 from the cache, 12 after a repair, 8 failed" in result.stderr
    )
    assert "212 requests, 21200 tokens in (2120 cached), 4240 out" in result.stderr

    recorded = {
        name.removesuffix(".json"): json.loads(record)
        for name, record in tree(site / "scenarios/tram/answers").items()
    }
    assert recorded.keys() == set(roles) - {r for r, kind in kind_of.items() if kind in REPORTED}
    for role, record in recorded.items():
        assert record["answer"] == proper[role], kind_of.get(role)
        times = asked[role]
        assert record["usage"] == {
            "input_tokens": 100 * times,
            "cached_tokens": 10 * times,
            "output_tokens": 20 * times,
        }


def _status(code: int, **body: Any) -> Fault:
    return fake.raw_body(json.dumps({"error": {"message": "no"}, **body}).encode(), code=code)


TOOK = {"usage": {"prompt_tokens": 100, "completion_tokens": 20}}
COUNTED = {
    "a 400": _status(400, **TOOK),
    "a 503": _status(503, **TOOK),
    # In other words than the first: what two roles are refused alike is tried in another form.
    "an error whose usage is in it": _status(400, error={"message": "not so", **TOOK}),
    "a refusal": fake.completion({"choices": [{"message": {"refusal": "No."}}], **TOOK}),
    "a filter": fake.completion({"choices": [{"finish_reason": "SAFETY"}], **TOOK}),
    "cut off": fake.completion(
        {"choices": [{"message": {"content": "{"}, "finish_reason": "length"}], **TOOK}
    ),
    "no choices": fake.completion({"choices": [], **TOOK}),
    "filter results": fake.completion({"choices": [], "prompt_filter_results": [{}], **TOOK}),
    "a null message": fake.completion({"choices": [{"message": None}], **TOOK}),
    "broken JSON": fake.raw_body(json.dumps({"choices": [], **TOOK}).encode()[:-1]),
    "a stream": fake.raw_body(f"data: {json.dumps({'choices': [], **TOOK})}\n\n".encode()),
    "Anthropic's names": fake.completion({"usage": {"input_tokens": 100, "output_tokens": 20}}),
    "Gemini's names": fake.completion(
        {"usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 20}}
    ),
}


def test_what_a_reply_took_is_counted_whatever_else_is_wrong_with_it(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    options = "perspectives: {max_retries: 0}"
    factory.write_site(site, factory.MKDOCS.replace("perspectives", options))
    factory.write_scenario(site, data=factory.scenario(len(COUNTED) + 1))
    server.usage = USAGE
    server.script(*COUNTED.values())
    result = run("perspectives", "ask", **asking)
    # The 13 replies that failed, and the one answer.
    assert f"{len(COUNTED)} failed" in result.stderr
    took = r"14 requests \(\d+ replied to, \d+ refused\), 1400 tokens in \(10 cached\), 280 out"
    assert re.search(took, result.stderr)


def test_what_was_tried_before_is_a_part_of_what_an_answer_took(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    factory.write_scenario(site, data=factory.scenario(1))
    server.usage = USAGE
    sums = at("stances.*.shares", lambda shares: dict.fromkeys(shares, 10))
    refused = fake.completion({"choices": [{"message": {"refusal": "No."}}], **TOOK})
    server.script(fake.completion({"choices": [], **TOOK}), sums, _status(503, **TOOK), refused)
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    # No completion, shares of 50, an error, and a refusal to mend them: 4 times 100 and 20.
    took = "4 requests (3 replied to, 1 refused), 400 tokens in (10 cached), 80 out"
    assert took in result.stderr
    record = json.loads(tree(site / "scenarios/tram/answers")["role-a.json"])
    assert record["usage"] == {"input_tokens": 400, "cached_tokens": 10, "output_tokens": 80}


def test_max_cost_includes_unusable_replies(
    site: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, since there is no price list for a server on loopback."""

    def a_dollar_a_million(settings: ModelSettings, usage: Usage, *_: Any, **__: Any) -> float:
        return usage.input_tokens / 1e6

    monkeypatch.setattr("mkdocs_perspectives.ask.direct.price_of", a_dollar_a_million)
    monkeypatch.setattr("mkdocs_perspectives.ask.spending.price_of", a_dollar_a_million)
    factory.write_scenario(site, data=factory.scenario(12))
    scenarios = site / "scenarios"
    model = ModelSettings("m", server.base_url, concurrency=1, max_cost=2.5, max_retries=50)
    settings = Settings(site, site / "docs", scenarios, site / ".cache/perspectives", model)
    server.fault_for = lambda _: fake.completion({"usage": {"prompt_tokens": 1_000_000}})
    result = get_answers(
        read_entries(load_library(scenarios).scenarios, scenarios), settings, Estimator(tuple)
    )
    assert isinstance(result.stopped_by, BudgetError)
    assert server.count == 3
    assert result.usage == Usage(input_tokens=3_000_000)
    assert result.price == 3


def _repairing(server: FakeServer) -> str:
    """The message that requests a repair."""
    (request,) = [r for r in server.requests if len((r.body or {})["messages"]) == 4]
    return str((request.body or {})["messages"][3]["content"])


ONE = "must be one of the ids"


@pytest.mark.parametrize(
    ("broken", "shown", "schema"),
    [
        (fake.content("Well."), "no JSON object with the keys considerations, stances", True),
        (at("frictions", "None to speak of."), "frictions must be a list, an empty one", True),
        (at("frictions.0.with", "The mayor"), f"frictions.0.with {ONE} role-b, role-c", True),
        (at("stances.*.importance", 9), "a whole number from 1 to 5, not 9", True),
        (said(lambda t: t[:-40]), "it ends in the middle of the JSON object", False),
        (at("stances.*.shares.for", 300), "instead of 100", True),
        (at("stances.*.shares", lambda s: dict.fromkeys(s, 10)), "sum to 50 instead", False),
        (at("summary", "\u202e "), "summary must not be empty", False),
    ],
)
def test_the_repair_request_describes_the_form_and_repeats_an_ignored_schema(
    site: Path,
    run: Run,
    server: FakeServer,
    asking: dict[str, str],
    broken: Fault,
    shown: str,
    schema: bool,
) -> None:
    factory.write_scenario(site, data=factory.scenario(3))
    server.script(broken)
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    told_there = _repairing(server)
    assert shown in told_there
    assert ("JSON Schema" in told_there) == schema
    assert not re.search(r"tuple|Input should|valid ", told_there)


def test_a_schema_that_is_in_the_prompt_is_not_repeated(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    factory.write_scenario(site, data=factory.scenario(1))
    server.unsupported = {"json_schema", "json_object"}
    server.script(fake.ok(), fake.ok(), fake.content("Well."))
    assert run("perspectives", "ask", **asking).returncode == 0
    assert "JSON Schema" not in _repairing(server)
    (request,) = [r for r in server.requests if len((r.body or {})["messages"]) == 4]
    assert "JSON Schema" in (request.body or {})["messages"][0]["content"]


def test_an_empty_answer_is_quoted_as_one(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    """Some servers refuse a message without text."""
    factory.write_scenario(site, data=factory.scenario(1))
    server.script(message(lambda text: {"content": ""}))
    assert run("perspectives", "ask", **asking).returncode == 0
    (request,) = [r for r in server.requests if len((r.body or {})["messages"]) == 4]
    assert (request.body or {})["messages"][2] == {"role": "assistant", "content": "(no text)"}


def test_wrong_sums_are_scaled_if_the_server_disappears(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    """A paid answer is not lost because the next request fails."""
    factory.write_scenario(site, data=factory.scenario(1))
    sums = at("stances.*.shares", lambda shares: dict.fromkeys(shares, 10))
    server.script(sums, fake.status(401, "The key was withdrawn."))
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert "The key was withdrawn" in result.stderr
    record = json.loads(tree(site / "scenarios/tram/answers")["role-a.json"])
    assert record["answer"]["stances"]["issue-1"]["scaled"] is True
