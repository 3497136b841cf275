"""Rules for the roles of a scenario, and for names."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import combinations

from mkdocs_perspectives.common import Language, Problem
from mkdocs_perspectives.scenario.lint.languages import empty_sentence, wording_of
from mkdocs_perspectives.scenario.lint.texts import weight, words
from mkdocs_perspectives.scenario.scenario import Persona
from mkdocs_perspectives.scenario.written import Written, is_unwritten

__all__ = ["descriptions", "namesakes", "twins"]

_SHORT = 24
"""A description of less weight says no more than a name does."""

_ALIKE = 0.85
"""Descriptions whose words are the same to this part or more are nearly the same."""


def descriptions(written: Written) -> Iterator[Problem]:
    """What is wanting in each description; the first that is found."""
    for i, persona in enumerate(written.scenario.personas):
        source, place = written.description(i)
        if not is_unwritten(persona.description):
            found = _wanting(persona, written.scenario.language)
            if found is not None:
                yield from written.warning(found[0], place, found[1], found[2], source=source)


def _wanting(persona: Persona, language: Language) -> tuple[str, str, str] | None:
    """The rule that a description breaks, what is wrong and the remedy."""
    text = persona.description
    if weight(text) < _SHORT:
        return (
            "short-text",
            f"the description of {persona.id!r} says hardly more than its name",
            "Say in two or three sentences what it does, answers for and is measured by.",
        )
    if empty := empty_sentence(text, language):
        return (
            "empty-words",
            f"{empty!r} says nothing that sets {persona.id!r} apart",
            "Say what the role does, answers for and is measured by.",
        )
    has_a_measure = wording_of(language).has_a_measure
    if has_a_measure is not None and not has_a_measure(" ".join((text, *persona.goals))):
        return (
            "no-measure",
            f"nothing says what {persona.id!r} answers for or is measured by",
            "Add it, since that is where conflicts come from: `Is measured by waiting time.`",
        )
    return None


def twins(written: Written) -> Iterator[Problem]:
    """Roles that a model cannot tell apart."""
    for (_, one), (j, other) in combinations(enumerate(written.scenario.personas), 2):
        if not is_unwritten(one.description) and _likeness(one, other) >= _ALIKE:
            yield from written.warning(
                "same-description",
                ("personas", j),
                f"{other.id!r} is described in nearly the same words as {one.id!r}",
                "Say what sets the two apart: tasks, goals, what they are measured by.",
            )


def _likeness(one: Persona, other: Persona) -> float:
    """The part of their words that two descriptions have in common in order, 0 to 1."""
    a, b = (words(p.description.casefold()) for p in (one, other))
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def namesakes(written: Written) -> Iterator[Problem]:
    """Roles, or issues, that nobody can tell apart on the pages."""
    named: dict[str, list[tuple[str, str]]] = {
        "personas": [(p.id, p.name) for p in written.scenario.personas],
        "issues": [(i.id, i.title) for i in written.scenario.issues],
    }
    for key, kind in (("personas", "role"), ("issues", "issue")):
        first: dict[str, str] = {}
        for i, (own_id, name) in enumerate(named[key]):
            same = " ".join(name.casefold().split())
            if is_unwritten(name):
                continue
            if same in first:
                yield from written.warning(
                    "same-name",
                    (key, i, "name" if key == "personas" else "title"),
                    f"the {kind}s {first[same]!r} and {own_id!r} have the same name, {name!r}",
                    "Give each a name of its own: nobody can tell them apart on the pages.",
                )
            first.setdefault(same, own_id)
