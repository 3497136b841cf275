"""Turns a server's error replies into exceptions: what failed, whether to retry, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mkdocs_perspectives.common import ModelSettings, ServerError, safe_line
from mkdocs_perspectives.llm.error_kinds import Kind, kind_of
from mkdocs_perspectives.llm.error_texts import ErrorContent, error_content, own_words
from mkdocs_perspectives.llm.events import with_fate
from mkdocs_perspectives.llm.failures import (
    DoubtfulError,
    Feature,
    RequestError,
    RetryableError,
    UnsupportedError,
)
from mkdocs_perspectives.llm.waits import wait_of

__all__ = [
    "OPENAI",
    "Sent",
    "error_inside",
    "failure_of",
    "reason_of",
    "sent_in_a_batch",
    "server_name",
    "server_text",
]

OPENAI = "https://api.openai.com/v1"

_SHORT_REST = 120.0
"""Seconds; if a server asks to wait longer, the run ends and the next one continues."""

_NOT_IN_TIME = frozenset({408, 504, 524})
"""Statuses by which a gateway reports that the server behind it timed out."""

_STATUS_OF_CODE = {
    401: r"invalid_?api_?key|authentication_?error|unauthenticated|unauthorized",
    402: r"payment_required|insufficient_(credits|balance)",
    403: r"permission_?denied|permission_error|forbidden",
    404: r"(model_)?not_?found(_?error)?",
    413: r"request_too_large",
    429: r"rate_?limit\w*|resource_?exhausted|too_many_requests|insufficient_quota|throttl\w+",
    503: r"unavailable|service_?unavailable",
    504: r"deadline_?exceeded|timeout(_error)?",
    529: r"overloaded(_error)?",
    500: r"internal\w*|server_error|api_error",
    400: r"invalid_(request\w*|argument|value|parameter)|bad_?request(error)?",
}
"""The statuses that error codes inside a reply of 200 stand for."""


@dataclass(frozen=True)
class Sent:
    """A sent request: its JSON, the texts of its messages, and what it contained.

    ``asked`` has the names of parameters, ``response_format``, and ``system`` for such a message.
    """

    body: bytes = b""
    prompts: Sequence[str] = ()
    asked: frozenset[str] = frozenset()


def sent_in_a_batch(settings: ModelSettings) -> Sent:
    """What the requests of a batch contained; their texts are no longer available."""
    return Sent(asked=frozenset({"response_format", "system", *settings.parameters()}))


def error_inside(data: Any) -> tuple[int, object] | None:
    """The status and body of an error inside a reply of 200; None if there is none.

    The status is 0 if the error names none. An ``error`` beside a complete answer is ignored.
    """
    error = _error_in(data)
    if not error or not isinstance(error, (dict, list, str)):
        return None
    content = error_content({"error": error})
    named = (
        status
        for status, codes in _STATUS_OF_CODE.items()
        if any(re.fullmatch(codes, code) for code in content.codes)
    )
    return content.status or next(named, 0), {"error": error}


def _error_in(data: Any) -> object:
    if isinstance(data, list):
        data = data[0] if data else None
    if not isinstance(data, dict):
        return None
    choices = data.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    error = choice.get("error") if isinstance(choice, dict) else None
    if error or _has_content(choice):
        return error
    if error := data.get("error") or data.get("errors"):
        return error
    marks = (data.get("object"), data.get("status"), data.get("type"))
    failed = data.get("success") is False or any(m in ("error", "Error", "fail") for m in marks)
    return data if choices is None and (failed or error_content(data).status) else None


def _has_content(choice: object) -> bool:
    message = choice.get("message") if isinstance(choice, dict) else None
    return isinstance(message, dict) and bool(message.get("content"))


def failure_of(
    settings: ModelSettings,
    status: int,
    body: object,
    headers: Mapping[str, str],
    sent: Sent,
    *,
    answered: bool = False,
    inside: bool = False,
    through: str = "",
) -> Exception:
    """The exception for an error.

    Args:
        status: 300 or more; 0 for an error without a status in a reply of 200.
        body: the parsed JSON, or the text if it is not JSON.
        sent: the request.
        answered: whether the server has answered another request of this run.
        inside: whether the error is inside a reply of 200.
        through: the proxy that may have sent the reply, if any.

    Returns:
        one of the errors of ``failures``, or a ServerError.
    """
    content = error_content(body)
    own = own_words(
        content.text, sent.body.decode("utf-8", "replace"), (settings.model, *sent.prompts)
    )
    wait = wait_of(headers, body, own)
    short = wait is not None and wait <= _SHORT_REST
    kind = kind_of(status, content, own, asked=sent.asked, short_wait=short)
    line = server_text(settings, content.text)
    shown = f"answered {status or 'an error'}{' (within a 200)' if inside else ''}"
    shown += f" (through {through})" if through else ""
    message = f"{server_name(settings)} {shown}{f': {line}' if line else ''}"
    failure = _failure(settings, kind, status, message, wait, answered=answered)
    return with_fate(failure, "timed out" if status in _NOT_IN_TIME else "refused")


_FEATURES: Mapping[Kind, Feature] = {"form": "form", "limit": "limit", "system": "system"}


def _failure(
    settings: ModelSettings,
    kind: Kind,
    status: int,
    message: str,
    wait: float | None,
    *,
    answered: bool,
) -> Exception:
    if feature := _FEATURES.get(kind):
        return UnsupportedError(message, feature)
    if kind == "passing":
        return _passing(status, wait, message)
    if kind == "sampling":
        remedy = "Ask again; the model did not follow the answer's format, but may next time."
        return RetryableError(message, remedy, affects_one=True)
    if kind in ("long", "filter"):
        return RequestError(message, _own_remedy(settings, kind))
    remedy = _remedy(settings, kind)
    if kind == "unknown":
        return DoubtfulError(message, remedy, refused=status in (400, 422))
    if kind in ("access", "address", "absent") and status in (403, 404, 405) and answered:
        # Other requests were accepted with this address, model and key.
        return DoubtfulError(message, remedy)
    if kind == "day" and wait is not None and wait > _SHORT_REST:
        message += f"; it asks to wait {wait:.0f} seconds"
    return ServerError(message, remedy)


def _passing(status: int, wait: float | None, message: str) -> Exception:
    if wait is not None and wait > _SHORT_REST:
        return DoubtfulError(
            f"{message}; it asks to wait {wait:.0f} seconds",
            "Ask again after that time; recorded answers are not requested again.",
            roles=2,
            after_answers=True,
        )
    remedy = "The server failed or is overloaded: ask again later, and see its log or status page."
    if status == 429:
        remedy = "The server limits the rate: ask again later, or lower `concurrency`."
    return RetryableError(message, remedy, wait=wait, affects_all=status == 429)


def _own_remedy(settings: ModelSettings, kind: Kind) -> str:
    if kind == "filter":
        return (
            "Reword this role or the scenario, or use another model; the others are not affected."
        )
    remedy = "The prompt is longer than the server accepts: shorten the scenario, or raise the "
    remedy += "server's context length"
    return remedy + (", or lower max_output_tokens." if settings.max_output_tokens else ".")


def _remedy(settings: ModelSettings, kind: Kind) -> str:
    model, base_url = f"{settings.model!r} ({settings.model_option})", settings.address_option
    if kind == "key":
        where = settings.key_option
        if settings.api_key is None:
            return f"The server requires a key: set {where}."
        return f"Check the key in {where}: it must be complete, valid and for this server."
    if kind == "access":
        return "The key has no access to this model or server; ask its owner."
    if kind == "model":
        return f"Check the model's name, {model}: the server has no such model for this key."
    if kind == "absent":
        return (
            f"Either the server has no model {model}, or this address has no chat completions "
            f"({base_url})."
        )
    if kind == "address":
        return f"This address has no chat completions ({base_url}); most addresses end in /v1."
    if kind == "credit":
        return "The account has no credit left; top it up."
    if kind == "day":
        return "The quota is used up for now: ask again after it is renewed, or have it raised."
    if kind == "limit value":
        return f"Lower max_output_tokens ({settings.max_output_tokens}): the model allows less."
    if kind in ("temperature", "seed"):
        return f"Remove `{kind}` from the plugin's entry in mkdocs.yml: the model rejects it."
    return "The server gives no further reason; check its documentation or its log."


def server_name(settings: ModelSettings) -> str:
    """The server as named in messages, without the parts of its address that may hold secrets."""
    return settings.shown_base_url or OPENAI


def server_text(settings: ModelSettings, text: str) -> str:
    """A server's text in one short line, without the secrets that it may echo."""
    if settings.base_url:
        text = text.replace(settings.base_url, server_name(settings))
        for secret in _secrets_of(settings.base_url):
            text = text.replace(secret, "***")
    return safe_line(text)


def _secrets_of(address: str) -> list[str]:
    """The parts of an address that may be secret: the password, and the values of its query."""
    try:
        parts = urlsplit(address)
        found = [parts.password or "", unquote(parts.password or "")]
        found += [value for _, value in parse_qsl(parts.query)]
    except ValueError:
        return []
    return [secret for secret in found if len(secret) >= 6]


def reason_of(error: object) -> str:
    """The reason for a failure that a server gives in a batch: one short line, without secrets."""
    content: ErrorContent = error_content(error)
    return safe_line(content.text or ", ".join(sorted(content.codes)) or "no reason given")
