"""The messages that are sent for the personas of a scenario.

The system message is the same to the byte for all personas of a scenario and comes first, so that
a provider's prompt cache can serve it; only the user message differs between personas.
"""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_perspectives.common import SCALE_KEYS, Language
from mkdocs_perspectives.scenario import Persona, Scenario

__all__ = ["PROMPT_VERSION", "own_message", "shared_message"]

PROMPT_VERSION = "1"
"""The version of the wording below; every record names the one that it was asked with."""

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


def shared_message(scenario: Scenario) -> dict[str, str]:
    """The part that is the same for all personas of ``scenario``."""
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
            f"{key} = {label}" for key, label in zip(SCALE_KEYS, issue.scale, strict=True)
        )
        lines += ["", f"{issue.id}: {issue.title}", f"Statement: {issue.statement}"]
        lines += [f"Scale: {points}"]
    if not scenario.issues:
        lines += ["", "There are none; stances is an empty object."]
    return {"role": "system", "content": "\n".join(lines) + "\n"}


def own_message(persona: Persona, counterparts: Sequence[Persona]) -> dict[str, str]:
    """The part that is one persona's own."""
    lines = [f"# Role: {persona.name}", ""]
    if persona.level:
        lines.append(f"Level: {persona.level}")
    lines.append(f"Description: {persona.description}")
    lines += [f"Goal: {goal}" for goal in persona.goals]
    lines += ["", "# Counterparts", ""]
    lines += [f"{other.id}: {other.name}" for other in counterparts]
    if not counterparts:
        lines.append("There are none; frictions is an empty list.")
    return {"role": "user", "content": "\n".join(lines) + "\n"}
