"""The pages of odd scenarios, built by MkDocs, which checks every link and anchor."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import factory
import pytest
from commands import Run, tree


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


def test_an_unanswered_role_has_a_page_and_every_link_holds(site: Path, run: Run) -> None:
    pair = {"id": "c", "title": "C", "personas": ["role-a", "role-b"]}
    data = factory.scenario(4, 2, comparisons=[pair])
    _build(site, run, data, leave_out=("role-b",))
    page = (site / "site/scenarios/tram/role-b/index.html").read_text("utf-8")
    assert "Not answered yet" in page


def test_a_role_of_many_scenarios_and_every_link_holds(site: Path, run: Run) -> None:
    (site / "scenarios").mkdir()
    (site / "scenarios" / "personas.yml").write_text(
        "- {id: planner, name: Planner, description: Plans.}\n", "utf-8"
    )
    data = factory.scenario(1, 1)
    data["personas"].append("planner")
    for number in range(1, 23):
        factory.write_scenario(site, f"s-{number:02}", data | {"title": f"Case {number}"})
    _build(site, run, data)
    assert "#_further" in (site / "site" / "personas" / "planner" / "index.html").read_text("utf-8")


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
