"""The server's Batch API: uploads files of requests, creates batches and downloads their results.

Uploaded files and results are not deleted at the provider: the user may want to look at them, and
providers delete them after some time.
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
    not_a_batch_reply,
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
"""Seconds after which a created batch is certain to be in the server's list."""

_TRANSFER = 3600.0
"""Seconds that the transfer of a file may take; it can have 200 MB."""

_LARGEST_RESULTS = 4 * 10**9
"""Bytes; 50,000 answers, the most in one batch, take less."""

_PAGES = 20
"""How many pages of 100 batches are searched for one whose creation was not confirmed."""

T = TypeVar("T")


class UnsureError(ServerError):
    """It is not known whether the server did something that costs money."""


class BatchApi:
    """One connection to the Batch API. Use as a context manager.

    After temporary failures requests are sent again, up to ``max_retries`` times.

    Args:
        on_retry: called before a request is sent again.
    """

    def __init__(
        self,
        settings: ModelSettings,
        api_key: str | None,
        on_retry: Callable[[Retry], None] = lambda retry: None,
    ) -> None:
        self._settings, self._on_retry = settings, on_retry
        self._runner = asyncio.Runner()
        self._client = Client(settings, api_key)

    def __enter__(self) -> BatchApi:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.__aexit__())
        self._runner.close()

    def error_of(self, status: int, body: object) -> Exception:
        """The exception for an error in a line of results; see ``failures``.

        Args:
            status: 300 or more, or 0 if unknown.
            body: the error's parsed JSON.
        """
        error = self._client.error_of(status, body, sent_in_a_batch(self._settings))
        if isinstance(error, UnsupportedError) and error.feature != "form":
            return RequestError(
                str(error), "Omit --batch: direct requests fall back to another form."
            )
        return error

    def upload(self, file: IO[bytes]) -> str:
        """Upload a file of requests, which costs nothing yet, and return its id.

        Raises:
            ServerError: it cannot be uploaded, for instance because there is no Batch API.
        """

        async def send(api: openai.AsyncOpenAI) -> str:
            file.seek(0)
            raw = await api.files.with_raw_response.create(
                file=("perspectives.jsonl", file), purpose="batch", timeout=_TRANSFER
            )
            return text_at(object_of(raw.content), "id")

        return self._required(lambda: self._with_retries(send, _TRANSFER))

    def create(self, file_id: str, token: str, before: Callable[[], None]) -> ServerBatch:
        """Create the batch of an uploaded file; from here on it costs money.

        Args:
            token: identifies the batch, so that it can be found again.
            before: called before every try.

        Raises:
            UnsureError: no reply arrived, and the batch may have been created nevertheless.
            ServerError: the batch was not created.
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
                return self._required(lambda: self._once(send))
            except RetryableError as error:
                failure, unsure = error, UnsureError(error.message, error.remedy)
            # With a 429, nothing was created.
            refused = failure.affects_all
            self._wait(failure, retries, unsure, at_least=0 if refused else SETTLING)
            if not refused:
                # It may exist although the reply was lost; a second one would cost again.
                try:
                    found = self.find(token, file_id)
                except ServerError:
                    raise unsure from None
                if found is not None:
                    return found
            retries += 1

    def retrieve(self, batch_id: str) -> ServerBatch | None:
        """The current state of a batch; None if the server does not know its id.

        Raises:
            ServerError: the server cannot be queried.
        """

        async def send(api: openai.AsyncOpenAI) -> ServerBatch:
            return batch_of((await api.batches.with_raw_response.retrieve(batch_id)).content)

        return self._optional(lambda: self._with_retries(send))

    def find(self, token: str, file_id: str) -> ServerBatch | None:
        """The batch that was created with this token or from this file, if any.

        Raises:
            UnsureError: the server does not list its batches.
            ServerError: the server cannot be queried.
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
        """A page of the account's batches, newest first; None if the server has no such list."""

        async def send(api: openai.AsyncOpenAI) -> dict[str, Any]:
            query = {"after": after} if after else None
            raw = await api.batches.with_raw_response.list(limit=100, extra_query=query)
            page = object_of(raw.content)
            if not isinstance(page.get("data"), list):
                raise not_a_batch_reply()
            return page

        return self._optional(lambda: self._with_retries(send))

    def download(self, file_id: str, into: IO[bytes]) -> bool:
        """Write a result file to ``into``; False if the server does not have it.

        Raises:
            ServerError: it cannot be downloaded.
        """

        async def send(api: openai.AsyncOpenAI) -> bool:
            into.seek(0)
            into.truncate()
            get = api.files.with_streaming_response.content
            async with get(file_id, timeout=_TRANSFER) as response:
                async for piece in response.iter_bytes():
                    if into.tell() + len(piece) > _LARGEST_RESULTS:
                        raise RequestError(
                            f"a result file is larger than {_LARGEST_RESULTS // 10**9} GB",
                            "Check the batch on the provider's website.",
                        )
                    into.write(piece)
            into.seek(0)
            return True

        return self._optional(lambda: self._with_retries(send, _TRANSFER)) or False

    def _once(
        self, send: Callable[[openai.AsyncOpenAI], Awaitable[T]], timeout: float | None = None
    ) -> T:
        return self._runner.run(self._client.call(send, timeout=timeout, optional=True))

    def _with_retries(
        self, send: Callable[[openai.AsyncOpenAI], Awaitable[T]], timeout: float | None = None
    ) -> T:
        """Send a request, and send it again after temporary failures."""
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
        """Wait before a request is sent again; raise ``last`` if there are no retries left."""
        most = retries_after(error, self._settings.max_retries)
        if retries >= most:
            raise last from None
        pause = max(error.pause(retries), at_least)
        self._on_retry(Retry(error.message, pause, retries + 1, most))
        time.sleep(pause)

    def _required(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except UnsupportedError as error:
            raise ServerError(f"the server has no Batch API ({error})", "Omit --batch.") from None
        except RequestError as error:
            raise ServerError(error.message, error.remedy) from None

    def _optional(self, call: Callable[[], T]) -> T | None:
        try:
            return call()
        except UnsupportedError:
            return None
        except RequestError as error:
            raise ServerError(error.message, error.remedy) from None
