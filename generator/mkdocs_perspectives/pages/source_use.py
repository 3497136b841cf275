"""What rests on a scenario's sources, by what its answers say."""

from __future__ import annotations

from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Issue, Persona

__all__ = ["resting_on"]


def resting_on(view: ScenarioView, source_id: str) -> list[tuple[Persona, int, list[Issue]]]:
    """What rests on a source: by role, how many considerations, and on which issues."""
    found = []
    for persona in view.answered:
        answer = view.answers[persona.id]
        looked_at = sum(source_id in (c.based_on or ()) for c in answer.considerations)
        issues = [
            issue
            for issue in view.scenario.issues
            if source_id in (answer.stances[issue.id].based_on or ())
        ]
        if looked_at or issues:
            found.append((persona, looked_at, issues))
    return found
