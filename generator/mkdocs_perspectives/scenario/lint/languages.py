"""Which module judges the texts of which language."""

from __future__ import annotations

from mkdocs_perspectives.common import Language
from mkdocs_perspectives.scenario.lint.any_language import ANY_LANGUAGE
from mkdocs_perspectives.scenario.lint.by_words import FRENCH, GERMAN, SPANISH
from mkdocs_perspectives.scenario.lint.english import ENGLISH
from mkdocs_perspectives.scenario.lint.korean import KOREAN
from mkdocs_perspectives.scenario.lint.texts import sentences
from mkdocs_perspectives.scenario.lint.unspaced_words import CHINESE, JAPANESE
from mkdocs_perspectives.scenario.lint.wording import Wording

__all__ = ["empty_sentence", "wording_of"]

_SENTENCE = 200
"""Characters of a sentence that may be empty; a longer one says something."""

_WORDINGS = {
    "de": GERMAN,
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "ja": JAPANESE,
    "ko": KOREAN,
    "zh": CHINESE,
}


def wording_of(language: Language) -> Wording:
    """What can be said of texts in ``language``."""
    return _WORDINGS.get(language.split("-")[0], ANY_LANGUAGE)


def empty_sentence(text: str, language: Language) -> str:
    """The first sentence that states no fact, or nothing where all do as far as one can see."""
    is_empty = wording_of(language).is_empty
    if is_empty is None:
        return ""
    found = sentences(text, english=language.split("-")[0] == "en")
    return next((s for s in found if len(s) <= _SENTENCE and is_empty(s)), "")
