"""The connections to an OpenAI-compatible server.

Every failed call raises one of the errors of ``failures``, with a remedy and without secrets.
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
    proxy_label,
    proxy_refusal,
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
from mkdocs_perspectives.llm.events import with_fate
from mkdocs_perspectives.llm.failures import (
    RequestError,
    RetryableError,
    UnsupportedError,
)
from mkdocs_perspectives.llm.http_client import BoundedClient
from mkdocs_perspectives.llm.reply_body import usage_of_body
from mkdocs_perspectives.llm.usage import with_usage

__all__ = ["Client"]

_ABSENT = frozenset({404, 405, 501})

_CONNECTING = 30.0
"""The longest time in seconds to wait for a connection."""

_NO_COMPLETION = Sent()
"""Any request that is not for a completion and has no other form."""

T = TypeVar("T")


class Client:
    """The connections to one server. Use as an async context manager.

    Attributes:
        at_once: the number of concurrent requests: ``concurrency``, or what the system allows.
        reached: whether the server has ever replied, even with an error.
        answered: whether it has ever answered a request properly; set by the caller.

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
        # Shorter than a reply may take, so that only requests that were sent time out as such.
        timeout = httpx2.Timeout(settings.timeout, connect=min(_CONNECTING, settings.timeout / 2))
        with headers_for(settings):
            self._api = openai.AsyncOpenAI(
                # A local server needs no key, but the client requires one.
                api_key=api_key or "none",
                # Always set: the client would use an empty OPENAI_BASE_URL as an address.
                base_url=address,
                default_query=query,
                # The caller counts and spaces retries, so that ``max_requests`` includes them.
                max_retries=0,
                timeout=timeout,
                # One connection per concurrent request, which may exceed the client's default.
                http_client=BoundedClient(
                    settings.address_option,
                    limits=httpx2.Limits(max_connections=self.at_once),
                    timeout=timeout,
                ),
            )
        host = urlsplit(address).hostname or ""
        if host != "api.openai.com" and not host.endswith(".api.openai.com"):
            # From OPENAI_ORG_ID and OPENAI_PROJECT_ID; not to be sent to other servers.
            self._api.organization = self._api.project = None

    async def __aenter__(self) -> Client:
        # The client detects the platform in a thread, for each of the first requests.
        anyio.to_thread.current_default_thread_limiter().total_tokens = 2
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._api.close()

    async def post(self, path: str, body: bytes, sent: Sent) -> bytes:
        """The server's reply to ``body``, which is JSON; at most ``LARGEST_REPLY`` bytes.

        The client's own method for chat completions validates and converts everything it sends
        and receives, which is not needed and takes longer than the rest of a request.

        Args:
            sent: describes ``body``.

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
        """The result of ``send`` from the server.

        Args:
            sent: describes the request if it is for a completion.
            timeout: seconds that it may take; by default the configured timeout of an answer.
            optional: whether not every server has this part of the interface; if it is absent,
                an ``UnsupportedError`` is raised.

        Raises:
            RetryableError, UnsupportedError, RequestError, ServerError: see ``failures``.
        """
        seconds = self._settings.timeout if timeout is None else timeout
        try:
            # The client's own timeout is per read, so a slow trickle would never reach it.
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
            raise with_usage(failure, usage_of_body(error.response.content)) from None
        # Errors while streaming are not wrapped by the client.
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            decoding = isinstance(error.__cause__ or error, httpx2.DecodingError)
            self.reached = self.reached or decoding
            raise connection_failure(self._settings, error, reached=self.reached) from None
        except openai.OpenAIError as error:
            unread = f"the reply could not be read: {self._text(str(error))}"
            raise with_fate(RetryableError(unread, "Check the server's log."), "replied") from None
        except RequestError:
            self.reached = True
            raise
        self.reached = True
        return result

    def error_of(self, status: int, body: object, sent: Sent, *, inside: bool = False) -> Exception:
        """The exception for an error; see ``failure_of``."""
        return failure_of(
            self._settings, status, body, {}, sent, answered=self.answered, inside=inside
        )

    def _status_error(self, error: openai.APIStatusError, sent: Sent) -> Exception:
        headers, body = error.response.headers, _parsed(error.response.content)
        proxy = proxy_label(self._settings)
        if proxy and error.status_code == 407:
            refusal = proxy_refusal(self._settings, proxy, "407, it requires a user and password")
            return with_fate(refusal, "refused")
        return failure_of(
            self._settings,
            error.status_code,
            body,
            headers,
            sent,
            answered=self.answered,
            # A body that is not JSON may be a page of the proxy.
            through=proxy if isinstance(body, str) else "",
        )

    def _timed_out(self, seconds: float) -> RetryableError:
        error = RetryableError(
            f"no answer within {seconds:g} seconds",
            "Raise `timeout`, or lower `concurrency` if the server is overloaded.",
        )
        return with_fate(error, "timed out")

    def _text(self, text: str) -> str:
        return server_text(self._settings, text)


def _parsed(content: bytes) -> object:
    """The JSON of a body, or its text if it is not JSON."""
    text = content.decode("utf-8", "replace").strip()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _address(settings: ModelSettings) -> tuple[str, dict[str, object]]:
    """The server's address without its query, and the query, which is added to every request."""
    parts = urlsplit(settings.base_url or OPENAI)
    query: dict[str, object] = dict(parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), query
