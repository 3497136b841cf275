"""Concurrent requests: how the limit falls and rises, and which requests wait."""

from __future__ import annotations

import asyncio

import pytest
from aside import run_aside
from mkdocs_perspectives.llm import concurrency
from mkdocs_perspectives.llm.concurrency import Gate, Limiter, Ticket


def _start(limiter: Limiter) -> list[Ticket]:
    """Start all that is allowed."""
    tickets = []
    while not limiter.full:
        tickets.append(limiter.start())
    return tickets


def test_a_burst_lowers_the_number_to_what_the_server_works_on() -> None:
    limiter = Limiter(5)
    a, b, c, d, e = _start(limiter)
    # The fourth and the fifth are refused, which is one event.
    limiter.rejected(d)
    limiter.rejected(e)
    assert limiter.allowed == limiter.under_way == 3
    assert limiter.full
    limiter.accepted(a)
    assert not limiter.full
    again = limiter.start()
    assert (again.level, limiter.full) == (3, True)
    for ticket in (b, c):
        limiter.accepted(ticket)
    # Three were accepted, a round of three, so one more is tried.
    assert limiter.allowed == 4


def test_what_was_tried_in_vain_is_tried_more_rarely() -> None:
    limiter = Limiter(5)
    one, two = limiter.start(), limiter.start()
    limiter.rejected(two)
    assert limiter.allowed == 1
    rounds = []
    for _ in range(4):
        # A server that bears one at a time: the second is refused whenever it is tried.
        accepted = 0
        while limiter.allowed == 1:
            limiter.accepted(one)
            accepted += 1
            one = limiter.start()
        rounds.append(accepted)
        limiter.rejected(limiter.start())
        assert limiter.allowed == 1
    assert rounds == [1, 2, 4, 8]


def test_it_climbs_by_one_a_round_to_the_ceiling() -> None:
    limiter = Limiter(4)
    tickets = _start(limiter)
    for ticket in tickets[1:]:
        limiter.rejected(ticket)
    limiter.ended(tickets[0])
    assert limiter.allowed == 1
    # A round has as many as are allowed, and four is the ceiling.
    allowed = []
    for _ in range(4):
        for ticket in _start(limiter):
            limiter.accepted(ticket)
        allowed.append(limiter.allowed)
    assert allowed == [2, 3, 4, 4]


def test_a_server_that_refuses_everything_gets_one_at_a_time() -> None:
    limiter = Limiter(3)
    a, b, c = _start(limiter)
    limiter.rejected(a)
    limiter.rejected(b)
    limiter.rejected(c)
    assert (limiter.allowed, limiter.under_way) == (1, 0)
    for _ in range(3):
        limiter.rejected(limiter.start())
        assert limiter.allowed == 1


def test_a_server_that_bears_less_than_before_gets_fewer() -> None:
    limiter = Limiter(3)
    for ticket in _start(limiter):
        limiter.accepted(ticket)
    assert limiter.proven == 3
    _, _, c = _start(limiter)
    limiter.rejected(c)
    assert limiter.allowed == 2


def test_other_ends_change_nothing_but_the_count() -> None:
    limiter = Limiter(3)
    for ticket in _start(limiter):
        limiter.ended(ticket)
    assert (limiter.under_way, limiter.allowed, limiter.proven) == (0, 3, 1)


class _Clock:
    """A clock that stands still but for sleeping, and so tells how long was slept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(concurrency.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(concurrency.asyncio, "sleep", self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds


def test_no_request_passes_a_closed_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = _Clock(monkeypatch)

    async def passed() -> list[float]:
        gate = Gate(3)
        await gate.enter()
        gate.open()
        gate.close_for(5)
        # A shorter pause does not end a longer one.
        gate.close_for(2)
        times = []
        for _ in range(2):
            await gate.enter()
            times.append(clock.now)
        return times

    assert run_aside(passed()) == [1005, 1005]


def test_those_that_wait_pass_in_the_order_of_their_coming() -> None:
    passed: list[str] = []

    async def visit(gate: Gate, name: str) -> Ticket:
        ticket = await gate.enter()
        passed.append(name)
        return ticket

    async def all_pass() -> None:
        gate = Gate(1)
        first = await gate.enter()
        assert not gate.empty
        waiting = [asyncio.create_task(visit(gate, name)) for name in "abc"]
        await asyncio.sleep(0)
        assert passed == []
        gate.accepted(first)
        for task in waiting:
            gate.ended(await task)
        assert gate.empty

    run_aside(all_pass())
    assert passed == ["a", "b", "c"]
