"""A chat completion: what is read from the server's reply.

The same whether it comes by itself or as a line of a batch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mkdocs_perspectives.common import one_line, without_key
from mkdocs_perspectives.llm.failures import RequestError, RetryableError
from mkdocs_perspectives.llm.usage import Usage

__all__ = ["Reply", "no_completion", "read_reply", "text_of"]


@dataclass(frozen=True)
class Reply:
    """What the model said: ``finish_reason`` and ``refusal`` as the server gave them."""

    content: str | None
    model: str
    finish_reason: str
    refusal: str | None
    usage: Usage


def read_reply(data: Any, model: str) -> Reply:
    """A completion's parsed JSON as a reply; ``model`` is its name where the server gives none.

    Raises:
        RetryableError: it is no chat completion.
    """
    try:
        choice = data["choices"][0]
        message = choice["message"]
        text, refusal = message.get("content"), message.get("refusal")
        if not isinstance(text, (str, type(None))) or not isinstance(refusal, (str, type(None))):
            raise TypeError
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise no_completion() from None
    return Reply(
        content=text,
        model=_label(data.get("model")) or model,
        finish_reason=str(choice.get("finish_reason") or "stop"),
        refusal=refusal,
        usage=_usage(data.get("usage")),
    )


def no_completion() -> RetryableError:
    """What is told of a reply that is anything but a chat completion."""
    return RetryableError(
        "the server's reply is no chat completion",
        "Check that the base URL is that of an OpenAI-compatible server (often .../v1).",
    )


def text_of(reply: Reply) -> str:
    """The reply's content, if it is a whole answer.

    Raises:
        RequestError: it was refused, filtered, or cut off.
    """
    if reply.refusal:
        said = " ".join(reply.refusal.split())[:200]
        raise RequestError(
            f"the model refused: {said}", "Reword the scenario, or use another model."
        )
    if reply.finish_reason == "content_filter":
        raise RequestError(
            "the server's content filter stopped the answer",
            "Reword the scenario, or use another model.",
        )
    if reply.finish_reason == "length":
        raise RequestError(
            "the answer was cut off at the model's or server's length limit",
            "Raise max_output_tokens or the server's context length, or shorten the scenario.",
        )
    return reply.content or ""


def _label(value: object) -> str:
    """A model's name in one short line of visible characters.

    Some local servers name the model's file with its whole path, which is nobody's business.
    """
    name = one_line(str(value or ""))
    if re.match(r"/|[A-Za-z]:[\\/]", name):
        name = re.split(r"[\\/]", name)[-1]
    return without_key(name)[:200]


def _usage(data: object) -> Usage:
    """The tokens as reported; 0 where the server reports none."""

    def count(holder: object, key: str) -> int:
        value = holder.get(key) if isinstance(holder, dict) else None
        return value if isinstance(value, int) and 0 <= value < 2**53 else 0

    details = data.get("prompt_tokens_details") if isinstance(data, dict) else None
    return Usage(
        input_tokens=count(data, "prompt_tokens"),
        cached_tokens=count(details, "cached_tokens"),
        output_tokens=count(data, "completion_tokens"),
    )
