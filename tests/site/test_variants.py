"""Variants from the file to the page: what is asked, what makes stale, and what is shown."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import factory
import pytest
from commands import Run, git
from fake_server import FakeServer

LATE = {"title": "The tram comes late", "extends": "tram", "change": "It comes a year later."}
FOR, AGAINST = (0, 0, 20, 40, 40), (40, 40, 20, 0, 0)


@pytest.fixture
def tram(site: Path) -> Path:
    """A scenario of six roles and two issues, and a variant of it."""
    factory.write_scenario(site)
    factory.write_scenario(site, "late", LATE)
    return site


def _plan(run: Run) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(run("perspectives", "plan", "--json").stdout)
    return plan


def _asked(run: Run, server: FakeServer, asking: dict[str, str]) -> int:
    """How many requests it takes to answer all that is not current."""
    before = len(server.requests)
    assert run("perspectives", "ask", **asking).returncode == 0
    return len(server.requests) - before


def test_each_edit_asks_those_whom_it_bears_on(
    tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    assert _asked(run, server, asking) == 6 + 6
    assert _asked(run, server, asking) == 0
    factory.write_scenario(tram, data=factory.scenario(situation="A town plans a bus line."))
    plan = {scenario["scenario"]: scenario for scenario in _plan(run)["scenarios"]}
    assert {role["reason"] for role in plan["tram"]["stale"]} == {"changed since: scenario"}
    assert {role["reason"] for role in plan["late"]["stale"]} == {
        "changed since: scenario (situation of tram)"
    }
    assert _asked(run, server, asking) == 6 + 6
    factory.write_scenario(tram, "late", {**LATE, "change": "It comes two years later."})
    (late,) = [scenario for scenario in _plan(run)["scenarios"] if scenario["stale"]]
    assert (late["scenario"], late["requests"]) == ("late", 6)
    assert late["stale"][0]["reason"] == "changed since: scenario (change)"
    assert _asked(run, server, asking) == 6
    # A second variant, and nobody else.
    factory.write_scenario(tram, "dear", {**LATE, "change": "It costs 120 million."})
    assert _asked(run, server, asking) == 6


def _move(site: Path) -> None:
    """Everybody is for both issues, but for one role in the variant."""
    all_for = {f"role-{x}": {"issue-1": FOR, "issue-2": FOR} for x in "abcdef"}
    factory.write_records(site, counts=all_for)
    moved = {**all_for, "role-c": {"issue-1": AGAINST, "issue-2": (0, 20, 20, 20, 40)}}
    factory.write_records(site, counts=moved, only=("late",))


def _words(page: Path) -> str:
    """A page without its links' addresses and its marks, in one line."""
    text = re.sub(r"\]\([^)]*\)|\{[^}]*\}|<[^>]*>|[\[*]", "", page.read_text("utf-8"))
    return " ".join(text.split())


def test_a_variants_page_begins_with_what_the_change_moved(tram: Path, run: Run) -> None:
    _move(tram)
    assert run("perspectives", "build").returncode == 0
    text = _words(tram / "docs/scenarios/late/index.md")
    assert "Different from A new tram line: It comes a year later." in text
    # From 4 and 5 to 1 and 2, 2.4 points; and 20 of 100 from 4 to 2, 0.4 points.
    assert "2 of 12 stances moved by 0.25 scale points or more." in text
    first = text.index("Issue 1 - Role c for 80 → 0, against 0 → 80")
    second = text.index("Issue 2 - Role c for 80 → 60, against 0 → 20")
    assert text.index("What the change moves") < first < second
    assert second < text.index("Where the roles stand")
    # It is in conflict with all five others, and 0.6 of every role are still for the other issue.
    assert text[first:second].count("New: clear conflict") == 5
    assert "Common ground lost: no longer 60 of 100 in every role for" in text[first:second]
    assert "Common ground" not in text[second : text.index("Where the roles stand")]
    page = (tram / "docs/scenarios/late/index.md").read_text("utf-8")
    assert ".psp-down" not in page
    assert 'class="psp-move psp-down" style="--a:90;--b:10"' in page
    assert 'title: "The tram comes late · A new tram line"' in page


def test_its_parents_page_lists_it_with_its_largest_moves(tram: Path, run: Run) -> None:
    _move(tram)
    factory.write_scenario(tram, "dear", {**LATE, "title": "The tram costs more"})
    run("perspectives", "build")
    text = _words(tram / "docs/scenarios/tram/index.md")
    what_if = text[text.index("What if?") : text.index("What the roles want to know")]
    assert "The tram comes late - Role c Issue 1 for 80 → 0, against 0 → 80" in what_if
    assert "Role c Issue 2 for 80 → 60" in what_if
    assert "2 stances moved. 5 conflicts are new." in what_if
    # What moved most comes first, and last what nobody has answered.
    assert what_if.index("The tram comes late") < what_if.index("The tram costs more")
    assert "Not compared: answers are missing" in what_if[what_if.index("costs more") :]


