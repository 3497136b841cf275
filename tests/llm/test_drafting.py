"""A draft by the model: what it sends and costs, and every way in which it comes to nothing."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fake_server as fake
import pytest
from commands import Run, tree
from fake_server import FakeServer
from in_process import settings_of
from mkdocs_perspectives.common import PerspectivesError, Settings
from mkdocs_perspectives.pipeline.drafting import WrittenDraft, draft_scenario
from mkdocs_perspectives.scenario import Scenario, Start, load_library
from proposals import TEXT, proposal

START = Start("A night bus", "", "en", (), situation=TEXT)


def _draft(site: Path, server: FakeServer, **options: Any) -> WrittenDraft:
    return _with(settings_of(site, server.base_url, **options))


def _with(settings: Settings) -> WrittenDraft:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(
            lambda: draft_scenario(settings, "night-bus", START, roles=2, statements=2)
        ).result()


def _said(server: FakeServer, *replies: dict[str, Any]) -> None:
    """Let the server reply with these, one after the other."""
    waiting = [fake.content(json.dumps(data)) for data in replies]
    server.fault_for = lambda _: waiting.pop(0)


def _scenario(site: Path) -> Scenario:
    (scenario,) = load_library(site / "scenarios").scenarios
    return scenario


def test_one_request_makes_a_scenario(
    site: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    _said(server, proposal())
    written = _draft(site, server)
    assert server.count == 1
    assert (written.roles, written.statements, written.model) == (2, 2, "fake-1")
    scenario = _scenario(site)
    assert scenario.drafted_by == "fake-1"
    assert scenario.question == proposal()["question"]
    assert scenario.personas[0].description == (
        "Drives the night bus. Answers for the safety of all on board. Is rated by the operator "
        "by punctuality."
    )
    assert load_library(site / "scenarios", warn=True).warnings == ()
    assert "Draft: 1 request, " in caplog.text


def test_statements_that_are_worded_badly_are_mended_once(site: Path, server: FakeServer) -> None:
    bad = proposal()
    bad["issues"][0]["statement"] = "Should the bus run on every night?"
    _said(server, bad, proposal())
    _draft(site, server)
    assert server.count == 2
    mending = server.requests[1].body
    assert mending is not None
    assert "the statement is a question" in mending["messages"][-1]["content"]
    assert _scenario(site).issues[0].statement == proposal()["issues"][0]["statement"]


def test_what_stays_badly_worded_is_left_for_check(site: Path, server: FakeServer) -> None:
    bad = proposal()
    bad["issues"][0]["statement"] = "Should the bus run on every night?"
    _said(server, bad, bad)
    _draft(site, server)
    assert server.count == 2
    (warning,) = load_library(site / "scenarios", warn=True).warnings
    assert warning.rule == "question"


def test_a_first_one_that_can_be_used_outlives_a_failed_mending(
    site: Path, server: FakeServer
) -> None:
    bad = proposal()
    bad["issues"][0]["statement"] = "Should the bus run on every night?"
    replies = [fake.content(json.dumps(bad)), fake.content("I am sorry.")]
    server.fault_for = lambda _: replies.pop(0)
    _draft(site, server)
    assert _scenario(site).issues[0].statement == "Should the bus run on every night?"


@pytest.mark.parametrize(
    ("fault", "requests", "told"),
    [
        (fake.status(401, "bad key"), 1, "401"),
        (fake.status(429, "slow down", retry_after="0"), 3, "429"),
        (fake.content(None, refusal="No."), 1, "refused"),
        (fake.content('{"question": "Wh', finish_reason="length"), 1, "cut off"),
        (fake.content("{}"), 2, "malformed"),
        (fake.status(400, "max_tokens is too large"), 1, "400"),
    ],
)
def test_what_comes_to_nothing_writes_nothing_and_says_why(
    site: Path, server: FakeServer, fault: fake.Fault, requests: int, told: str
) -> None:
    server.fault_for = lambda _: fault
    before = tree(site)
    with pytest.raises(PerspectivesError, match=told):
        _draft(site, server)
    assert server.count == requests
    assert tree(site) == before


def test_what_would_cost_too_much_is_not_asked(site: Path, server: FakeServer) -> None:
    with pytest.raises(PerspectivesError, match="max_cost"):
        _draft(site, server, max_cost=0.000001)
    with pytest.raises(PerspectivesError, match="max_requests"):
        _draft(site, server, max_requests=0)
    assert server.count == 0


def test_a_scenario_that_is_there_costs_nothing(site: Path, server: FakeServer) -> None:
    _said(server, proposal())
    _draft(site, server)
    before = tree(site)
    with pytest.raises(PerspectivesError, match="already"):
        _draft(site, server)
    assert server.count == 1
    assert tree(site) == before


def test_a_proposal_with_the_key_in_it_is_not_kept(
    site: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
    _said(server, proposal(question="Is it sk-secret-0123456789?"))
    with pytest.raises(PerspectivesError, match="repeats the API key"):
        _draft(site, server)
    assert not (site / "scenarios/night-bus").exists()


def test_the_command_from_a_file_to_a_page_that_says_so(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    _said(server, proposal())
    (site / "bus.txt").write_text(TEXT, "utf-8")
    options = ("--title", "A night bus", "--text", "bus.txt", "--roles", "2", "--statements", "2")
    result = run("perspectives", "draft", *options, **asking)
    assert result.returncode == 0, result.stderr
    written = "scenarios/a-night-bus/scenario.yml (2 roles and 2 statements, proposed by fake-1)"
    assert f"Written: {written}" in result.stdout
    assert "perspectives ask a-night-bus" in result.stdout
    run("perspectives", "build")
    page = site / "docs/scenarios/a-night-bus/index.md"
    assert "proposed by **fake-1**, and the author has not confirmed them" in page.read_text(
        "utf-8"
    )
    file = site / "scenarios/a-night-bus/scenario.yml"
    file.write_text(file.read_text("utf-8").replace("drafted_by: fake-1\n", ""), "utf-8")
    run("perspectives", "build")
    assert "has not confirmed" not in page.read_text("utf-8")


def test_without_a_key_it_is_said_what_to_do(site: Path, run: Run) -> None:
    result = run("perspectives", "draft", "--title", "A night bus")
    assert result.returncode == 1
    assert "OPENAI_API_KEY" in result.stderr
    assert "perspectives new prompts for what it needs" in result.stderr
    frozen = run("perspectives", "draft", PERSPECTIVES_MODE="frozen", OPENAI_API_KEY="sk-x")
    assert frozen.returncode == 1
    assert "frozen mode sends no requests" in frozen.stderr
