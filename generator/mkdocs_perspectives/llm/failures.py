"""What can become of a request that gets no answer, each with a remedy and without secrets.

RequestError         this one request is of no use; the others may still succeed
└── StoppedError     it was not sent, since the run was given up
RetryableError       it may pass
UnsupportedError     the server does not support what it is asked for
ServerError          no request is of any use (see ``common.errors``)
"""

from __future__ import annotations

import random

__all__ = ["RequestError", "RetryableError", "StoppedError", "UnsupportedError"]

_MAX_BACKOFF = 30.0
"""Seconds."""


class RequestError(Exception):
    """One request got no reply; ``remedy`` says what to do. The others may still succeed."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class StoppedError(RequestError):
    """The request was not sent, since the run was given up before."""


class RetryableError(Exception):
    """A failure that may pass.

    ``wait`` is how long the server asks to wait, in seconds; ``everybody`` says that it is the rate
    of all requests together that it cannot take.
    """

    def __init__(
        self, message: str, remedy: str, *, wait: float | None = None, everybody: bool = False
    ) -> None:
        super().__init__(message)
        self.message, self.remedy, self.wait, self.everybody = message, remedy, wait, everybody

    def pause(self, retries: int) -> float:
        """Seconds until the request is sent again that was sent again ``retries`` times before."""
        if self.wait is not None:
            return self.wait
        backoff: float = min(_MAX_BACKOFF, 0.5 * 2.0**retries)
        return backoff * random.uniform(0.75, 1.0)  # noqa: S311


class UnsupportedError(Exception):
    """The server does not know what it is asked: a form of answer, or a whole kind of request."""
