"""Turns a reply into an answer that can be recorded, or an error that says why it is not one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from mkdocs_perspectives.answers import Answer, AnswerError, Expected, parse_reply
from mkdocs_perspectives.common import PerspectivesError, canonical_json, safe_line, without_key
from mkdocs_perspectives.llm import Reply, RequestError, cut_off, text_of

__all__ = ["answer_in", "answer_of_text", "parsed", "refuse_key", "unrepaired"]

T = TypeVar("T")


def answer_in(reply: Reply, expected: Expected, *, scale_any: bool = False) -> Answer:
    """The answer in a reply; for ``scale_any`` see ``parse_reply``.

    Raises:
        AnswerError: there is no answer, or a malformed one that the model may be asked to repair.
        RequestError: it was refused, filtered or cut off, or contains the API key.
    """
    return _checked(parsed(reply, partial(parse_reply, expected=expected, scale_any=scale_any)))


def parsed(reply: Reply, parse: Callable[..., T]) -> T:
    """What ``parse`` makes of a reply's text; it takes ``thinking`` and ``cut_off`` as well.

    Raises:
        AnswerError: from ``parse``.
        RequestError: the reply was refused, filtered or cut off.
    """
    text = text_of(reply)
    try:
        return parse(text, thinking=reply.thinking, cut_off=reply.cut_off)
    except AnswerError as fault:
        if reply.cut_off and fault.unfinished:
            raise cut_off() from None
        raise


def answer_of_text(text: str, expected: Expected) -> Answer:
    """The answer in ``text``, with its shares scaled whatever they sum to.

    Raises:
        AnswerError, RequestError: as ``answer_in``.
    """
    return _checked(parse_reply(text, expected, scale_any=True))


def _checked(answer: Answer) -> Answer:
    """The answer, unless it contains the API key."""
    refuse_key(canonical_json(answer.to_json()))
    return answer


def refuse_key(text: str) -> None:
    """Raise RequestError if a text contains the API key, which must not be recorded."""
    if without_key(text) != text:
        raise RequestError(
            "the answer repeats the API key, so it was not recorded",
            "Find out why the server or the model does that, and change the key.",
        )


def unrepaired(
    fault: str, still: Exception, *, no_content: bool = False
) -> RequestError | PerspectivesError:
    """The error for an answer with this ``fault`` whose repair failed with the error ``still``.

    This is ``still`` itself if it affects every question.

    Args:
        no_content: whether the fault was that the answer has no content.
    """
    if isinstance(still, PerspectivesError):
        return still
    first = "has no content" if no_content else "was malformed"
    if isinstance(still, RequestError):
        reason = f"the answer {first} ({fault}); repairing it failed: {still}"
        return RequestError(safe_line(reason, _LONGEST), still.remedy)
    if isinstance(still, AnswerError) and still.no_content:
        second = "nor has the repaired one" if no_content else "and the repaired one has no content"
    else:
        second = (
            "and the repaired one is malformed" if no_content else "and so was the repaired one"
        )
    return RequestError(
        safe_line(f"the answer {first}, {second}: {still}", _LONGEST),
        "Ask again; if it happens again, the model does not follow the format: use another one.",
    )


_LONGEST = 500
