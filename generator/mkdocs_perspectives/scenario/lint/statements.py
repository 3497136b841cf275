"""Rules for the statements of a scenario: claims that people can be for or against."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_perspectives.common import Language, Problem
from mkdocs_perspectives.scenario.lint.languages import wording_of
from mkdocs_perspectives.scenario.lint.texts import LOOKED_AT, has_spaces, words
from mkdocs_perspectives.scenario.lint.wording import Wording
from mkdocs_perspectives.scenario.source import Place
from mkdocs_perspectives.scenario.written import Written, is_unwritten

__all__ = ["statement_fault", "statements", "wordings"]

_ALIKE = 3
"""So many statements that all begin or end alike are worded the same way."""

_ONE_WAY = 4
"""So many statements that all want more, and none less, are worded the same way."""


def statements(written: Written) -> Iterator[Problem]:
    """What is wrong with each statement alone, and with its negation; the first that is found."""
    wording = wording_of(written.scenario.language)
    for i, issue in enumerate(written.scenario.issues):
        for key, said in (("statement", issue.statement), ("reversed", issue.reversed)):
            text = " ".join(said[:LOOKED_AT].split())
            end = " ".join(said[-LOOKED_AT:].split())
            found = None if not said or is_unwritten(text) else _fault(wording, text, end)
            if found is not None:
                place: Place = ("issues", i, key)
                yield from written.warning(found[0], place, found[1], found[2])


def statement_fault(text: str, language: Language) -> str:
    """What is wrong with a statement in ``language``; empty where nothing is found."""
    line = " ".join(text.split())
    found = _fault(wording_of(language), line[:LOOKED_AT], line[-LOOKED_AT:])
    return "" if found is None else found[1]


def _fault(wording: Wording, text: str, end: str) -> tuple[str, str, str] | None:
    """The rule that a statement breaks, what is wrong and the remedy."""
    if wording.asks(text) or wording.asks(end):
        return (
            "question",
            "the statement is a question, so nobody can be for or against it",
            "Turn it into a claim: not `Should we wait?` but `We should wait.`",
        )
    if wording.names_a_topic(text):
        return (
            "no-claim",
            "the statement names a topic and claims nothing",
            "Write a sentence that some would deny: not `Price` but `The price should fall.`",
        )
    if wording.makes_two_claims(text):
        return (
            "two-claims",
            "the statement seems to hold two claims, and a role may be for only one of them",
            "Split it into two issues, or keep the claim that is disputed.",
        )
    if wording.is_unopposed is not None and wording.is_unopposed(text):
        return (
            "unopposed",
            "nobody opposes this statement, so the roles cannot differ",
            "Say what it should cost, or what comes second: not `Quality matters.` but `No car "
            "should leave before the cold test, whatever the date.`",
        )
    return None


def wordings(written: Written) -> Iterator[Problem]:
    """Whether all statements are worded the same way, so that agreeing with all is easy."""
    texts = [issue.statement[:LOOKED_AT] for issue in written.scenario.issues]
    if any(map(is_unwritten, texts)):
        return
    found = _same_words(texts) or _one_way(wording_of(written.scenario.language), texts)
    if found:
        yield from written.warning(
            "same-wording",
            ("issues",),
            f"{found}, so that agreeing with everything is an easy answer",
            "Word some of them the other way round: what should stay, end, wait or cost less.",
            key=True,
        )


def _same_words(texts: list[str]) -> str:
    """What all statements have in common, in any language that puts spaces between words."""
    split = [words(text.casefold().rstrip(" .。!")) for text in texts]
    if len(split) < _ALIKE or min(map(len, split)) < 3 or not all(map(has_spaces, texts)):
        return ""
    for end, taken in (("begin", slice(2)), ("end", slice(-2, None))):
        if len({tuple(found[taken]) for found in split}) == 1:
            return f"all {len(texts)} statements {end} with the same words"
    return ""


def _one_way(wording: Wording, texts: list[str]) -> str:
    more, brake = wording.wants_more, wording.holds_back
    if more is None or brake is None or len(texts) < _ONE_WAY:
        return ""
    if all(more(text) and not brake(text) for text in texts):
        return f"all {len(texts)} statements ask for more of something"
    return ""
