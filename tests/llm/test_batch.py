"""Batches: half the price, all ways in which they can end, and no double payments."""

from __future__ import annotations

import html
import json
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import factory
import fake_server as fake
import pytest
from batch_runs import run as _run
from batch_runs import start as _start
from behaviours import at, choice, message
from commands import ends_before, finished, tree
from fake_batches import FakeBatches, lost, shuffled
from fake_server import Fault, Request
from faults import KEY
from mkdocs_perspectives.answers import Entry, read_entries
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.scenario import load_library

PERSONAS = 6

BATCH = ("perspectives", "ask", "--batch")

KILLS = 12

SETTLED = 0.3
"""Seconds that a run waits for a batch that another run may have created."""


# So that there are several batches at once.
_SMALL_FILES = "sending.MAX_REQUESTS = 9"


def _survey(site: Path) -> list[Entry]:
    scenarios = site / "scenarios"
    return read_entries(load_library(scenarios).scenarios, scenarios)


def _current(site: Path) -> set[str]:
    return {entry.persona.name for entry in _survey(site) if entry.state == "current"}


def _notes(site: Path) -> list[str]:
    with AnswerCache(site / ".cache" / "perspectives") as cache:
        return [key for key, _ in cache.notes("batch:")]


ROLES = {f"Role {letter}" for letter in "abcdef"}
ONCE = dict.fromkeys(sorted(ROLES), 1)


@pytest.fixture
def batches() -> Iterator[FakeBatches]:
    with FakeBatches(api_key=KEY) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = factory.write_site(tmp_path / "site")
    factory.write_scenario(site, data=factory.scenario(PERSONAS))
    return site


def test_all_is_answered_in_one_batch(site: Path, batches: FakeBatches) -> None:
    batches.mangle = shuffled
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert "6 roles: all answered." in result.stdout
    assert "Sent 6 questions to" in result.stderr
    assert "6 answered by the model" in result.stderr
    assert _current(site) == ROLES
    assert batches.paid == ONCE
    assert batches.sizes == [6]
    assert batches.count == 0
    assert _notes(site) == []


def test_batches_send_and_record_the_same_as_direct_requests(
    site: Path, batches: FakeBatches, tmp_path: Path
) -> None:
    assert _run(site, batches).returncode == 0
    direct = factory.write_site(tmp_path / "direct")
    factory.write_scenario(direct, data=factory.scenario(PERSONAS))
    assert _run(direct, batches, "perspectives", "ask").returncode == 0
    lines = [_canonical(line["body"]) for line in batches.batches[0].requests]
    assert sorted(lines) == sorted(_canonical(request.body) for request in batches.requests)
    one, two = ({k: json.loads(v) for k, v in _answers(s).items()} for s in (site, direct))
    for record in (*one.values(), *two.values()):
        # Whose request came first had nothing cached.
        del record["usage"]
    assert one == two
    keys = {line["custom_id"] for line in batches.batches[0].requests}
    for folder in (site, direct):
        with AnswerCache(folder / ".cache/perspectives") as cache:
            assert {key for key, _ in cache.items()} == keys


def _canonical(body: Any) -> str:
    return json.dumps(body, sort_keys=True)


def _answers(site: Path) -> dict[str, bytes]:
    return tree(site / "scenarios/tram/answers")


def test_what_is_current_is_not_sent(site: Path, batches: FakeBatches) -> None:
    assert _run(site, batches).returncode == 0
    before = list(batches.calls)
    result = _run(site, batches)
    assert result.returncode == 0
    assert "6 roles: all answered." in result.stdout
    assert batches.calls == before


def test_only_what_is_named_is_sent(site: Path, batches: FakeBatches) -> None:
    result = _run(site, batches, *BATCH, "tram", "--persona", "role-b")
    assert result.returncode == 0, result.stderr
    assert batches.paid == {"Role b": 1}


def test_refresh_asks_all_again(site: Path, batches: FakeBatches) -> None:
    assert _run(site, batches).returncode == 0
    batches.fault_for = lambda request: fake.mutate(_summary(" Anew."))
    result = _run(site, batches, *BATCH, "--refresh")
    assert result.returncode == 0, result.stderr
    assert batches.sizes == [6, 6]
    assert all(b" Anew." in data for data in _answers(site).values())


def _summary(more: str) -> Callable[[dict[str, Any]], Any]:
    return lambda answer: answer | {"summary": answer["summary"] + more}


