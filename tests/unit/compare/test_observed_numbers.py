"""People's numbers and simulated ones: worked by hand, and for the shipped surveys."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from commands import ROOT
from mkdocs_perspectives.compare import compare, observed_numbers
from mkdocs_perspectives.compare.observed_numbers import ObservedPair
from mkdocs_perspectives.scenario import Observed, load_library

COUNTS = {
    "role-a": {
        "issue-1": [60, 20, 120],
        "issue-2": {"for": 0.7, "n": 300},
        "issue-3": [10, 15, 175],
    },
    "role-b": {"issue-1": [100, 20, 40, 20, 20], "issue-2": [30, 30, 140], "issue-3": [10, 30, 60]},
    "role-c": {"issue-1": [10, 10, 9]},
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Three roles and three issues; people of role c were too few, or not asked."""
    factory.write_scenario(tmp_path, data=factory.scenario(3, 3))
    factory.write_observed(tmp_path, counts=COUNTS)
    # Of role b no answer is simulated.
    factory.write_records(tmp_path, leave_out=("role-b",), counts=_SIMULATED)
    return tmp_path


_SIMULATED = {"role-a": {f"issue-{i}": (10, 20, 30, 25, 15) for i in (1, 2, 3)}}


def test_stances_and_pairs_worked_by_hand(site: Path) -> None:
    (view,) = factory.views_of(site)
    observed = load_library(site / "scenarios").observed["tram"]
    numbers = observed_numbers(view.scenario, observed, view.comparison)

    first = numbers.stances["role-a", "issue-1"]
    # People: 0.3 against, 0.1 neither, 0.6 for; simulated 0.3, 0.3, 0.4.
    assert (first.against, first.neither, first.favour) == (0.3, 0.1, 0.6)
    assert first.split == pytest.approx(2 * 0.3 * 0.6)
    assert first.tv == pytest.approx((0 + 0.2 + 0.2) / 2)
    assert first.for_error == pytest.approx(0.4 - 0.6)

    alone = numbers.stances["role-a", "issue-2"]
    assert (alone.against, alone.split, alone.tv, alone.tv_by_chance) == (None, None, None, None)
    assert (alone.favour, alone.for_error) == (0.7, pytest.approx(0.4 - 0.7))

    unanswered = numbers.stances["role-b", "issue-1"]
    assert (unanswered.tv, unanswered.for_error) == (None, None)
    # Five points: 120 of 200 against, 40 neither, 40 for.
    sides = unanswered.against, unanswered.neither, unanswered.favour
    assert sides == (pytest.approx(0.6), pytest.approx(0.2), pytest.approx(0.2))

    assert ("role-c", "issue-1") not in numbers.stances
    assert list(numbers.pairs) == [("issue-1", "role-a", "role-b"), ("issue-3", "role-a", "role-b")]
    pair = numbers.pair("issue-1", "role-b", "role-a")
    assert pair is not None
    # 0.6·0.6 + 0.3·0.2, and (0.6 - 0.2)·(0.6 - 0.3)
    assert pair.opposed == pytest.approx(0.42)
    assert pair.excess == pytest.approx(0.12)
    assert pair.n == 200
    assert numbers.pair("issue-2", "role-a", "role-b") is None
    # At least 60 of 100 are for in both, but people of role c were not asked.
    assert numbers.common_ground == ()


def test_common_ground_needs_people_of_every_role(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 3))
    factory.write_observed(tmp_path, counts={k: v for k, v in COUNTS.items() if k != "role-c"})
    scenario = factory.load(tmp_path)
    observed = load_library(tmp_path / "scenarios").observed["tram"]
    (ground,) = observed_numbers(scenario, observed, compare(scenario, {})).common_ground
    assert (ground.issue, ground.side, ground.share) == ("issue-3", "for", pytest.approx(0.6))


@pytest.mark.parametrize(
    ("excess", "n", "alike"), [(0.019, 200, True), (0.02, 200, False), (-0.1, 199.9, False)]
)
def test_roles_are_alike_only_with_many_people(excess: float, n: float, alike: bool) -> None:
    assert ObservedPair("i", "a", "b", 0.3, excess, n).alike is alike


SHIPPED = load_library(ROOT / "scenarios")


def _shipped(name: str) -> tuple[Observed, list[str]]:
    scenario = next(s for s in SHIPPED.scenarios if s.id == name)
    return SHIPPED.observed[name], [p.id for p in scenario.personas]


def test_what_doctors_answered() -> None:
    """Figures worked out from the published counts before any of this was written."""
    scenario = next(s for s in SHIPPED.scenarios if s.id == "doctors-on-ai")
    observed = SHIPPED.observed["doctors-on-ai"]
    numbers = observed_numbers(scenario, observed, compare(scenario, {}))
    assert len(numbers.pairs) == 60
    strongest = max(numbers.pairs.values(), key=lambda pair: pair.excess)
    assert strongest == numbers.pair("aiuse-impact-1", "gp", "locally-employed-doctor")
    assert round(strongest.excess, 3) == 0.030
    assert round(strongest.opposed, 3) == 0.252
    assert not [pair for pair in numbers.pairs.values() if pair.excess >= 0.05]
    (ground,) = numbers.common_ground
    assert (ground.issue, ground.side, round(ground.share, 2)) == (
        *("aiuse-impact-3", "against"),
        0.60,
    )


def test_what_civil_servants_answered() -> None:
    observed, grades = _shipped("civil-service-by-grade")
    assert {persona for persona, _ in observed.cells} == set(grades)
    assert {cell.shares for cell in observed.cells.values()} == {None}
    assert sum({p: c.n for (p, _), c in observed.cells.items()}.values()) == 280_486
    assert "Open Government Licence v3.0" in observed.licence
    assert "in other words" in observed.changed
