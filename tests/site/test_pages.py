"""The pages: what they say of any scenario, also of odd ones, and how small their diffs are."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any

import factory
import pytest
from commands import Run, tree

FOR = (0, 5, 10, 40, 45)
AGAINST = (45, 40, 10, 5, 0)


def _docs(site: Path, name: str = "index.md") -> str:
    return (site / "docs" / "scenarios" / "tram" / name).read_text("utf-8")


def _build(site: Path, run: Run, data: dict[str, Any], **records: Any) -> None:
    """Write, record and build, with every link and anchor checked by MkDocs."""
    factory.write_scenario(site, data=data)
    factory.write_records(site, **records)
    mkdocs = site / "mkdocs.yml"
    if "validation" not in mkdocs.read_text("utf-8"):
        with mkdocs.open("a", encoding="utf-8") as stream:
            stream.write("validation: {links: {anchors: warn, not_found: warn}}\n")
    strict = () if records.get("leave_out") else ("--strict",)
    result = run("mkdocs", "build", *strict)
    assert result.returncode == 0, result.stderr
    assert "does not contain an anchor" not in result.stderr
    assert "no such anchor" not in result.stderr


TITLE = "A very long title of ninety characters that goes on and on so that every place is tried."

ODD: dict[str, dict[str, Any]] = {
    "one role": factory.scenario(1, 3),
    "one issue": factory.scenario(4, 1),
    "no issue": factory.scenario(3, 0),
    "one role, no issue": factory.scenario(1, 0),
    "twelve roles, fifteen issues": factory.scenario(12, 15),
    "a long title": factory.scenario(3, 2, title=TITLE),
    "Korean": factory.scenario(3, 2, language="ko"),
    "a comparison": factory.scenario(
        4, 2, comparisons=[{"id": "c", "title": "C", "personas": ["role-a", "role-d"]}]
    ),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD.keys())
def test_odd_scenarios_make_sense(site: Path, run: Run, data: dict[str, Any]) -> None:
    _build(site, run, data)
    for file, content in tree(site / "docs" / "scenarios").items():
        text = content.decode()
        assert "None" not in text, file
        assert "{{" not in text, file
        assert "\n\n\n" not in text, file
    names = {persona["name"] for persona in data["personas"]}
    assert all(name in _docs(site) for name in names)


def test_an_unanswered_role_is_there_and_left_out_of_the_numbers(site: Path, run: Run) -> None:
    data = factory.scenario(
        4, 2, comparisons=[{"id": "c", "title": "C", "personas": ["role-a", "role-b"]}]
    )
    _build(site, run, data, leave_out=("role-b",))
    index = _docs(site)
    assert "**Not answered yet:** Role b." in index
    assert "[Role b](role-b.md)" in index
    (header,) = [line for line in index.splitlines() if line.startswith("| Issue |")]
    assert "Role a" in header
    assert "Role b" not in header
    assert "Not answered yet" in _docs(site, "role-b.md")
    assert "test-model" not in _docs(site, "role-b.md")
    assert "Too few roles are answered for a comparison." in _docs(site, "comparisons.md")
    assert all(p["b"] != "role-b" for p in json.loads(_docs(site, "perspectives.json"))["pairs"])


def test_the_matrix_shows_for_and_against_and_leads_to_the_reason(site: Path, run: Run) -> None:
    counts = {"role-a": {"issue-1": (3, 14, 20, 41, 22)}, "role-b": {"issue-1": AGAINST}}
    _build(site, run, factory.scenario(2, 1), counts=counts)
    index = _docs(site)
    assert "[63 : 17](role-a.md#issue-1) { .psp-m5 }" in index
    # Mean 1.75: (1.75 - 1) / 4 of seven colours is the second.
    assert "[5 : 85](role-b.md#issue-1) { .psp-m2 }" in index
    assert "### Issue 1 { #issue-1 }" in _docs(site, "role-a.md")


def test_a_conflict_is_told_in_pairs_of_people(site: Path, run: Run) -> None:
    counts = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": AGAINST}}
    _build(site, run, factory.scenario(2, 1), counts=counts)
    index = _docs(site)
    # 0.85 · 0.85 + 0.05 · 0.05 = 0.725; inside 2 · 0.85 · 0.05 = 0.085; means 4.25 and 1.75.
    assert "In **73 of 100** pairs, one is for and the other against." in index
    assert "Within a single role, that happens in 9 of 100." in index
    assert "Role a is more in favour, by 2.5 points on the scale of 1 to 5." in index
    conflicts = _docs(site, "conflicts.md")
    # Excess 0.8 · 0.8 = 0.64, importance 1 and 2: 0.64 · 3 / 10 = 0.192.
    assert "Severity 19 of 100." in conflicts
    assert "## Issue 1: Role a and Role b { #issue-1--role-a--role-b }" in conflicts
    assert "**Role a expects Role b to want:**" in conflicts
    assert "**What Role b says it wants:**" in conflicts


def test_a_role_that_was_not_asked_about_another_is_not_said_to_be_surprised(
    site: Path, run: Run
) -> None:
    """As where two roles were counterparts once, and the answers were accepted since."""
    pair = {"id": "c", "title": "C", "personas": ["role-a", "role-b"]}
    counts = {"role-a": {"issue-1": FOR}, "role-c": {"issue-1": AGAINST}}
    data = factory.scenario(3, 1, comparisons=[pair])
    factory.write_scenario(site, data=data)
    factory.write_records(site, counts=counts)
    record = site / "scenarios/tram/answers/role-a.json"
    text = record.read_text("utf-8").replace('"with": "role-b"', '"with": "role-c"')
    record.write_text(text, "utf-8")
    assert run("perspectives", "build").returncode == 0
    conflicts = _docs(site, "conflicts.md")
    assert "## Issue 1: Role a and Role c" in conflicts
    assert "**Role a expects Role c to want:**" in conflicts
    assert "Only Role a expects friction here" not in conflicts


def test_common_ground_is_told_with_the_least_share(site: Path, run: Run) -> None:
    counts = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": (10, 10, 18, 40, 22)}}
    _build(site, run, factory.scenario(2, 1), counts=counts)
    assert "At least 62 of 100 in every role are **for**: Claim 1." in _docs(site)


def test_a_distribution_is_told_in_words_and_handed_to_the_style_sheet(
    site: Path, run: Run
) -> None:
    _build(site, run, factory.scenario(1, 1), counts={"role-a": {"issue-1": (10, 20, 30, 40, 0)}})
    page = _docs(site, "role-a.md")
    assert '{ .psp-bar data-search-exclude style="--p1:10;--p2:20;--p3:30;--p4:40" }' in page
    assert (
        "10\xa0Strongly against · 20\xa0Against · 30\xa0Neither · 40\xa0For · 0\xa0Strongly for\n"
        in page
    )
    assert "Of 100 people in this role, **40** are for, 30 neutral and 30 against" in page


def test_the_numbers_for_machines_match_an_independent_calculation(site: Path, run: Run) -> None:
    _build(site, run, factory.scenario(5, 4))
    data = json.loads(_docs(site, "perspectives.json"))
    points = ("strongly_against", "against", "neither", "for", "strongly_for")
    shares = {}
    for name, answer in data["answers"].items():
        for issue, stance in answer["stances"].items():
            shares[name, issue] = ([stance["shares"][p] / 100 for p in points], stance)
    assert len(data["stances"]) == 20
    for row in data["stances"]:
        p, stance = shares[row["persona"], row["issue"]]
        people = [k for k in range(1, 6) for _ in range(round(p[k - 1] * 100))]
        assert row["shares"] == pytest.approx(p)
        assert row["mean"] == pytest.approx(sum(people) / 100)
        assert row["for"] == pytest.approx(sum(k > 3 for k in people) / 100)
        assert row["against"] == pytest.approx(sum(k < 3 for k in people) / 100)
        assert row["importance"] == stance["importance"]
    assert len(data["pairs"]) == 10 * 4
    for row in data["pairs"]:
        (a, sa), (b, sb) = shares[row["a"], row["issue"]], shares[row["b"], row["issue"]]

        def clash(p: list[float], q: list[float]) -> float:
            return sum(p[i] * q[j] for i in range(5) for j in range(5) if (i - 2) * (j - 2) < 0)

        excess = clash(a, b) - (clash(a, a) + clash(b, b)) / 2
        weight = (sa["importance"] + sb["importance"]) / 10
        assert row["opposed"] == pytest.approx(clash(a, b), abs=1e-6)
        assert row["excess"] == pytest.approx(excess, abs=1e-6)
        assert row["severity"] == pytest.approx(max(0, excess) * weight, abs=1e-6)
        assert row["conflict"] == (excess > 0.05 - 1e-9)


def test_a_changed_stance_touches_only_its_own_lines(site: Path, run: Run) -> None:
    _build(site, run, factory.scenario(6, 8), model="sample")
    before = tree(site / "docs")
    file = site / "scenarios" / "tram" / "answers" / "role-c.json"
    record = json.loads(file.read_text("utf-8"))
    stance = record["answer"]["stances"]["issue-5"]
    assert stance["shares"]["neither"] == 10
    stance["shares"] |= {"neither": 9, "for": stance["shares"]["for"] + 1}
    file.write_text(json.dumps(record), "utf-8")
    run("perspectives", "accept", "tram")
    run("perspectives", "build")
    after = tree(site / "docs")
    changed = [name for name in after if after[name] != before[name]]
    assert set(changed) <= {
        f"scenarios/tram/{name}"
        for name in (
            "index.md",
            "role-c.md",
            "comparisons.md",
            "conflicts.md",
            "perspectives.json",
            "stances.csv",
        )
    }
    lines = difflib.ndiff(
        before["scenarios/tram/role-c.md"].decode().splitlines(),
        after["scenarios/tram/role-c.md"].decode().splitlines(),
    )
    touched = [line for line in lines if line[0] in "+-"]
    # The bar, its legend and the sentence with the numbers, once out and once in.
    assert len(touched) == 6


def test_shared_roles_show_their_stances_across_scenarios(site: Path, run: Run) -> None:
    (site / "scenarios").mkdir()
    (site / "scenarios" / "personas.yml").write_text(
        "- {id: planner, name: Planner, description: Plans.}\n"
        "- {id: idle, name: Idle, description: Is never asked.}\n",
        "utf-8",
    )
    data = factory.scenario(2, 1)
    data["personas"].append("planner")
    factory.write_scenario(site, "bus", data | {"title": "A bus"})
    counts = {"planner": {"issue-1": FOR}, "role-a": {"issue-1": AGAINST}}
    _build(site, run, data, counts=counts)
    page = (site / "docs" / "personas" / "planner.md").read_text("utf-8")
    assert "### A bus { #bus }" in page
    assert "### A new tram line { #tram }" in page
    assert "[85 : 5](../scenarios/bus/planner.md#issue-1)" in page
    assert (
        "[With Role a on Issue 1](../scenarios/bus/conflicts.md#issue-1--role-a--planner)" in page
    )
    idle = (site / "docs" / "personas" / "idle.md").read_text("utf-8")
    assert "No scenario includes this role yet." in idle


def test_of_many_scenarios_a_role_shows_the_newest_in_full_and_names_the_others(
    site: Path, run: Run
) -> None:
    (site / "scenarios").mkdir()
    (site / "scenarios" / "personas.yml").write_text(
        "- {id: planner, name: Planner, description: Plans.}\n", "utf-8"
    )
    data = factory.scenario(1, 1)
    data["personas"].append("planner")
    names = [f"s-{number:02}" for number in range(1, 23)]
    for name in names:
        language = "ko" if name == "s-07" else "en"
        factory.write_scenario(site, name, data | {"title": f"Case {name}", "language": language})
    # The 23rd scenario, "tram", is the last by name of those with the newest answers.
    _build(site, run, data)
    for name in ("s-05", "s-07"):
        for file in (site / "scenarios" / name / "answers").iterdir():
            file.write_text(file.read_text("utf-8").replace("2026-11-01", "2026-10-31"), "utf-8")
    (site / "scenarios/tram/answers/planner.json").unlink()
    result = run("mkdocs", "build")
    assert "no such anchor" not in result.stderr
    page = (site / "docs" / "personas" / "planner.md").read_text("utf-8")
    shown, further = page.split("### Other scenarios { #_further data-search-exclude }")
    assert "The 20 scenarios with the newest answers" in further
    in_full = re.findall(r"^### Case (.*) \{", shown, re.MULTILINE)
    assert in_full == [name for name in names if name not in ("s-05", "s-07")]
    assert [line for line in further.splitlines() if line.startswith("- ")] == [
        "- [Case s-05](../scenarios/s-05/planner.md)",
        "- [Case s-07](../scenarios/s-07/planner.md){ lang=ko }",
        "- [A new tram line](../scenarios/tram/planner.md) *Not answered yet.*",
    ]
    index = (site / "docs" / "personas" / "index.md").read_text("utf-8")
    assert "*Scenarios: 23*" in index
    assert "#_further" in (site / "site" / "personas" / "planner" / "index.html").read_text("utf-8")


def test_a_scaled_stance_says_so(site: Path, run: Run) -> None:
    _build(site, run, factory.scenario(2, 2))
    file = site / "scenarios" / "tram" / "answers" / "role-a.json"
    record = json.loads(file.read_text("utf-8"))
    record["answer"]["stances"]["issue-1"]["scaled"] = True
    file.write_text(json.dumps(record), "utf-8")
    run("perspectives", "build")
    assert _docs(site, "role-a.md").count("were scaled") == 1


def test_issues_named_like_sections_have_anchors_of_their_own(site: Path, run: Run) -> None:
    names = ("roles", "view", "stances", "issues", "frictions", "friction-1", "any-two", "map")
    data = factory.scenario(3, len(names))
    for issue, name in zip(data["issues"], names, strict=True):
        issue["id"] = name
    data["comparisons"] = [{"id": "any", "title": "Any", "personas": ["role-a", "role-b"]}]
    factory.write_scenario(site, data=data)
    factory.write_records(site)
    assert run("mkdocs", "build", "--strict").returncode == 0
    for page in (site / "site/scenarios/tram").rglob("*.html"):
        ids = re.findall(r'<(?:h[1-6]|span)[^>]* id="([^"]+)"', page.read_text("utf-8"))
        assert len(ids) == len(set(ids)), page
