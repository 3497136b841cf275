"""Rules for a scenario as a whole: its situation, how much there is in it, its comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.lint.languages import empty_sentence
from mkdocs_perspectives.scenario.lint.texts import weight
from mkdocs_perspectives.scenario.written import Written, is_unwritten

__all__ = ["comparisons", "many", "situation"]

MANY = 15
"""From so many roles or issues on, nobody reads what is made of them."""

_SHORT = 45
"""A situation of less weight and without a number is a headline."""

_FACTS = "Write what all roles know: numbers, dates, what is decided and what is not."


def situation(written: Written) -> Iterator[Problem]:
    """Whether the situation states facts, and what a variant changes in it."""
    scenario = written.scenario
    for key, text in (("situation", scenario.situation), ("change", scenario.change)):
        if is_unwritten(text):
            continue
        if empty := empty_sentence(text, scenario.language):
            yield from written.warning("empty-words", (key,), f"{empty!r} states no fact", _FACTS)
        elif key == "situation" and _is_headline(text):
            yield from written.warning(
                "short-text",
                (key,),
                "the situation is too short to infer from what a role would say",
                _FACTS,
            )


def _is_headline(text: str) -> bool:
    return 0 < weight(text) < _SHORT and not any(letter.isdigit() for letter in text)


def many(written: Written) -> Iterator[Problem]:
    """Whether there is more than anybody reads."""
    for key, kind, number in (
        ("personas", "roles", len(written.scenario.personas)),
        ("issues", "issues", len(written.scenario.issues)),
    ):
        if number >= MANY:
            yield from written.warning(
                "too-many",
                (key,),
                f"{number} {kind} are more than anybody reads: every role is set against every "
                "other on every issue",
                f"Ask fewer than {MANY}, or split the scenario.",
                key=True,
            )


def comparisons(written: Written) -> Iterator[Problem]:
    """Comparisons in which there is nothing to compare."""
    if written.scenario.issues:
        return
    for i, comparison in enumerate(written.scenario.comparisons):
        yield from written.warning(
            "nothing-to-compare",
            ("comparisons", i),
            f"the roles of {comparison.id!r} share no issue, so there is nothing to compare",
            "Add issues to the scenario.",
        )