def test_variants_stand_under_their_parent(tram: Path, run: Run) -> None:
    role = "[{id: driver, name: Driver, description: Drives.}]"
    (tram / "scenarios/personas.yml").write_text(role, "utf-8")
    factory.write_scenario(tram, "late", {**LATE, "personas": ["driver"], "tags": ["late"]})
    factory.write_scenario(tram, "bus", factory.scenario(2, 1, title="A bus", tags=["bus"]))
    factory.write_records(tram)
    (tram / "docs/index.md").unlink()
    assert run("mkdocs", "build", "--strict").returncode == 0
    docs = tram / "docs"
    index = (docs / "scenarios/index.md").read_text("utf-8")
    cards = re.findall(r"^- \[.*?data-tag=.*?$", html.unescape(index), re.M | re.S)
    assert [re.findall(r"\[([^]]*)\]\((\S+)/index.md\)", card) for card in cards] == [
        [("A bus", "bus")],
        [("A new tram line", "tram"), ("The tram comes late", "late")],
    ]
    # It is found by the roles and the tags of its parent's card.
    assert 'data-role="role-a|role-b|role-c|role-d|role-e|role-f|driver"' in cards[1]
    assert 'data-tag="late"' in cards[1]
    scenarios = json.loads((docs / "perspectives/index.json").read_text("utf-8"))["scenarios"]
    assert {s["scenario"]: (s["extends"], s["variants"]) for s in scenarios} == {
        "bus": (None, []),
        "late": ("tram", []),
        "tram": (None, ["late"]),
    }
    for name, extends in (("late", "tram"), ("tram", None)):
        data = json.loads((docs / f"scenarios/{name}/perspectives.json").read_text("utf-8"))
        assert data["extends"] == extends
    assert "scenarios/late" not in (docs / "index.md").read_text("utf-8")
    # On the page of a role it has a line, and in the navigation nothing.
    assert "scenarios/late/driver.md" in (docs / "personas/driver.md").read_text("utf-8")
    sidebar = (tram / "site/scenarios/index.html").read_text("utf-8").split('md-content"')[0]
    assert "A bus" in sidebar
    assert "The tram comes late" not in sidebar


def test_inherited_text_is_found_only_on_the_parents_page(tram: Path, run: Run) -> None:
    sources = [{"id": "survey", "title": "A survey of riders", "file": "survey.md"}]
    data = factory.scenario(2, 1, sources=sources)
    data["personas"][0]["description"] = "Drives trams all night."
    factory.write_scenario(tram, data=data)
    (tram / "scenarios/tram/survey.md").write_text("Text.\n", "utf-8")
    factory.write_records(tram)
    assert run("mkdocs", "build", "--strict").returncode == 0
    index = json.loads((tram / "site/search/search_index.json").read_text("utf-8"))
    where: dict[str, set[str]] = {}
    for text in (
        *("A town plans a tram line.", "It costs 90 million.", "What does each role want"),
        *("Claim 1.", "A survey of riders", "Drives trams all night."),
        "It comes a year later.",
    ):
        found = (e["location"] for e in index["docs"] if text in f"{e['title']} {e['text']}")
        where[text] = {location.split("/")[1] for location in found}
    assert where.pop("It comes a year later.") == {"late"}
    assert {text for text, pages in where.items() if pages != {"tram"}} == set()
    page = (tram / "docs/scenarios/late/index.md").read_text("utf-8")
    assert '<code class="psp-source">scenarios/tram/survey.md</code>' in page
    titles = {e["title"] for e in index["docs"] if e["location"] == "scenarios/late/"}
    assert titles == {"The tram comes late · A new tram line"}


@pytest.fixture
def repository(tram: Path) -> Path:
    git(tram, "init", "-q", "-b", "main")
    _move(tram)
    git(tram, "add", "-A")
    git(tram, "commit", "-q", "-m", "x")
    return tram


def _diff(run: Run) -> dict[str, dict[str, Any]]:
    result = run("perspectives", "diff", "--format", "json")
    assert result.returncode == 0, result.stderr
    return {s["scenario"]: s for s in json.loads(result.stdout)["scenarios"]}


def test_a_diff_names_variants_and_reads_what_they_extend(repository: Path, run: Run) -> None:
    file = repository / "scenarios/late/answers/role-a.json"
    factory.edit_json(
        file,
        lambda data: data["answer"]["stances"]["issue-1"].update(shares=factory.shares(*AGAINST)),
    )
    (late,) = _diff(run).values()
    assert (late["scenario"], late["extends"]) == ("late", "tram")
    assert [(s["persona"], s["for"]) for s in late["stances"]] == [("role-a", [0.8, 0.0])]
    text = run("perspectives", "diff").stdout
    assert "late: The tram comes late, a variant of tram" in text


def test_a_diff_says_what_an_edit_of_the_parent_does_to_its_variants(
    repository: Path, run: Run
) -> None:
    """No file of the variant is touched, but an answer that has no stance on a new issue fits no
    more."""
    factory.write_scenario(repository, data=factory.scenario(6, 3))
    found = _diff(run)
    assert found.keys() == {"late", "tram"}
    assert len(found["late"]["gone"]) == 6


def test_a_variant_of_a_parent_that_is_new(repository: Path, run: Run) -> None:
    factory.write_scenario(repository, "bus", factory.scenario(2, 1, title="A bus"))
    factory.write_scenario(repository, "late-bus", {**LATE, "extends": "bus"})
    factory.write_records(repository, only=("bus", "late-bus"))
    assert {(s["scenario"], s["status"]) for s in _diff(run).values()} == {
        ("bus", "added"),
        ("late-bus", "added"),
    }


def test_a_variant_to_fill_in(tram: Path, run: Run) -> None:
    result = run("perspectives", "new", "--extends", "tram", "--title", "The tram is free")
    assert result.returncode == 0, result.stderr
    assert "scenarios/the-tram-is-free/scenario.yml" in result.stdout
    assert "extends: tram" in (tram / "scenarios/the-tram-is-free/scenario.yml").read_text("utf-8")
    checked = run("perspectives", "check")
    assert checked.returncode == 0
    assert checked.stderr.count("still to be written") == 1
    wrong = run("perspectives", "new", "--extends", "tram", "--title", "X", "--role", "A")
    assert wrong.returncode == 2
    assert "takes question, roles and language from what it extends" in wrong.stderr
    wrong = run("perspectives", "new", "--extends", "late", "--title", "X")
    assert wrong.returncode == 1
    assert "'late' is a variant itself" in wrong.stderr
