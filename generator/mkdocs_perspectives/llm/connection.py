"""The connections to an OpenAI-compatible server.

Whatever goes wrong with a call comes out as one of the errors of ``failures``, with a remedy and
without secrets.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

import httpx2
import openai

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.error_replies import failure_of, server_name, server_text
from mkdocs_perspectives.llm.failures import RetryableError, UnsupportedError
from mkdocs_perspectives.llm.reply_body import usage_of_body
from mkdocs_perspectives.llm.usage import carrying

__all__ = ["Client"]

_OPENAI = "https://api.openai.com/v1"

_ABSENT = frozenset({404, 405, 501})

T = TypeVar("T")


class Client:
    """The connections to one server. Use as an async context manager.

    ``reached`` says whether the server has ever answered, be it with an error.
    """

    def __init__(self, settings: ModelSettings, api_key: str | None) -> None:
        self._settings = settings
        self.reached = False
        self._api = openai.AsyncOpenAI(
            # A server on one's own machine needs no key, but the client insists on one.
            api_key=api_key or "none",
            # Given in any case: the client would take an empty OPENAI_BASE_URL for an address.
            base_url=settings.base_url or _OPENAI,
            # Retries are counted and spaced by the caller, so that ``max_requests`` holds.
            max_retries=0,
            timeout=settings.timeout,
            # As many connections as questions at once, where the client's own pool would end.
            http_client=openai.DefaultAsyncHttpxClient(
                limits=httpx2.Limits(max_connections=settings.concurrency)
            ),
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._api.close()

    async def post(self, path: str, body: bytes) -> bytes:
        """What the server replies to ``body``, which is JSON.

        The client's own method for chat completions checks and converts all that it sends and
        gets piece by piece, which takes longer than the rest of a request; nothing of it is needed.

        Raises:
            RetryableError, UnsupportedError, RequestError, ServerError: see ``failures``.
        """
        response = await self.call(
            lambda api: api.post(path, cast_to=httpx2.Response, content=body)
        )
        return response.content

    async def call(
        self,
        send: Callable[[openai.AsyncOpenAI], Awaitable[T]],
        *,
        timeout: float | None = None,
        optional: bool = False,
    ) -> T:
        """What ``send`` gets from the server; no more at once than ``concurrency`` says.

        Args:
            timeout: seconds that it may take; by default the configured time of one answer.
            optional: whether what is asked for may be absent, as a part of the interface that not
                every server has; that is then an ``UnsupportedError``.

        Raises:
            RetryableError, UnsupportedError, RequestError, ServerError: see ``failures``.
        """
        seconds = self._settings.timeout if timeout is None else timeout
        try:
            # The client's own time-out is per read, so a server that drips would never meet it.
            async with asyncio.timeout(seconds):
                result = await send(self._api)
        except (TimeoutError, openai.APITimeoutError, httpx2.TimeoutException):
            raise self._timed_out(seconds) from None
        except openai.APIStatusError as error:
            self.reached = True
            if optional and error.status_code in _ABSENT:
                raise UnsupportedError(f"it answered {error.status_code}") from None
            failure = self.error_of(error.status_code, error.body, error.response.headers)
            raise carrying(failure, usage_of_body(error.response.content)) from None
        # What is read piece by piece breaks outside the client's own wrapping.
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise self._connection_error(error) from None
        except openai.OpenAIError as error:
            raise RetryableError(
                f"the reply could not be read: {self._text(str(error))}", "Check the server's log."
            ) from None
        self.reached = True
        return result

    def _timed_out(self, seconds: float) -> RetryableError:
        return RetryableError(
            f"no answer within {seconds:g} seconds",
            "Raise `timeout`, or lower `concurrency` if the server is overloaded.",
        )

    def _connection_error(self, error: Exception) -> Exception:
        chain: list[BaseException] = []
        cause: BaseException | None = error
        while cause is not None and cause not in chain:
            chain.append(cause)
            cause = cause.__cause__ or cause.__context__
        reason = self._text(str(chain[-1]) or type(chain[-1]).__name__)
        message = f"{server_name(self._settings)} cannot be reached: {reason}"
        if any(isinstance(e, ssl.SSLError) or "CERTIFICATE" in str(e) for e in chain):
            return ServerError(message, "Check the server's certificate, and https or http.")
        return RetryableError(message, "Check the base URL, and that the server is running.")

    def error_of(
        self, status: int, body: object, headers: Mapping[str, str] = MappingProxyType({})
    ) -> Exception:
        """What an answer with this status means; ``body`` is its parsed JSON, if it is any."""
        return failure_of(self._settings, status, body, headers)

    def _text(self, text: str) -> str:
        return server_text(self._settings, text)
