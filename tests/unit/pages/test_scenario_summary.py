"""What the whole site shows of a scenario: it survives being remembered, and is refused if not."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from markupsafe import Markup
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.pages import ScenarioSummary, summary_of


@pytest.fixture
def summary(tmp_path: Path) -> ScenarioSummary:
    data = factory.scenario(2, 2, title="R&D <b>", tags=["a"])
    data["personas"].append("shared")
    (tmp_path / "scenarios").mkdir()
    shared = "[{id: shared, name: Shared, description: Shared.}]"
    (tmp_path / "scenarios/personas.yml").write_text(shared, "utf-8")
    factory.write_scenario(tmp_path, data=data)
    factory.write_records(tmp_path)
    (view,) = factory.views_of(tmp_path)
    return summary_of(view, Words("en"))


def test_it_is_the_same_after_being_remembered(summary: ScenarioSummary) -> None:
    again = ScenarioSummary.from_json(json.loads(json.dumps(summary.to_json())))
    assert again == summary
    # What was escaped is not escaped again, and what was not would be.
    assert isinstance(again.card, Markup)
    assert all(isinstance(text, Markup) for text in again.sections.values())
    assert "R&amp;D &lt;b&gt;" in again.card


def test_only_shared_roles_have_a_section(summary: ScenarioSummary) -> None:
    assert summary.personas == ("role-a", "role-b", "shared")
    assert summary.sections.keys() == summary.lines.keys() == {"shared"}


@pytest.mark.parametrize("part", ["card", "sections", "lines", "tags"])
def test_what_is_not_whole_is_refused(summary: ScenarioSummary, part: str) -> None:
    data = summary.to_json()
    del data[part]
    with pytest.raises((KeyError, TypeError)):
        ScenarioSummary.from_json(data)
