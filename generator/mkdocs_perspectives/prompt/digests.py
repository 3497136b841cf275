"""The digests of a question by part: everything whose change makes a recorded answer stale.

The keys of every part never change, whatever fields the models gain: an upgrade must not make
records stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from mkdocs_perspectives.common import sha256
from mkdocs_perspectives.scenario import Persona, Scenario

__all__ = ["QUESTION_PARTS", "own_digests", "shared_digests"]

QUESTION_PARTS = ("scenario", "issues", "persona", "counterparts")
"""The parts of a question that have a digest each."""


def shared_digests(scenario: Scenario) -> dict[str, str]:
    """The SHA-256 of the parts that are the same for all personas of ``scenario``."""
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
    """The SHA-256 of the parts that are one persona's own."""
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
