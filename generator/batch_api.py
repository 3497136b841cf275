"""The server's Batch API: files go up, a batch is made of each, its results come down.

What uploads and results are kept at the provider is left there: they are the user's, who can look
at them, and providers drop them by themselves.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeVar

from generator import batch_state
from generator.client import Client, RequestError, RetryableError, UnsupportedError, reason_of
from generator.errors import ServerError
from generator.settings import ModelSettings, without_key

if TYPE_CHECKING:
    import openai

__all__ = ["ENDED", "BatchApi", "ServerBatch", "UnsureError"]

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})

_TRANSFER = 3600.0
"""Seconds that a file of a batch may take on its way; it can have 200 MB."""

_PAGES = 20
"""So many pages of 100 batches are looked through for one whose creation was not heard of."""

T = TypeVar("T")


class UnsureError(ServerError):
    """The server was asked to do something that costs, and it is not known whether it did."""


@dataclass(frozen=True)
class ServerBatch:
    """A batch as the server tells of it; ``done`` of ``total`` requests have a result."""

    id: str
    status: str
    input_file: str = ""
    files: tuple[str, ...] = ()
    """Where its results are: the answers, and the requests that failed."""
    done: int = 0
    total: int = 0
    errors: tuple[str, ...] = ()
    crowded: bool = False
    """Whether it failed because too much is waiting at the server already."""
    token: str = ""


class BatchApi:
    """One connection to the Batch API. Use as a context manager.

    Failures that may pass are met by asking again, ``max_retries`` times.
    """

    def __init__(self, settings: ModelSettings, api_key: str | None) -> None:
        self._settings = settings
        self._runner = asyncio.Runner()
        self._client = Client(settings, api_key)
        self.error_of = self._client.error_of

    def __enter__(self) -> BatchApi:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.__aexit__())
        self._runner.close()

    def upload(self, file: IO[bytes]) -> str:
        """Send a file of requests; its id. It costs nothing yet.

        Raises:
            ServerError: it cannot be sent, for instance because there is no Batch API.
        """

        async def send(api: openai.AsyncOpenAI) -> str:
            file.seek(0)
            raw = await api.files.with_raw_response.create(
                file=("perspectives.jsonl", file), purpose="batch", timeout=_TRANSFER
            )
            return _text(_object(raw.content), "id")

        return self._needed(lambda: self._patiently(send, _TRANSFER))

    def create(self, file_id: str, token: str, before: Callable[[], None]) -> ServerBatch:
        """Have the requests of a file answered; from here on it costs.

        Args:
            token: what the batch can be found by again.
            before: called before every try.

        Raises:
            UnsureError: no reply was had, and the batch may be there nevertheless.
            ServerError: there is no such batch.
        """

        async def send(api: openai.AsyncOpenAI) -> ServerBatch:
            raw = await api.batches.with_raw_response.create(
                input_file_id=file_id,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={"perspectives": token},
            )
            return _batch(raw.content)

        retries = 0
        while True:
            before()
            try:
                return self._needed(lambda: self._once(send))
            except RetryableError as error:
                unsure = UnsureError(error.message, error.remedy)
                # A 429 says that nothing was done.
                pause, refused = error.pause(retries), error.everybody
            if retries == self._settings.max_retries:
                raise unsure
            if refused:
                time.sleep(pause)
            else:
                # It may have been created although its reply was lost; a second would cost again.
                time.sleep(max(pause, batch_state.SETTLING))
                try:
                    found = self.find(token, file_id)
                except ServerError:
                    raise unsure from None
                if found is not None:
                    return found
            retries += 1

    def retrieve(self, batch_id: str) -> ServerBatch | None:
        """The batch as it stands; None where the server knows none by this id.

        Raises:
            ServerError: the server cannot be asked.
        """

        async def send(api: openai.AsyncOpenAI) -> ServerBatch:
            return _batch((await api.batches.with_raw_response.retrieve(batch_id)).content)

        return self._optional(lambda: self._patiently(send))

    def find(self, token: str, file_id: str) -> ServerBatch | None:
        """The batch that was created with this token or of this file, if there is one.

        Raises:
            UnsureError: the server does not list its batches.
            ServerError: the server cannot be asked.
        """
        after = ""
        for _ in range(_PAGES):
            page = self._page(after)
            if page is None:
                raise UnsureError("the server does not list its batches", "Ask its operator.")
            batches = [batch for row in page.get("data") or () if (batch := _read(row))]
            for batch in batches:
                if batch.token == token or batch.input_file == file_id:
                    return batch
            if not page.get("has_more") or not batches:
                return None
            after = batches[-1].id
        return None

    def _page(self, after: str) -> dict[str, Any] | None:
        """A page of the account's batches, newest first; None where the server lists none."""

        async def send(api: openai.AsyncOpenAI) -> dict[str, Any]:
            query = {"after": after} if after else None
            raw = await api.batches.with_raw_response.list(limit=100, extra_query=query)
            page = _object(raw.content)
            if not isinstance(page.get("data"), list):
                raise _no_batch()
            return page

        return self._optional(lambda: self._patiently(send))

    def download(self, file_id: str, into: IO[bytes]) -> bool:
        """Write a file of results to ``into``; whether the server has it.

        Raises:
            ServerError: it cannot be had.
        """

        async def send(api: openai.AsyncOpenAI) -> bool:
            into.seek(0)
            into.truncate()
            get = api.files.with_streaming_response.content
            async with get(file_id, timeout=_TRANSFER) as response:
                async for piece in response.iter_bytes():
                    into.write(piece)
            into.seek(0)
            return True

        return self._optional(lambda: self._patiently(send, _TRANSFER)) or False

    def _once(
        self, send: Callable[[openai.AsyncOpenAI], Awaitable[T]], timeout: float | None = None
    ) -> T:
        return self._runner.run(self._client.call(send, timeout=timeout, optional=True))

    def _patiently(
        self, send: Callable[[openai.AsyncOpenAI], Awaitable[T]], timeout: float | None = None
    ) -> T:
        """Ask, and again after failures that may pass."""
        retries = 0
        while True:
            try:
                return self._once(send, timeout)
            except RetryableError as error:
                if retries == self._settings.max_retries:
                    raise ServerError(error.message, error.remedy) from None
                time.sleep(error.pause(retries))
                retries += 1

    def _needed(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except UnsupportedError as error:
            raise ServerError(
                f"the server has no Batch API ({error})", "Leave --batch out."
            ) from None
        except RequestError as error:
            raise ServerError(error.message, error.remedy) from None

    def _optional(self, ask: Callable[[], T]) -> T | None:
        try:
            return ask()
        except UnsupportedError:
            return None
        except RequestError as error:
            raise ServerError(error.message, error.remedy) from None


def _object(content: bytes) -> dict[str, Any]:
    """A reply's JSON object."""
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise _no_batch()
    return data


def _no_batch() -> RetryableError:
    return RetryableError("the server's reply is none of a Batch API", "Leave --batch out.")


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise _no_batch()
    return value


def _batch(content: bytes) -> ServerBatch:
    batch = _read(_object(content))
    if batch is None:
        raise _no_batch()
    return batch


def _read(data: Any) -> ServerBatch | None:
    """A batch of which nothing is taken for granted but its id and status."""
    if not isinstance(data, dict):
        return None
    try:
        batch_id, status = _text(data, "id"), _text(data, "status")
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
        errors=tuple(_said(row) for row in rows[:5]),
        crowded=any("token_limit" in str(row.get("code")) for row in rows),
        token=str(metadata.get("perspectives") or "") if isinstance(metadata, dict) else "",
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**53 else 0


def _said(row: dict[str, Any]) -> str:
    """One of the errors that a batch failed with, in one short line."""
    text = reason_of(row)
    line = row.get("line")
    return f"line {line}: {text}" if isinstance(line, int) else text
