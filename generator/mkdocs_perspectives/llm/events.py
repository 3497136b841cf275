"""The events of a request: how it ended, what it used, and that it is sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from mkdocs_perspectives.common import safe_line
from mkdocs_perspectives.llm.failures import RequestError
from mkdocs_perspectives.llm.usage import Usage

__all__ = ["Ended", "Event", "Fate", "OnEvent", "Retry", "fate_of", "retries_after", "with_fate"]

Fate = Literal["replied", "refused", "not delivered", "timed out", "broken off", "interrupted"]
"""How a request ended.

replied         a reply with status 200 arrived, whatever is in it
refused         an error arrived, which is not billed
not delivered   no connection was made
timed out       no reply arrived in time, or a gateway reported that
broken off      the connection failed while waiting for the reply or reading it
interrupted     the caller gave up
"""

_FREE: frozenset[Fate] = frozenset({"refused", "not delivered"})

_LONGEST = 200
"""Maximum length of the reason why a request is sent again."""

E = TypeVar("E", bound=BaseException)


@dataclass(frozen=True)
class Ended:
    """A request has ended, with the ``usage`` that the server reported, if it did."""

    fate: Fate
    usage: Usage = field(default_factory=Usage)

    @property
    def unknown(self) -> bool:
        """Whether it may be billed for an unknown number of tokens."""
        return self.usage == Usage() and self.fate not in _FREE


@dataclass(frozen=True)
class Retry:
    """A request is sent again in ``pause`` seconds, as retry ``number`` of at most ``most``."""

    reason: str
    pause: float
    number: int
    most: int

    def __str__(self) -> str:
        pause = f" in {self.pause:.0f} s" if self.pause >= 1 else ""
        reason = safe_line(self.reason, _LONGEST)
        return f"{reason}; sent again{pause} ({self.number} of at most {self.most})"


Event = Ended | Retry

OnEvent = Callable[[Event], None]


def with_fate(error: E, fate: Fate) -> E:
    """``error``, marked with how its request ended."""
    error.__dict__["fate"] = fate
    return error


def fate_of(error: BaseException) -> Fate:
    """How the request that failed with ``error`` ended; if unknown, as one that may be billed."""
    marked: Fate | None = error.__dict__.get("fate")
    if marked is not None:
        return marked
    if isinstance(error, asyncio.CancelledError):
        return "interrupted"
    return "refused" if isinstance(error, RequestError) else "broken off"


def retries_after(error: BaseException, max_retries: int) -> int:
    """How often in total a request may be sent again after it failed with ``error``.

    Half as often after a timeout, which took the longest and may be billed.
    """
    return max_retries // 2 if fate_of(error) == "timed out" else max_retries
