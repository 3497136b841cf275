"""The questions of a scenario: what every persona is asked, with its schema and its digests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mkdocs_perspectives.common import canonical_json
from mkdocs_perspectives.prompt.answer_schema import answer_schema
from mkdocs_perspectives.prompt.digests import own_digests, shared_digests
from mkdocs_perspectives.prompt.messages import own_message, shared_message
from mkdocs_perspectives.scenario import Scenario

__all__ = ["Question", "questions_for"]


@dataclass(frozen=True)
class Question:
    """What one persona is asked.

    ``digests`` are SHA-256 digests by part: everything whose change makes the answer stale.
    ``schema_json`` is ``schema`` as canonical JSON; a scenario's questions share both objects.
    """

    persona_id: str
    messages: tuple[dict[str, str], ...]
    schema: dict[str, Any]
    schema_json: str
    digests: dict[str, str]


def questions_for(scenario: Scenario) -> list[Question]:
    """What the personas of ``scenario`` are asked, in their order."""
    shared, digests = shared_message(scenario), shared_digests(scenario)
    schema = answer_schema(scenario)
    schema_json = canonical_json(schema)
    questions = []
    for persona in scenario.personas:
        # Sorted, so that reordering the personas does not change the question.
        counterparts = sorted(scenario.counterparts(persona.id), key=lambda other: other.id)
        questions.append(
            Question(
                persona_id=persona.id,
                messages=(shared, own_message(persona, counterparts)),
                schema=schema,
                schema_json=schema_json,
                digests=digests | own_digests(persona, counterparts),
            )
        )
    return questions
