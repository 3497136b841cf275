"""What is asked: the messages for one persona, and the digests that tell when they change.

The system message is the same to the byte for all personas of a scenario and comes first, so that
a provider's prompt cache can serve it; only the user message tells the personas apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from generator.answer import SHARE_KEYS, answer_schema
from generator.digest import canonical_json, sha256
from generator.scenario import Language, Persona, Scenario

__all__ = [
    "PROMPT_VERSION",
    "QUESTION_PARTS",
    "REPAIR_QUOTE",
    "Question",
    "mending",
    "questions_for",
    "schema_message",
]

PROMPT_VERSION = "1"
"""Counts the changes of the wording below; records say with which one they were asked."""

QUESTION_PARTS = ("scenario", "issues", "persona", "counterparts")
"""The parts of a question that are digested one by one."""

REPAIR_QUOTE = 50_000
"""How much of a malformed answer is sent back with the request to mend it, in characters."""

_LANGUAGES: dict[Language, str] = {"en": "English", "ko": "Korean (합니다체)"}

_SYSTEM = """\
You infer how people in a professional role would see a situation. You are given a situation, a \
question and issues, and then one role. Speak for that role: for the range of real people who do \
this work, not for one ideal holder of it, not for yourself, and not for what would be balanced, \
polite or wise. Where people in the role disagree with one another, say so and let the numbers \
show it.

Write every text in {language}. Write plain sentences without Markdown, HTML or links. Be \
concrete: use what the situation says, the role's own terms, and what it is measured by; leave \
out what any role could say. Invent no sources, studies, companies or real people.

Return one JSON object:
- summary: the role's view of the situation, in the first person, as one paragraph of 4 to 6 \
sentences that answers the question.
- considerations: 3 to 6 things this role looks at; title is a few words, detail 2 or 3 sentences.
- stances: one entry for every issue, under the issue's id. position is one sentence. reason is \
2 to 4 sentences and comes before the numbers, so that they follow from it. shares: of 100 people \
in this role, how many would choose each of the five points on the issue's statement; five whole \
numbers that sum to exactly 100. People in one role rarely all agree: spread the shares as widely \
as the role is really divided. importance: how much the issue matters to this role, from 1 \
(hardly) to 5 (decisive).
- frictions: up to 6 clashes that this role expects with the counterparts it is given, and with \
nobody else; none where none is likely. with is the counterpart's id. issue is the id of the issue \
it is about, or null. theme is a few words. my_side is what this role wants, their_side what it \
expects the other to want, why is why the two clash, way_forward a concrete step both could accept.
- would_change_mind: what evidence would move this role.
"""


@dataclass(frozen=True)
class Question:
    """What one persona is asked.

    ``digests`` are SHA-256 digests by part: everything whose change makes the answer stale.
    ``schema_json`` is ``schema`` as canonical JSON. Both are one object for all of a scenario.
    """

    persona_id: str
    messages: tuple[dict[str, str], ...]
    schema: dict[str, Any]
    schema_json: str
    digests: dict[str, str]


def questions_for(scenario: Scenario) -> list[Question]:
    """What the personas of ``scenario`` are asked, in their order."""
    shared_part = {"role": "system", "content": _shared_part(scenario)}
    schema = answer_schema(scenario)
    schema_json = canonical_json(schema)
    shared_digests = {
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
    questions = []
    for persona in scenario.personas:
        # Sorted, since putting the personas in another order asks nothing new.
        counterparts = sorted(scenario.counterparts(persona.id), key=lambda other: other.id)
        own_part = {"role": "user", "content": _own_part(persona, counterparts)}
        own_digests = {
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
        questions.append(
            Question(
                persona_id=persona.id,
                messages=(shared_part, own_part),
                schema=schema,
                schema_json=schema_json,
                digests=shared_digests | own_digests,
            )
        )
    return questions


def schema_message(schema: dict[str, Any]) -> str:
    """The schema in words, for servers that take no schema in the request.

    Its keys keep their order, which is that of writing: reasons come before the numbers.
    """
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return (
        "Answer with the JSON object alone, nothing before or after it. "
        f"It must follow this JSON Schema:\n```json\n{text}\n```"
    )


def mending(
    messages: Sequence[Mapping[str, str]], text: str, faults: str
) -> list[Mapping[str, str]]:
    """The messages that ask a model to mend its answer ``text``, which cannot be used."""
    told = (
        f"Your answer cannot be used: {faults}. Return the whole JSON object again with this "
        "mended and everything else kept."
    )
    return [
        *messages,
        {"role": "assistant", "content": text[:REPAIR_QUOTE]},
        {"role": "user", "content": told},
    ]


def _shared_part(scenario: Scenario) -> str:
    lines = [
        _SYSTEM.format(language=_LANGUAGES[scenario.language]),
        f"# Situation: {scenario.title}",
        "",
        scenario.situation,
        "",
        "# Question",
        "",
        scenario.question,
        "",
        "# Issues",
    ]
    for issue in scenario.issues:
        points = "; ".join(
            f"{key} = {label}" for key, label in zip(SHARE_KEYS, issue.scale, strict=True)
        )
        lines += ["", f"{issue.id}: {issue.title}", f"Statement: {issue.statement}"]
        lines += [f"Scale: {points}"]
    if not scenario.issues:
        lines += ["", "There are none; stances is an empty object."]
    return "\n".join(lines) + "\n"


def _own_part(persona: Persona, counterparts: list[Persona]) -> str:
    lines = [f"# Role: {persona.name}", ""]
    if persona.level:
        lines.append(f"Level: {persona.level}")
    lines.append(f"Description: {persona.description}")
    lines += [f"Goal: {goal}" for goal in persona.goals]
    lines += ["", "# Counterparts", ""]
    lines += [f"{other.id}: {other.name}" for other in counterparts]
    if not counterparts:
        lines.append("There are none; frictions is an empty list.")
    return "\n".join(lines) + "\n"
