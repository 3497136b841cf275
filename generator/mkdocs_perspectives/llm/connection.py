"""The connections to an OpenAI-compatible server.

Whatever goes wrong with a call comes out as one of the errors of ``failures``, with a remedy and
without secrets.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import anyio.to_thread
import httpx2
import openai

from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.llm.connection_errors import (
    connection_failure,
    never_connected,
    proxy_refusal,
    way_to,
)
from mkdocs_perspectives.llm.environment import (
    check_environment,
    check_memory,
    headers_for,
    requests_at_once,
)
from mkdocs_perspectives.llm.error_replies import (
    OPENAI,
    Sent,
    failure_of,
    server_text,
)
from mkdocs_perspectives.llm.events import fated
from mkdocs_perspectives.llm.failures import (
    RequestError,
    RetryableError,
    UnsupportedError,
)
from mkdocs_perspectives.llm.http_client import BoundedClient
from mkdocs_perspectives.llm.reply_body import usage_of_body
from mkdocs_perspectives.llm.usage import carrying

__all__ = ["Client"]

_ABSENT = frozenset({404, 405, 501})

_CONNECTING = 30.0
"""Seconds at most within which a connection is made, or else there is no server."""

_NO_COMPLETION = Sent()
"""Any other request, of whose parts nothing can be put in another way."""

T = TypeVar("T")


class Client:
    """The connections to one server. Use as an async context manager.

    Attributes:
        at_once: how many requests may be under way: ``concurrency``, or what the system allows.
        reached: whether the server has ever replied, be it with an error.
        answered: whether it has ever answered a request as it should; set by whoever can tell.

    Raises:
        ConfigError: the environment or the configured address cannot be used.
    """

    def __init__(self, settings: ModelSettings, api_key: str | None) -> None:
        check_environment(settings, api_key)
        check_memory()
        self._settings = settings
        self.at_once = requests_at_once(settings.concurrency)
        self.reached = self.answered = False
        address, query = _address(settings)
        # Shorter than a reply may take, so that what ends with that was sent, and may be billed.
        timeout = httpx2.Timeout(settings.timeout, connect=min(_CONNECTING, settings.timeout / 2))
        with headers_for(settings):
            self._api = openai.AsyncOpenAI(
                # A server on one's own machine needs no key, but the client insists on one.
                api_key=api_key or "none",
                # Given in any case: the client would take an empty OPENAI_BASE_URL for an address.
                base_url=address,
                default_query=query,
                # Retries are counted and spaced by the caller, so that ``max_requests`` holds.
                max_retries=0,
                timeout=timeout,
                # As many connections as questions at once, where the client's own pool would end.
                http_client=BoundedClient(
                    settings.address_option,
                    limits=httpx2.Limits(max_connections=self.at_once),
                    timeout=timeout,
                ),
            )
        host = urlsplit(address).hostname or ""
        if host != "api.openai.com" and not host.endswith(".api.openai.com"):
            # Taken from OPENAI_ORG_ID and OPENAI_PROJECT_ID, and nobody else's business.
            self._api.organization = self._api.project = None

    async def __aenter__(self) -> Client:
        # The client looks in a thread what machine this is, for each of the first requests.
        anyio.to_thread.current_default_thread_limiter().total_tokens = 2
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._api.close()

    async def post(self, path: str, body: bytes, sent: Sent) -> bytes:
        """What the server replies to ``body``, which is JSON; at most ``LARGEST_REPLY`` of it.

        The client's own method for chat completions checks and converts all that it sends and
        gets piece by piece, which takes longer than the rest of a request; nothing of it is needed.

        Args:
            sent: what ``body`` is.

        Raises:
            RetryableError, UnsupportedError, RequestError, ServerError: see ``failures``.
        """
        response = await self.call(
            lambda api: api.post(path, cast_to=httpx2.Response, content=body), sent=sent
        )
        return response.content

    async def call(
        self,
        send: Callable[[openai.AsyncOpenAI], Awaitable[T]],
        *,
        sent: Sent = _NO_COMPLETION,
        timeout: float | None = None,
        optional: bool = False,
    ) -> T:
        """What ``send`` gets from the server; no more at once than ``concurrency`` says.

        Args:
            sent: what is sent, where that is a request for a completion.
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
        except (TimeoutError, openai.APITimeoutError, httpx2.TimeoutException) as error:
            if never_connected(error):
                raise connection_failure(self._settings, error, reached=self.reached) from None
            raise self._timed_out(seconds) from None
        except openai.APIStatusError as error:
            self.reached = True
            if optional and error.status_code in _ABSENT:
                raise UnsupportedError(f"it answered {error.status_code}") from None
            failure = self._status_error(error, sent)
            raise carrying(failure, usage_of_body(error.response.content)) from None
        # What is read piece by piece breaks outside the client's own wrapping.
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            decoding = isinstance(error.__cause__ or error, httpx2.DecodingError)
            self.reached = self.reached or decoding
            raise connection_failure(self._settings, error, reached=self.reached) from None
        except openai.OpenAIError as error:
            unread = f"the reply could not be read: {self._text(str(error))}"
            raise fated(RetryableError(unread, "Check the server's log."), "replied") from None
        except RequestError:
            self.reached = True
            raise
        self.reached = True
        return result

    def error_of(self, status: int, body: object, sent: Sent, *, inside: bool = False) -> Exception:
        """What an error means; see ``failure_of``."""
        return failure_of(
            self._settings, status, body, {}, sent, answered=self.answered, inside=inside
        )

    def _status_error(self, error: openai.APIStatusError, sent: Sent) -> Exception:
        headers, body = error.response.headers, _parsed(error.response.content)
        proxy = way_to(self._settings)
        if proxy and error.status_code == 407:
            refusal = proxy_refusal(self._settings, proxy, "407, it asks for a user and password")
            return fated(refusal, "refused")
        return failure_of(
            self._settings,
            error.status_code,
            body,
            headers,
            sent,
            answered=self.answered,
            # What is no JSON may be a page of the proxy's own.
            through=proxy if isinstance(body, str) else "",
        )

    def _timed_out(self, seconds: float) -> RetryableError:
        error = RetryableError(
            f"no answer within {seconds:g} seconds",
            "Raise `timeout`, or lower `concurrency` if the server is overloaded.",
        )
        return fated(error, "timed out")

    def _text(self, text: str) -> str:
        return server_text(self._settings, text)


def _parsed(content: bytes) -> object:
    """A body's JSON, or its text where it is none."""
    text = content.decode("utf-8", "replace").strip()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _address(settings: ModelSettings) -> tuple[str, dict[str, object]]:
    """The server's address without its query, and the query, which every request gets."""
    parts = urlsplit(settings.base_url or OPENAI)
    query: dict[str, object] = dict(parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), query
