"""What the search is told of a page: its own texts, escaped, and nothing that only counts."""

from __future__ import annotations

from pathlib import Path

import factory
from mkdocs_perspectives.pages import role_entries
from mkdocs_perspectives.pages.search_entries import SearchEntry, scenario_entries
from mkdocs_perspectives.scenario import SharedPersona


def test_a_scenario_and_each_of_its_roles(tmp_path: Path) -> None:
    data = factory.scenario(2, 1, title="R&D <now>", tags=["a"])
    factory.write_scenario(tmp_path, data=data)
    factory.write_records(tmp_path, leave_out=("role-b",))
    (view,) = factory.views_of(tmp_path)
    scenario, answered, unanswered = scenario_entries(view)
    assert scenario == SearchEntry(
        "scenarios/tram/index.md",
        "R&amp;D &lt;now&gt;",
        "<p>A town plans a tram line.</p><p>What does each role want and fear?</p>"
        "<p>Issue 1: Claim 1.</p>",
        ("a",),
    )
    assert answered == SearchEntry(
        "scenarios/tram/role-a.md",
        "Role a · R&amp;D &lt;now&gt;",
        "<p>I am role-a. I see it so.</p><p>Issue 1: role-a on issue-1.</p><p>Theme of role-a</p>",
    )
    assert unanswered.text == "<p>Role b does its work.</p>"


def test_shared_roles_in_the_language_of_the_site() -> None:
    role = SharedPersona("r", {"en": "Role", "ko": "역할"}, "Plans.", None, ("Low stock",))
    assert list(role_entries([role], "ko")) == [
        SearchEntry("personas/r.md", "역할", "<p>Plans.</p><p>Low stock</p>")
    ]
