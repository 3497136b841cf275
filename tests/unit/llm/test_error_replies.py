"""A server's errors: whose fault they are, whether they pass, and how long to wait."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping
from typing import Any

import pytest
from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm import RequestError, RetryableError, UnsupportedError, reason_of
from mkdocs_perspectives.llm.error_replies import failure_of

SETTINGS = ModelSettings("m", "http://user:hunter2@h:1/v1?key=hunter3")


def _failure(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> Exception:
    return failure_of(SETTINGS, status, body, headers or {})


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        # Every other request would meet the same.
        (401, None, ServerError),
        (402, None, ServerError),
        (403, None, ServerError),
        (404, None, ServerError),
        (429, {"code": "insufficient_quota", "message": "no credit"}, ServerError),
        # It may pass.
        (408, None, RetryableError),
        (429, None, RetryableError),
        (500, None, RetryableError),
        (599, None, RetryableError),
        # This request is of no use.
        (400, {"message": "context length exceeded"}, RequestError),
        (413, None, RequestError),
        # Another form may be.
        (400, {"message": "response_format is unknown"}, UnsupportedError),
        (422, {"message": "no Grammar here"}, UnsupportedError),
    ],
)
def test_what_a_status_means(status: int, body: Any, kind: type[Exception]) -> None:
    found = _failure(status, body)
    assert type(found) is kind
    assert getattr(found, "remedy", "said") != ""


def test_only_a_429_is_everybodys() -> None:
    for status, everybody in ((429, True), (503, False)):
        found = _failure(status)
        assert isinstance(found, RetryableError)
        assert found.everybody == everybody


def _date(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry-after": "3"}, 3, 3),
        ({"retry-after": " 1.5 "}, 1.5, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25, 0.25),
        ({"retry-after-ms": "-5"}, 0, 0),
        ({"retry-after": _date(3600 * 24 * 365)}, None, None),
        ({"retry-after": _date(-3600)}, 0, 0),
    ],
)
def test_how_long_the_server_asks_to_wait(
    headers: dict[str, str], least: float | None, most: float | None
) -> None:
    found = _failure(429, None, headers)
    if least is None or most is None:
        # So long is not waited for.
        assert isinstance(found, RequestError)
        return
    assert isinstance(found, RetryableError)
    assert found.wait is not None
    assert least <= found.wait <= most


@pytest.mark.parametrize("value", ["soon", "", "1e999", "Wed, 99 Foo 2026"])
def test_a_wait_that_is_none_is_not_kept(value: str) -> None:
    found = _failure(503, None, {"retry-after": value})
    assert isinstance(found, RetryableError)
    assert found.wait is None


def test_what_the_server_says_is_told_in_one_line_without_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789abcdef")
    said = f"at {SETTINGS.base_url}\nwith sk-0123456789abcdef\x1b[31m"
    found = _failure(400, {"error": {"message": said}})
    assert str(found) == "http://h:1/v1 answered 400: at http://h:1/v1 with *** [31m"


@pytest.mark.parametrize("body", [None, [], "text", {"error": None}, {"error": "text"}, 5])
def test_a_body_of_any_form_is_no_crash(body: Any) -> None:
    assert str(_failure(500, body)).startswith("http://h:1/v1 answered 500")


def test_reasons_in_a_batch() -> None:
    reasons = [{"message": "a\nb"}, {"code": "x"}, {}, None, "text", ["x"]]
    assert [reason_of(reason) for reason in reasons] == [
        "a b",
        "x",
        "no reason given",
        "no reason given",
        "text",
        "['x']",
    ]
