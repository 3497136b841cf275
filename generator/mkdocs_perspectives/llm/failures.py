"""What can become of a request that gets no answer, each with a remedy and without secrets.

RequestError         this one request is of no use; the others may still succeed
├── DoubtfulError    that is not known: what others meet will show it
└── StoppedError     it was not sent, since the run was given up
RetryableError       it may pass
UnsupportedError     the server does not support what it is asked for
ServerError          no request is of any use (see ``common.errors``)
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
"""What a request has that can be put in another way: the answer's form, the limit of its length,
the system message."""


class RequestError(Exception):
    """One request got no reply; ``remedy`` says what to do. The others may still succeed."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class DoubtfulError(RequestError):
    """One request got no reply, and the others may meet the same.

    Attributes:
        roles: where so many roles meet it alike, and nobody is answered meanwhile, all would;
            1 or more.
        after_answers: whether that may be so although others were answered before.
        refused: whether the server refused the request itself, in words that are not known.
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
    """The request was not sent, since the run was given up before."""


class RetryableError(Exception):
    """A failure that may pass.

    ``wait`` is how long the server asks to wait, in seconds; ``everybody`` says that no request
    passes now, as where the rate of all together is too much; ``alone`` that it says nothing of the
    others.
    """

    def __init__(
        self,
        message: str,
        remedy: str,
        *,
        wait: float | None = None,
        everybody: bool = False,
        alone: bool = False,
    ) -> None:
        super().__init__(message)
        self.message, self.remedy, self.wait = message, remedy, wait
        self.everybody, self.alone = everybody, alone

    def pause(self, retries: int) -> float:
        """Seconds until the request is sent again that was sent again ``retries`` times before."""
        if self.wait is not None:
            return self.wait
        backoff: float = min(_MAX_BACKOFF, 0.5 * 2.0**retries)
        return backoff * random.uniform(0.75, 1.0)  # noqa: S311


def alike(message: str) -> str:
    """What messages of one cause have in common: all but their numbers and ids."""
    return re.sub(r"[\w-]*\d[\w-]*", "#", message)


class UnsupportedError(Exception):
    """The server does not know what it is asked: a kind of request, or ``feature`` of one."""

    def __init__(self, message: str, feature: Feature = "form") -> None:
        super().__init__(message)
        self.feature: Feature = feature
