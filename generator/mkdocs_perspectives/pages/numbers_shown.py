"""Helpers by which templates show numbers, and find the places of conflicts."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from mkdocs_perspectives.compare import CLEAR, SLIGHT, Pair, StanceNumbers
from mkdocs_perspectives.pages.picture import hundred
from mkdocs_perspectives.pages.scenario_view import ScenarioView

__all__ = [
    "anchor",
    "contest",
    "inside",
    "just_under",
    "minority_share",
    "one_digit",
    "place",
    "splits",
]

MINORITY = 5
"""Of 100 people, the fewest whose side of a stance is shown as that of a minority."""


def minority_share(stance: StanceNumbers) -> int:
    """Of 100 people in the role, how many are on the other side; 0 if too few to speak of."""
    share = hundred(min(stance.favour, stance.against))
    return share if share >= MINORITY else 0


def one_digit(value: float) -> Decimal:
    """A number with one digit after the point, halves up."""
    return Decimal(int(value * 10 + 0.5 + 1e-9)).scaleb(-1)


def splits(view: ScenarioView, pair: Pair) -> tuple[int, int]:
    """Of 100 pairs within each of the two roles, how many are on opposite sides."""
    stances = view.comparison.stances
    return hundred(stances[pair.a, pair.issue].split), hundred(stances[pair.b, pair.issue].split)


def inside(view: ScenarioView, pair: Pair) -> int:
    """Of 100 pairs within one role, how many are on opposite sides: the mean of both roles."""
    stances = view.comparison.stances
    return hundred((stances[pair.a, pair.issue].split + stances[pair.b, pair.issue].split) / 2)


def just_under(view: ScenarioView, pair: Pair) -> bool:
    """Whether a pair looks like the next tier after rounding: 25 of 100 against 20 is no conflict.

    As 24.6 against 20.0 are, whose difference is less than 5.
    """
    seen = hundred(pair.opposed) - inside(view, pair)
    return {"none": seen >= 100 * SLIGHT, "slight": seen >= 100 * CLEAR}.get(pair.tier, False)


def contest(view: ScenarioView) -> float:
    """How contested a scenario is, by its strongest conflict: a clear one counts from 1 on, a
    slight one below, 0 is none."""
    conflicts = view.comparison.conflicts
    return (conflicts[0].tier == "clear") + conflicts[0].severity if conflicts else 0.0


def anchor(pair: Pair) -> Markup:
    """The anchor of a conflict on the conflicts page; ids contain no double hyphen."""
    # Ids are validated as words joined by hyphens, so there is nothing to escape.
    return Markup(f"{pair.issue}--{pair.a}--{pair.b}")  # noqa: S704


def place(view: ScenarioView, pair: Pair) -> Markup:
    """The anchor at which the conflicts page shows a conflict: its section or the table."""
    return anchor(pair) if view.in_full(pair) else Markup("more")
