"""Many roles and issues: built in time, no page that no browser shows, and what is cut is said."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import factory
import pytest
from commands import Run
from mkdocs_perspectives.answers import read_entries
from mkdocs_perspectives.pages import ScenarioView
from mkdocs_perspectives.pages.limits import LARGEST_PAGE, Limits, fitting
from mkdocs_perspectives.scenario import load_library

ROLES, ISSUES = 60, 40
LARGEST = 1_000_000


def _processor_time(
    run: Callable[[], CompletedProcess[str]],
) -> tuple[float, CompletedProcess[str]]:
    """Seconds of processor time that a command takes, however busy the machine is, and its end."""

    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    result = run()
    return used() - before, result


def _write(site: Path, roles: int, issues: int, *, declared: bool, words: int = 0) -> None:
    data = factory.scenario(roles, issues)
    if declared:
        everybody = [persona["id"] for persona in data["personas"]]
        data["comparisons"] = [{"id": "all", "title": "All", "personas": everybody}]
    factory.write_scenario(site, data=data)
    factory.write_records(site)
    if words:
        for file in (site / "scenarios/tram/answers").iterdir():
            text = file.read_text("utf-8").replace("Because ", "It is *so* that " * words)
            file.write_text(text, "utf-8")


@pytest.mark.parametrize("declared", [False, True], ids=["compared in pairs", "all compared"])
@pytest.mark.parametrize("words", [0, 40], ids=["short texts", "long texts"])
def test_sixty_roles_on_forty_issues(site: Path, run: Run, declared: bool, words: int) -> None:
    def build() -> CompletedProcess[str]:
        return run("mkdocs", "build", "--strict", PERSPECTIVES_MODE="frozen")

    _write(site, ROLES // 2, ISSUES, declared=declared, words=words)
    half, _ = _processor_time(build)
    _write(site, ROLES, ISSUES, declared=declared, words=words)
    whole, result = _processor_time(build)
    assert result.returncode == 0, result.stderr
    # Twice the roles are four times the pairs; a page that looked at all conflicts for each pair
    # would take sixteen times as long.
    assert whole < 7 * half
    pages = [*(site / "docs").rglob("*.md"), *(site / "site").rglob("*.html")]
    assert len(pages) > 2 * ROLES
    large = {page.name: page.stat().st_size for page in pages if page.stat().st_size > LARGEST}
    assert large == {}
    folder = site / "docs/scenarios/tram"
    # 60 · 59 / 2 pairs of roles on each issue; all of them are there for machines.
    pairs = json.loads((folder / "perspectives.json").read_text("utf-8"))["pairs"]
    assert len(pairs) == ROLES * (ROLES - 1) // 2 * ISSUES
    conflicts = (folder / "conflicts.md").read_text("utf-8")
    shown = sum(pair["conflict"] for pair in pairs)
    more = conflicts.split("{ #more }")[1].split("##")[0]
    # The head of the table begins like its rows, whose issues are called Issue 1 and so on.
    listed = more.count("\n| Issue ") - 1
    assert f"\n{shown - 20 - listed:,} more conflicts are weaker and not listed here" in more
    assert "There are too many roles for one map: these are the" in conflicts
    assert "of 60 with the strongest conflicts" in conflicts
    comparisons = (folder / "comparisons/index.md").read_text("utf-8")
    assert "With 60 roles there are too many pairs to choose from." in comparisons
    assert comparisons.count("{ #any_two--") == 50
    if declared:
        compared = (folder / "comparisons/all.md").read_text("utf-8")
        assert "issues with the strongest conflicts between these roles" in compared
        assert "Of 1,770 pairs of roles, the " in compared


def test_any_two_of_twelve_roles_on_forty_issues_fit_one_page(site: Path, run: Run) -> None:
    _write(site, 12, ISSUES, declared=False, words=40)
    assert run("mkdocs", "build", "--strict", PERSPECTIVES_MODE="frozen").returncode == 0
    page = (site / "site/scenarios/tram/comparisons/index.html").read_text("utf-8")
    assert len(page.encode()) < LARGEST
    assert page.count('class="psp-pair"') == 12 * 11 // 2


def test_a_usual_scenario_is_shown_as_a_whole(site: Path, run: Run) -> None:
    _write(site, 12, 8, declared=False)
    assert run("perspectives", "build").returncode == 0
    for page in (site / "docs/scenarios/tram").rglob("*.md"):
        text = page.read_text("utf-8")
        assert "too many" not in text
        assert "too long" not in text
        assert "not listed here" not in text


def test_check_warns_of_too_much_to_read(site: Path, run: Run) -> None:
    for roles, issues, told in ((14, 14, 0), (15, 14, 1), (14, 15, 1), (15, 15, 2)):
        data = factory.scenario(roles, issues)
        for i, persona in enumerate(data["personas"]):
            persona["description"] = " ".join(f"w{i * 100 + k}" for k in range(9))
        factory.write_scenario(site, data=data)
        result = run("perspectives", "check")
        assert result.returncode == 0
        assert result.stderr.count(" are more than anybody reads") == told
    assert "scenarios/tram/scenario.yml:8:1: 15 roles are more than anybody reads" in result.stderr


def test_the_strongest_conflict_of_two_roles_is_looked_up_once(site: Path) -> None:
    """By hand: the strongest of the conflicts that the two have, whichever comes first."""
    _write(site, 12, 6, declared=False)
    library = load_library(site / "scenarios")
    entries = read_entries(library.scenarios, site / "scenarios")
    view = ScenarioView(library.scenarios[0], tuple(entries))
    roles = [persona.id for persona in view.answered]
    for a in roles:
        for b in roles:
            both = [c for c in view.comparison.conflicts if {c.a, c.b} == {a, b}]
            strongest = max(both, key=lambda c: c.severity, default=None)
            found = view.strongest(a, b)
            assert (found and found.severity) == (strongest and strongest.severity)
            assert found is view.strongest(b, a)


def test_a_page_shrinks_until_it_fits() -> None:
    assert fitting(lambda limits: "x" * limits.cells) == "x" * Limits().cells
    # A row of 4,000 bytes each: 200 and 100 of them are more than 350,000 bytes, 50 are not.
    assert fitting(lambda limits: "é" * 2000 * limits.listed) == "é" * 2000 * 50
    assert LARGEST_PAGE == 350_000


HANGING = {
    "connectives": "We should " + "should " * 900 + "and " * 900 + "go",
    "signs of a question": "We go" + "? " * 900,
    "blanks": "We" + " \t" * 900 + "go.",
}


@pytest.mark.parametrize("name", HANGING)
def test_check_looks_at_any_statement_in_time(site: Path, run: Run, name: str) -> None:
    data = factory.scenario(2, 1)
    data["issues"][0]["statement"] = HANGING[name]
    for persona in data["personas"]:
        persona["description"] = "a b " * 4_000
    factory.write_scenario(site, data=data)
    hanging, result = _processor_time(lambda: run("perspectives", "check"))
    assert result.returncode == 0
    factory.write_scenario(site, data=factory.scenario(2, 1))
    usual, _ = _processor_time(lambda: run("perspectives", "check"))
    assert hanging < 20 * usual


def test_thousands_of_unknown_roles_are_reported_in_time(site: Path, run: Run) -> None:
    data = factory.scenario(2, 1, comparisons=[{"id": "x", "title": "X", "personas": []}])
    data["personas"] += [f"nobody-{i}" for i in range(20_000)]
    data["comparisons"][0]["personas"] = [f"stranger-{i}" for i in range(20_000)]
    factory.write_scenario(site, data=data)
    shared = [{"id": f"role-{i}", "name": "x", "description": "y"} for i in range(9_000)]
    (site / "scenarios/personas.yml").write_text(json.dumps(shared), "utf-8")
    unknown, result = _processor_time(lambda: run("perspectives", "check"))
    assert result.returncode == 1
    known, _ = _processor_time(lambda: run("perspectives", "--help"))
    assert unknown < 200 * known
    assert len(result.stderr) < 500_000
