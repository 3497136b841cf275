"""Looks up the words of the pages, and chooses the Korean particles that fit."""

from __future__ import annotations

import functools
import re
from typing import Any

import yaml
from markupsafe import Markup

from mkdocs_perspectives.common.escaping import isolated
from mkdocs_perspectives.common.languages import Language
from mkdocs_perspectives.common.package_files import package_text

__all__ = ["Words", "catalogue"]

_GAP = re.compile(r"(?<!\{)\{\w")


@functools.cache
def catalogue(language: Language) -> dict[str, str]:
    """All messages of ``language`` by key; each is Markdown with ``{named}`` gaps."""
    text = package_text(f"common/locales/{language}.yml")
    data: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {key: text.strip("\n") for key, text in data.items()}


@functools.cache
def _plain(language: Language) -> dict[str, Markup]:
    """The messages that have no gaps."""
    messages = catalogue(language).items()
    return {key: Markup(text.format()) for key, text in messages if not _GAP.search(text)}  # noqa: S704


class _Word:
    """A value for a gap: escaped, isolated, and followed by the particle that fits its last sound.

    In a catalogue, ``{name:은/는}`` is the name and whichever of the two particles fits.
    """

    def __init__(self, value: Any) -> None:
        self._value = value

    def __format__(self, particles: str) -> str:
        text = self._value if isinstance(self._value, Markup) else isolated(self._value)
        if not particles:
            return str(text)
        after_consonant, after_vowel = particles.split("/")
        return f"{text}{after_consonant if _ends_in_consonant(str(self._value)) else after_vowel}"


def _ends_in_consonant(word: str) -> bool:
    """Whether the last sound is a consonant, as far as the spelling shows it."""
    last = next((c for c in reversed(word) if c.isalnum()), "")
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 != 0
    # Digits as Korean reads them (영 일 이 삼 ...); Latin letters by their usual final sounds.
    return last in "013678" or last.lower() in "lmn"


class Words:
    """Messages in one language, by key; ``words(key, name=value)`` fills and escapes the gaps."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._messages = catalogue(language)
        self._plain = _plain(language)

    def __call__(self, key: str, **values: Any) -> Markup:
        """The message under ``key``. KeyError if there is none."""
        if not values:
            return self._plain[key]
        filled = {name: _Word(value) for name, value in values.items()}
        return Markup(self._messages[key].format(**filled))  # noqa: S704 - values are escaped