def test_a_refresh_that_was_interrupted_is_taken_up_by_a_plain_run(
    site: Path, batches: FakeBatches
) -> None:
    assert _run(site, batches).returncode == 0
    batches.fault_for = lambda request: fake.mutate(_summary(" Anew."))
    batches.holding = True
    _ended(site, batches, *BATCH, "--refresh", once="GET /batches/")
    waiting = _run(site, batches, "perspectives", "ask")
    assert waiting.returncode == 0, waiting.stderr
    batches.holding = False
    result = _run(site, batches, "perspectives", "ask")
    assert result.returncode == 0, result.stderr
    assert batches.sizes == [6, 6]
    assert all(b" Anew." in data for data in _answers(site).values())


@pytest.mark.parametrize(
    "patch",
    [
        "sending.MAX_REQUESTS = 2",
        # Two and a half lines.
        "sending.MAX_BYTES = 16_000",
    ],
)
def test_more_than_a_file_takes_is_split(site: Path, batches: FakeBatches, patch: str) -> None:
    result = _run(site, batches, patches=patch)
    assert result.returncode == 0, result.stderr
    assert batches.sizes == [2, 2, 2]
    assert all(len(data) < 16_000 for data in list(batches.files.values())[:1])
    assert batches.paid == ONCE


def test_files_for_which_there_is_no_room_yet_wait_for_the_others(
    site: Path, batches: FakeBatches
) -> None:
    batches.room = 1
    result = _run(site, batches, patches="sending.MAX_REQUESTS = 2")
    assert result.returncode == 0, result.stderr
    assert _current(site) == ROLES
    assert batches.paid == ONCE


def test_no_room_at_all_is_tried_once_more_and_reported(site: Path, batches: FakeBatches) -> None:
    batches.room = 0
    result = _run(site, batches)
    assert result.returncode == 1
    assert "Enqueued token limit" in result.stderr
    assert batches.sizes == [6, 6]
    assert _notes(site) == []


# What the results may hold.


