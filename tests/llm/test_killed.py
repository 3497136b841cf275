"""Killed, interrupted, or run twice at once: stored answers are never requested again."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import factory
from commands import Run, ends_before, finished, start, tool, tree
from fake_server import FakeServer
from faults import KEY
from mkdocs_perspectives.answers import read_entries
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.scenario import load_library

PERSONAS = 40
CONCURRENCY = 8
KILLS = 50
MKDOCS = factory.MKDOCS.replace(
    "plugins: [search, perspectives]",
    f"plugins: [search, perspectives: {{concurrency: {CONCURRENCY}}}]",
)


def _start(
    site: Path, server: FakeServer, name: str = "perspectives", word: str = "ask"
) -> subprocess.Popen[str]:
    asking = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY}
    return start(tool(name), word, cwd=site, env=asking)


def _wait_for(
    site: Path, server: FakeServer, process: subprocess.Popen[str], *, asked: int, recorded: int
) -> None:
    """Wait until this many requests are sent and this many answers recorded."""
    ended = ends_before(process, lambda: server.count >= asked and len(_recorded(site)) >= recorded)
    assert not ended, process.communicate()


def _site(folder: Path, personas: int = PERSONAS) -> Path:
    site = factory.write_site(folder, MKDOCS)
    factory.write_scenario(site, data=factory.scenario(personas))
    return site


def _recorded(site: Path) -> set[str]:
    """The roles with a valid record; an invalid record fails the test."""
    scenarios = site / "scenarios"
    entries = read_entries(load_library(scenarios).scenarios, scenarios)
    return {entry.persona.name for entry in entries if entry.state == "current"}


def _kept(site: Path) -> set[str]:
    """The roles whose answer has a record, or is in the cache alone."""
    folder = site / ".cache" / "perspectives"
    if not (folder / "cache.db").exists():
        return _recorded(site)
    with AnswerCache(folder) as cache:
        answered = [value["question"] for _, value in cache.items()]
    scenarios = site / "scenarios"
    entries = read_entries(load_library(scenarios).scenarios, scenarios)
    cached = {entry.persona.name for entry in entries if entry.question.digests in answered}
    assert len(cached) == len(answered)
    return _recorded(site) | cached


def test_killed_at_any_moment_nothing_stored_is_asked_again(tmp_path: Path) -> None:
    moments = random.Random(20261124)
    kills = round_ = asked_in_all = 0
    with FakeServer(delay=lambda request: moments.uniform(0.0, 0.02)) as server:
        while kills < KILLS:
            round_ += 1
            site = _site(tmp_path / f"round-{round_}")
            asked: Counter[str] = Counter()
            repeated = 0
            while True:
                before, stored = server.count, _kept(site)
                process = _start(site, server)
                # Mostly a few answers on; now and then while the program is still starting.
                enough = before + moments.randrange(0, 12)
                killed = kills < KILLS and not ends_before(
                    process, lambda enough=enough: server.count >= enough
                )
                if killed:
                    time.sleep(moments.uniform(0, 0.05))
                    process.kill()
                    kills += process.wait() == -signal.SIGKILL
                errors = finished(process).stderr
                assert "Traceback" not in errors
                # What it sent before its end may not have arrived yet, and is this run's.
                server.settle()
                roles = [request.role for request in server.requests[before:]]
                asked.update(roles)
                # What was stored before this run, in a record or only in the cache, cost nothing.
                assert not stored & set(roles)
                assert len(set(roles)) == len(roles) <= PERSONAS - len(stored)
                # All records are complete, and only requests in flight were wasted.
                now = _kept(site)
                assert stored <= now
                # Answers without a record were just being written.
                assert len(now - _recorded(site)) <= 16 + CONCURRENCY < PERSONAS
                in_vain = set(roles) - now
                assert len(in_vain) <= CONCURRENCY
                repeated += len(in_vain)
                if process.returncode == 0:
                    break
                assert process.returncode == -signal.SIGKILL
            assert len(_recorded(site)) == PERSONAS
            assert asked.total() == PERSONAS + repeated
            asked_in_all += asked.total()
            assert not [name for name in tree(site) if name.endswith(".tmp")]
        assert server.count == asked_in_all
    assert kills == KILLS


def test_an_interrupt_ends_at_once_and_answers_are_recorded(tmp_path: Path) -> None:
    site = _site(tmp_path, personas=6)
    with FakeServer(delay=lambda r: 0 if r.role in {"Role a", "Role b"} else 600) as server:
        begun = time.monotonic()
        process = _start(site, server)
        _wait_for(site, server, process, asked=6, recorded=2)
        message = time.monotonic()
        process.send_signal(signal.SIGINT)
        result = finished(process)
        ended = time.monotonic()
    assert result.returncode == 1
    assert "Interrupted: 2 answers recorded, 4 still missing" in result.stderr
    # They were in progress, and the server may continue with them.
    assert "The usage of 4 requests is unknown (4 interrupted) and may be billed" in result.stderr
    assert "Traceback" not in result.stderr
    assert _recorded(site) == {"Role a", "Role b"}
    assert not [name for name in tree(site) if name.endswith(".tmp")]
    # A fraction of a second where a start takes one, and on a busy machine both take longer.
    assert ended - message < message - begun


def test_an_interrupted_mkdocs_build_records_its_answers(tmp_path: Path) -> None:
    site = _site(tmp_path, personas=4)
    with FakeServer(delay=lambda r: 0 if r.role == "Role a" else 600) as server:
        process = _start(site, server, "mkdocs", "build")
        _wait_for(site, server, process, asked=4, recorded=1)
        process.send_signal(signal.SIGINT)
        result = finished(process)
    assert result.returncode != 0
    assert "Interrupted: 1 answer recorded" in result.stderr
    assert "Traceback" not in result.stderr


def test_two_builds_at_once_on_one_checkout_ask_each_question_once(tmp_path: Path) -> None:
    site = _site(tmp_path, personas=12)
    with FakeServer(delay=0.3) as server:
        both = [_start(site, server), _start(site, server)]
        for result in map(finished, both):
            assert result.returncode == 0, result.stderr
        assert Counter(r.role for r in server.requests).most_common(1)[0][1] == 1
        assert server.count == 12
    assert len(_recorded(site)) == 12


def test_two_checkouts_on_one_cache_ask_each_question_once(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    configuration = MKDOCS.replace("{concurrency", f"{{cache_dir: {cache}, concurrency")
    one, two = (factory.write_site(tmp_path / name, configuration) for name in ("one", "two"))
    for site in (one, two):
        factory.write_scenario(site, data=factory.scenario(10))
    factory.write_scenario(two, "bridge", factory.scenario(3, title="A bridge"))
    with FakeServer(delay=0.3) as server:
        for result in map(finished, [_start(site, server) for site in (one, two)]):
            assert result.returncode == 0, result.stderr
        assert server.count == 10 + 3
    answers = [tree(site / "scenarios/tram/answers") for site in (one, two)]
    assert len(answers[0]) == 10
    assert answers[0] == answers[1]
    assert len(tree(two / "scenarios/bridge/answers")) == 3


def test_a_build_with_all_answers_does_not_wait_for_the_lock(tmp_path: Path, run: Run) -> None:
    site = _site(tmp_path / "own", personas=2)
    factory.write_records(site)
    with FakeServer() as server:
        assert run("mkdocs", "build", cwd=site, OPENAI_BASE_URL=server.base_url).returncode == 0
        assert server.count == 0
    assert not (site / ".cache/perspectives/cache.db").exists()
    assert not (site / ".cache/perspectives/asking.lock").exists()
