"""What all commands have in common: how much they say, where they look, what a program reads."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from commands import Run, git
from fake_server import FakeServer


@pytest.fixture
def tram(site: Path) -> Path:
    factory.write_scenario(site, "bus", factory.scenario(2, 1))
    return factory.write_scenario(site, data=factory.scenario(2, 1))


@pytest.mark.usefixtures("tram")
@pytest.mark.parametrize("words", [("-q", "ask"), ("ask", "-q"), ("ask", "--quiet")])
def test_a_quiet_command_that_succeeds_says_nothing(
    run: Run, asking: dict[str, str], words: tuple[str, ...]
) -> None:
    result = run("perspectives", *words, **asking)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.usefixtures("tram")
def test_a_quiet_command_prints_what_it_is_asked_for_and_what_is_wrong(
    run: Run, asking: dict[str, str]
) -> None:
    assert "To send: 4 requests" in run("perspectives", "plan", "-q").stdout
    built = run("perspectives", "build", "-q")
    assert built.returncode == 1
    assert "Missing or stale:" in built.stderr
    assert built.stdout == ""


@pytest.mark.usefixtures("tram")
def test_a_talkative_command_says_more(run: Run, asking: dict[str, str]) -> None:
    usual = run("perspectives", "ask", **asking)
    assert "DEBUG" not in usual.stderr
    verbose = run("perspectives", "ask", "-v", "--refresh", **asking)
    assert "DEBUG: tram/role-a: its question is sent" in verbose.stderr
    assert "Config value" not in verbose.stderr


@pytest.mark.usefixtures("tram")
def test_the_configuration_is_found_from_a_folder_below(site: Path, run: Run) -> None:
    above = run("perspectives", "plan", "tram")
    below = run("perspectives", "plan", "tram", cwd=site / "scenarios/tram")
    assert below.returncode == 0, below.stderr
    assert below.stdout == above.stdout


def test_without_a_configuration_it_is_said_where_it_was_looked_for(
    tmp_path: Path, run: Run
) -> None:
    result = run("perspectives", "plan", cwd=tmp_path)
    assert result.returncode == 1
    assert "mkdocs.yml or properdocs.yml not found, here or in a folder above" in result.stderr


@pytest.mark.usefixtures("tram")
def test_the_plan_of_one_scenario(run: Run) -> None:
    plan = json.loads(run("perspectives", "plan", "tram", "--json").stdout)
    assert [scenario["scenario"] for scenario in plan["scenarios"]] == ["tram"]
    assert plan["requests"] == 2
    unknown = run("perspectives", "plan", "trem")
    assert unknown.returncode == 2
    assert "unknown scenario 'trem'" in unknown.stderr


@pytest.mark.usefixtures("tram")
def test_what_was_asked_as_data(run: Run, server: FakeServer, asking: dict[str, str]) -> None:
    result = run("perspectives", "ask", "--json", **asking)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["format"], told["answered"], told["requests"]) == (1, 4, 4)
    assert told["input_tokens"] > 0
    assert told["stopped_by"] is None
    roles = [(role["scenario"], role["persona"], role["state"]) for role in told["roles"]]
    assert roles == [(s, p, "current") for s in ("bus", "tram") for p in ("role-a", "role-b")]
    turned = run("perspectives", "ask", "tram", "--voice", "reversed", "--json", **asking)
    assert turned.returncode == 0, turned.stderr
    told = json.loads(turned.stdout)
    assert "answered" not in told
    (voice,) = told["voices"]
    assert (voice["voice"], voice["answered"]) == ("reversed", 2)
    assert [role["state"] for role in voice["roles"]] == ["current", "current"]
    assert server.count == 6


def test_who_was_not_answered_as_data(tram: Path, run: Run, asking: dict[str, str]) -> None:
    tram.write_text(tram.read_text("utf-8").replace("A town plans", "TODO plans"), "utf-8")
    result = run("perspectives", "ask", "tram", "--json", **asking)
    assert result.returncode == 1
    told = json.loads(result.stdout)
    assert {role["reason"] for role in told["roles"]} == {"the scenario is not finished"}
    assert {role["state"] for role in told["roles"]} == {"missing"}


def test_what_check_finds_as_data(tram: Path, run: Run) -> None:
    text = tram.read_text("utf-8")
    tram.write_text(text.replace("statement: Claim 1.", "statement: Who pays?"), "utf-8")
    result = run("perspectives", "check", "--json")
    assert result.returncode == 0
    told = json.loads(result.stdout)
    assert (told["format"], told["scenarios"], told["roles"]) == (1, 2, 4)
    assert told["errors"] == []
    (question,) = [w for w in told["warnings"] if w["rule"] == "question"]
    assert question["file"] == "scenarios/tram/scenario.yml"
    line = tram.read_text("utf-8").splitlines()[question["line"] - 1]
    assert question["column"] == line.index("Who pays?") + 1
    tram.write_text(text.replace("title:", "titel:", 1), "utf-8")
    wrong = run("perspectives", "check", "--json")
    assert wrong.returncode == 1
    errors = json.loads(wrong.stdout)["errors"]
    assert {error["rule"] for error in errors} == {None}
    assert "unknown key 'titel'" in [error["message"] for error in errors]


def test_check_for_github(site: Path, tram: Path, run: Run) -> None:
    text = tram.read_text("utf-8")
    tram.write_text(text.replace("statement: Claim 1.", "statement: Who pays?"), "utf-8")
    result = run("perspectives", "check", "--format", "github", GITHUB_WORKSPACE=str(site.parent))
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert all(line.startswith(("::warning ", "::notice ")) for line in lines)
    (asked,) = [line for line in lines if "title=perspectives check%3A question" in line]
    assert asked.startswith("::warning file=site/scenarios/tram/scenario.yml,line=")


def test_warnings_fail_where_they_are_to(tram: Path, run: Run) -> None:
    text = tram.read_text("utf-8")
    tram.write_text(text.replace("statement: Claim 1.", "statement: Who pays?"), "utf-8")
    assert run("perspectives", "check").returncode == 0
    assert run("perspectives", "check", "--strict").returncode == 1


def test_what_changed_as_data(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    git(site, "init", "-q")
    git(site, "add", ".")
    git(site, "commit", "-qm", "first")
    short = run("perspectives", "diff", "--json")
    long = run("perspectives", "diff", "--format", "json")
    assert short.returncode == 0, short.stderr
    assert short.stdout == long.stdout
    assert json.loads(short.stdout)["scenarios"] == []


def test_accept_takes_several_scenarios_or_all(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    for name in ("bus", "tram"):
        file = site / "scenarios" / name / "scenario.yml"
        file.write_text(file.read_text("utf-8").replace("plans a tram", "plans one"), "utf-8")
    stale = ("perspectives", "plan", "--json")
    assert sum(len(s["stale"]) for s in json.loads(run(*stale).stdout)["scenarios"]) == 4
    for wrong in ((), ("tram", "--all")):
        assert run("perspectives", "accept", *wrong).returncode == 2
    result = run("perspectives", "accept", "--all")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "4 records accepted.\n"
    assert sum(len(s["stale"]) for s in json.loads(run(*stale).stdout)["scenarios"]) == 0


def test_what_cannot_be_accepted_is_named_and_the_rest_is_accepted(
    site: Path, tram: Path, run: Run
) -> None:
    factory.write_records(site)
    data = factory.scenario(2, 2)
    factory.write_scenario(site, data=data)
    bus = site / "scenarios/bus/scenario.yml"
    bus.write_text(bus.read_text("utf-8").replace("plans a tram", "plans one"), "utf-8")
    result = run("perspectives", "accept", "bus", "tram")
    assert result.returncode == 1
    assert result.stdout == "2 records accepted.\n"
    assert "Error: the answer of tram/role-a no longer fits the scenario" in result.stderr
    assert "perspectives ask tram --persona role-b" in result.stderr
