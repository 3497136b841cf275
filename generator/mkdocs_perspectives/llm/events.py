"""What is told of a request to whoever asked: how it ended, what it took, that it is sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from mkdocs_perspectives.common import safe_line
from mkdocs_perspectives.llm.failures import RequestError
from mkdocs_perspectives.llm.usage import Usage

__all__ = ["Ended", "Event", "Fate", "Retry", "Tell", "fate_of", "fated", "retries_after"]

Fate = Literal["replied", "refused", "not delivered", "timed out", "broken off", "interrupted"]
"""How a request ended.

replied         with a reply of status 200, whatever is in it
refused         with an error, of which nobody is billed
not delivered   before a connection was made
timed out       without a reply in time, or with the word of a gateway that there was none
broken off      while the reply was awaited or read
interrupted     because whoever asked gave it up
"""

_FREE: frozenset[Fate] = frozenset({"refused", "not delivered"})

_LONGEST = 200
"""Characters that are said of why a request is sent again."""

E = TypeVar("E", bound=BaseException)


@dataclass(frozen=True)
class Ended:
    """A request has ended, with the ``usage`` that the server reported, if it did."""

    fate: Fate
    usage: Usage = field(default_factory=Usage)

    @property
    def unknown(self) -> bool:
        """Whether it may be billed, and nobody says for how many tokens."""
        return self.usage == Usage() and self.fate not in _FREE


@dataclass(frozen=True)
class Retry:
    """A request is sent again in ``pause`` seconds, for the ``number``-th time of ``most``."""

    reason: str
    pause: float
    number: int
    most: int

    def __str__(self) -> str:
        pause = f" in {self.pause:.0f} s" if self.pause >= 1 else ""
        reason = safe_line(self.reason, _LONGEST)
        return f"{reason}; sent again{pause} ({self.number} of at most {self.most})"


Event = Ended | Retry

Tell = Callable[[Event], None]


def fated(error: E, fate: Fate) -> E:
    """``error``, marked with how the request ended that it tells of."""
    error.__dict__["fate"] = fate
    return error


def fate_of(error: BaseException) -> Fate:
    """How the request ended that ``error`` tells of; what is not known may have been billed."""
    marked: Fate | None = error.__dict__.get("fate")
    if marked is not None:
        return marked
    if isinstance(error, asyncio.CancelledError):
        return "interrupted"
    return "refused" if isinstance(error, RequestError) else "broken off"


def retries_after(error: BaseException, max_retries: int) -> int:
    """How often a request may be sent again in all, after it failed with ``error``.

    Half as often after a timeout, which took all the time there was and may be billed.
    """
    return max_retries // 2 if fate_of(error) == "timed out" else max_retries
