"""Scenarios and their variants together: whom each view is shown with, and in which order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import factory
from mkdocs_perspectives.pages import with_families

LATE = {"title": "Late", "extends": "tram", "change": "It comes later."}


def test_variants_that_are_not_read_again_are_shown_as_before(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    for name in ("dear", "late"):
        factory.write_scenario(tmp_path, name, {**LATE, "title": name})
    factory.write_records(tmp_path)
    views = {view.scenario.id: view for view in factory.views_of(tmp_path)}
    lines = views["tram"].variants
    assert [line.id for line in lines] == ["dear", "late"]
    # Nothing moved in either; then the ids decide, and else what moved most comes first.
    known = replace(lines[1], size=2.0, moved=1)
    read = [replace(views[name], variants=(), parent=None) for name in ("dear", "tram")]
    found = {view.scenario.id: view for view in with_families(read, [known])}
    assert [line.id for line in found["tram"].variants] == ["late", "dear"]
    assert found["dear"].parent is not None


def test_scenarios_without_variants_stay_as_they_are(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    (view,) = factory.views_of(tmp_path)
    assert with_families([view]) == [view]
    assert (view.parent, view.variants, view.effect) == (None, (), None)
