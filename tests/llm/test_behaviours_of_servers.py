"""How servers behave apart from answering: what becomes of a run, what it costs, what is read."""

from __future__ import annotations

import logging
from pathlib import Path

import factory
import pytest
from behaviours_of_servers import AT_ONCE, BEHAVIOURS, KEY, ROLES, Behaviour
from fake_server import FakeServer
from mkdocs_perspectives.common import ModelSettings, Settings
from mkdocs_perspectives.llm import failures
from mkdocs_perspectives.pipeline import complete, read_project, report

ONE = "tram/role-c"


@pytest.fixture(autouse=True)
def _no_long_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(failures, "_MAX_BACKOFF", 0.02)


def _settings(root: Path, server: FakeServer, behaviour: Behaviour) -> Settings:
    model = ModelSettings(
        "fake-1",
        base_url=server.base_url,
        concurrency=AT_ONCE,
        timeout=20,
        max_retries=2,
        **behaviour.options,
    )
    return Settings(
        root=root,
        docs_dir=root / "docs",
        scenarios_dir=root / "scenarios",
        cache_dir=root / ".cache",
        model=model,
    )


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=[b.name for b in BEHAVIOURS])
def test_a_behaviour_costs_what_it_may_and_is_explained(
    tmp_path: Path, behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    situation = "A grammar school asks for a new schema of marks. Its grammar is not supported."
    factory.write_scenario(tmp_path, data=factory.scenario(ROLES, situation=situation))
    with FakeServer() as server:
        server.fault_for = behaviour.answer
        settings = _settings(tmp_path, server, behaviour)
        _, result = complete(read_project(settings), settings)
    report(result, settings)
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
