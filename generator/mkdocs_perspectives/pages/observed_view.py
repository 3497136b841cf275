"""What pages show of people's answers beside a scenario's simulated ones."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_perspectives.compare import ObservedPair, ObservedStance, Pair
from mkdocs_perspectives.pages.observed_summary import points_of
from mkdocs_perspectives.pages.scenario_view import ScenarioView

__all__ = ["held_against_people", "missed", "observed_on", "observed_pair", "percents"]


def observed_on(view: ScenarioView, persona_id: str, issue_id: str) -> ObservedStance | None:
    """What people in a role answered to an issue, if enough of them were asked."""
    return view.people.stances.get((persona_id, issue_id)) if view.people else None


def observed_pair(view: ScenarioView, pair: Pair) -> ObservedPair | None:
    """People in the two roles of a pair, if both were asked."""
    return view.people.pair(pair.issue, pair.a, pair.b) if view.people else None


def missed(view: ScenarioView) -> Sequence[ObservedPair]:
    """The conflicts among people that the simulated numbers do not show, the strongest first."""
    shown = {(pair.issue, pair.a, pair.b) for pair in view.comparison.conflicts}
    found = view.people.conflicts if view.people else ()
    return [pair for pair in found if (pair.issue, pair.a, pair.b) not in shown]


def held_against_people(view: ScenarioView) -> bool:
    """Whether any answer is held against people's, so that there is a page that says how far."""
    return bool(view.observed and points_of(view, view.observed))


def percents(observed: ObservedStance) -> list[float]:
    """The shares of people as percentages of five points, to a tenth."""
    return [round(100 * share, 1) for share in observed.shares]
