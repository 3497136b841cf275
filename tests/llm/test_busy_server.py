"""How the client behaves towards a server that limits concurrent requests."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import factory
import fake_server as fake
from commands import Run
from fake_server import FakeServer


def _site(site: Path, personas: int, **options: int) -> None:
    own = json.dumps(options)
    mkdocs = factory.MKDOCS.replace("perspectives]", f"perspectives: {own}]")
    factory.write_site(site, mkdocs)
    factory.write_scenario(site, data=factory.scenario(personas))


def test_a_server_that_handles_twenty_requests_is_busy_and_refuses_few(
    site: Path, run: Run, asking: dict[str, str], server: FakeServer
) -> None:
    _site(site, 200, concurrency=64)
    # The delay gives the client time to try one more than it takes.
    server.limit = server.holds = 20
    server.delay = 0.05
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
    assert result.stderr.count("Stopped asking") == 1
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


def test_a_requested_wait_applies_to_all_requests(
    site: Path, run: Run, asking: dict[str, str], server: FakeServer
) -> None:
    _site(site, 24, concurrency=12)
    # It answers when no more come, so more than it takes come before.
    server.limit, server.holds, server.retry_after = 6, 12, "2"
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    arrivals = [request.at for request in server.requests]
    # What comes after the sixth is refused; then there are two seconds of silence.
    rests = [later - earlier for earlier, later in pairwise(arrivals)]
    assert max(rests) > 1
    assert 1 <= server.count - 24 <= 6 + 4
