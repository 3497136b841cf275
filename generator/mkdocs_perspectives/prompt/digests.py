"""The digests of a question by part: everything whose change makes a recorded answer stale.

Every part keeps exactly the keys that it has here, whatever the models gain: what is recorded must
not become stale by an upgrade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from mkdocs_perspectives.common import sha256
from mkdocs_perspectives.scenario import Persona, Scenario

__all__ = ["QUESTION_PARTS", "own_digests", "shared_digests"]

QUESTION_PARTS = ("scenario", "issues", "persona", "counterparts")
"""The parts of a question that are digested one by one."""


def shared_digests(scenario: Scenario) -> dict[str, str]:
    """The SHA-256 of what all personas of ``scenario`` are asked alike, by part."""
    return {
        "scenario": sha256(
            {
                "title": scenario.title,
                "situation": scenario.situation,
                "question": scenario.question,
                "language": scenario.language,
            }
        ),
        "issues": sha256([asdict(issue) for issue in scenario.issues]),
    }


def own_digests(persona: Persona, counterparts: Sequence[Persona]) -> dict[str, str]:
    """The SHA-256 of what is one persona's own in its question, by part."""
    return {
        "persona": sha256(
            {
                "id": persona.id,
                "name": persona.name,
                "description": persona.description,
                "level": persona.level,
                "goals": persona.goals,
            }
        ),
        "counterparts": sha256([{"id": c.id, "name": c.name} for c in counterparts]),
    }
