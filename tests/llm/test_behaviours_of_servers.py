"""How servers behave apart from answering: what becomes of a run, what it costs, what is read."""

from __future__ import annotations

import logging
from pathlib import Path

import factory
import pytest
from behaviours_of_servers import AT_ONCE, BEHAVIOURS, KEY, ROLES, Behaviour
from fake_server import FakeServer
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
        assert read.count("Asking was given up") == 1
    assert server.count <= behaviour.requests, read
    assert behaviour.reads in read
    assert behaviour.never not in read
    assert KEY not in read
    last = server.requests[-1].body
    assert last is not None
    assert behaviour.sent(last)
