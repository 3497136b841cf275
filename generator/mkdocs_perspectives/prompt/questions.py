"""The questions of a scenario: what every persona is asked, with its schema and its digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs_perspectives.common import LEAD, REVERSED, canonical_json, sha256
from mkdocs_perspectives.prompt.answer_schema import answer_schema
from mkdocs_perspectives.prompt.digests import (
    counterparts_of_format_1,
    persona_digest,
    reversed_digests,
    shared_digests,
    source_digests,
    text_digests,
)
from mkdocs_perspectives.prompt.messages import own_message, shared_message
from mkdocs_perspectives.scenario import Scenario

__all__ = ["Digests", "Question", "questions_for"]

Digests = dict[str, str | dict[str, str]]
"""SHA-256 digests by part of the question; ``counterparts`` by id, or one in format 1."""


@dataclass(frozen=True)
class Question:
    """What one persona is asked.

    Attributes:
        schema_json: ``schema`` as canonical JSON; a scenario's questions share both objects.
        digests: as a record has them; ``counterparts`` are the digests of their names, by id.
        context: what else a record says of it, which makes no answer stale: digests by id of
            ``counterpart_descriptions``, of the ``sources`` one by one, in a variant of the
            scenario's ``texts`` one by one, and of the statements that are ``reversed``, whose
            shares are mirrored when they are read.
        names: the digests of the names of all roles of the scenario, by id.
        declared: the ids of the counterparts that share a declared comparison with the persona.
        format_1: the counterparts' one digest in records of format 1.
        voice: who is asked; all but ``REVERSED`` are asked the same.
    """

    persona_id: str
    messages: tuple[dict[str, str], ...]
    schema: dict[str, Any]
    schema_json: str
    digests: Digests
    context: dict[str, dict[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()
    format_1: str = ""
    voice: str = LEAD


def questions_for(scenario: Scenario, voice: str = LEAD) -> list[Question]:
    """What the personas of ``scenario`` are asked, in their order, as a voice is asked it."""
    asked, digests = scenario, shared_digests(scenario)
    negated = reversed_digests(scenario.issues) if voice == REVERSED else {}
    if voice == REVERSED:
        asked = scenario.asked_reversed()
    if negated:
        digests["reversed"] = sha256(negated)
    shared, schema = shared_message(asked), answer_schema(asked)
    schema_json = canonical_json(schema)
    names = {persona.id: sha256(persona.name) for persona in scenario.personas}
    descriptions = {persona.id: sha256(persona.description) for persona in scenario.personas}
    context: dict[str, dict[str, str]] = {}
    if scenario.sources:
        context["sources"] = source_digests(scenario.sources)
    if scenario.extends:
        context["texts"] = text_digests(scenario)
    if negated:
        context["reversed"] = negated
    questions = []
    for persona in scenario.personas:
        # Sorted, so that reordering the personas does not change the question.
        counterparts = sorted(scenario.counterparts(persona.id), key=lambda other: other.id)
        ids = [other.id for other in counterparts]
        questions.append(
            Question(
                persona_id=persona.id,
                messages=(shared, own_message(persona, counterparts)),
                schema=schema,
                schema_json=schema_json,
                digests={
                    **digests,
                    "persona": persona_digest(persona),
                    "counterparts": {name: names[name] for name in ids},
                },
                context={
                    "counterpart_descriptions": {name: descriptions[name] for name in ids},
                    **context,
                },
                names=names,
                declared=frozenset(ids if scenario.comparisons else ()),
                format_1=counterparts_of_format_1(counterparts),
                voice=voice,
            )
        )
    return questions
