"""The pages and data files of one scenario, which depend on that scenario alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.pages.data_files import scenario_json, stances_csv
from mkdocs_perspectives.pages.limits import Limits, fitting
from mkdocs_perspectives.pages.page import Page
from mkdocs_perspectives.pages.rendering import render
from mkdocs_perspectives.pages.scenario_view import ScenarioView

__all__ = ["scenario_pages"]


def scenario_pages(view: ScenarioView, words: Words, scenarios_folder: str) -> Iterator[Page]:
    """The files of one scenario; ``words`` are those of the site, in any language."""
    scenario = view.scenario
    folder = f"scenarios/{scenario.id}"
    words = words.of(scenario.language)

    def filled(template: str, **values: Any) -> str:
        shared = {
            "view": view,
            "scenario": scenario,
            "answered": view.answered,
            "folder": scenarios_folder,
        }
        return render(template, words, **shared, **values)

    def page(name: str, template: str, **values: Any) -> Page:
        return Page(f"{folder}/{name}.md", partial(filled, template, **values))

    def growing(name: str, template: str, **values: Any) -> Page:
        """A page of what grows with the square of the roles, as much of it as has room."""

        def make(limits: Limits) -> str:
            return filled(template, limits=limits, **values)

        return Page(f"{folder}/{name}.md", partial(fitting, make))

    yield growing("index", "scenario.md.j2")
    around = (None, *scenario.personas, None)
    for previous, persona, following in zip(around, scenario.personas, around[2:], strict=False):
        record = view.records.get(persona.id)
        yield page(
            persona.id,
            "persona.md.j2",
            persona=persona,
            previous=previous,
            following=following,
            record=record,
            answer=record.answer if record else None,
            record_path=f"{scenarios_folder}/{scenario.id}/answers/{persona.id}.json",
        )
    yield growing("comparisons/index", "comparisons.md.j2")
    for declared in scenario.comparisons:
        yield growing(f"comparisons/{declared.id}", "comparison.md.j2", declared=declared)
    yield growing("conflicts", "conflicts.md.j2")
    yield Page(f"{folder}/perspectives.json", partial(scenario_json, view))
    yield Page(f"{folder}/stances.csv", partial(stances_csv, view))