def _fill(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _fill(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_fill(v) for v in value]
    return "Stall-holder" if isinstance(value, str) and key not in ("with", "issue") else value


EVERY_TEXT = fake.mutate(_fill)
"""An answer with the same text in every field."""


def _only(role: str, *faults: Fault) -> Callable[[Request], Fault | None]:
    """These faults for one role, one per request, the last one repeatedly."""
    left = list(faults)

    def fault_for(request: Request) -> Fault | None:
        if request.role != role:
            return None
        return left.pop(0) if len(left) > 1 else left[0]

    return fault_for


@pytest.mark.parametrize(
    ("faults", "requests", "reported"),
    [
        ([fake.status(400, "context length exceeded")], 1, "context length exceeded"),
        ([fake.status(400, f"bad {KEY}")], 1, "bad ***"),
        ([fake.status(400, "no json_schema here")], 1, "Omit --batch"),
        ([fake.status(404, "no such model")], 1, "PERSPECTIVES_MODEL"),
        ([fake.status(500, "it broke")], 2, "answered 500"),
        ([fake.status(429, "too many")], 2, "answered 429"),
        ([fake.status(503), fake.ok()], 2, ""),
        ([fake.status(429), fake.ok()], 2, ""),
        ([fake.content(None, refusal=f"No, {KEY}")], 1, "refused: No, ***"),
        ([fake.content('{"a', "length")], 1, "cut off"),
        ([fake.content("", "content_filter")], 1, "filter"),
        ([fake.completion([1, 2])], 2, "not a chat completion"),
        ([fake.raw_body(b"<html>")], 2, "not a chat completion"),
        ([fake.content("Well, it depends.")], 2, "malformed"),
        ([fake.content("Well ..."), fake.ok()], 2, ""),
        ([fake.content(f"My {KEY}"), fake.ok()], 2, ""),
        ([fake.content("Lone \ud800"), fake.ok()], 2, ""),
        ([fake.content("Well ..."), fake.status(503), fake.ok()], 3, ""),
        ([fake.content("Well ..."), fake.status(503)], 3, "repairing it failed"),
        ([fake.mutate(_summary(KEY))], 1, "repeats the API key"),
        ([fake.mutate(_summary(KEY[:9] + "\x00" + KEY[9:]))], 1, "repeats the API key"),
        ([fake.mutate(_summary("x" * 2_000_000))], 2, "malformed"),
        ([fake.mutate(_summary("\x00\x1b[31m\x07\u202e"))], 1, ""),
        ([message(lambda t: {"content": [{"type": "text", "text": t}]})], 1, ""),
        ([message(lambda t: {"content": None, "reasoning_content": t})], 1, ""),
        ([at("frictions.0.with", "Role A")], 1, ""),
        ([choice(finish_reason="MAX_TOKENS")], 1, ""),
        ([fake.content(None, "SAFETY")], 1, "filter"),
        ([fake.completion({"choices": [], "prompt_filter_results": [{}]})], 1, "filter"),
        ([EVERY_TEXT], 2, "has no content, nor has the repaired one"),
        ([EVERY_TEXT, fake.ok()], 2, ""),
    ],
)
def test_a_fault_of_one_line_is_that_of_one_role(
    site: Path, batches: FakeBatches, faults: list[Fault], requests: int, reported: str
) -> None:
    batches.fault_for = _only("Role c", *faults)
    result = _run(site, batches)
    assert result.returncode == (1 if reported else 0), result.stderr
    if reported:
        assert "1 role not answered" in result.stderr
        assert "failed: tram/role-c" in result.stderr
        assert reported in result.stderr
    assert _current(site) == (ROLES - {"Role c"} if reported else ROLES)
    assert batches.paid == ONCE | {"Role c": requests}
    assert batches.sizes == [6, *[1] * (requests - 1)]
    assert _notes(site) == []
    # Once the server works, exactly the unanswered questions are sent.
    batches.fault_for = None
    assert _run(site, batches).returncode == 0
    assert batches.paid["Role c"] == requests + bool(reported)
    assert batches.paid.total() == 5 + requests + bool(reported)


def test_a_repair_request_repeats_an_ignored_schema(site: Path, batches: FakeBatches) -> None:
    batches.fault_for = _only("Role c", at("frictions", "None to speak of."), fake.ok())
    assert _run(site, batches).returncode == 0
    (line,) = batches.batches[1].requests
    reported = line["body"]["messages"][-1]["content"]
    assert "frictions must be a list" in reported
    assert "JSON Schema" in reported


def test_usage_is_counted_in_any_line(site: Path, batches: FakeBatches) -> None:
    took = {"usage": {"prompt_tokens": 100, "completion_tokens": 20}}
    batches.usage = took["usage"]
    failed = {"error": {"message": "it broke"}, **took}
    broken = fake.raw_body(json.dumps(failed).encode(), code=503)
    batches.fault_for = _only("Role c", broken, fake.mutate(_shares), fake.completion(took))
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    # Five of the first batch; an error, shares of 50, and twice no completion for the sixth.
    assert "9 requests, 900 tokens in (0 cached), 180 out" in result.stderr
    used = json.loads(_answers(site)["role-c.json"])["usage"]
    assert used == {"input_tokens": 400, "cached_tokens": 0, "output_tokens": 80}


def _shares(answer: dict[str, Any]) -> dict[str, Any]:
    stance = next(iter(answer["stances"].values()))
    stance["shares"] = dict.fromkeys(stance["shares"], 10)
    return answer


@pytest.mark.parametrize(
    ("second", "requests"),
    [
        (fake.mutate(_shares), 2),
        (fake.content("Well ..."), 2),
        (fake.content(None, refusal="No."), 2),
        (fake.status(503), 3),
    ],
)
def test_wrong_sums_are_scaled_if_their_repair_fails(
    site: Path, batches: FakeBatches, second: Fault, requests: int
) -> None:
    batches.fault_for = _only("Role c", fake.mutate(_shares), second)
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert "1 after a repair, 1 with shares scaled" in result.stderr
    record = json.loads(_answers(site)["role-c.json"])
    assert [s.get("scaled") for s in record["answer"]["stances"].values()].count(True) == 1
    assert batches.paid["Role c"] == requests
    mending = batches.batches[1].requests[0]
    assert mending["custom_id"] in {line["custom_id"] for line in batches.batches[0].requests}
    assert "shares sum to 50 instead of 100" in mending["body"]["messages"][-1]["content"]


def _line(**data: Any) -> str:
    return json.dumps(data)


def test_lines_of_all_sorts(site: Path, batches: FakeBatches) -> None:
    def mangle(lines: list[str]) -> list[str]:
        good = [json.loads(line) for line in lines]
        first = good[0]["custom_id"]
        bad = {"response": {"status_code": 400, "body": {"error": {"message": "no"}}}}
        hostile = [
            _line(custom_id="0" * 64, response={"status_code": 200, "body": {}}),
            _line(custom_id=KEY, response=None),
            _line(custom_id=["x"], response={}),
            _line(custom_id=None),
            _line(custom_id=first, response={"status_code": True, "body": [[]]}),
            _line(custom_id=first, response={"status_code": "200", "body": None}),
            _line(custom_id=first, response=[], error={"message": ["<script>"]}),
            _line(custom_id=first, **bad),
            "{no json",
            "[" * 100_000,
            '"text"',
            "",
            "\x00\x1b[31m",
        ]
        # The same once more, and with another answer: the first good one counts.
        other = json.loads(lines[1])
        message = other["response"]["body"]["choices"][0]["message"]
        message["content"] = message["content"].replace("The summary", "Another summary")
        return [*hostile, *lines, lines[0], json.dumps(other), *hostile]

    batches.mangle = mangle
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert _current(site) == ROLES
    assert batches.paid == ONCE
    assert result.stderr.count("they are ignored") == 1
    assert "8 lines that cannot be read and 8 lines for unknown questions" in result.stderr
    assert not any(b"Another summary" in data for data in _answers(site).values())
    assert "\x1b" not in result.stderr


def test_text_in_results_is_data(site: Path, batches: FakeBatches) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} --8<-- 'x' [a](javascript:b)"
    batches.fault_for = lambda request: fake.mutate(_summary(hostile))
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert _run(site, batches, "mkdocs", "build").returncode == 0
    page = (site / "site/scenarios/tram/role-a/index.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "alert(1)" in html.unescape(page)


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_what_a_batch_did_not_come_to_is_sent_once_more(
    site: Path, batches: FakeBatches, end: str
) -> None:
    batches.end = end
    batches.after = lambda call: (
        setattr(batches, "end", "completed") if len(batches.batches) == 2 else None
    )
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert batches.sizes == [6, 3]
    assert _current(site) == ROLES


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_requests_that_never_end_are_reported(site: Path, batches: FakeBatches, end: str) -> None:
    batches.end, batches.part = end, 0.5
    result = _run(site, batches)
    assert result.returncode == 1
    assert batches.sizes == [6, 3]
    # Of the second batch one of three is answered.
    assert "2 roles not answered" in result.stderr
    assert "the batch ended without a reply" in result.stderr
    assert len(_current(site)) == 4


def test_deleted_results_count_as_missing(site: Path, batches: FakeBatches) -> None:
    batches.before = lambda call: (
        batches.files.clear() if call == "GET /files/" and len(batches.batches) == 1 else None
    )
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert "no longer has results" in result.stderr
    assert batches.sizes == [6, 6]


def test_a_refused_batch_is_reported_and_not_sent_again(site: Path, batches: FakeBatches) -> None:
    batches.end = "failed"
    batches.errors = [
        {"code": "model_not_found", "message": f"The model has no batches; {KEY}", "line": 3},
        {"message": "second"},
    ]
    result = _run(site, batches)
    assert result.returncode == 1
    assert "line 3: The model has no batches; ***; second" in result.stderr
    assert "6 roles not answered" in result.stderr
    assert batches.sizes == [6]
    assert _notes(site) == []


# The server as a whole.


@pytest.mark.parametrize("code", [404, 405, 501])
@pytest.mark.parametrize("call", ["POST /files", "POST /batches"])
def test_a_server_without_a_batch_api(
    site: Path, batches: FakeBatches, code: int, call: str
) -> None:
    batches.call_fault = lambda made, request: fake.status(code) if made == call else None
    result = _run(site, batches)
    assert result.returncode == 1
    assert result.stderr.count("the server has no Batch API") == 1
    assert "Omit --batch." in result.stderr
    assert batches.calls.count(call) == 1
    assert batches.paid.total() == 0
    assert _notes(site) == []
    assert _run(site, batches, "perspectives", "ask").returncode == 0
    assert batches.paid == ONCE


def test_a_wrong_key_is_reported_once(site: Path, batches: FakeBatches) -> None:
    batches.api_key = "sk-another-0123456789"
    result = _run(site, batches)
    assert result.returncode == 1
    assert result.stderr.count("Check the key in OPENAI_API_KEY") == 1
    assert batches.calls == ["POST /files"]


def test_without_a_key_no_request_is_sent(site: Path, batches: FakeBatches) -> None:
    result = _run(site, batches, OPENAI_BASE_URL="", OPENAI_API_KEY="")
    assert result.returncode == 1
    assert "there is no API key" in result.stderr


@pytest.mark.parametrize(
    "call", ["POST /files", "POST /batches", "GET /batches/", "GET /files/", "GET /batches"]
)
@pytest.mark.parametrize("fault", [fake.status(503), fake.raw_body(b"<html>"), lost()])
def test_a_call_that_fails_once_is_made_again_and_nothing_is_paid_twice(
    site: Path, batches: FakeBatches, call: str, fault: Fault
) -> None:
    failed: list[str] = []

    def call_fault(made: str, request: Request) -> Fault | None:
        if made in failed:
            return None
        if made == call:
            failed.append(made)
            return fault
        if call == "GET /batches" and made == "POST /batches":
            # Batches are listed only if it is unknown whether one was created.
            failed.append(made)
            return lost()
        return None

    batches.call_fault = call_fault
    result = _run(site, batches)
    assert call in failed
    # An invalid result file counts as unreadable lines, so these are sent again.
    garbage = call == "GET /files/" and fault.body == b"<html>"
    assert result.returncode == 0, result.stderr
    assert ("cannot be read" in result.stderr) == garbage
    assert batches.sizes == ([6, 6] if garbage else [6])


def test_a_creation_of_which_nothing_is_heard_is_found_by_the_next_run(
    site: Path, batches: FakeBatches
) -> None:
    _options(site, "max_retries: 1")
    batches.call_fault = lambda made, request: lost() if made == "POST /batches" else None
    batches.before = lambda call: (
        setattr(batches, "call_fault", lambda *_: fake.status(503))
        if call == "GET /batches"
        else None
    )
    result = _run(site, batches, patches="waiting.PATIENCE = 2")
    assert result.returncode == 1
    assert "in a batch since" in result.stderr
    assert batches.sizes == [6]
    batches.before, batches.call_fault = lambda call: None, lambda *_: None
    assert _run(site, batches).returncode == 0
    assert batches.paid == ONCE


def test_without_a_list_of_batches_none_is_created_again(site: Path, batches: FakeBatches) -> None:
    def call_fault(made: str, request: Request) -> Fault | None:
        return {"POST /batches": lost(), "GET /batches": fake.status(404)}.get(made)

    batches.call_fault = call_fault
    for command in (BATCH, BATCH, ("perspectives", "ask")):
        result = _run(site, batches, *command)
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
    assert "the server does not list its batches" in result.stderr
    assert "not sent again until two days have passed" in result.stderr
    assert batches.sizes == [6]
    assert batches.paid == ONCE
    batches.call_fault = lambda *_: None
    assert _run(site, batches).returncode == 0
    assert batches.paid == ONCE


def test_waiting_outlives_a_server_that_is_away_for_a_while(
    site: Path, batches: FakeBatches
) -> None:
    away = [0]

    def call_fault(made: str, request: Request) -> Fault | None:
        away[0] += made == "GET /batches/"
        return fake.status(503) if made == "GET /batches/" and away[0] < 4 else None

    batches.call_fault = call_fault
    _options(site, "max_retries: 0")
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("could not be queried") == 1
    assert batches.paid == ONCE


def _options(site: Path, options: str) -> None:
    factory.write_site(
        site,
        factory.MKDOCS.replace(
            "plugins: [search, perspectives]", f"plugins: [search, perspectives: {{{options}}}]"
        ),
    )


def test_an_unreachable_server_ends_the_wait_but_not_the_batch(
    site: Path, batches: FakeBatches
) -> None:
    _options(site, "max_retries: 0")
    batches.call_fault = lambda made, _: fake.status(503) if made == "GET /batches/" else None
    result = _run(site, batches, patches="waiting.PATIENCE = 3")
    assert result.returncode == 1
    assert "Stopped asking" in result.stderr
    assert "6 answers in a batch since" in result.stderr
    batches.call_fault = lambda *_: None
    assert _run(site, batches).returncode == 0
    assert batches.paid == ONCE


# Interrupted, killed, and taken up.


def _ended(
    site: Path,
    server: FakeBatches,
    *arguments: str,
    once: str,
    before: bool = False,
    sent: signal.Signals = signal.SIGKILL,
) -> tuple[int, str]:
    """Run until the server gets a call, and end the process then, before or after its effect."""
    called = threading.Event()

    def hook(call: str) -> bool:
        if call != once or called.is_set():
            return False
        process.send_signal(sent)
        if sent == signal.SIGKILL:
            process.wait()
        called.set()
        return before

    server.before, server.after = (hook, _nothing) if before else (_nothing, hook)
    process = _start(site, server, *arguments)
    errors = finished(process).stderr
    server.settle()
    server.before = server.after = _nothing
    assert called.is_set(), errors
    assert "Traceback" not in errors
    return process.returncode, errors


def _nothing(call: str) -> None:
    """What is done at a call where nothing is."""


TAKERS = (BATCH, ("perspectives", "ask"), ("mkdocs", "build"))


@pytest.mark.parametrize("taker", TAKERS, ids=" ".join)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("call", ["POST /files", "POST /batches", "GET /batches/", "GET /files/"])
def test_killed_at_any_moment_nothing_is_paid_twice(
    site: Path, batches: FakeBatches, call: str, before: bool, taker: tuple[str, ...]
) -> None:
    batches.mangle = shuffled
    code, _ = _ended(site, batches, *BATCH, once=call, before=before)
    assert code == -signal.SIGKILL
    time.sleep(SETTLED)
    result = _run(site, batches, *taker)
    assert result.returncode == 0, result.stderr
    assert _current(site) == ROLES
    assert batches.paid == ONCE
    assert _notes(site) == []
    created = call not in ("POST /files",) and (call != "POST /batches" or not before)
    assert batches.count == (6 if not created and taker != BATCH else 0)


def test_killed_while_collecting_many_times_nothing_is_paid_twice(tmp_path: Path) -> None:
    moments = random.Random(20261124)
    kills = round_ = 0
    while kills < KILLS:
        round_ += 1
        site = factory.write_site(tmp_path / f"round-{round_}")
        factory.write_scenario(site, data=factory.scenario(40))
        with FakeBatches(api_key=KEY) as server:
            server.fault_for = _only("Role c", fake.content("Well ..."), fake.ok())
            while kills < KILLS:
                stored = _current(site)
                process = _start(site, server, *BATCH, patches=_SMALL_FILES)
                # After a few calls to the server, wherever in its work it then is.
                enough = len(server.calls) + moments.randrange(1, 12)
                ends_before(process, lambda enough=enough: len(server.calls) >= enough)
                time.sleep(moments.uniform(0, 0.05))
                process.kill()
                assert "Traceback" not in finished(process).stderr
                server.settle()
                assert stored <= _current(site)
                time.sleep(SETTLED)
                if process.returncode == 0:
                    break
                assert process.returncode == -signal.SIGKILL
                kills += 1
            result = _run(site, server, patches=_SMALL_FILES)
            assert result.returncode == 0, result.stderr
            assert len(_current(site)) == 40
            assert server.paid["Role c"] == 2
            assert server.paid.total() == 41
            assert _notes(site) == []


@pytest.mark.parametrize("taker", TAKERS, ids=" ".join)
def test_an_interrupt_reports_that_the_batch_continues(
    site: Path, batches: FakeBatches, taker: tuple[str, ...]
) -> None:
    batches.holding = True
    code, errors = _ended(site, batches, *BATCH, once="GET /batches/", sent=signal.SIGINT)
    assert code == 1
    assert "Interrupted: 0 answers recorded. The batch continues at the server" in errors
    assert "perspectives ask --batch" in errors

    # No run sends anything meanwhile.
    looks = batches.calls.count("GET /batches/")
    for command in (("perspectives", "ask"), ("mkdocs", "build")):
        waiting = _run(site, batches, *command)
        assert "6 answers in a batch since 20" in waiting.stderr
        assert "tram/role-a, tram/role-b" in waiting.stderr
        assert "perspectives ask --batch" in waiting.stderr
        assert waiting.returncode == (1 if command[0] == "perspectives" else 0)
    assert batches.calls.count("GET /batches/") == looks + 2
    assert _run(site, batches, "mkdocs", "build", "--strict").returncode == 1
    calls = len(batches.calls)
    plan = _run(site, batches, "perspectives", "plan")
    assert "6 answers in a batch" in plan.stdout
    assert "No request would be sent." in plan.stdout
    data = json.loads(_run(site, batches, "perspectives", "plan", "--json").stdout)
    assert len(data["scenarios"][0]["in_batch"]) == 6
    assert data["requests"] == 0
    frozen = _run(site, batches, "mkdocs", "build", PERSPECTIVES_MODE="frozen")
    assert frozen.returncode == 1
    info = _run(site, batches, "perspectives", "cache", "info").stdout
    assert "0 answers" in info
    assert "6 questions to gpt-5.6-luna in a batch since" in info
    assert (
        "0 answers deleted, 0 remaining"
        in _run(site, batches, *["perspectives", "cache", "prune"]).stdout
    )
    assert len(batches.calls) == calls
    assert len(_notes(site)) == 1

    batches.holding = False
    result = _run(site, batches, *taker)
    assert result.returncode == 0, result.stderr
    assert _current(site) == ROLES
    assert batches.paid == ONCE


# Between two looks it waits for a signal to continue.
_WAIT_FOR_A_FILE = """
import pathlib, time, types
def sleep(seconds):
    while seconds and not pathlib.Path("go-on").exists():
        time.sleep(0.01)
waiting.time = types.SimpleNamespace(sleep=sleep, monotonic=time.monotonic)
"""


def test_another_run_collects_what_one_waits_for(site: Path, batches: FakeBatches) -> None:
    batches.holding = True
    process = _start(site, batches, *BATCH, patches=_WAIT_FOR_A_FILE)
    assert not ends_before(process, lambda: "POST /batches" in batches.calls)
    batches.holding = False
    # While it waits, other runs can look at the batch.
    result = _run(site, batches, "perspectives", "ask")
    assert result.returncode == 0, result.stderr
    assert process.poll() is None
    (site / "go-on").touch()
    waited = finished(process)
    assert waited.returncode == 0, waited.stderr
    assert "6 roles: all answered." in waited.stdout
    assert batches.paid == ONCE


def test_two_at_once_send_each_question_once(site: Path, batches: FakeBatches) -> None:
    both = [_start(site, batches, *BATCH) for _ in range(2)]
    for result in map(finished, both):
        assert result.returncode == 0, result.stderr
    assert batches.paid == ONCE


def test_what_failed_in_a_batch_is_asked_directly_by_a_plain_run(
    site: Path, batches: FakeBatches
) -> None:
    batches.end, batches.part = "expired", 0.5
    _ended(site, batches, *BATCH, once="GET /batches/")
    result = _run(site, batches, "perspectives", "ask")
    assert result.returncode == 0, result.stderr
    assert _current(site) == ROLES
    assert batches.sizes == [6]
    assert batches.count == 3
    assert _notes(site) == []


def test_a_repair_that_was_noted_is_sent_by_the_next_run(site: Path, batches: FakeBatches) -> None:
    batches.fault_for = _only("Role c", fake.content("Well ..."), fake.ok())
    patches = "waiting._send = lambda *a: None if a[1].todo() and exit(7) else _s(*a)"
    first = _run(site, batches, patches=f"_s = waiting._send\n{patches}")
    assert first.returncode == 7
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    assert batches.sizes == [6, 1]
    assert batches.paid == ONCE | {"Role c": 2}


def test_a_question_that_is_edited_meanwhile(site: Path, batches: FakeBatches) -> None:
    file = site / "scenarios/tram/scenario.yml"
    before = file.read_text("utf-8")
    batches.holding = True
    _ended(site, batches, *BATCH, once="GET /batches/")
    edited = before.replace("Role c does its work", "Role c does other work")
    # A further issue changes every question; a removed role removes its question.
    file.write_text(edited, "utf-8")
    batches.holding = False
    result = _run(site, batches)
    assert result.returncode == 0, result.stderr
    # The edited question was sent separately; the answer to the old one is in the cache.
    assert batches.sizes == [6, 1]
    assert batches.paid == ONCE | {"Role c": 2}
    new = _answers(site)["role-c.json"]
    file.write_text(before, "utf-8")
    calls = len(batches.calls)
    undone = _run(site, batches)
    assert undone.returncode == 0, undone.stderr
    assert len(batches.calls) == calls
    assert "1 from the cache" in undone.stderr
    assert _answers(site)["role-c.json"] != new


def test_a_scenario_removed_meanwhile_costs_nothing_more(site: Path, batches: FakeBatches) -> None:
    other = factory.write_scenario(site, "bridge", factory.scenario(2, issues=1, title="Bridge"))
    batches.holding = True
    _ended(site, batches, *BATCH, once="GET /batches/")
    text = other.read_text("utf-8")
    other.unlink()
    other.parent.rmdir()
    batches.holding = False
    assert _run(site, batches).returncode == 0
    assert not other.parent.exists()
    other.parent.mkdir()
    other.write_text(text, "utf-8")
    result = _run(site, batches)
    assert result.returncode == 0
    assert "2 from the cache" in result.stderr
    assert batches.sizes == [8]


def test_answers_of_scenarios_that_are_not_named_are_recorded_too(
    site: Path, batches: FakeBatches
) -> None:
    factory.write_scenario(site, "bridge", factory.scenario(2, title="Bridge"))
    batches.holding = True
    _ended(site, batches, *BATCH, once="GET /batches/")
    batches.holding = False
    assert _run(site, batches, "perspectives", "ask", "bridge").returncode == 0
    assert len(_answers(site)) == 6
    assert batches.paid.total() == 8


def test_a_batch_for_another_model_is_left_alone(site: Path, batches: FakeBatches) -> None:
    batches.holding = True
    _ended(site, batches, *BATCH, once="GET /batches/")
    looks = batches.calls.count("GET /batches/")
    result = _run(site, batches, "perspectives", "ask", PERSPECTIVES_MODEL="another")
    assert result.returncode == 0, result.stderr
    assert "A batch of 6 questions to gpt-5.6-luna at" in result.stderr
    assert "is left alone" in result.stderr
    assert batches.calls.count("GET /batches/") == looks
    assert len(_notes(site)) == 1
    assert batches.paid == dict.fromkeys(sorted(ROLES), 2)


def test_a_batch_that_the_server_does_not_know_is_not_paid_again_at_once(
    site: Path, batches: FakeBatches
) -> None:
    batches.holding = True
    _ended(site, batches, *BATCH, once="GET /batches/")
    batches.call_fault = lambda made, _: fake.status(404) if made == "GET /batches/" else None
    for command in (BATCH, ("perspectives", "ask")):
        result = _run(site, batches, *command)
        assert result.returncode == 1
        assert "The server has no batch batch_1" in result.stderr
        assert "in a batch since" in result.stderr
    assert batches.sizes == [6]
    # Two days later it is considered lost.
    late = "at_server._LOST = 0"
    assert _run(site, batches, patches=late).returncode == 1
    assert batches.sizes == [6, 6]


# Ceilings and prices.


def test_max_requests_bounds_what_is_sent(site: Path, batches: FakeBatches) -> None:
    _options(site, "max_requests: 4")
    batches.fault_for = lambda request: fake.content("Well ...")
    result = _run(site, batches)
    assert result.returncode == 1
    assert "max_requests (4) is reached" in result.stderr
    assert batches.paid.total() == 4


def test_max_cost_is_held_against_the_half_price(site: Path, batches: FakeBatches) -> None:
    # No list knows the price at the fake server.
    _options(site, "max_cost: 0.01, model: gpt-4.1-mini")
    result = _run(site, batches)
    assert result.returncode == 1
    assert "the price of 'gpt-4.1-mini' at this server is unknown" in result.stderr
    assert batches.calls == []
    # With a price: six answers cost about 1.7 cents, in a batch half of it.
    price = """
from mkdocs_perspectives.ask import direct, spending
def price_of(settings, usage, requests, *, batch=False):
    return requests * (0.0015 if batch else 0.003)
waiting.price_of = direct.price_of = spending.price_of = price_of
"""
    direct = _run(site, batches, "perspectives", "ask", patches=price)
    assert direct.returncode == 1
    assert "would cost about $0.0180" in direct.stderr
    assert batches.count == 0
    result = _run(site, batches, patches=price)
    assert result.returncode == 0, result.stderr
    assert "$0.0090" in result.stderr


def test_usage_is_counted_by_line(site: Path, batches: FakeBatches) -> None:
    result = _run(site, batches)
    records = [json.loads(data)["usage"] for data in _answers(site).values()]
    for name, word in (("input_tokens", "tokens in"), ("output_tokens", "out")):
        assert f"{sum(record[name] for record in records)} {word}" in result.stderr
    assert "6 requests" in result.stderr


def test_the_help_says_what_it_is(site: Path, batches: FakeBatches) -> None:
    result = _run(site, batches, "perspectives", "ask", "--help")
    assert "--batch" in result.stdout
    assert "half the price" in " ".join(result.stdout.split())
