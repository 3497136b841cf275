"""The digests of a question by part: everything whose change can make a recorded answer stale.

The keys of every part never change, whatever fields the models gain: an upgrade must not make
records stale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs_perspectives.common import sha256
from mkdocs_perspectives.scenario import Issue, Persona, Scenario, SourceText

__all__ = [
    "QUESTION_PARTS",
    "counterparts_of_format_1",
    "persona_digest",
    "reversed_digests",
    "shared_digests",
    "source_digests",
    "text_digests",
]

QUESTION_PARTS = ("scenario", "sources", "issues", "reversed", "persona", "counterparts")
"""The parts of a question that have digests; ``sources`` only where there are any, ``reversed``
only in the voice of that name, where there are negated statements."""


def shared_digests(scenario: Scenario) -> dict[str, str]:
    """The SHA-256 of the parts that are the same for all personas of ``scenario``."""
    digests = {
        "scenario": sha256({**_texts(scenario), "language": scenario.language}),
        "issues": sha256([_issue(issue) for issue in scenario.issues]),
    }
    if scenario.sources:
        digests["sources"] = sha256([_source(source) for source in scenario.sources])
    return digests


def _texts(scenario: Scenario) -> dict[str, str]:
    texts = {
        "title": scenario.title,
        "situation": scenario.situation,
        "question": scenario.question,
    }
    return {**texts, "change": scenario.change} if scenario.change else texts


def text_digests(scenario: Scenario) -> dict[str, str]:
    """The SHA-256 of each text of the part ``scenario``, so that it can be said which changed."""
    return {name: sha256(text) for name, text in _texts(scenario).items()}


def _source(source: SourceText) -> Mapping[str, str]:
    return {"id": source.id, "title": source.title, "text": source.text}


def source_digests(sources: Sequence[SourceText]) -> dict[str, str]:
    """The SHA-256 of each source, by its id, so that it can be said which one changed."""
    return {source.id: sha256(_source(source)) for source in sources}


def _issue(issue: Issue) -> Mapping[str, Any]:
    return {
        "id": issue.id,
        "title": issue.title,
        "statement": issue.statement,
        "scale": issue.scale,
    }


def reversed_digests(issues: Sequence[Issue]) -> dict[str, str]:
    """The SHA-256 of each negated statement, by the id of its issue."""
    return {issue.id: sha256(issue.reversed) for issue in issues if issue.reversed}


def persona_digest(persona: Persona) -> str:
    """The SHA-256 of what a persona is told of itself."""
    return sha256(
        {
            "id": persona.id,
            "name": persona.name,
            "description": persona.description,
            "level": persona.level,
            "goals": persona.goals,
        }
    )


def counterparts_of_format_1(counterparts: Sequence[Persona]) -> str:
    """The SHA-256 of all counterparts together, as records of format 1 have it."""
    return sha256([{"id": c.id, "name": c.name} for c in counterparts])
