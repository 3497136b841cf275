"""How long a server asks to wait."""

from __future__ import annotations

import email.utils
import time

import pytest
from mkdocs_perspectives.llm.waits import wait_of


@pytest.mark.parametrize(
    ("headers", "body", "words", "wait"),
    [
        ({}, None, "", None),
        ({"retry-after": "20"}, None, "", 20),
        ({"retry-after": "1.5"}, None, "", 1.5),
        ({"retry-after": "-3"}, None, "", None),
        ({"retry-after": "soon"}, None, "", None),
        ({"retry-after": "9" * 30}, None, "", None),
        ({"retry-after-ms": "250", "retry-after": "1"}, None, "", 0.25),
        ({}, [{"error": {"details": [{"retryDelay": "37.5s"}]}}], "", 37.5),
        ({}, {"error": {"details": [{"retryDelay": {"seconds": 3, "nanos": 1}}]}}, "", 3),
        ({}, {"error": "x", "estimated_time": 20.5}, "", 20.5),
        ({}, {"retry_after": float("inf")}, "", None),
        ({}, {"retry_after": True}, "", None),
        ({}, {"input": {"retry_after": 5}}, "", None),
        ({}, None, "please try again in 1m26.4s", 86.4),
        ({}, None, "please try again in 350ms", 0.35),
        ({}, None, "please retry after 30 seconds", 30),
        ({}, None, "try again in 2 hours and 5 minutes", 7500),
        ({}, None, "try again in 5 mice", None),
        ({}, None, "wait: the limit is 5 requests", None),
        ({"retry-after": "2"}, {"retry_after": 5}, "try again in 7s", 2),
    ],
)
def test_waits(headers: dict[str, str], body: object, words: str, wait: float | None) -> None:
    assert wait_of(headers, body, words) == (None if wait is None else pytest.approx(wait))


def test_a_wait_until_a_moment() -> None:
    then = email.utils.formatdate(time.time() + 30, usegmt=True)
    assert 25 < (wait_of({"retry-after": then}, None, "") or 0) <= 30
    past = email.utils.formatdate(time.time() - 30, usegmt=True)
    assert wait_of({"retry-after": past}, None, "") == 0
    milliseconds = str(int((time.time() + 1200) * 1000))
    body = {"error": {"metadata": {"headers": {"X-RateLimit-Reset": milliseconds}}}}
    assert 1190 < (wait_of({}, body, "") or 0) <= 1200
    assert wait_of({"x-ratelimit-reset": "12"}, None, "") is None
