"""What came of the requests of a batch: the lines of its results, read as what they are, data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any

from mkdocs_perspectives.answers import Answer, AnswerError
from mkdocs_perspectives.ask.batch.notes import First, Request
from mkdocs_perspectives.ask.reply_reading import answer_in, answer_of_text, unrepaired
from mkdocs_perspectives.common import ServerError, without_key
from mkdocs_perspectives.llm import (
    Ended,
    Reply,
    RequestError,
    RetryableError,
    UnsupportedError,
    Usage,
    carried,
    error_inside,
    parsed_body,
    read_reply,
    reason_of,
    usage_in,
)
from mkdocs_perspectives.prompt import REPAIR_QUOTE

__all__ = [
    "Answered",
    "Failed",
    "Malformed",
    "Outcome",
    "Passing",
    "final",
    "outcome_of",
    "read_lines",
]


@dataclass(frozen=True)
class Answered:
    """An answer that can be kept; ``usage`` is that of all its requests."""

    answer: Answer
    model: str
    usage: Usage


@dataclass(frozen=True)
class Malformed:
    """A first answer that a next request should mend."""

    first: First


@dataclass(frozen=True)
class Passing:
    """A failure that may pass: the request is worth sending once more.

    ``counts`` is whether that is one of the few times that it may be sent again, ``usage`` what
    it took.
    """

    reason: str
    remedy: str
    counts: bool = True
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True)
class Failed:
    """No answer, and none to be had by asking the same again; ``usage`` is what it took."""

    reason: str
    remedy: str
    usage: Usage = field(default_factory=Usage)


Outcome = Answered | Malformed | Passing | Failed

ErrorOf = Callable[[int, object], Exception]
"""What an error of the server means, given its status and parsed body."""


def read_lines(file: IO[bytes]) -> Iterator[dict[str, Any] | None]:
    """The objects of a file of results, one a line; None for a line that is none."""
    for line in file:
        if not line.strip():
            continue
        try:
            data = parsed_body(line)
        except ValueError:
            data = None
        yield data if isinstance(data, dict) else None


def outcome_of(
    line: dict[str, Any], request: Request, model: str, error_of: ErrorOf
) -> tuple[Outcome, Ended]:
    """What a line of results says of its request, and how that ended.

    Args:
        model: its name where the line gives none.
    """
    response = line.get("response")
    if not isinstance(response, dict):
        # Without any reply: it expired, was cancelled, or the provider failed at it.
        said = reason_of(line.get("error"))
        return Passing(f"the batch did not come to it: {said}", _LATER), Ended("not delivered")
    status, body = response.get("status_code"), response.get("body")
    if status != 200:
        status = status if isinstance(status, int) else 0
        inner = body.get("error", body) if isinstance(body, dict) else body
        usage = usage_in(body)
        return replace(_of_error(error_of(status, inner)), usage=usage), Ended("refused", usage)
    if (inside := error_inside(body)) is not None:
        usage = usage_in(body)
        return replace(_of_error(error_of(*inside)), usage=usage), Ended("refused", usage)
    try:
        reply = read_reply(body, model)
    except (RetryableError, RequestError) as error:
        usage = carried(error)
        return replace(_of_error(error), usage=usage), Ended("replied", usage)
    outcome = _of_reply(reply, request)
    if isinstance(outcome, Failed):
        outcome = replace(outcome, usage=reply.usage)
    return outcome, Ended("replied", reply.usage)


_LATER = "Run it again: what is answered is not asked again."


def _of_error(error: Exception) -> Passing | Failed:
    if isinstance(error, RetryableError):
        return Passing(error.message, error.remedy)
    if isinstance(error, UnsupportedError):
        return Failed(
            f"the server takes no JSON schema: {error}",
            "Leave --batch out: asked directly, it is asked in a simpler form.",
        )
    if isinstance(error, (RequestError, ServerError)):
        return Failed(error.message, error.remedy)
    raise error


def _of_reply(reply: Reply, request: Request) -> Answered | Malformed | Failed:
    first, usage = request.first, request.used + reply.usage
    if first is not None:
        usage += first.usage
    try:
        answer = answer_in(reply, request.expected, scale_any=first is not None)
    except RequestError as error:
        return Failed(error.message, error.remedy) if first is None else _unrepaired(first, error)
    except AnswerError as fault:
        if first is not None:
            return _unrepaired(first, fault)
        # What is kept of it is text for the disk, and must not hold the key.
        kept = without_key(fault.quote).encode("utf-8", "replace").decode("utf-8")
        if not fault.only_sums:
            kept = kept[:REPAIR_QUOTE]
        return Malformed(
            First(
                text=kept,
                fault=without_key(str(fault)),
                only_sums=fault.only_sums,
                no_content=fault.no_content,
                schema_ignored=fault.schema_ignored,
                model=reply.model,
                usage=usage,
            )
        )
    return Answered(answer, reply.model, usage)


def _unrepaired(first: First, still: Exception) -> Failed:
    error = unrepaired(first.fault, still, no_content=first.no_content)
    return Failed(error.message, error.remedy)


def final(outcome: Outcome, request: Request, *, tries: int) -> Outcome:
    """The outcome where the request is not sent a further time than ``tries`` allows.

    A first answer that only has odd sums is worth more than none, whatever became of mending it.
    """
    if isinstance(outcome, Passing) and (not outcome.counts or request.tries < tries):
        return outcome
    if not isinstance(outcome, (Passing, Failed)):
        return outcome
    first = request.first
    if first is None:
        return Failed(outcome.reason, outcome.remedy)
    if first.only_sums:
        try:
            answer = answer_of_text(first.text, request.expected)
        except (AnswerError, RequestError) as error:
            return _unrepaired(first, error)
        return Answered(answer, first.model, first.usage + request.used + outcome.usage)
    if isinstance(outcome, Passing):
        return _unrepaired(first, RequestError(outcome.reason, outcome.remedy))
    return outcome
