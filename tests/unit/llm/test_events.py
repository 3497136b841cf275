"""How requests end, whether they may be billed, and how often they are sent again."""

from __future__ import annotations

import asyncio

import pytest
from mkdocs_perspectives.llm import Ended, Fate, RequestError, Retry, RetryableError, Usage, fate_of
from mkdocs_perspectives.llm.events import retries_after, with_fate


@pytest.mark.parametrize(
    ("fate", "unknown"),
    [
        ("replied", True),
        ("refused", False),
        ("not delivered", False),
        ("timed out", True),
        ("broken off", True),
        ("interrupted", True),
    ],
)
def test_what_may_be_billed_without_a_word_is_unknown(fate: Fate, unknown: bool) -> None:
    assert Ended(fate).unknown == unknown
    # What the server reports is known, however the request ended.
    assert not Ended(fate, Usage(output_tokens=1)).unknown


def test_an_error_has_the_fate_of_its_request() -> None:
    assert fate_of(with_fate(ValueError(), "timed out")) == "timed out"
    assert fate_of(asyncio.CancelledError()) == "interrupted"
    assert fate_of(RequestError("m", "r")) == "refused"
    assert fate_of(ValueError()) == "broken off"


@pytest.mark.parametrize(("most", "after_a_timeout"), [(0, 0), (1, 0), (2, 1), (4, 2), (5, 2)])
def test_after_a_timeout_half_as_many_retries(most: int, after_a_timeout: int) -> None:
    error = RetryableError("m", "r")
    assert retries_after(error, most) == most
    assert retries_after(with_fate(error, "timed out"), most) == after_a_timeout


def test_a_retry_gives_its_reason_and_time() -> None:
    assert str(Retry("It broke", 0.6, 1, 4)) == "It broke; sent again (1 of at most 4)"
    assert str(Retry("It\nbroke", 7.8, 2, 2)) == "It broke; sent again in 8 s (2 of at most 2)"
    assert len(str(Retry("x" * 999, 0, 1, 1))) < 250
