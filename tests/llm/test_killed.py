"""Killed, interrupted, or run twice at once: what was delivered and stored is never asked again."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import factory
from commands import Run, environment, tool, tree
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


def _start(site: Path, server: FakeServer) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [tool("perspectives"), "ask"],
        cwd=site,
        env=environment(OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _asked(server: FakeServer, count: int, process: subprocess.Popen[str]) -> bool:
    """Wait for so many requests; whether they came before the process ended."""
    while process.poll() is None:
        if server.count >= count:
            return True
        time.sleep(0.002)
    return False


def _all_asked_and_recorded(
    site: Path, server: FakeServer, asked: int, recorded: int, process: subprocess.Popen[str]
) -> bool:
    """Wait until so many are asked and so many of them recorded."""
    while _asked(server, asked, process):
        if len(_recorded(site)) >= recorded:
            return True
    return False


def _site(folder: Path, personas: int = PERSONAS) -> Path:
    site = factory.write_site(folder, MKDOCS)
    factory.write_scenario(site, data=factory.scenario(personas))
    return site


def _recorded(site: Path) -> set[str]:
    """The roles with a sound record; a record that is not sound fails the test."""
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
    kills = round_ = 0
    repeated = stored_in_all = 0
    with FakeServer(delay=lambda request: moments.uniform(0.0, 0.02)) as server:
        while kills < KILLS:
            round_ += 1
            site = _site(tmp_path / f"round-{round_}")
            asked: Counter[str] = Counter()
            while True:
                before, stored = server.count, _kept(site)
                process = _start(site, server)
                # Mostly a few answers on; now and then while the program is still starting.
                after = moments.randrange(0, 12)
                killed = kills < KILLS and _asked(server, before + after, process)
                if killed:
                    time.sleep(moments.uniform(0, 0.05))
                    process.kill()
                    kills += process.wait() == -signal.SIGKILL
                _, errors = process.communicate()
                assert "Traceback" not in errors
                roles = [request.role for request in server.requests[before:]]
                asked.update(roles)
                # What was stored before this run, in a record or only in the cache, cost nothing.
                assert not stored & set(roles)
                assert len(set(roles)) == len(roles) <= PERSONAS - len(stored)
                # All records are whole, and what the run asked in vain was in flight.
                now = _kept(site)
                assert stored <= now
                # What has no record yet was on its way to the disk.
                assert len(now - _recorded(site)) <= 16 + CONCURRENCY < PERSONAS
                in_vain = set(roles) - now
                assert len(in_vain) <= CONCURRENCY
                repeated += len(in_vain)
                if process.returncode == 0:
                    break
                assert process.returncode == -signal.SIGKILL
            assert len(_recorded(site)) == PERSONAS
            assert sum(asked.values()) <= PERSONAS + repeated
            stored_in_all += PERSONAS
            assert not [name for name in tree(site) if name.endswith(".tmp")]
        assert server.count <= stored_in_all + repeated
    assert kills == KILLS


def test_an_interrupt_ends_at_once_and_keeps_what_is_done(tmp_path: Path) -> None:
    seconds = []
    for attempt in range(3):
        site = _site(tmp_path / str(attempt), personas=6)
        with FakeServer(delay=lambda r: 0 if r.role in {"Role a", "Role b"} else 600) as server:
            process = _start(site, server)
            assert _all_asked_and_recorded(site, server, 6, 2, process)
            begun = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
            seconds.append(time.monotonic() - begun)
        assert process.returncode == 1
        assert "Interrupted: 2 answers kept, 4 still missing" in errors
        assert "Traceback" not in errors
        assert _recorded(site) == {"Role a", "Role b"}
        assert not [name for name in tree(site) if name.endswith(".tmp")]
        if seconds[-1] < 1:
            break
    assert min(seconds) < 1


def test_an_interrupted_mkdocs_build_keeps_what_is_done(tmp_path: Path) -> None:
    site = _site(tmp_path, personas=4)
    with FakeServer(delay=lambda r: 0 if r.role == "Role a" else 600) as server:
        process = subprocess.Popen(
            [tool("mkdocs"), "build"],
            cwd=site,
            env=environment(OPENAI_BASE_URL=server.base_url),
            stderr=subprocess.PIPE,
            text=True,
        )
        assert _all_asked_and_recorded(site, server, 4, 1, process)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Interrupted: 1 answer kept" in errors
    assert "Traceback" not in errors


def test_two_builds_at_once_on_one_checkout_ask_each_question_once(tmp_path: Path) -> None:
    site = _site(tmp_path, personas=12)
    with FakeServer(delay=0.3) as server:
        both = [_start(site, server), _start(site, server)]
        for process in both:
            _, errors = process.communicate(timeout=120)
            assert process.returncode == 0, errors
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
        for process in [_start(site, server) for site in (one, two)]:
            _, errors = process.communicate(timeout=120)
            assert process.returncode == 0, errors
        assert server.count == 10 + 3
    answers = [tree(site / "scenarios/tram/answers") for site in (one, two)]
    assert len(answers[0]) == 10
    assert answers[0] == answers[1]
    assert len(tree(two / "scenarios/bridge/answers")) == 3


def test_a_build_that_finds_all_answered_waits_for_nobody(tmp_path: Path, run: Run) -> None:
    site = _site(tmp_path / "own", personas=2)
    factory.write_records(site)
    with FakeServer() as server:
        assert run("mkdocs", "build", cwd=site, OPENAI_BASE_URL=server.base_url).returncode == 0
        assert server.count == 0
    assert not (site / ".cache/perspectives/cache.db").exists()
    assert not (site / ".cache/perspectives/asking.lock").exists()
