"""What a run reports on its requests and costs, during the run and at its end.

In the test's own process, since there is no price list for a server on loopback.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import fake_server as fake
import pytest
from behaviours import TIMEOUT
from fake_batches import FakeBatches
from fake_server import FakeServer, Fault, Request
from faults import KEY
from in_process import ask, settings_of
from mkdocs_perspectives.ask import AskResult, progress
from mkdocs_perspectives.common import BudgetError, ModelSettings
from mkdocs_perspectives.llm import Usage

TOOK = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "prompt_tokens_details": {"cached_tokens": 10},
}


@pytest.fixture(autouse=True)
def _prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dollar for a thousand tokens in, ten for a thousand out."""

    def price_of(settings: ModelSettings, usage: Usage, *_: Any, **__: Any) -> float:
        return (usage.input_tokens + 10 * usage.output_tokens) / 1000

    for module in ("direct", "spending"):
        monkeypatch.setattr(f"mkdocs_perspectives.ask.{module}.price_of", price_of)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def _by_role(faults: dict[str, list[Fault]]) -> Callable[[Request], Fault | None]:
    """The faults of each role, one per request, by the last letter of its name."""
    seen: Counter[str] = Counter()

    def fault_for(request: Request) -> Fault | None:
        role = request.role[-1]
        seen[role] += 1
        return dict(enumerate(faults.get(role, []), 1)).get(seen[role])

    return fault_for


def _asked(
    folder: Path, server: FakeServer, roles: int, caplog: pytest.LogCaptureFixture, **options: Any
) -> AskResult:
    """A run that asks one role after the other, each with one issue."""
    caplog.set_level(logging.INFO, "mkdocs")
    factory.write_scenario(folder, data=factory.scenario(roles, 1))
    server.usage = TOOK
    return ask(settings_of(folder, server.base_url, concurrency=1, **options))


def _said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [re.sub(r"\d+ s\b", "# s", record.getMessage()) for record in caplog.records]


