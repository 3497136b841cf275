"""Too many at once: how far the number falls and climbs, and what a busy server sees of it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import factory
import fake_server as fake
from commands import Run
from fake_server import FakeServer
from mkdocs_perspectives.llm.concurrency import Limiter, Ticket


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


# A real server.


def _site(site: Path, personas: int, **options: int) -> None:
    own = json.dumps(options)
    mkdocs = factory.MKDOCS.replace("perspectives]", f"perspectives: {own}]")
    factory.write_site(site, mkdocs)
    factory.write_scenario(site, data=factory.scenario(personas))


def test_a_server_that_takes_twenty_at_once_is_kept_busy_and_refuses_few(
    site: Path, run: Run, asking: dict[str, str], server: FakeServer
) -> None:
    _site(site, 200, concurrency=64)
    server.limit, server.delay = 20, 0.3
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    assert "200 answered by the model" in result.stderr
    # The first burst is refused but for twenty; then one more is tried, ever more rarely.
    assert server.count - 200 <= 44 + 10
    # Again and again the server has as much to do as it takes.
    assert [max(server.levels[i : i + 40]) for i in range(0, 200, 40)] == [20] * 5


def test_a_server_that_refuses_everything_ends_the_run(
    site: Path, run: Run, asking: dict[str, str], server: FakeServer
) -> None:
    _site(site, 40, concurrency=16, max_retries=1)
    server.fault_for = lambda request: fake.status(429)
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert result.stderr.count("Asking was given up") == 1
    assert "answered 429: it failed (tried 2 times)" in result.stderr
    assert "Traceback" not in result.stderr
    # The first burst, and then one at a time as often as one question would be asked.
    assert server.count <= 16 + 2


def test_a_question_that_alone_is_refused_costs_the_others_nothing(
    site: Path, run: Run, asking: dict[str, str], server: FakeServer
) -> None:
    _site(site, 6, concurrency=1, max_retries=1)
    server.fault_for = lambda request: fake.status(429) if request.role == "Role b" else None
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert "5 answered by the model" in result.stderr
    assert "failed: tram/role-b" in result.stderr
    assert server.count == 5 + 2


def test_a_rest_that_the_server_asks_for_is_kept_by_everybody(
    site: Path, run: Run, asking: dict[str, str], server: FakeServer
) -> None:
    _site(site, 24, concurrency=12)
    server.limit, server.delay, server.retry_after = 6, 0.2, "1"
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    arrivals = [request.at for request in server.requests]
    # One comes, then twelve at once, of which some are refused; then there is a second of silence.
    rests = [later - earlier for earlier, later in pairwise(arrivals)]
    first_rest = next(i for i, rest in enumerate(rests) if rest > 0.7)
    assert first_rest <= 12
    assert server.count - 24 <= 6 + 4
