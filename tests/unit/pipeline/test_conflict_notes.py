"""The notes about more clear conflicts than a careful reader believes, and about negations."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.common import Settings
from mkdocs_perspectives.pipeline import conflict_notes, negation_notes, read_project

FOR, AGAINST, NEUTRAL = (0, 0, 0, 0, 100), (100, 0, 0, 0, 0), (0, 0, 100, 0, 0)


@pytest.mark.parametrize(
    ("issues", "told"),
    [
        # One clear conflict among ten pairs, which is a tenth, and among nine, which is more.
        (10, None),
        (9, "tram: 1 clear conflict among 9 pairs of roles on an issue."),
    ],
)
def test_more_than_a_tenth_is_noted(
    site: Path, settings: Settings, issues: int, told: str | None
) -> None:
    factory.write_scenario(site, data=factory.scenario(2, issues))
    quiet = {f"issue-{n}": NEUTRAL for n in range(1, issues + 1)}
    counts = {"role-a": quiet | {"issue-1": FOR}, "role-b": quiet | {"issue-1": AGAINST}}
    factory.write_records(site, counts=counts)
    notes = list(conflict_notes(read_project(settings)))
    assert len(notes) == (told is not None)
    assert all(note.startswith(told or "") for note in notes)


def test_slight_conflicts_are_not_counted(site: Path, settings: Settings) -> None:
    factory.write_scenario(site, data=factory.scenario(2, 1))
    # Excess 0.3 · 0.3 = 0.09.
    counts = {"role-a": {"issue-1": (10, 0, 50, 0, 40)}, "role-b": {"issue-1": (40, 0, 50, 0, 10)}}
    factory.write_records(site, counts=counts)
    assert list(conflict_notes(read_project(settings))) == []
    factory.write_records(site, leave_out=("role-a", "role-b"))
    assert list(conflict_notes(read_project(settings))) == []


def test_a_negation_is_worth_writing_where_roles_are_in_clear_conflict(
    site: Path, settings: Settings
) -> None:
    data = factory.scenario(2, 3)
    data["issues"][1]["reversed"] = "No claim 2."
    factory.write_scenario(site, data=data)
    clear = {"issue-1": (FOR, AGAINST), "issue-2": (FOR, AGAINST), "issue-3": (NEUTRAL, NEUTRAL)}
    counts = {
        role: {issue: both[i] for issue, both in clear.items()}
        for i, role in enumerate(("role-a", "role-b"))
    }
    late = {"title": "Late", "extends": "tram", "change": "It comes later."}
    factory.write_scenario(site, "late", late)
    factory.write_records(site, counts=counts)
    (note,) = negation_notes(read_project(settings))
    assert note.startswith("tram: `reversed:` is worth writing")
    assert "in clear conflict: issue-1. Then `perspectives ask tram --voice reversed`" in note
    data["issues"][0]["reversed"] = "No claim 1."
    factory.write_scenario(site, data=data)
    assert list(negation_notes(read_project(settings))) == []
