"""What a scenario's pages show: who is answered, which conflicts in full, and what roles expect."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.pages import ScenarioView
from mkdocs_perspectives.pages.frictions import other_frictions
from mkdocs_perspectives.pages.scenario_view import FULL_CONFLICTS

FOR, AGAINST, NEUTRAL = (0, 0, 0, 0, 100), (100, 0, 0, 0, 0), (0, 0, 100, 0, 0)


def _view(root: Path, counts: dict[str, dict[str, tuple[int, ...]]], issues: int) -> ScenarioView:
    factory.write_scenario(root, data=factory.scenario(len(counts), issues))
    factory.write_records(root, counts=counts)
    (view,) = factory.views_of(root)
    return view


def _three(root: Path) -> ScenarioView:
    """One is for the only issue, one against it, and one neither."""
    spreads = {"role-a": FOR, "role-b": AGAINST, "role-c": NEUTRAL}
    return _view(root, {role: {"issue-1": spread} for role, spread in spreads.items()}, 1)


def test_a_pair_is_the_same_whichever_comes_first(tmp_path: Path) -> None:
    view = _three(tmp_path)
    assert view.pair("issue-1", "role-b", "role-a") is view.pair("issue-1", "role-a", "role-b")
    strongest = view.strongest("role-b", "role-a")
    assert strongest is not None
    assert strongest.excess == 1
    # Who is on neither side opposes nobody.
    assert view.strongest("role-a", "role-c") is None
    assert [c.issue for c in view.conflicts_of("role-c")] == []


def test_only_so_many_conflicts_are_shown_in_full(tmp_path: Path) -> None:
    issues = {f"issue-{n}": FOR for n in range(1, FULL_CONFLICTS + 3)}
    against = dict.fromkeys(issues, AGAINST)
    view = _view(tmp_path, {"role-a": issues, "role-b": against}, len(issues))
    assert len(view.full_conflicts) == FULL_CONFLICTS
    assert len(view.other_conflicts) == 2
    assert all(view.in_full(pair) for pair in view.full_conflicts)
    assert not any(view.in_full(pair) for pair in view.other_conflicts)
    severities = [pair.severity for pair in (*view.full_conflicts, *view.other_conflicts)]
    assert severities == sorted(severities, reverse=True)


def test_friction_that_no_conflict_stands_for_is_shown_with_its_numbers(tmp_path: Path) -> None:
    """The factory's roles expect one with the first two others, by turns on an issue and none."""
    view = _three(tmp_path)
    shown = [
        (persona.id, friction.with_, friction.issue, pair is not None)
        for persona, friction, pair in other_frictions(view)
    ]
    assert shown == [
        ("role-a", "role-c", None, False),
        ("role-b", "role-c", None, False),
        ("role-c", "role-a", "issue-1", True),
        ("role-c", "role-b", None, False),
    ]
    # Those that a conflict stands for are beside it, from both sides.
    (conflict,) = view.comparison.conflicts
    assert [side.persona.id for side in view.sides(conflict) if side.friction] == [
        "role-a",
        "role-b",
    ]


@pytest.mark.parametrize("gone", ["role-a", "role-c"])
def test_who_is_not_answered_is_in_no_number(tmp_path: Path, gone: str) -> None:
    _three(tmp_path)
    (tmp_path / "scenarios/tram/answers" / f"{gone}.json").unlink()
    (view,) = factory.views_of(tmp_path)
    assert [p.id for p in view.unanswered] == [gone]
    assert len(view.answered) == 2
    assert not any(gone in (pair.a, pair.b) for pair in view.comparison.pairs)
    assert view.stale == []


def test_models_and_dates_are_distinguished(tmp_path: Path) -> None:
    _three(tmp_path)
    file = tmp_path / "scenarios/tram/answers/role-a.json"
    data = json.loads(file.read_text("utf-8")) | {"model": "sample", "asked_on": "2026-10-01"}
    file.write_text(json.dumps(data), "utf-8")
    (view,) = factory.views_of(tmp_path)
    assert view.models == ["sample", "test-model"]
    assert view.dates == ["2026-10-01", "2026-11-01"]
    assert view.sample
