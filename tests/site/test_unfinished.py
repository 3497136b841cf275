"""Scenarios with something still to be written: nobody is asked about them before it is."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from commands import Run, tree
from fake_server import FakeServer

TODO = "TODO: what the town decides."


@pytest.fixture
def tram(site: Path) -> Path:
    """A scenario of two roles whose situation is still to be written, beside a finished one."""
    factory.write_scenario(site, "bus", factory.scenario(2, 1))
    return factory.write_scenario(site, data=factory.scenario(2, 1, situation=TODO))


def _recorded(site: Path) -> set[str]:
    return {name for name in tree(site / "scenarios") if "/answers/" in name}


BUS = {"bus/answers/role-a.json", "bus/answers/role-b.json"}
BOTH = BUS | {"tram/answers/role-a.json", "tram/answers/role-b.json"}


def test_ask_leaves_it_out_and_says_what_to_write(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert (
        "tram is not finished: 1 text still to be written (scenarios/tram/scenario.yml:3)"
        in result.stderr
    )
    assert "perspectives ask tram --force" in result.stderr
    assert _recorded(site) == BUS
    assert server.count == 2
    for voice in ((), ("--voice", "reversed")):
        again = run("perspectives", "ask", "tram", *voice, **asking)
        assert again.returncode == 1
    assert server.count == 2
    insisting = run("perspectives", "ask", "tram", "--force", **asking)
    assert insisting.returncode == 0, insisting.stderr
    assert _recorded(site) == BOTH


def test_once_it_is_written_it_is_asked(
    site: Path, tram: Path, run: Run, asking: dict[str, str]
) -> None:
    assert run("perspectives", "ask", **asking).returncode == 1
    tram.write_text(tram.read_text("utf-8").replace(TODO, "The line costs 9 million."))
    assert run("perspectives", "ask", **asking).returncode == 0
    assert _recorded(site) == BOTH


def test_a_build_sends_nothing_for_it_and_a_strict_one_fails(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    built = run("mkdocs", "build", **asking)
    assert built.returncode == 0, built.stderr
    assert "WARNING -  tram is not finished" in built.stderr
    assert _recorded(site) == BUS
    assert server.count == 2
    # Nothing but the scenarios has changed since, and it is still said.
    strict = run("mkdocs", "build", "--strict", **asking)
    assert strict.returncode == 1
    assert "tram is not finished" in strict.stderr
    assert server.count == 2


def test_what_was_answered_all_the_same_is_warned_of(
    site: Path, tram: Path, run: Run, asking: dict[str, str]
) -> None:
    assert run("perspectives", "ask", "--force", **asking).returncode == 0
    for frozen in ({}, {"PERSPECTIVES_MODE": "frozen"}):
        assert run("mkdocs", "build", "--strict", **frozen).returncode == 1
        assert run("mkdocs", "build", **frozen).returncode == 0
    result = run("perspectives", "build")
    assert result.returncode == 1
    assert "tram is not finished" in result.stderr


def test_the_plan_says_so_and_counts_no_request(site: Path, tram: Path, run: Run) -> None:
    told = run("perspectives", "plan").stdout
    assert "tram is not finished: 1 text still to be written, so nobody is asked" in told
    assert "To send: 2 requests" in told
    plan = json.loads(run("perspectives", "plan", "--json").stdout)
    assert [(s["unwritten"], s["requests"]) for s in plan["scenarios"]] == [(0, 2), (1, 0)]


def test_a_variant_of_it_is_not_finished_either(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    cheaper = {"title": "Cheaper", "extends": "tram", "change": "It costs 5 million."}
    factory.write_scenario(site, "cheaper", cheaper)
    result = run("perspectives", "ask", "cheaper", **asking)
    assert result.returncode == 1
    assert "cheaper is not finished" in result.stderr
    assert "(scenarios/tram/scenario.yml:3)" in result.stderr
    factory.write_scenario(site, "cheaper", cheaper | {"situation": "Another line, for 5 million."})
    assert run("perspectives", "ask", "cheaper", **asking).returncode == 0
    assert server.count == 2
