"""What a server's error replies mean: whose fault it is, whether it passes, and what to do."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping

from mkdocs_perspectives.common import ModelSettings, ServerError, safe_line
from mkdocs_perspectives.llm.failures import RequestError, RetryableError, UnsupportedError

__all__ = ["failure_of", "reason_of", "server_name", "server_text"]

_MAX_RETRY_AFTER = 120.0
"""Seconds; a server that wants a longer rest gets it until the next build."""

_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})


def failure_of(
    settings: ModelSettings, status: int, body: object, headers: Mapping[str, str]
) -> Exception:
    """What an answer with this status means; ``body`` is its parsed JSON, if it is any."""
    code, said = _error_text(body)
    said = server_text(settings, said)
    said = f": {said}" if said else ""
    message = f"{server_name(settings)} answered {status}{said}"
    if status == 401:
        return ServerError(message, "Check the key in OPENAI_API_KEY.")
    if status == 403:
        return ServerError(message, "The key may not use this model or server; ask its owner.")
    if status == 404:
        return ServerError(
            message,
            f"Check that the server has the model {settings.model!r} "
            "(PERSPECTIVES_MODEL) and that the base URL is right (often .../v1).",
        )
    if status == 402 or code in {"insufficient_quota", "billing_hard_limit_reached"}:
        return ServerError(message, "The account has no credit left; top it up.")
    if status in {400, 422} and _about_format(body):
        return UnsupportedError(f"{status}{said}")
    if status in _TRANSIENT or status >= 500:
        return _transient(status, headers, message)
    return RequestError(message, "Check the scenario's length and the configured parameters.")


def _transient(status: int, headers: Mapping[str, str], message: str) -> Exception:
    wait = _retry_after(headers)
    if wait is not None and wait > _MAX_RETRY_AFTER:
        return RequestError(
            f"{message}; it asks to wait {wait:.0f} seconds", "Build again after that time."
        )
    remedy = "The server is overloaded or limits the rate: build again later, or lower "
    return RetryableError(message, remedy + "`concurrency`.", wait=wait, everybody=status == 429)


def server_name(settings: ModelSettings) -> str:
    """The server as messages name it, without the parts of its address that may hold secrets."""
    return settings.shown_base_url or "the server"


def server_text(settings: ModelSettings, text: str) -> str:
    """A server's text in one short line, without the secrets that it may echo."""
    if settings.base_url:
        text = text.replace(settings.base_url, server_name(settings))
    return safe_line(text)


def reason_of(error: object) -> str:
    """Why something failed, as a server tells it in a batch: one short line, without the key."""
    said = error.get("message") or error.get("code") if isinstance(error, dict) else error
    return safe_line(str(said or "no reason given"))


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
