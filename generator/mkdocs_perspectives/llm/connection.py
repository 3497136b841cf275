"""The connections to an OpenAI-compatible server.

Whatever goes wrong with a call comes out as one of the errors of ``failures``, with a remedy and
without secrets.
"""

from __future__ import annotations

import asyncio
import errno
import json
import os
import ssl
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import httpx2
import openai

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.environment import check_environment, proxy_for, requests_at_once
from mkdocs_perspectives.llm.error_replies import (
    OPENAI,
    Sent,
    failure_of,
    server_name,
    server_text,
)
from mkdocs_perspectives.llm.failures import (
    RequestError,
    RetryableError,
    UnsupportedError,
)
from mkdocs_perspectives.llm.http_client import BoundedClient

__all__ = ["Client"]

_ABSENT = frozenset({404, 405, 501})

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
        self._settings = settings
        self.at_once = requests_at_once(settings.concurrency)
        self.reached = self.answered = False
        address, query = _address(settings)
        self._api = openai.AsyncOpenAI(
            # A server on one's own machine needs no key, but the client insists on one.
            api_key=api_key or "none",
            # Given in any case: the client would take an empty OPENAI_BASE_URL for an address.
            base_url=address,
            default_query=query,
            # Retries are counted and spaced by the caller, so that ``max_requests`` holds.
            max_retries=0,
            timeout=settings.timeout,
            # As many connections as questions at once, where the client's own pool would end.
            http_client=BoundedClient(
                limits=httpx2.Limits(max_connections=self.at_once), timeout=settings.timeout
            ),
        )
        host = urlsplit(address).hostname or ""
        if host != "api.openai.com" and not host.endswith(".api.openai.com"):
            # Taken from OPENAI_ORG_ID and OPENAI_PROJECT_ID, and nobody else's business.
            self._api.organization = self._api.project = None

    async def __aenter__(self) -> Client:
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
        except (TimeoutError, openai.APITimeoutError, httpx2.TimeoutException):
            raise self._timed_out(seconds) from None
        except openai.APIStatusError as error:
            self.reached = True
            if optional and error.status_code in _ABSENT:
                raise UnsupportedError(f"it answered {error.status_code}") from None
            raise self._status_error(error, sent) from None
        # What is read piece by piece breaks outside the client's own wrapping.
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise self._connection_error(error) from None
        except openai.OpenAIError as error:
            raise RetryableError(
                f"the reply could not be read: {self._text(str(error))}", "Check the server's log."
            ) from None
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
        if error.status_code == 407 and (proxy := self._proxy()):
            return ServerError(f"{proxy} asks for a user and password (407)", self._proxy_remedy())
        return failure_of(
            self._settings, error.status_code, body, headers, sent, answered=self.answered
        )

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
        name, proxy = server_name(self._settings), self._proxy()
        if any(isinstance(e, httpx2.DecodingError) for e in chain):
            self.reached = True
            return RetryableError(
                f"the reply of {name} cannot be decoded: {reason}", "Check the server's log."
            )
        if any(getattr(e, "errno", None) in (errno.EMFILE, errno.ENFILE) for e in chain):
            return RetryableError(
                "this machine allows no more open files",
                "Raise `ulimit -n`, or lower `concurrency`.",
            )
        if any(isinstance(e, ssl.SSLError) or "CERTIFICATE" in str(e) for e in chain):
            message = f"{name} cannot be reached: {reason}"
            return ServerError(message, _CERTIFICATE + _certificate_variables())
        if proxy and any(isinstance(e, httpx2.ProxyError) for e in chain):
            return ServerError(f"{proxy} refuses the connection: {reason}", self._proxy_remedy())
        if proxy and any(isinstance(e, (httpx2.ConnectError, OSError)) for e in chain):
            return RetryableError(f"{proxy} cannot be reached: {reason}", self._proxy_remedy())
        if self.reached:
            return RetryableError(
                f"the connection to {name} broke: {reason}", "Ask again, or see the server's log."
            )
        remedy = "Check the base URL, and that the server is running."
        if self._settings.base_url is None:
            remedy = "Check this machine's way to the internet."
        return RetryableError(f"{name} cannot be reached: {reason}", remedy)

    def _proxy(self) -> str:
        """The proxy between here and the server, as messages name it; empty if there is none."""
        found = proxy_for(_address(self._settings)[0])
        return f"the proxy {found[1]} ({found[0]})" if found else ""

    def _proxy_remedy(self) -> str:
        found = proxy_for(_address(self._settings)[0])
        name = found[0] if found else "the proxy"
        return f"Check {name}, or name the server in NO_PROXY if no proxy is needed for it."

    def _text(self, text: str) -> str:
        return server_text(self._settings, text)


_CERTIFICATE = "Check the server's certificate, and https or http."


def _certificate_variables() -> str:
    """The variables that say which certificates are trusted, where any is set."""
    names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
    return f" {names[0]} says which are trusted." if names else ""


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
