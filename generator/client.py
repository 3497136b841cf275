"""The connection to an OpenAI-compatible server; the only module that knows openai.

Whatever goes wrong with a call comes out as one of four errors, with a remedy and without secrets:
it may pass (``RetryableError``), the server does not know what it is asked (``UnsupportedError``),
this one request is no use (``RequestError``), or no request is (``ServerError``).
"""

from __future__ import annotations

import asyncio
import email.utils
import random
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

import httpx2
import openai

from generator.errors import ServerError
from generator.settings import ModelSettings, without_key

__all__ = ["Client", "RequestError", "RetryableError", "UnsupportedError", "one_line", "reason_of"]

_OPENAI = "https://api.openai.com/v1"

_MAX_RETRY_AFTER = 120.0
"""Seconds; a server that wants a longer rest gets it until the next build."""

_MAX_BACKOFF = 30.0

_POOL = 16
"""Connections in one pool, which looks at each of its connections whenever one is wanted."""

_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})

_ABSENT = frozenset({404, 405, 501})

T = TypeVar("T")


class RequestError(Exception):
    """One request got no reply; ``remedy`` says what to do. The others may still succeed."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class RetryableError(Exception):
    """A failure that may pass.

    ``wait`` is how long the server asks to wait, in seconds; ``everybody`` says that it is the rate
    of all requests together that it cannot take.
    """

    def __init__(
        self, message: str, remedy: str, *, wait: float | None = None, everybody: bool = False
    ) -> None:
        super().__init__(message)
        self.message, self.remedy, self.wait, self.everybody = message, remedy, wait, everybody

    def pause(self, retries: int) -> float:
        """Seconds until the request is sent again that was sent again ``retries`` times before."""
        if self.wait is not None:
            return self.wait
        backoff: float = min(_MAX_BACKOFF, 0.5 * 2.0**retries)
        return backoff * random.uniform(0.75, 1.0)  # noqa: S311


class UnsupportedError(Exception):
    """The server does not know what it is asked: a form of answer, or a whole kind of request."""


class Client:
    """The connections to one server. Use as an async context manager.

    ``reached`` says whether the server has ever answered, be it with an error.
    """

    def __init__(self, settings: ModelSettings, api_key: str | None) -> None:
        self._settings = settings
        self.reached = False
        trust = httpx2.create_ssl_context()
        places = range(0, settings.concurrency, _POOL)
        self._pools = [self._connect(api_key, trust) for _ in places]
        self._free = [api for api in self._pools for _ in range(_POOL)]
        """A place for each request at once; the one that was used last is used first."""

    def _connect(self, api_key: str | None, trust: ssl.SSLContext) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(
            # A server on one's own machine needs no key, but the client insists on one.
            api_key=api_key or "none",
            # Given in any case: the client would take an empty OPENAI_BASE_URL for an address.
            base_url=self._settings.base_url or _OPENAI,
            # Retries are counted and spaced by the caller, so that ``max_requests`` holds.
            max_retries=0,
            timeout=self._settings.timeout,
            http_client=openai.DefaultAsyncHttpxClient(verify=trust),
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        for api in self._pools:
            await api.close()

    async def post(self, path: str, body: bytes) -> bytes:
        """What the server replies to ``body``, which is JSON.

        The client's own method for chat completions checks and converts all that it sends and
        gets piece by piece, which takes longer than the rest of a request; nothing of it is needed.

        Raises:
            RetryableError, UnsupportedError, RequestError, ServerError: see the module.
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
            RetryableError, UnsupportedError, RequestError, ServerError: see the module.
        """
        seconds = self._settings.timeout if timeout is None else timeout
        api = self._free.pop()
        try:
            # The client's own time-out is per read, so a server that drips would never meet it.
            async with asyncio.timeout(seconds):
                result = await send(api)
        except (TimeoutError, openai.APITimeoutError, httpx2.TimeoutException):
            raise self._timed_out(seconds) from None
        except openai.APIStatusError as error:
            self.reached = True
            if optional and error.status_code in _ABSENT:
                raise UnsupportedError(f"it answered {error.status_code}") from None
            raise self.error_of(error.status_code, error.body, error.response.headers) from None
        # What is read piece by piece breaks outside the client's own wrapping.
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise self._connection_error(error) from None
        except openai.OpenAIError as error:
            raise RetryableError(
                f"the reply could not be read: {self._safe(str(error))}", "Check the server's log."
            ) from None
        finally:
            self._free.append(api)
        self.reached = True
        return result

    def _timed_out(self, seconds: float) -> RetryableError:
        return RetryableError(
            f"no answer within {seconds:g} seconds",
            "Raise `timeout`, or lower `concurrency` if the server is overloaded.",
        )

    def _where(self) -> str:
        return self._settings.shown_base_url or "the server"

    def _connection_error(self, error: Exception) -> Exception:
        chain: list[BaseException] = []
        cause: BaseException | None = error
        while cause is not None and cause not in chain:
            chain.append(cause)
            cause = cause.__cause__ or cause.__context__
        reason = self._safe(str(chain[-1]) or type(chain[-1]).__name__)
        message = f"{self._where()} cannot be reached: {reason}"
        if any(isinstance(e, ssl.SSLError) or "CERTIFICATE" in str(e) for e in chain):
            return ServerError(message, "Check the server's certificate, and https or http.")
        return RetryableError(message, "Check the base URL, and that the server is running.")

    def error_of(
        self, status: int, body: object, headers: Mapping[str, str] = MappingProxyType({})
    ) -> Exception:
        """What an answer with this status means; ``body`` is its parsed JSON, if it is any."""
        code, said = _error_text(body)
        said = self._safe(said)
        said = f": {said}" if said else ""
        message = f"{self._where()} answered {status}{said}"
        if status == 401:
            return ServerError(message, "Check the key in OPENAI_API_KEY.")
        if status == 403:
            return ServerError(message, "The key may not use this model or server; ask its owner.")
        if status == 404:
            return ServerError(
                message,
                f"Check that the server has the model {self._settings.model!r} "
                "(PERSPECTIVES_MODEL) and that the base URL is right (often .../v1).",
            )
        if status == 402 or code in {"insufficient_quota", "billing_hard_limit_reached"}:
            return ServerError(message, "The account has no credit left; top it up.")
        if status in {400, 422} and _about_format(body):
            return UnsupportedError(f"{status}{said}")
        if status in _TRANSIENT or status >= 500:
            return self._transient(status, headers, message)
        return RequestError(message, "Check the scenario's length and the configured parameters.")

    def _transient(self, status: int, headers: Mapping[str, str], message: str) -> Exception:
        wait = _retry_after(headers)
        if wait is not None and wait > _MAX_RETRY_AFTER:
            return RequestError(
                f"{message}; it asks to wait {wait:.0f} seconds", "Build again after that time."
            )
        remedy = "The server is overloaded or limits the rate: build again later, or lower "
        return RetryableError(
            message, remedy + "`concurrency`.", wait=wait, everybody=status == 429
        )

    def _safe(self, text: str) -> str:
        """A server's text in one short line, without the secrets that it may echo."""
        if self._settings.base_url:
            text = text.replace(self._settings.base_url, self._where())
        text = without_key(text)
        text = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", text)
        text = " ".join(text.split())
        return text if len(text) <= 300 else text[:297] + "..."


def one_line(text: str) -> str:
    """A server's text in one line of visible characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def reason_of(error: object) -> str:
    """Why something failed, as a server tells it in a batch: one short line, without the key."""
    said = error.get("message") or error.get("code") if isinstance(error, dict) else error
    return one_line(without_key(str(said or "no reason given")))[:300]


def _error_text(body: object) -> tuple[str, str]:
    """The error's code and message, as far as the body has the usual form."""
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict):
            return str(inner.get("code") or ""), str(inner.get("message") or "")
        return "", str(inner or "")
    return "", ""


def _about_format(body: object) -> bool:
    text = str(body).lower()
    words = ("response_format", "json_schema", "json_object", "structured output", "grammar")
    return any(word in text for word in words)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the server asks, 0 or more, or None."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        value = headers.get("retry-after")
        if value is None:
            return None
        if re.fullmatch(r"\s*\d+(\.\d*)?\s*", value):
            return float(value)
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
