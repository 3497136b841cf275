"""Rules for a scenario as a whole: its situation, how much there is in it, its comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.draft import Draft, is_unwritten
from mkdocs_perspectives.scenario.lint.languages import empty_sentence
from mkdocs_perspectives.scenario.lint.texts import weight

__all__ = ["comparisons", "many", "situation"]

MANY = 15
"""From so many roles or issues on, nobody reads what is made of them."""

_SHORT = 45
"""A situation of less weight and without a number is a headline."""


def situation(draft: Draft) -> Iterator[Problem]:
    """Whether the situation states facts."""
    text = draft.scenario.situation
    if is_unwritten(text):
        return
    if empty := empty_sentence(text, draft.scenario.language):
        yield from draft.warning(
            "empty-words",
            ("situation",),
            f"{empty!r} states no fact",
            "Write what all roles know: numbers, dates, what is decided and what is not.",
        )
    elif weight(text) < _SHORT and not any(letter.isdigit() for letter in text):
        yield from draft.warning(
            "short-text",
            ("situation",),
            "the situation is too short to infer from what a role would say",
            "Write what all roles know: numbers, dates, what is decided and what is not.",
        )


def many(draft: Draft) -> Iterator[Problem]:
    """Whether there is more than anybody reads."""
    for key, kind, number in (
        ("personas", "roles", len(draft.scenario.personas)),
        ("issues", "issues", len(draft.scenario.issues)),
    ):
        if number >= MANY:
            yield from draft.warning(
                "too-many",
                (key,),
                f"{number} {kind} are more than anybody reads: every role is set against every "
                "other on every issue",
                f"Ask fewer than {MANY}, or split the scenario.",
                key=True,
            )


def comparisons(draft: Draft) -> Iterator[Problem]:
    """Comparisons in which there is nothing to compare."""
    if draft.scenario.issues:
        return
    for i, comparison in enumerate(draft.scenario.comparisons):
        yield from draft.warning(
            "nothing-to-compare",
            ("comparisons", i),
            f"the roles of {comparison.id!r} share no issue, so there is nothing to compare",
            "Add issues to the scenario.",
        )
