"""Errors and other behaviours of servers: the outcome of a run, its cost, and what is reported."""

from __future__ import annotations

import logging
from pathlib import Path

import factory
import fake_server as fake
import pytest
from behaviours_of_servers import AT_ONCE, BEHAVIOURS, KEY, ROLES, Behaviour, error
from fake_server import FakeServer, Fault
from in_process import ask, settings_of
from mkdocs_perspectives.llm import failures

ONE = "tram/role-c"


@pytest.fixture(autouse=True)
def _no_long_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(failures, "_MAX_BACKOFF", 0.02)


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=[b.name for b in BEHAVIOURS])
def test_a_behaviour_costs_what_it_may_and_is_explained(
    tmp_path: Path, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    situation = "A grammar school asks for a new schema of marks. Its grammar is not supported."
    factory.write_scenario(tmp_path, data=factory.scenario(ROLES, situation=situation))
    with FakeServer() as server:
        server.fault_for = behaviour.answer
        options = {"concurrency": AT_ONCE, **behaviour.options}
        result = ask(settings_of(tmp_path, server.base_url, **options))
    read = caplog.text
    answered = [str(key) for key, entry in result.entries.items() if entry.state == "current"]
    failed = {str(failure.key) for failure in result.failures}
    if behaviour.outcome == "answered":
        assert (len(answered), failed, result.stopped_by) == (ROLES, set(), None), read
    elif behaviour.outcome == "reported":
        assert (len(answered), failed, result.stopped_by) == (ROLES - 1, {ONE}, None), read
    else:
        assert (answered, failed) == ([], set()), read
        assert result.stopped_by is not None
        assert read.count("Stopped asking") == 1
    assert server.count <= behaviour.requests, read
    assert behaviour.reads in read
    assert behaviour.never not in read
    assert KEY not in read
    last = server.requests[-1].body
    assert last is not None
    assert behaviour.sent(last)


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        (error("Incorrect API key provided", 401), 1),
        (error("Model Not Exist"), 1),
        (error("You have no credit", 402), 1),
        (error("Nobody knows these words."), 3 + 2),
        (fake.redirect(307, "http://elsewhere.example/v1"), 2),
    ],
)
def test_thirty_roles_at_sixteen_at_once_are_not_asked_in_vain(
    tmp_path: Path, fault: Fault, most: int
) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(30))
    with FakeServer() as server:
        server.fault_for = lambda request: fault
        result = ask(settings_of(tmp_path, server.base_url, concurrency=16))
        assert server.count <= most
    assert result.stopped_by is not None
    assert (result.answered, result.failures) == (0, [])


def test_others_wait_at_most_a_second_for_the_first_request(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(12))
    with FakeServer(delay=2) as server:
        result = ask(settings_of(tmp_path, server.base_url, concurrency=16))
        first, *others = (request.at for request in server.requests)
        assert max(others) - first < 1.7
        assert server.max_in_flight == 12
    assert result.answered == 12
