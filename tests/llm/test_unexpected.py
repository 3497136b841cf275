"""Unexpected exceptions affect at most one role; answers that arrived are recorded."""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path
from typing import Any

import factory
import fake_server as fake
import pytest
from commands import command, tree
from fake_server import FakeServer
from faults import KEY
from in_process import ask, settings_of
from mkdocs_perspectives.ask import workers
from mkdocs_perspectives.llm import failures
from mkdocs_perspectives.llm.error_replies import Sent
from mkdocs_perspectives.llm.model import Model

ROLES = 6


@pytest.fixture(autouse=True)
def _asking(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(failures, "_MAX_BACKOFF", 0.02)
    factory.write_scenario(tmp_path, data=factory.scenario(ROLES))


def _break_for(monkeypatch: pytest.MonkeyPatch, role: str, error: Exception) -> None:
    proper = Model._reply

    def reply(self: Model, content: bytes, sent: Sent) -> Any:
        if any(f"# Role: {role}\n" in prompt for prompt in sent.prompts):
            raise error
        return proper(self, content, sent)

    monkeypatch.setattr(Model, "_reply", reply)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(f"with {KEY} in it\nTraceback"),
        OverflowError("Python int too large"),
        MemoryError(),
        RecursionError("maximum recursion depth exceeded"),
        UnicodeEncodeError("ascii", "\xe9", 0, 1, "ordinal not in range"),
        KeyError("choices"),
        OSError(24, "Too many open files"),
    ],
)
def test_an_error_costs_its_own_role(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    server: FakeServer,
    error: Exception,
) -> None:
    _break_for(monkeypatch, "Role c", error)
    result = ask(settings_of(tmp_path, server.base_url))
    assert [str(failure.key) for failure in result.failures] == ["tram/role-c"]
    assert len(tree(tmp_path / "scenarios/tram/answers")) == ROLES - 1
    assert result.stopped_by is None
    (why,) = re.findall("why:    (.*)", caplog.text)
    assert type(error).__name__ in why
    assert KEY not in caplog.text
    assert str(tmp_path) not in caplog.text
    if not isinstance(error, MemoryError):
        # Where it happened, in which version: enough for an issue.
        assert re.search(r"\[llm/test_unexpected.py:\d+ reply < llm/model.py:\d+ ", why)
        assert re.search(r"mkdocs-perspectives [\d.]+, Python [\d.]+, \w+\]", why)


def test_a_recorded_answer_is_not_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: FakeServer
) -> None:
    def answered(*_: object) -> None:
        raise ValueError("I/O operation on closed file")

    monkeypatch.setattr(workers.Progress, "answered", answered)
    result = ask(settings_of(tmp_path, server.base_url))
    assert (result.answered, result.failures) == (ROLES, [])


def test_a_price_list_that_cannot_be_imported(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    server: FakeServer,
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    result = ask(settings_of(tmp_path, server.base_url))
    assert result.answered == ROLES
    assert "price unknown" in caplog.text
    limited = ask(settings_of(tmp_path / "other", server.base_url, max_cost=1.0))
    assert limited.answered == 0


def test_a_module_that_cannot_be_imported(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    server: FakeServer,
) -> None:
    monkeypatch.setitem(sys.modules, "mkdocs_perspectives.ask.workers", None)
    result = ask(settings_of(tmp_path, server.base_url))
    assert server.count == 0
    assert result.stopped_by is not None
    assert "Stopped asking: unexpected ModuleNotFoundError" in caplog.text


@pytest.mark.parametrize("limit", ["-n 20", "-v 230000", "-v 300000"])
def test_little_room_on_the_machine(site: Path, server: FakeServer, limit: str) -> None:
    factory.write_scenario(site, data=factory.scenario(12))
    server.delay = 0.1
    result = command(
        *("perspectives", "ask"),
        cwd=site,
        prefix=("bash", "-c", f'ulimit {limit}; exec "$0" "$@"'),
        OPENAI_BASE_URL=server.base_url,
        OPENAI_API_KEY=KEY,
    )
    assert "Traceback" not in result.stderr
    recorded = len(tree(site / "scenarios/tram/answers"))
    if limit.startswith("-n"):
        assert (result.returncode, recorded) == (0, 12), result.stderr
    else:
        # However little there is: every role without an answer is named with the reason.
        assert result.returncode == (0 if recorded == 12 else 1)
        assert recorded == 12 or "out of memory" in result.stderr
    # No question is sent again whose reply this machine could not process.
    assert server.count <= 12
    for data in tree(site / "scenarios/tram/answers").values():
        assert json.loads(data)["answer"]


def test_what_a_redirect_breaks_is_one_role(
    tmp_path: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.fault_for = lambda request: (
        fake.redirect(307, "http://127.0.0.1:99999/") if request.role == "Role a" else None
    )
    result = ask(settings_of(tmp_path, server.base_url))
    assert result.answered == ROLES - 1
    assert "to an invalid address: http://127.0.0.1:99999/" in caplog.text
