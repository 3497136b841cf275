"""The plan in words and as JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.common import Settings
from mkdocs_perspectives.pipeline import read_project
from mkdocs_perspectives.pipeline.plan import Plan, plan_of
from mkdocs_perspectives.pipeline.plan_report import plan_json, plan_text


def _plan(settings: Settings) -> Plan:
    return plan_of(read_project(settings), settings)


def test_a_table_with_a_row_for_each_scenario_that_has_something_to_do(
    site: Path, settings: Settings
) -> None:
    factory.write_scenario(site, "quiet", factory.scenario(1, 1))
    factory.write_records(site)
    factory.write_scenario(site, "bridge", factory.scenario(2))
    factory.write_scenario(site, "tram", factory.scenario(3))
    head, bridge, tram, together, *rest = plan_text(_plan(settings)).splitlines()
    assert len({len(row) for row in (head, bridge, tram, together)}) == 1
    assert bridge.split()[:5] == ["bridge", "0", "0", "2", "2"]
    assert tram.split()[:5] == ["tram", "0", "0", "3", "3"]
    assert together.split()[:5] == ["total", "0", "0", "5", "5"]
    assert "  tram, missing: role-a, role-b, role-c" in rest
    assert "1 scenario fully current." in rest


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "without earlier answers"),
        ({"max_requests": 1}, "max_requests (1) would stop the run early."),
        ({"max_cost": 0.0001}, "more than max_cost ($0.0001), so no request is sent"),
        ({"model": "nobody-knows"}, "price unknown."),
        ({"model": "nobody-knows", "max_cost": 5}, "is unknown, so no request is sent"),
    ],
)
def test_what_the_plan_warns_of(
    site: Path, settings: Settings, changes: dict[str, object], told: str
) -> None:
    factory.write_scenario(site)
    model = replace(settings.model, **changes)  # type: ignore[arg-type]
    assert told in plan_text(_plan(replace(settings, model=model)))


def test_nothing_to_do_is_said(site: Path, settings: Settings) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    assert plan_text(_plan(settings)) == (
        "1 scenario fully current.\nNo request would be sent.\n"
        "6 answers from another model; all stay current."
    )


def test_the_plan_for_machines(site: Path, settings: Settings) -> None:
    factory.write_scenario(site, data=factory.scenario(2, 1))
    data = plan_json(_plan(settings))
    assert (data["format"], data["model"], data["requests"]) == (1, "gpt-4o-mini", 2)
    (tram,) = data["scenarios"]
    assert tram["missing"] == ["role-a", "role-b"]
    for key in ("input_tokens", "output_tokens", "price"):
        assert data[key] == pytest.approx(tram[key])
