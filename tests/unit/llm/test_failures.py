"""Temporary failures: how long until the next try."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.llm import RetryableError


def test_pauses_double_up_to_half_a_minute() -> None:
    error = RetryableError("m", "r")
    for retries, longest in ((0, 0.5), (1, 1), (3, 4), (10, 30), (1000, 30)):
        assert 0.75 * longest <= error.pause(retries) <= longest


@pytest.mark.parametrize("wait", [0.0, 7.0])
def test_a_requested_wait_is_respected(wait: float) -> None:
    assert RetryableError("m", "r", wait=wait).pause(5) == wait
