"""Limits concurrent requests: fewer when the server refuses some, then gradually more again.

A 429 says that the server has too much to do, but not how much it can handle. The number of
requests that it is still working on at that moment does, so the limit falls to that number, and
rises by one after as many requests have been accepted.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

__all__ = ["Gate", "Limiter", "Ticket"]

_MOST_PATIENCE = 32


@dataclass(frozen=True)
class Ticket:
    """One request in progress: how many there were with it, and the events before it was sent.

    ``early`` is set if the server was not yet known to accept requests.
    """

    level: int
    event: int
    early: bool = False


class Limiter:
    """Counts requests in progress and how many are allowed; uses neither clock nor network.

    Each ticket from ``start`` must be returned once, to ``accepted``, ``rejected`` or ``ended``.

    With a ceiling of 5 and a server that can handle 3: five start, two are rejected, and 3 are
    allowed; after three are accepted, 4 are; the fourth is rejected, and 3 are allowed again, now
    until twice 3 are accepted, since one more failed.

    Args:
        ceiling: the maximum at once, 1 or more, which is also the initial limit.
    """

    def __init__(self, ceiling: int) -> None:
        self.ceiling = self.allowed = ceiling
        self.under_way = 0
        self.proven = 1
        """The highest number of requests that the server has handled at once; at least one."""
        self._event = 0
        self._accepted = 0
        self._patience = 1
        """Rounds of accepted requests before one more is tried; doubled each time that fails."""

    @property
    def full(self) -> bool:
        return self.under_way >= self.allowed

    def start(self) -> Ticket:
        self.under_way += 1
        return Ticket(self.under_way, self._event)

    def ended(self, ticket: Ticket) -> None:
        """The request ended without showing how much the server can handle."""
        self.under_way -= 1

    def accepted(self, ticket: Ticket) -> None:
        """The server has answered."""
        self.under_way -= 1
        # A level above the current limit was not handled: some requests of it were refused.
        level = min(ticket.level, self.allowed)
        if level > self.proven:
            self.proven, self._patience = level, 1
        self._accepted += 1
        if self._accepted >= self.allowed * self._patience and self.allowed < self.ceiling:
            self.allowed += 1
            self._accepted = 0

    def rejected(self, ticket: Ticket) -> None:
        """The server has refused the request because of its rate limit.

        Rejections of requests sent before an earlier rejection arrived belong to the same event.
        """
        self.under_way -= 1
        if ticket.event == self._event:
            self._event += 1
            if ticket.level == self.allowed == self.proven + 1:
                self._patience = min(2 * self._patience, _MOST_PATIENCE)
        self.allowed = self.proven = min(self.allowed, max(1, self.under_way))
        self._accepted = 0


class Gate:
    """Lets requests through in order of arrival, as the limiter allows and unless paused.

    Every ticket from ``enter`` must be returned; see ``Limiter``. The first requests go one at a
    time, until ``open`` is called because the server does not refuse everything: a wrong key or an
    unknown model shows at once, and should not cost a whole round of requests.
    """

    def __init__(self, ceiling: int) -> None:
        self._limiter = Limiter(ceiling)
        self._first = asyncio.Lock()
        self._changed = asyncio.Event()
        self._closed_until = 0.0
        self._careful = True

    @property
    def empty(self) -> bool:
        """Whether no request is in progress."""
        return self._limiter.under_way == 0

    async def enter(self) -> Ticket:
        # The lock is the queue; only the first in it checks the limiter and the clock.
        async with self._first:
            while True:
                pause = self._closed_until - time.monotonic()
                if pause > 0:
                    await asyncio.sleep(pause)
                elif self._limiter.full or (self._careful and not self.empty):
                    self._changed.clear()
                    await self._changed.wait()
                else:
                    return replace(self._limiter.start(), early=self._careful)

    def open(self) -> None:
        """Allow as many requests as the limiter does: the server does not refuse everything."""
        self._careful = False
        self._changed.set()

    def close_for(self, seconds: float) -> None:
        """Let no request through for this long."""
        self._closed_until = max(self._closed_until, time.monotonic() + seconds)

    def ended(self, ticket: Ticket) -> None:
        self._limiter.ended(ticket)
        self._changed.set()

    def accepted(self, ticket: Ticket) -> None:
        self._limiter.accepted(ticket)
        self._changed.set()

    def rejected(self, ticket: Ticket) -> None:
        if ticket.early:
            # A single request does not show how many the server can handle.
            self._limiter.ended(ticket)
        else:
            self._limiter.rejected(ticket)
        self._changed.set()
