"""Scenarios as the rest of the program sees them: who is asked about whom, in which language."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.scenario import Persona, SharedPersona


@pytest.mark.parametrize(("count", "others"), [(1, 0), (8, 7), (9, 0)])
def test_without_comparisons_a_few_roles_are_all_counterparts(
    tmp_path: Path, count: int, others: int
) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(count))
    assert len(factory.load(tmp_path).counterparts("role-a")) == others


def test_counterparts_share_a_comparison_and_keep_the_scenarios_order(tmp_path: Path) -> None:
    pairs = {"one": ["role-c", "role-a"], "two": ["role-a", "role-d", "role-c"]}
    comparisons = [{"id": i, "title": i, "personas": p} for i, p in pairs.items()]
    factory.write_scenario(tmp_path, data=factory.scenario(5, comparisons=comparisons))
    scenario = factory.load(tmp_path)
    near = {p.id: [o.id for o in scenario.counterparts(p.id)] for p in scenario.personas}
    assert near == {
        "role-a": ["role-c", "role-d"],
        "role-b": [],
        "role-c": ["role-a", "role-d"],
        "role-d": ["role-a", "role-c"],
        "role-e": [],
    }


def test_a_shared_role_speaks_the_scenarios_language_or_the_one_it_has() -> None:
    role = SharedPersona("r", {"en": "Role", "ko": "역할"}, "One text.", None, ({"en": "Goal"},))
    assert role.resolve("ko") == Persona("r", "역할", "One text.", None, ("Goal",), shared=True)
    assert role.resolve("en").name == "Role"
    assert role.lacking("en") == []
    assert role.lacking("ko") == [("goals", 0)]
