"""Roles beside one another: declared comparisons, any two of a few, the strongest pairs of many."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
from mkdocs_perspectives.pages.comparison_view import (
    ANY_TWO_ROLES,
    any_two,
    any_two_of,
    comparison_of,
    side_by_side,
    strongest_pairs,
)
from mkdocs_perspectives.pages.limits import Limits
from mkdocs_perspectives.pages.scenario_view import ScenarioView

FOR, AGAINST, LESS = (0, 0, 0, 0, 100), (100, 0, 0, 0, 0), (0, 0, 100, 0, 0)


def _view(root: Path, data: dict[str, Any], **records: Any) -> ScenarioView:
    factory.write_scenario(root, data=data)
    factory.write_records(root, **records)
    (view,) = factory.views_of(root)
    return view


def test_a_declared_comparison_keeps_its_order_and_says_who_is_not_answered(
    tmp_path: Path,
) -> None:
    roles = ["role-c", "role-b", "role-a"]
    data = factory.scenario(3, 2, comparisons=[{"id": "all", "title": "All", "personas": roles}])
    view = _view(tmp_path, data, leave_out=("role-c",))
    found = comparison_of(view, view.scenario.comparisons[0], Limits())
    assert [persona.id for persona in found.answered] == ["role-b", "role-a"]
    assert [persona.id for persona in found.unanswered] == ["role-c"]
    assert [(v.a.id, v.b.id) for v in found.verdicts] == [("role-b", "role-a")]


def test_issues_come_by_the_conflicts_of_these_roles_alone(tmp_path: Path) -> None:
    """On issue 1 role c is alone, on issue 3 role a is; between a and b there is issue 3 alone."""
    roles = ["role-a", "role-b"]
    data = factory.scenario(3, 3, comparisons=[{"id": "two", "title": "Two", "personas": roles}])
    spreads = {
        "role-a": {"issue-1": FOR, "issue-2": LESS, "issue-3": AGAINST},
        "role-b": {"issue-1": FOR, "issue-2": LESS, "issue-3": FOR},
        "role-c": {"issue-1": AGAINST, "issue-2": LESS, "issue-3": FOR},
    }
    view = _view(tmp_path, data, counts=spreads)
    found = comparison_of(view, view.scenario.comparisons[0], Limits())
    assert [issue.id for issue in found.issues] == ["issue-3", "issue-1", "issue-2"]
    assert set(found.strongest) == {"issue-3"}
    assert found.count == {"issue-3": 1}
    (verdict,) = found.verdicts
    assert (verdict.count, verdict.strongest) == (1, view.strongest("role-a", "role-b"))
    everybody = any_two_of(view, Limits())
    assert everybody is not None
    assert everybody.count == {"issue-1": 2, "issue-3": 2}
    assert [v.count for v in everybody.verdicts] == [2, 1, 1]


def test_what_has_no_room_is_the_weakest(tmp_path: Path) -> None:
    spreads = {"role-a": {"issue-2": FOR}, "role-b": {"issue-2": AGAINST}}
    same = {role: {"issue-1": LESS, "issue-3": LESS} | of for role, of in spreads.items()}
    view = _view(tmp_path, factory.scenario(2, 3), counts=same)
    found = any_two_of(view, Limits(cards=2))
    assert found is not None
    assert [issue.id for issue in found.issues] == ["issue-2"]


def test_any_two_can_be_chosen_of_two_to_twelve_answered_roles(tmp_path: Path) -> None:
    view = _view(tmp_path, factory.scenario(ANY_TWO_ROLES + 1, 1), leave_out=("role-a",))
    assert any_two_of(view, Limits()) is not None
    factory.write_records(tmp_path, only=("tram",))
    (view,) = factory.views_of(tmp_path)
    assert any_two_of(view, Limits()) is None
    for number in (0, 1):
        root = tmp_path / str(number)
        view = _view(root, factory.scenario(2, 1), leave_out=("role-a", "role-b")[number:])
        assert any_two_of(view, Limits()) is None
    assert any_two_of(_view(tmp_path / "none", factory.scenario(3, 0)), Limits()) is None


def test_of_many_roles_the_strongest_pairs_have_a_place(tmp_path: Path) -> None:
    """Of 13 roles, a is against and all others are for: only the pairs with a are in conflict."""
    data = factory.scenario(13, 1)
    names = [persona["id"] for persona in data["personas"]]
    spreads = {name: {"issue-1": AGAINST if name == "role-a" else FOR} for name in names}
    view = _view(tmp_path, data, counts=spreads)
    pairs = strongest_pairs(view, 50)
    assert {frozenset((v.a.id, v.b.id)) for v in pairs} == {
        frozenset(("role-a", name)) for name in names[1:]
    }
    assert len(strongest_pairs(view, 5)) == 5
    assert side_by_side(view, view.pair("issue-1", "role-b", "role-a")).endswith(
        "comparisons/index.md#any_two--role-a--role-b"
    )
    assert side_by_side(view, view.pair("issue-1", "role-b", "role-c")) == "comparisons/index.md"


def test_two_roles_have_one_address_in_either_order() -> None:
    assert any_two("b", "a") == any_two("a", "b") == "any_two--a--b"
