"""The exceptions of failed requests, each with a remedy and without secrets.

RequestError         this request failed; others may still succeed
├── DoubtfulError    whether others would fail as well is not known yet
└── StoppedError     it was not sent, since the run was given up
RetryableError       a temporary failure
UnsupportedError     the server does not support what the request needs
ServerError          every request would fail (see ``common.errors``)
"""

from __future__ import annotations

import random
import re
from typing import Literal

__all__ = [
    "DoubtfulError",
    "Feature",
    "RequestError",
    "RetryableError",
    "StoppedError",
    "UnsupportedError",
    "alike",
]

_MAX_BACKOFF = 30.0
"""Seconds."""

Feature = Literal["form", "limit", "system"]
"""Features of a request that have a fallback: the answer's form, the limit of its length, the
system message."""


class RequestError(Exception):
    """One request failed; ``remedy`` says what to do. Others may still succeed."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class DoubtfulError(RequestError):
    """One request failed, and all others may fail for the same reason.

    Attributes:
        roles: if this many roles fail alike and none is answered meanwhile, all would fail; 1 or
            more.
        after_answers: whether all may fail although others were answered before.
        refused: whether the server refused the request itself, in unknown words.
    """

    def __init__(
        self,
        message: str,
        remedy: str,
        *,
        roles: int = 3,
        after_answers: bool = False,
        refused: bool = False,
    ) -> None:
        super().__init__(message, remedy)
        self.roles, self.after_answers, self.refused = roles, after_answers, refused


class StoppedError(RequestError):
    """The request was not sent, since the run had been given up."""


class RetryableError(Exception):
    """A temporary failure.

    ``wait`` is how long the server asks to wait, in seconds; ``affects_all`` is set if no request
    can succeed now, such as with a rate limit; ``affects_one`` if others are not affected.
    """

    def __init__(
        self,
        message: str,
        remedy: str,
        *,
        wait: float | None = None,
        affects_all: bool = False,
        affects_one: bool = False,
    ) -> None:
        super().__init__(message)
        self.message, self.remedy, self.wait = message, remedy, wait
        self.affects_all, self.affects_one = affects_all, affects_one

    def pause(self, retries: int) -> float:
        """Seconds to wait before the request is sent again, after ``retries`` earlier retries."""
        if self.wait is not None:
            return self.wait
        backoff: float = min(_MAX_BACKOFF, 0.5 * 2.0**retries)
        return backoff * random.uniform(0.75, 1.0)  # noqa: S311


def alike(message: str) -> str:
    """``message`` without numbers and ids, to compare messages that may have the same cause."""
    return re.sub(r"[\w-]*\d[\w-]*", "#", message)


class UnsupportedError(Exception):
    """The server does not support a kind of request, or a ``feature`` of one."""

    def __init__(self, message: str, feature: Feature = "form") -> None:
        super().__init__(message)
        self.feature: Feature = feature
