"""Reads the replies of a Batch API defensively: only ids and statuses are required."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from mkdocs_perspectives.common import without_key
from mkdocs_perspectives.llm.error_replies import reason_of
from mkdocs_perspectives.llm.failures import RetryableError

__all__ = ["ServerBatch", "batch_of", "not_a_batch_reply", "object_of", "read_batch", "text_at"]


@dataclass(frozen=True)
class ServerBatch:
    """The state of a batch at the server; ``done`` of ``total`` requests have a result."""

    id: str
    status: str
    input_file: str = ""
    files: tuple[str, ...] = ()
    """The ids of its result files: the answers, and the requests that failed."""
    done: int = 0
    total: int = 0
    errors: tuple[str, ...] = ()
    crowded: bool = False
    """Whether it failed because too much is queued at the server already."""
    token: str = ""


def object_of(content: bytes) -> dict[str, Any]:
    """The JSON object in a reply."""
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise not_a_batch_reply()
    return data


def not_a_batch_reply() -> RetryableError:
    return RetryableError("the server's reply is not from a Batch API", "Omit --batch.")


def text_at(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise not_a_batch_reply()
    return value


def batch_of(content: bytes) -> ServerBatch:
    batch = read_batch(object_of(content))
    if batch is None:
        raise not_a_batch_reply()
    return batch


def read_batch(data: Any) -> ServerBatch | None:
    """The batch in parsed JSON; None without an id and a status."""
    if not isinstance(data, dict):
        return None
    try:
        batch_id, status = text_at(data, "id"), text_at(data, "status")
    except RetryableError:
        return None
    counts = data.get("request_counts")
    counts = counts if isinstance(counts, dict) else {}
    done, failed, total = (_count(counts.get(k)) for k in ("completed", "failed", "total"))
    metadata = data.get("metadata")
    errors = data.get("errors")
    rows = errors.get("data") if isinstance(errors, dict) else errors
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    names = (data.get("output_file_id"), data.get("error_file_id"))
    return ServerBatch(
        id=batch_id,
        status=without_key(status),
        input_file=str(data.get("input_file_id") or ""),
        files=tuple(name for name in names if isinstance(name, str) and name),
        done=done + failed,
        total=total,
        errors=tuple(_error_line(row) for row in rows[:5]),
        crowded=any("token_limit" in str(row.get("code")) for row in rows),
        token=str(metadata.get("perspectives") or "") if isinstance(metadata, dict) else "",
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**53 else 0


def _error_line(row: dict[str, Any]) -> str:
    """One of the errors of a failed batch, in one short line."""
    text = reason_of(row)
    line = row.get("line")
    return f"line {line}: {text}" if isinstance(line, int) else text
