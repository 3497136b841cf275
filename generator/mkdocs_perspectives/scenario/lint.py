"""What weakens a scenario without being wrong: warnings for its author.

Rules of thumb over the words; each names what it saw, so that an author who knows better can
leave it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from mkdocs_perspectives.common import PLACEHOLDER, Problem
from mkdocs_perspectives.scenario.scenario import Persona, Scenario
from mkdocs_perspectives.scenario.source import Place, Source

__all__ = ["cut_texts", "lint"]

MANY = 15
"""From so many roles or issues on, nobody reads what is made of them."""

_ALIKE = 0.85
"""Descriptions whose words are the same to this part or more are nearly the same."""

_LONG_WORDS = 20
"""Where words have so many letters on average or more, spaces part something else."""

_LETTERS = 200
"""So many letters of a description are looked at instead."""

_LOOKED_AT = 500
"""Characters of a statement, and words of a description, that are looked at; more takes long."""

# A sign of question in some script, or how a question ends in Korean, Japanese or Chinese.
_QUESTION = re.compile(
    r"[?？؟\u037e፧]\s*$|(?:까|나요|가요|는가|은가|인가)[.?？]?\s*$"
    r"|(?<=[\u3040-\u30ff\u4e00-\u9fff])か[。.]?\s*$|[吗嗎呢][。.]?\s*$"
)

_CLAIM_EN = r"(?:should|must|ought|shall|will|can|may|needs?|has to|have to|is|are)"
_TWO_CLAIMS = re.compile(
    rf"\b{_CLAIM_EN}\b[^.]*(?:;|\band\b|\bbut\b|\bwhile\b)[^.]*\b{_CLAIM_EN}\b"
    r"|(?:야 하|해야|되어야)[^.]*(?:고|며|지만|으나)[ ,][^.]*(?:야 한다|야 합니다|된다|됩니다)"
    r"|[。！।۔።]\s*\w",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"([^\W\d_]+)[.!]\s+(\S)")


def lint(scenario: Scenario, source: Source) -> list[Problem]:
    """Warnings for one scenario, in the order of its file; nothing here stops a build.

    What a variant takes from the scenario that it extends is left to the warnings for that one.
    """
    checks = (_unwritten, _many, _namesakes, _twins, _claims, _comparisons)
    own = _own_part(scenario)
    found = [problem for check in checks for problem in check(own, source)]
    return sorted([*found, *cut_texts(source)])


def _own_part(scenario: Scenario) -> Scenario:
    """A scenario without what it takes from the one that it extends."""
    taken = scenario.inherited
    return replace(
        scenario,
        situation="" if "situation" in taken else scenario.situation,
        personas=() if "personas" in taken else scenario.personas,
        issues=() if "issues" in taken else scenario.issues,
        comparisons=() if taken & {"comparisons", "issues"} else scenario.comparisons,
    )


def cut_texts(source: Source) -> Iterator[Problem]:
    """A warning for each plain text that ends where a comment begins, as ``Is issue #5 open?``.

    Ids and languages, which have no blanks, are left alone.
    """
    for place in source.cut:
        if place[-1] not in _WORDS and not (len(place) > 1 and place[-2] == "personas"):
            line, column = source.values[place]
            text = source.lines[line - 1][column - 1 :]
            yield source.problem(
                place,
                "this text ends before the #, which begins a comment",
                f"If the # belongs to the text, put it in quotes: {_quoted(text)}. A comment may "
                "stand on a line of its own.",
            )


_WORDS = frozenset({"id", "extends", "language", "file", "url"})


def _quoted(text: str) -> str:
    """What an author may have meant, in quotes."""
    text = text.strip()
    whole = "#" in text and len(text) <= 80
    return "'" + text.replace("'", "''") + "'" if whole else "'...'"


def _unwritten(scenario: Scenario, source: Source) -> Iterator[Problem]:
    texts: list[tuple[Place, str]] = [
        (("situation",), scenario.situation),
        (("change",), scenario.change),
    ]
    for i, persona in enumerate(scenario.personas):
        texts.append((("personas", i, "description"), persona.description))
    for i, issue in enumerate(scenario.issues):
        texts.append((("issues", i, "title"), issue.title))
        texts.append((("issues", i, "statement"), issue.statement))
    for place, text in texts:
        if text.startswith(PLACEHOLDER):
            yield source.problem(
                place,
                "this text is still to be written",
                f"Replace what begins with {PLACEHOLDER}.",
            )


def _many(scenario: Scenario, source: Source) -> Iterator[Problem]:
    for key, kind, number in (
        ("personas", "roles", len(scenario.personas)),
        ("issues", "issues", len(scenario.issues)),
    ):
        if number >= MANY:
            yield source.problem(
                (key,),
                f"{number} {kind} are more than anybody reads: every role is set against every "
                "other on every issue",
                f"Ask fewer than {MANY}, or split the scenario.",
                key=True,
            )


def _namesakes(scenario: Scenario, source: Source) -> Iterator[Problem]:
    named: dict[str, list[tuple[str, str]]] = {
        "personas": [(p.id, p.name) for p in scenario.personas],
        "issues": [(i.id, i.title) for i in scenario.issues],
    }
    for key, kind in (("personas", "role"), ("issues", "issue")):
        first: dict[str, str] = {}
        for i, (own_id, name) in enumerate(named[key]):
            same = " ".join(name.casefold().split())
            if name.startswith(PLACEHOLDER):
                continue
            if same in first:
                yield source.problem(
                    (key, i, "name" if key == "personas" else "title"),
                    f"the {kind}s {first[same]!r} and {own_id!r} have the same name, {name!r}",
                    "Give each a name of its own: nobody can tell them apart on the pages.",
                )
            first.setdefault(same, own_id)


def _twins(scenario: Scenario, source: Source) -> Iterator[Problem]:
    for (_, one), (j, other) in combinations(enumerate(scenario.personas), 2):
        if not one.description.startswith(PLACEHOLDER) and _likeness(one, other) >= _ALIKE:
            yield source.problem(
                ("personas", j),
                f"{other.id!r} is described in nearly the same words as {one.id!r}",
                "Say what sets the two apart: tasks, goals, what they are measured by.",
            )


def _likeness(one: Persona, other: Persona) -> float:
    """The part of their words that two descriptions have in common in order, 0 to 1."""
    a, b = (_words(p.description.casefold())[:_LOOKED_AT] for p in (one, other))
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    """The words of a text; its letters where no spaces part them, as in Japanese."""
    words = text.split()
    return words if len(text) <= _LONG_WORDS * len(words) else list(text[:_LETTERS])


def _claims(scenario: Scenario, source: Source) -> Iterator[Problem]:
    for i, issue in enumerate(scenario.issues):
        for key, text in (("statement", issue.statement), ("reversed", issue.reversed)):
            place: Place = ("issues", i, key)
            if _QUESTION.search(text[-_LOOKED_AT:]):
                yield source.problem(
                    place,
                    "the statement is a question, so nobody can be for or against it",
                    "Turn it into a claim: not `Should we wait?` but `We should wait.`",
                )
            elif _two_claims(text[:_LOOKED_AT]):
                yield source.problem(
                    place,
                    "the statement seems to hold two claims, and a role may be for only one of "
                    "them",
                    "Split it into two issues, or keep the claim that is disputed.",
                )


def _two_claims(text: str) -> bool:
    return bool(_TWO_CLAIMS.search(text)) or any(map(_ends, _SENTENCE_END.finditer(text)))


def _ends(found: re.Match[str]) -> bool:
    """Whether a sentence ends at a full stop: not so after ``z. B.`` or before a small letter.

    Scripts without capitals have hardly any abbreviations.
    """
    word, following = found.groups()
    if word.lower() == word.upper():
        return True
    return len(word) > 3 and following.upper() == following


def _comparisons(scenario: Scenario, source: Source) -> Iterator[Problem]:
    if scenario.issues:
        return
    for i, comparison in enumerate(scenario.comparisons):
        yield source.problem(
            ("comparisons", i),
            f"the roles of {comparison.id!r} share no issue, so there is nothing to compare",
            "Add issues to the scenario.",
        )
