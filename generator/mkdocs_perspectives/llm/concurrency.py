"""How many requests may be under way at once: fewer when the server refuses some, then more again.

A server that answers 429 tells that it has too much to do, not how much it could do. What it still
works on at that moment tells: the requests that it did not refuse. So the number falls to that,
and climbs by one when so many have been accepted that the server has been seen to bear it.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

__all__ = ["Gate", "Limiter", "Ticket"]

_MOST_PATIENCE = 32


@dataclass(frozen=True)
class Ticket:
    """One request under way: how many there were with it, and the events before it was sent.

    ``early`` says that no more were allowed then, whatever the server bears.
    """

    level: int
    event: int
    early: bool = False


class Limiter:
    """The count of requests under way and of those allowed; knows neither clock nor network.

    Each ticket of ``start`` is handed back once, to ``accepted``, ``rejected`` or ``ended``.

    With a ceiling of 5 and a server that bears 3: five start, two are rejected, and 3 are allowed;
    after three are accepted, 4 are; the fourth is rejected, and 3 are allowed again, now until
    twice 3 are accepted, since one more has been tried in vain.

    Args:
        ceiling: the most at once, 1 or more, and what is allowed at first.
    """

    def __init__(self, ceiling: int) -> None:
        self.ceiling = self.allowed = ceiling
        self.under_way = 0
        self.proven = 1
        """So many at once the server has been seen to work on; the least is one."""
        self._event = 0
        self._accepted = 0
        self._patience = 1
        """Rounds of accepted requests before one more is tried; doubled when that was in vain."""

    @property
    def full(self) -> bool:
        return self.under_way >= self.allowed

    def start(self) -> Ticket:
        self.under_way += 1
        return Ticket(self.under_way, self._event)

    def ended(self, ticket: Ticket) -> None:
        """The request came to an end that says nothing of how much the server can bear."""
        self.under_way -= 1

    def accepted(self, ticket: Ticket) -> None:
        """The server has answered."""
        self.under_way -= 1
        # More than is allowed by now was not borne: some of those with it were refused.
        level = min(ticket.level, self.allowed)
        if level > self.proven:
            self.proven, self._patience = level, 1
        self._accepted += 1
        if self._accepted >= self.allowed * self._patience and self.allowed < self.ceiling:
            self.allowed += 1
            self._accepted = 0

    def rejected(self, ticket: Ticket) -> None:
        """The server has refused the request for its rate.

        Rejects of requests that were sent before an earlier one arrived belong to the same event.
        """
        self.under_way -= 1
        if ticket.event == self._event:
            self._event += 1
            if ticket.level == self.allowed == self.proven + 1:
                self._patience = min(2 * self._patience, _MOST_PATIENCE)
        self.allowed = self.proven = min(self.allowed, max(1, self.under_way))
        self._accepted = 0


class Gate:
    """Lets requests go, in the order of their coming, while the limiter allows and no pause holds.

    Every ticket of ``enter`` has to be handed back; see ``Limiter``. The first requests go one by
    one, until ``open`` says that the server does not refuse all: a wrong key or an unknown model
    shows at once, and should not cost as many requests as may be under way.
    """

    def __init__(self, ceiling: int) -> None:
        self._limiter = Limiter(ceiling)
        self._first = asyncio.Lock()
        self._changed = asyncio.Event()
        self._closed_until = 0.0
        self._careful = True

    @property
    def empty(self) -> bool:
        """Whether nothing is under way."""
        return self._limiter.under_way == 0

    async def enter(self) -> Ticket:
        # The lock makes the queue; only who is first in it looks at the limiter and the clock.
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
        """Not all is refused: as many may pass as the limiter allows."""
        self._careful = False
        self._changed.set()

    def close_for(self, seconds: float) -> None:
        """Let nobody pass for so long."""
        self._closed_until = max(self._closed_until, time.monotonic() + seconds)

    def ended(self, ticket: Ticket) -> None:
        self._limiter.ended(ticket)
        self._changed.set()

    def accepted(self, ticket: Ticket) -> None:
        self._limiter.accepted(ticket)
        self._changed.set()

    def rejected(self, ticket: Ticket) -> None:
        if ticket.early:
            # One by itself does not tell how many the server bears.
            self._limiter.ended(ticket)
        else:
            self._limiter.rejected(ticket)
        self._changed.set()