def test_the_account_adds_up_request_by_request(
    tmp_path: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    hang, cut = fake.hang(), fake.reset(after=200)
    server.fault_for = _by_role(
        {
            "b": [hang],
            "c": [hang, hang],
            "d": [cut],
            "e": [fake.status(429, "slow down", retry_after="0")],
            "f": [fake.mutate(lambda answer: answer | {"summary": ""})],
            "g": [fake.beside({"usage": None})],
        }
    )
    result = _asked(tmp_path, server, 7, caplog, timeout=TIMEOUT)
    # a 1, b 2, c 2 of the one retry after a timeout, d 2, e 2, f 2 with its repair, g 1.
    assert server.count == result.requests == 12
    assert result.fates == {"replied": 7, "refused": 1, "timed out": 3, "broken off": 1}
    assert result.fates.total() == result.requests
    # Six of the seven replies reported their usage.
    assert result.usage == Usage(input_tokens=600, cached_tokens=60, output_tokens=120)
    assert result.price == pytest.approx((600 + 10 * 120) / 1000)
    assert result.unknown == {"replied": 1, "timed out": 3, "broken off": 1}
    # What an answer took so far: 100 and 20, and after f, which took twice that, 600 / 5 and
    # 120 / 5. So b 100, c 200, d 100, g 120; and b 20, c 40, d 20, g 24.
    estimated = result.estimated
    assert (estimated.input_tokens, estimated.output_tokens) == (520, 104)
    said = _said(caplog)
    account = next(i for i, line in enumerate(said) if line.startswith("Answers:"))
    assert said[account] == (
        "Answers: 6 answered by the model, 0 from the cache, 1 after a repair, 1 failed; 12 "
        "requests (7 replied to, 1 refused, 3 timed out, 1 broken off), 600 tokens in (60 cached), "
        "120 out, $1.80."
    )
    assert said[account + 1] == (
        "The usage of 5 requests is unknown (1 without a report, 3 timed out, 1 broken off) and "
        "may be billed: by estimate about 520 tokens in, 104 out, $1.56; with the rest, $3.36."
    )
    _lines_say_what_happened(said[:account])


def _lines_say_what_happened(said: list[str]) -> None:
    late = f"no answer within {TIMEOUT} seconds"
    assert said[0] == "Asking 7 questions ..."
    message = [line.partition(": ")[2] for line in said[1:]]
    assert message[0] == "tram/role-a answered", said
    assert message[1:6] == [
        f"tram/role-b: {late}; sent again (1 of at most 1)",
        "tram/role-b answered",
        f"tram/role-c: {late}; sent again (1 of at most 1)",
        f"tram/role-c failed: {late} (tried 2 times)",
        message[5],
    ]
    assert re.match(
        r"tram/role-d: the connection to http\S+ broke: .*; sent again \(1 of at most 2\)$",
        message[5],
    )
    assert message[6] == "tram/role-d answered"
    assert re.match(
        r"tram/role-e: http\S+ answered 429: slow down; sent again \(1 of at most 2\)$", message[7]
    )
    assert message[8] == "tram/role-e answered"
    assert re.match(
        r"tram/role-f: its answer cannot be used \(summary .*\); requesting", message[9]
    )
    assert message[10:] == ["tram/role-f answered", "tram/role-g answered"]
    # So far: 100 tokens in and 20 out of a; b's timeout is estimated at the same.
    assert ", 120 tokens, $0.3000: " in said[1]
    assert ", 120 tokens, $0.3000, 1 request unknown (about $0.3000): " in said[2]


def test_max_cost_counts_what_is_unknown(
    tmp_path: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.fault_for = lambda request: None if request.role == "Role a" else fake.reset(after=200)
    # Twelve answers at $0.30 would cost less; a and three that broke off come to $1.20.
    monkey = pytest.MonkeyPatch()
    monkey.setattr("mkdocs_perspectives.ask.direct.budget_error", lambda *_: None)
    try:
        result = _asked(tmp_path, server, 12, caplog, max_retries=0, max_cost=1.0)
    finally:
        monkey.undo()
    assert isinstance(result.stopped_by, BudgetError)
    assert server.count == 4
    assert (result.price, result.estimated_price) == (pytest.approx(0.3), pytest.approx(0.9))
    assert (
        "Stopped asking: the answers so far cost $0.3000, 3 requests of unknown cost about $0.9000 "
        "by estimate, and max_cost is $1"
    ) in caplog.text


def test_a_repair_that_times_out_is_estimated_with_what_it_quotes(
    tmp_path: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    quote = "Well. " * 2000
    server.fault_for = _by_role({"b": [fake.mutate(lambda _: quote), fake.reset(after=200)]})
    result = _asked(tmp_path, server, 2, caplog, max_retries=0)
    assert result.unknown == {"broken off": 1}
    # Beside the 100 tokens of a question, the answer and what is wrong with it, in characters.
    beside = [m["content"] for m in (server.requests[-1].body or {})["messages"][2:]]
    assert quote in beside
    assert result.estimated.input_tokens == 100 + round(sum(map(len, beside)) / 4)
    assert result.estimated.output_tokens == 20


def test_what_was_never_sent_is_not_billed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    factory.write_scenario(tmp_path, data=factory.scenario(1, 1))
    result = ask(settings_of(tmp_path, "http://127.0.0.1:9/v1", max_retries=1))
    assert result.fates == {"not delivered": 2}
    assert result.unknown_costs() == ""
    assert "2 requests (2 not delivered)" in caplog.text


def test_a_waiting_run_names_the_roles(
    tmp_path: Path,
    server: FakeServer,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "HEARTBEAT", 0.01)
    heard = threading.Event()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "waiting for tram/role-a (for " in record.getMessage():
                heard.set()

    def answer_late(request: Request) -> None:
        heard.wait()

    server.fault_for = answer_late
    listener = Listener()
    logging.getLogger("mkdocs").addHandler(listener)
    try:
        result = _asked(tmp_path, server, 1, caplog, timeout=600)
    finally:
        logging.getLogger("mkdocs").removeHandler(listener)
    assert result.answered == 1
    assert "0 of 1, # s: waiting for tram/role-a (for # s)" in _said(caplog)


# In batches.


def test_lost_results_of_a_batch_are_unknown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs_perspectives.ask.batch import waiting

    caplog.set_level(logging.INFO, "mkdocs")
    monkeypatch.setattr(waiting, "POLL_FIRST", 0.01)
    monkeypatch.setattr(waiting, "POLL_MOST", 0.01)
    monkeypatch.setattr(waiting, "price_of", lambda *_, **__: 0.0)
    factory.write_scenario(tmp_path, data=factory.scenario(3, 1))
    with FakeBatches(api_key=KEY) as batches:
        batches.usage = TOOK
        batches.fault_for = lambda request: (
            fake.beside({"usage": None}) if request.role == "Role b" else None
        )
        # The first batch loses its last line; the second has that question alone.
        batches.mangle = lambda lines: lines[:2]
        result = ask(settings_of(tmp_path, batches.base_url), batch=True)
    assert batches.sizes == [3, 1]
    assert result.answered == 3
    assert result.usage == Usage(input_tokens=200, cached_tokens=20, output_tokens=40)
    assert result.unknown == {"replied": 1, "broken off": 1}
    assert "The usage of 2 requests is unknown (1 without a report, 1 broken off)" in caplog.text
