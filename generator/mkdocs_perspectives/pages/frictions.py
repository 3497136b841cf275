"""The friction that roles expect and the numbers do not show."""

from __future__ import annotations

from mkdocs_perspectives.answers import Friction
from mkdocs_perspectives.compare import Pair
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Persona

__all__ = ["other_frictions"]


def other_frictions(view: ScenarioView) -> list[tuple[Persona, Friction, Pair | None]]:
    """The expected friction without a corresponding conflict in the numbers.

    With the pair's numbers if the friction names an issue and both roles are answered.
    """
    conflicts = {(c.issue, frozenset((c.a, c.b))) for c in view.comparison.conflicts}
    found = []
    for persona in view.answered:
        for friction in view.answers[persona.id].frictions:
            key = (friction.issue or "", frozenset((persona.id, friction.with_)))
            if key not in conflicts:
                found.append((persona, friction, view.pairs.get(key)))
    return found
