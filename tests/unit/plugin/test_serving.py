"""``mkdocs serve``: when a session asks and how often, and what is watched meanwhile."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import factory
import pytest
from mkdocs_perspectives.ask import AskResult
from mkdocs_perspectives.common import ConfigError, Settings
from mkdocs_perspectives.plugin.serving import MOST_REQUESTS, QUIET, ServeSession


class _Time:
    """Time that passes only where a session sleeps; then ``then`` is called."""

    def __init__(self) -> None:
        self.now = 0.0
        self.then: Callable[[], object] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.then()

    def clock(self) -> float:
        return self.now


class _Server:
    """What MkDocs' server is to a session: folders are watched as often as they were added."""

    def __init__(self) -> None:
        self.watched: Counter[str] = Counter()

    def watch(self, path: str) -> None:
        self.watched[path] += 1

    def unwatch(self, path: str) -> None:
        if not self.watched[path]:
            raise KeyError(path)
        self.watched[path] -= 1


@pytest.fixture
def time() -> _Time:
    return _Time()


@pytest.fixture
def session(time: _Time) -> ServeSession:
    return ServeSession(time.sleep, time.clock)


@pytest.fixture
def scenarios(site: Path) -> Path:
    factory.write_scenario(site)
    return site / "scenarios"


def _serve(session: ServeSession, *folders: str) -> Any:
    server = _Server()
    for folder in folders:
        server.watch(folder)
    session.attach(server, folders)  # type: ignore[arg-type]
    return server


def test_the_first_build_waits_for_nothing(
    session: ServeSession, time: _Time, scenarios: Path
) -> None:
    assert session.wait_until_quiet(scenarios, 2) is False
    assert time.now == 0


def test_a_build_waits_until_nothing_has_been_saved_for_a_while(
    session: ServeSession, time: _Time, scenarios: Path
) -> None:
    _serve(session)
    file = scenarios / "tram/scenario.yml"
    saves = 3

    def save() -> None:
        nonlocal saves
        if saves and time.now % 4 == 0:
            saves -= 1
            file.write_text(f"{file.read_text('utf-8')}# {saves}\n", "utf-8")

    time.then = save
    waited = session.build(scenarios, lambda: session.wait_until_quiet(scenarios, 2))
    assert waited is True
    # Saved at 4, 8 and 12 seconds, and then quiet.
    assert time.now == 12 + QUIET


def test_records_are_no_saves(session: ServeSession, time: _Time, scenarios: Path) -> None:
    _serve(session)
    record = scenarios / "tram/answers/role-a.json"
    record.parent.mkdir()
    time.then = lambda: record.write_text(str(time.now), "utf-8")
    session.build(scenarios, lambda: session.wait_until_quiet(scenarios, 2))
    assert time.now == QUIET


def test_a_build_is_not_seen_and_what_is_saved_meanwhile_is_built(
    session: ServeSession, scenarios: Path
) -> None:
    server = _serve(session, "/site/docs", "/site/docs", "/site/scenarios")
    before = server.watched.copy()
    file = scenarios / "tram/scenario.yml"
    builds = []

    def build() -> int:
        assert not +server.watched
        builds.append(file.read_text("utf-8"))
        if len(builds) == 1:
            file.write_text(builds[0] + "# saved\n", "utf-8")
        return len(builds)

    assert session.build(scenarios, build) == 2
    assert builds[1].endswith("# saved\n")
    assert +server.watched == before


def test_an_error_is_reported_unless_it_was_mended_meanwhile(
    session: ServeSession, scenarios: Path
) -> None:
    server = _serve(session, "/site/docs")

    def fails() -> None:
        raise ConfigError("It is wrong.", "Mend it.")

    with pytest.raises(ConfigError):
        session.build(scenarios, fails)
    assert server.watched["/site/docs"] == 1
    file = scenarios / "tram/scenario.yml"
    tries = []

    def is_mended() -> str:
        tries.append("")
        if len(tries) == 1:
            file.write_text("", "utf-8")
            raise ConfigError("It is wrong.", "Mend it.")
        return "built"

    assert session.build(scenarios, is_mended) == "built"


def _count(session: ServeSession, requests: int, price: float | None = 0.0) -> None:
    result = AskResult.of([])
    result.requests, result.price = requests, price
    session.count(result)


def _bounded(settings: Settings, **bounds: Any) -> Settings:
    return replace(settings, model=replace(settings.model, **bounds))


@pytest.fixture
def settings(site: Path) -> Settings:
    return factory.settings_of(site)


def test_a_session_has_a_ceiling_of_its_own(
    session: ServeSession, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    left = session.within_bounds(settings)
    assert left is not None
    assert left.model.max_requests == MOST_REQUESTS
    _count(session, 99)
    left = session.within_bounds(settings)
    assert left is not None
    assert left.model.max_requests == 1
    _count(session, 1)
    with caplog.at_level(logging.WARNING, "mkdocs"):
        assert session.within_bounds(settings) is None
    assert "No more requests in this session: 100 requests sent, and the bound is 100" in (
        caplog.text
    )


def test_what_is_configured_holds_for_the_session(
    session: ServeSession, settings: Settings
) -> None:
    bounded = _bounded(settings, max_requests=10, max_cost=2.0)
    _count(session, 4, 0.5)
    left = session.within_bounds(bounded)
    assert left is not None
    assert (left.model.max_requests, left.model.max_cost) == (6, 1.5)
    _count(session, 1, 1.5)
    assert session.within_bounds(bounded) is None
