"""Requests to a model: what is sent again, how often, and when it is given up."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from aside import run_aside
from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm import (
    Ended,
    Event,
    Reply,
    RequestError,
    Retry,
    RetryableError,
    StoppedError,
    UnsupportedError,
)
from mkdocs_perspectives.llm.events import with_fate
from mkdocs_perspectives.llm.model import Model
from mkdocs_perspectives.llm.usage import Usage, with_usage

MESSAGES = [{"role": "system", "content": "Shared."}, {"role": "user", "content": "Own."}]
SCHEMA = {"type": "object"}
ANSWER = json.dumps({"choices": [{"message": {"content": "{}"}}]}).encode()


class _Server:
    """The replies of a server in order, the last one repeatedly; failures are raised."""

    def __init__(self, *replies: bytes | Exception) -> None:
        self.replies = list(replies)
        self.bodies: list[dict[str, Any]] = []
        self.reached = True

    async def post(self, path: str, body: bytes, sent: object) -> bytes:
        assert path == "/chat/completions"
        self.bodies.append(json.loads(body))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def __aexit__(self, *_: object) -> None:
        pass


def _ask(
    server: _Server, before: Callable[[Model], object] = lambda model: None, **settings: Any
) -> tuple[Reply, Model]:
    async def ask() -> tuple[Reply, Model]:
        async with Model(ModelSettings("m", **settings), None) as model:
            model._client = server  # type: ignore[assignment]
            before(model)
            return await model.complete(MESSAGES, SCHEMA), model

    return run_aside(ask())


def _passing(**more: Any) -> RetryableError:
    return RetryableError("It broke", "Wait.", wait=0, **more)


def test_a_temporary_failure_is_retried() -> None:
    server = _Server(_passing(), _passing(), ANSWER)
    reply, model = _ask(server, max_retries=2)
    assert (reply.content, reply.model, model.requests) == ("{}", "m", 3)
    assert server.bodies[0] == server.bodies[2]


@pytest.mark.parametrize(
    ("retries", "reported"), [(2, r"It broke \(tried 3 times\)"), (0, "^It broke$")]
)
def test_a_lasting_failure_is_reported_with_the_number_of_tries(
    retries: int, reported: str
) -> None:
    server = _Server(_passing())
    with pytest.raises(RequestError, match=reported):
        _ask(server, max_retries=retries)
    assert len(server.bodies) == retries + 1


def test_after_a_timeout_it_is_sent_again_half_as_often() -> None:
    server = _Server(with_fate(_passing(), "timed out"))
    with pytest.raises(RequestError, match=r"It broke \(tried 3 times\)"):
        _ask(server, max_retries=4)
    assert len(server.bodies) == 3


def _reported(server: _Server, **settings: Any) -> list[Event]:
    """The events of the requests for one question."""
    events: list[Event] = []

    async def ask() -> None:
        async with Model(ModelSettings("m", **settings), None) as model:
            model._client = server  # type: ignore[assignment]
            with contextlib.suppress(RequestError):
                await model.complete(MESSAGES, SCHEMA, events.append)
            assert sum(isinstance(event, Ended) for event in events) == model.requests

    run_aside(ask())
    return events


def _carrying(error: Exception, tokens: int) -> Exception:
    return with_usage(error, Usage(input_tokens=tokens))


def test_events_report_how_requests_ended_and_retries() -> None:
    counted = json.loads(ANSWER) | {"usage": {"prompt_tokens": 3, "completion_tokens": 2}}
    server = _Server(
        with_fate(_passing(), "timed out"),
        with_fate(_passing(), "refused"),
        b"no JSON",
        _carrying(with_fate(_passing(), "timed out"), 1),
        json.dumps(counted).encode(),
    )
    events = _reported(server, max_retries=9)
    assert [event.fate for event in events if isinstance(event, Ended)] == [
        *("timed out", "refused", "replied", "timed out", "replied")
    ]
    assert [event.usage.input_tokens for event in events if isinstance(event, Ended)] == [
        *(0, 0, 0, 1, 3)
    ]
    again = [(event.number, event.most) for event in events if isinstance(event, Retry)]
    assert again == [(1, 4), (2, 9), (3, 9), (4, 4)]
    # One after the other: a request ends, and is sent again.
    assert [type(event) for event in events] == [Ended, Retry] * 4 + [Ended]


def test_requests_that_are_not_sent_have_no_events() -> None:
    assert _reported(_Server(ANSWER), max_requests=0) == []
    (refused,) = _reported(_Server(UnsupportedError("400", "system")), max_requests=1)
    assert refused == Ended("broken off")


def test_a_run_that_was_stopped_waits_for_no_other_try() -> None:
    server = _Server(_passing(), ANSWER)

    async def ask() -> None:
        async with Model(ModelSettings("m"), None) as model:
            model._client = server  # type: ignore[assignment]
            await model.complete(MESSAGES, SCHEMA, lambda event: model.stop())

    with pytest.raises(StoppedError):
        run_aside(ask())
    assert len(server.bodies) == 1


def test_a_server_that_was_never_reached_ends_the_run() -> None:
    server = _Server(_passing())
    server.reached = False
    with pytest.raises(ServerError, match="It broke"):
        _ask(server, max_retries=1)


def test_a_reply_that_is_not_json_is_retried() -> None:
    server = _Server(b"<html>", b'{"choices": [{"mess', b"\xff", b"[" * 100_000, ANSWER)
    reply, model = _ask(server, lambda model: _no_pauses(model), max_retries=4)
    assert (reply.content, model.requests) == ("{}", 5)


def _no_pauses(model: Model) -> None:
    async def back_off(error: RetryableError, wait: float) -> None:
        assert error.message == "the server's reply is not a chat completion"

    model._back_off = back_off  # type: ignore[method-assign]


def test_a_form_that_the_server_does_not_take_is_given_up_once_for_all(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    unsupported = UnsupportedError("400: no json_schema")
    server = _Server(unsupported, unsupported, ANSWER)
    _ask(server)
    forms = [(b.get("response_format") or {}).get("type") for b in server.bodies]
    assert forms == ["json_schema", "json_object", None]
    # The schema is then given in words.
    assert [('"type":"object"' in b["messages"][0]["content"]) for b in server.bodies] == [
        *(False, True, True)
    ]
    assert len(caplog.records) == 2
    with pytest.raises(RequestError, match="no json_schema"):
        _ask(_Server(unsupported))


def test_the_ceiling_holds_with_retries_counted() -> None:
    server = _Server(_passing())
    with pytest.raises(RequestError, match=r"max_requests \(2\) is reached"):
        _ask(server, max_retries=9, max_requests=2)
    assert len(server.bodies) == 2


def test_what_was_stopped_is_not_sent() -> None:
    server = _Server(ANSWER)
    with pytest.raises(StoppedError):
        _ask(server, Model.stop)
    assert server.bodies == []


def test_invalid_unicode_is_replaced_before_sending() -> None:
    """A quoted malformed answer may contain it."""
    server = _Server(ANSWER)
    given = [*MESSAGES, {"role": "assistant", "content": "\ud800 요"}]

    async def ask() -> None:
        async with Model(ModelSettings("m"), None) as model:
            model._client = server  # type: ignore[assignment]
            await model.complete(given, SCHEMA)

    run_aside(ask())
    assert server.bodies[0]["messages"][2]["content"] == "? 요"
