"""Replies of a Batch API, including incomplete and odd ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mkdocs_perspectives.llm import RetryableError
from mkdocs_perspectives.llm.batch_replies import ServerBatch, batch_of, read_batch


def test_a_batch_as_servers_tell_of_it() -> None:
    data = {
        "id": "batch_1",
        "status": "completed",
        "input_file_id": "file-1",
        "output_file_id": "file-2",
        "error_file_id": None,
        "metadata": {"perspectives": "token"},
        "request_counts": {"total": 3, "completed": 2, "failed": 1},
        "errors": {"data": [{"code": "token_limit_exceeded", "message": "Full.", "line": 3}]},
    }
    assert batch_of(json.dumps(data).encode()) == ServerBatch(
        id="batch_1",
        status="completed",
        input_file="file-1",
        files=("file-2",),
        done=3,
        total=3,
        errors=("line 3: Full.",),
        crowded=True,
        token="token",
    )


def test_little_is_enough() -> None:
    assert read_batch({"id": "b", "status": "validating"}) == ServerBatch("b", "validating")


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b"\xff", b"[" * 100_000, b'{"id": "b"}', b'{"id": "", "status": "x"}'],
)
def test_an_invalid_batch_reply_is_retryable(content: bytes) -> None:
    with pytest.raises(RetryableError, match="not from a Batch API"):
        batch_of(content)


@pytest.mark.parametrize(
    "more",
    [
        {"request_counts": []},
        {"request_counts": {"completed": -1, "failed": "2", "total": 2**60}},
        {"metadata": "x", "errors": {"data": "x"}},
        {"errors": [1, None]},
        {"output_file_id": 5, "error_file_id": ""},
    ],
)
def test_odd_parts_are_left_out(more: dict[str, Any]) -> None:
    assert read_batch({"id": "b", "status": "failed", **more}) == ServerBatch("b", "failed")
