"""The server's Batch API: files go up, a batch is made of each, its results come down.

What uploads and results are kept at the provider is left there: they are the user's, who can look
at them, and providers drop them by themselves.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import IO, Any, TypeVar

import openai

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.batch_replies import (
    ServerBatch,
    batch_of,
    no_batch,
    object_of,
    read_batch,
    text_at,
)
from mkdocs_perspectives.llm.connection import Client
from mkdocs_perspectives.llm.error_replies import sent_in_a_batch
from mkdocs_perspectives.llm.events import Retry, retries_after
from mkdocs_perspectives.llm.failures import RequestError, RetryableError, UnsupportedError

__all__ = ["ENDED", "SETTLING", "BatchApi", "ServerBatch", "UnsureError"]

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})

SETTLING = 10.0
"""Seconds after which a batch that was created is in the server's list for sure."""

_TRANSFER = 3600.0
"""Seconds that a file of a batch may take on its way; it can have 200 MB."""

_LARGEST_RESULTS = 4 * 10**9
"""Bytes; 50,000 answers, the most in one batch, take less."""

_PAGES = 20
"""So many pages of 100 batches are looked through for one whose creation was not heard of."""

T = TypeVar("T")


class UnsureError(ServerError):
    """The server was asked to do something that costs, and it is not known whether it did."""


class BatchApi:
    """One connection to the Batch API. Use as a context manager.

    Failures that may pass are met by asking again, ``max_retries`` times.

    Args:
        tell: called before anything is asked again.
    """

    def __init__(
        self,
        settings: ModelSettings,
        api_key: str | None,
        tell: Callable[[Retry], None] = lambda retry: None,
    ) -> None:
        self._settings, self._tell = settings, tell
        self._runner = asyncio.Runner()
        self._client = Client(settings, api_key)

    def __enter__(self) -> BatchApi:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.__aexit__())
        self._runner.close()

    def error_of(self, status: int, body: object) -> Exception:
        """What an error means that stands in a line of results; see ``failures``.

        Args:
            status: 300 or more, or 0 where it is not known.
            body: the error's parsed JSON.
        """
        error = self._client.error_of(status, body, sent_in_a_batch(self._settings))
        if isinstance(error, UnsupportedError) and error.feature != "form":
            return RequestError(
                str(error), "Leave --batch out: asked directly, it is put in another way."
            )
        return error

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
            return text_at(object_of(raw.content), "id")

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
            return batch_of(raw.content)

        retries = 0
        while True:
            before()
            try:
                return self._needed(lambda: self._once(send))
            except RetryableError as error:
                failure, unsure = error, UnsureError(error.message, error.remedy)
            # A 429 says that nothing was done.
            refused = failure.everybody
            self._wait(failure, retries, unsure, at_least=0 if refused else SETTLING)
            if not refused:
                # It may have been created although its reply was lost; a second would cost again.
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
            return batch_of((await api.batches.with_raw_response.retrieve(batch_id)).content)

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
            batches = [batch for row in page.get("data") or () if (batch := read_batch(row))]
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
            page = object_of(raw.content)
            if not isinstance(page.get("data"), list):
                raise no_batch()
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
                    if into.tell() + len(piece) > _LARGEST_RESULTS:
                        raise RequestError(
                            f"a file of results is longer than {_LARGEST_RESULTS // 10**9} GB",
                            "Look at the batch with its provider.",
                        )
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
                self._wait(error, retries, ServerError(error.message, error.remedy))
                retries += 1

    def _wait(
        self, error: RetryableError, retries: int, last: ServerError, *, at_least: float = 0
    ) -> None:
        """Wait before something is asked again; raise ``last`` where it is not."""
        most = retries_after(error, self._settings.max_retries)
        if retries >= most:
            raise last from None
        pause = max(error.pause(retries), at_least)
        self._tell(Retry(error.message, pause, retries + 1, most))
        time.sleep(pause)

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
