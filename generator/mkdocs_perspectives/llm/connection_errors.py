"""Explains failed connections: which part failed (machine, proxy or server), and the remedy."""

from __future__ import annotations

import errno
import os
import re
import ssl

import httpx2

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.environment import proxy_for
from mkdocs_perspectives.llm.error_replies import OPENAI, server_name, server_text
from mkdocs_perspectives.llm.events import with_fate
from mkdocs_perspectives.llm.failures import DoubtfulError, RetryableError

__all__ = ["connection_failure", "never_connected", "proxy_label", "proxy_refusal"]

_BEFORE = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
"""Errors raised before anything is sent."""


def connection_failure(settings: ModelSettings, error: Exception, *, reached: bool) -> Exception:
    """The exception for a failed connection.

    Args:
        reached: whether the server has ever replied.

    Returns:
        RetryableError; DoubtfulError or ServerError if another try would not help.
    """
    chain = _chain(error)
    failure = _failure(settings, chain, reached=reached)
    if any(isinstance(e, httpx2.DecodingError) for e in chain):
        return with_fate(failure, "replied")
    return with_fate(failure, "not delivered" if never_connected(error) else "broken off")


def never_connected(error: BaseException) -> bool:
    """Whether a connection failed before anything could be sent through it."""
    return any(isinstance(e, _BEFORE) or _too_many_files(e) for e in _chain(error))


def _failure(settings: ModelSettings, chain: list[BaseException], *, reached: bool) -> Exception:
    reason = server_text(settings, str(chain[-1]) or type(chain[-1]).__name__)
    if any(isinstance(e, (httpx2.ConnectTimeout, httpx2.PoolTimeout)) for e in chain):
        reason = "no connection was made in time"
    name = server_name(settings)
    if any(isinstance(e, httpx2.DecodingError) for e in chain):
        message = f"the reply of {name} cannot be decoded: {reason}"
        return RetryableError(message, "Check the server's log.")
    if (shortage := _resource_shortage(chain)) is not None:
        return shortage
    if any("CERTIFICATE" in str(e) or (isinstance(e, ssl.SSLError) and not reached) for e in chain):
        return ServerError(f"{name} cannot be reached: {reason}", _certificate_remedy())
    proxy = proxy_label(settings)
    if proxy and (failure := _of_proxy(settings, chain, proxy, reason, reached=reached)):
        return failure
    if reached:
        message = f"the connection to {name} broke: {reason}"
        return RetryableError(message, "Ask again; if it happens again, check the server's log.")
    remedy = "Check the base URL, and that the server is running."
    if settings.base_url is None:
        remedy = "Check this machine's internet connection."
    # This affects all requests, so not every one need try.
    return RetryableError(f"{name} cannot be reached: {reason}", remedy, affects_all=True)


def _chain(error: BaseException) -> list[BaseException]:
    """An error and what caused it, the first cause last."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain


def _too_many_files(error: BaseException) -> bool:
    return getattr(error, "errno", None) in (errno.EMFILE, errno.ENFILE)


def _resource_shortage(chain: list[BaseException]) -> Exception | None:
    """The exception for a lack of memory or open files on this machine, if that is the cause."""
    if any(map(_too_many_files, chain)):
        return RetryableError(
            "this machine allows no more open files",
            "Raise its limit (`ulimit -n`), or lower `concurrency`.",
        )
    if any(isinstance(e, MemoryError) for e in chain):
        # The reply may have been in transit and billed, so it is not sent again.
        return DoubtfulError(
            "this machine has run out of memory", "Allow more, or lower `concurrency`."
        )
    return None


def _certificate_remedy() -> str:
    remedy = "Check the server's certificate, and https or http."
    names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
    return f"{remedy} Trusted certificates are read from {names[0]}." if names else remedy


# Proxies.


def proxy_label(settings: ModelSettings) -> str:
    """The proxy used for the server, as named in messages; empty if there is none."""
    found = proxy_for(settings.base_url or OPENAI)
    return f"the proxy {found[1]} ({found[0]})" if found else ""


def _of_proxy(
    settings: ModelSettings, chain: list[BaseException], proxy: str, reason: str, *, reached: bool
) -> Exception | None:
    refused = any(isinstance(e, httpx2.ProxyError) for e in chain)
    if refused and not re.match(r"5\d\d\b", reason):
        return proxy_refusal(settings, proxy, reason)
    if refused or any(isinstance(e, (httpx2.ConnectError, OSError)) for e in chain):
        what = "refuses the connection" if refused else "cannot be reached"
        message, remedy = f"{proxy} {what}: {reason}", _proxy_remedy(settings)
        return RetryableError(message, remedy, affects_all=not reached)
    return None


def proxy_refusal(settings: ModelSettings, proxy: str, reason: str) -> ServerError:
    """The exception for a proxy that refuses the connection."""
    return ServerError(f"{proxy} refuses the connection: {reason}", _proxy_remedy(settings))


def _proxy_remedy(settings: ModelSettings) -> str:
    found = proxy_for(settings.base_url or OPENAI)
    name = found[0] if found else "the proxy"
    return f"Check {name}, or name the server in NO_PROXY if no proxy is needed for it."
