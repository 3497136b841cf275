"""Reads the result files of a batch: the outcome of each request, one per line."""

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
    error_inside,
    parsed_body,
    read_reply,
    reason_of,
    usage_in,
    usage_of_error,
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
    """An answer that can be recorded; ``usage`` is that of all its requests."""

    answer: Answer
    model: str
    usage: Usage


@dataclass(frozen=True)
class Malformed:
    """A first answer that another request should repair."""

    first: First


@dataclass(frozen=True)
class Passing:
    """A temporary failure: the request is worth sending once more.

    ``counts`` is whether sending it again counts towards the limit of tries, ``usage`` the tokens
    it used.
    """

    reason: str
    remedy: str
    counts: bool = True
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True)
class Failed:
    """A permanent failure: sending the same again is pointless; ``usage`` is the tokens used."""

    reason: str
    remedy: str
    usage: Usage = field(default_factory=Usage)


Outcome = Answered | Malformed | Passing | Failed

ErrorOf = Callable[[int, object], Exception]
"""What an error of the server means, given its status and parsed body."""


def read_lines(file: IO[bytes]) -> Iterator[dict[str, Any] | None]:
    """The JSON objects in a result file, one per line; None for a line that is not an object."""
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
    """The outcome of the request that a line of results is about, and how it ended.

    Args:
        model: the name to use if the line has none.
    """
    response = line.get("response")
    if not isinstance(response, dict):
        # No reply at all: the request expired, was cancelled, or failed at the provider.
        said = reason_of(line.get("error"))
        return Passing(f"the batch ended without a reply: {said}", _LATER), Ended("not delivered")
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
        usage = usage_of_error(error)
        return replace(_of_error(error), usage=usage), Ended("replied", usage)
    outcome = _of_reply(reply, request)
    if isinstance(outcome, Failed):
        outcome = replace(outcome, usage=reply.usage)
    return outcome, Ended("replied", reply.usage)


_LATER = "Run it again: recorded answers are not requested again."


def _of_error(error: Exception) -> Passing | Failed:
    if isinstance(error, RetryableError):
        return Passing(error.message, error.remedy)
    if isinstance(error, UnsupportedError):
        return Failed(
            f"the server does not support JSON schemas: {error}",
            "Omit --batch: direct requests fall back to a simpler form.",
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
        # This text is written to the disk, so it must not contain the key.
        quote = without_key(fault.quote).encode("utf-8", "replace").decode("utf-8")
        if not fault.only_sums:
            quote = quote[:REPAIR_QUOTE]
        return Malformed(
            First(
                text=quote,
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
    """The outcome once a request must not be sent more often than ``tries`` allows.

    A first answer whose only fault is wrong sums is used if its repair failed.
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
