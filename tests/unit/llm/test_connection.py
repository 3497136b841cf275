"""Connections: addresses, and the exceptions of failed calls."""

from __future__ import annotations

import errno
import ssl

import httpx2
import openai
import pytest
from aside import run_aside
from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm import RetryableError, UnsupportedError, fate_of
from mkdocs_perspectives.llm.connection import Client

REQUEST = httpx2.Request("POST", "http://h/v1")


@pytest.mark.parametrize("given", [None, ""])
def test_an_empty_base_url_is_ignored(monkeypatch: pytest.MonkeyPatch, given: str | None) -> None:
    """As in a workflow that passes on an unset variable."""
    if given is not None:
        monkeypatch.setenv("OPENAI_BASE_URL", given)
    client = Client(ModelSettings("m"), "sk-0123456789abcdef")
    assert str(client._api.base_url) == "https://api.openai.com/v1/"


def _raised(error: Exception, *, optional: bool = False) -> Exception:
    """The exception of a call in which ``error`` is raised."""

    async def send(api: openai.AsyncOpenAI) -> None:
        raise error

    async def call() -> None:
        async with Client(ModelSettings("m", "http://user:hunter2@h/v1?k=hunter3"), None) as client:
            await client.call(send, optional=optional)

    with pytest.raises(Exception) as caught:
        run_aside(call())
    return caught.value


def test_an_unreachable_server_may_be_back_later() -> None:
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = OSError("refused by http://user:hunter2@h/v1?k=hunter3")
    raised = _raised(error)
    assert isinstance(raised, RetryableError)
    assert str(raised) == "http://h/v1 cannot be reached: refused by http://h/v1"


def test_a_certificate_that_does_not_hold_never_will() -> None:
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = ssl.SSLError("CERTIFICATE_VERIFY_FAILED")
    raised = _raised(error)
    assert isinstance(raised, ServerError)
    assert "https or http" in str(raised)


def test_any_timeout_is_reported_as_one() -> None:
    for error in (TimeoutError(), openai.APITimeoutError(REQUEST), httpx2.ReadTimeout("late")):
        raised = _raised(error)
        assert isinstance(raised, RetryableError)
        assert str(raised) == "no answer within 120 seconds"
        assert fate_of(raised) == "timed out"


def test_what_was_never_connected_was_never_sent() -> None:
    """It is not billed; a request that failed later may have been answered."""
    for error in (
        httpx2.ConnectError("refused"),
        httpx2.ConnectTimeout("late"),
        httpx2.PoolTimeout("late"),
        httpx2.ProxyError("503 no"),
        OSError(errno.EMFILE, "Too many open files"),
    ):
        outer = openai.APIConnectionError(request=REQUEST)
        outer.__cause__ = error
        assert fate_of(_raised(outer)) == "not delivered", error
    raised = _raised(httpx2.ConnectTimeout("late"))
    assert str(raised) == "http://h/v1 cannot be reached: no connection was made in time"
    for error in (httpx2.ReadError("reset"), httpx2.RemoteProtocolError("bye")):
        assert fate_of(_raised(error)) == "broken off", error
    assert fate_of(_raised(httpx2.DecodingError("no gzip"))) == "replied"


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        *((status, "refused") for status in (400, 401, 407, 429, 500, 502, 503, 529)),
        *((status, "timed out") for status in (408, 504, 524)),
    ],
)
def test_what_a_server_refuses_it_does_not_bill_but_a_gateway_may_not_know(
    status: int, fate: str
) -> None:
    response = httpx2.Response(status, request=REQUEST)
    assert fate_of(_raised(openai.APIStatusError("no", response=response, body=None))) == fate


def test_what_may_be_absent_is_unsupported_and_what_must_be_there_is_not() -> None:
    response = httpx2.Response(404, request=REQUEST)
    missing = openai.NotFoundError("gone", response=response, body=None)
    assert isinstance(_raised(missing, optional=True), UnsupportedError)
    assert isinstance(_raised(missing), ServerError)
