"""What can be said of a text without knowing its language's words."""

from __future__ import annotations

import re
from dataclasses import replace

from mkdocs_perspectives.scenario.lint.texts import sentences, weight
from mkdocs_perspectives.scenario.lint.wording import Wording, has

__all__ = ["ANY_LANGUAGE", "by_single_words", "has_a_question_mark"]

_LEAST = 10
"""A statement of less weight is a word or two."""

# A sign of question in some script, or how a question ends in Japanese or Chinese.
_QUESTION = re.compile(
    r"[?？؟\u037e፧]\W*$|(?<=[\u3040-\u30ff\u4e00-\u9fff])か[。.]?\s*$|[吗嗎呢][。.]?\s*$"
)


def has_a_question_mark(text: str) -> bool:
    """Whether a text ends as questions do in some language."""
    return _QUESTION.search(text) is not None


def _names_a_topic(text: str) -> bool:
    return weight(text) < _LEAST


def _makes_two_claims(text: str) -> bool:
    return len(sentences(text)) > 1


ANY_LANGUAGE = Wording(has_a_question_mark, _names_a_topic, _makes_two_claims)


def by_single_words(
    unopposed: re.Pattern[str], measured: re.Pattern[str], *, commas: str
) -> Wording:
    """Judgements by how a text ends, and by words anywhere in it.

    Args:
        commas: signs of the language; whatever has one, or a number, says more than that something
            matters.
    """
    more = re.compile(rf"[\d{commas}]")
    return replace(
        ANY_LANGUAGE,
        is_unopposed=lambda text: not more.search(text) and unopposed.search(text) is not None,
        has_a_measure=has(measured),
    )
