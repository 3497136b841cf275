"""Looks words up in the catalogues of a language and of those that stand in for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from mkdocs_perspectives.common.escaping import escape, isolated, unmarked
from mkdocs_perspectives.common.languages import (
    Language,
    direction,
    locale_of,
    with_fallbacks,
)
from mkdocs_perspectives.common.locales.messages import (
    NUMBER,
    OPTIONAL,
    Catalogue,
    Message,
    catalogue,
)
from mkdocs_perspectives.common.locales.particles import with_particle

__all__ = ["Words"]

_LAST = "en"
"""The language of the words that no other has."""

_PLAIN = re.compile(r"[\d.]+")
"""A value that is shown alike wherever it stands."""

_GAP, _WORD = re.compile(r"\{[^{}]*\}"), re.compile("[A-Za-z]")

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class _Value:
    """A value for a gap: escaped, isolated, and followed by the particle that fits its last sound.

    In a catalogue, ``{name:은/는}`` is the name and whichever of the two particles fits.
    """

    def __init__(self, value: Any, shown: Markup) -> None:
        self._value, self._shown = value, shown

    def __format__(self, particles: str) -> str:
        text = self._shown
        if not particles:
            return str(text)
        return with_particle(str(unmarked(self._value)), str(text), particles)


class Words:
    """Messages in one language, by key; ``words(key, name=value)`` fills and escapes the gaps.

    A value that is an int or a Decimal is written as the language writes numbers. A word that the
    language lacks is English, and marked as such on the page.

    Args:
        own: the catalogues of a site, by language; each wins over that of the package.
        marked: whether it is marked which words are English for want of others.
    """

    def __init__(
        self,
        language: Language,
        own: Mapping[Language, Catalogue] | None = None,
        *,
        marked: bool = True,
    ) -> None:
        self.language = language
        self.direction = direction(language)
        self._own = own or MappingProxyType({})
        self._others: dict[Language, Words] = {language: self}
        near = with_fallbacks(language)
        self._near = {**self._of(*reversed(near))}
        self._last = self._of(_LAST)
        self._foreign = _LAST not in near
        self._marked = self._foreign and marked
        self._filled: dict[str, Markup] = {}
        signs = NUMBER.fullmatch(str(self._near.get("number", "1,234.5")))
        self._signs = str.maketrans(dict(zip(",.", signs.groups(), strict=True)) if signs else {})
        self._named_by = next((tag for tag in near if "language_name" in self._of(tag)), None)

    def _of(self, *languages: Language) -> dict[str, Message]:
        """The messages of several languages, the later ones before the earlier ones."""
        found: dict[str, Message] = {}
        for language in languages:
            found |= {**catalogue(language), **self._own.get(language, {})}
        return found

    def of(self, language: Language) -> Words:
        """The words of the same site in another language."""
        if language not in self._others:
            self._others[language] = other = Words(language, self._own)
            other._others = self._others
        return self._others[language]

    def without_marks(self) -> Words:
        """The same words for a text in which nothing is marked as English."""
        return Words(self.language, self._own, marked=False)

    def __call__(self, key: str, **values: Any) -> Markup:
        """The message under ``key``. KeyError if there is none."""
        if values:
            return self._fill(key, values)
        if key not in self._filled:
            self._filled[key] = self._fill(key, values)
        return self._filled[key]

    def text(self, key: str) -> str:
        """A message without gaps as plain text, for where no markup may stand."""
        return str(unmarked(self(key)))

    def _fill(self, key: str, values: Mapping[str, Any]) -> Markup:
        own = self._near.get(key)
        message = self._last[key] if own is None else own
        language = _LAST if own is None else self.language
        if not isinstance(message, str):
            form = locale_of(language).plural_form(_number(values[message.gap]))
            message = message.forms.get(form, message.forms["other"])
        shown = {name: _Value(value, self._shown(value)) for name, value in values.items()}
        text = message.format(**shown)
        if own is None and self._marked and _WORD.search(_GAP.sub("", message)):
            text = _in_english(text)
        return Markup(text)  # noqa: S704 - values are escaped

    def _shown(self, value: Any) -> Markup:
        """A value as a part of a sentence.

        Among letters that are read from the right, the parts of a date or a name with signs would
        be shown in another order.
        """
        if isinstance(value, Markup):
            return value
        if isinstance(value, int | Decimal):
            return Markup(f"{value:,}".translate(self._signs))  # noqa: S704 - digits and signs
        apart = self.direction == "rtl" and not _PLAIN.fullmatch(str(value))
        return Markup(f"<bdi>{escape(value)}</bdi>") if apart else isolated(value)  # noqa: S704

    @property
    def name(self) -> str:
        """What the language calls itself; its tag where no catalogue says that."""
        if self._named_by is None:
            return self.language
        own = str(self._near["language_name"])
        return own if self._named_by == self.language else f"{own} ({self.language})"

    @property
    def register(self) -> str:
        """How a model is to speak the language, if a catalogue says it."""
        return str(self._near.get("register", ""))

    @property
    def untranslated(self) -> int:
        """How many messages only English has."""
        if not self._foreign:
            return 0
        return len(self._last.keys() - self._near.keys() - OPTIONAL.keys())

    @property
    def colon(self) -> Markup:
        """What stands between a label and its value."""
        return Markup(str(self._near.get("colon", ":")))  # noqa: S704 - as all of a catalogue

    @property
    def full_stop(self) -> Markup:
        """What ends a sentence that a page puts together."""
        return Markup(str(self._near.get("full_stop", ".")))  # noqa: S704 - as all of a catalogue

    def date(self, iso: str) -> Markup:
        """A date as the catalogue writes it; as it is where the catalogue does not say how."""
        found, pattern = _ISO_DATE.fullmatch(iso), self._near.get("date")
        if not found or not isinstance(pattern, str):
            return self._shown(iso)
        year, month, day = map(int, found.groups())
        return self._shown(pattern.format(year=year, month=month, day=day))

    def listed(self, items: Iterable[Any]) -> Markup:
        """Several things in a row, as the language lists them: ``A, B, and C``."""
        texts = list(map(self._shown, items))
        patterns = locale_of(self.language).list_patterns["standard"]
        if len(texts) < 3:
            return Markup(patterns["2"].format(*texts) if len(texts) == 2 else "".join(texts))  # noqa: S704
        *before, last = texts
        together = before[0]
        for number, text in enumerate(before[1:], 1):
            pattern = patterns["start" if number == 1 else "middle"]
            together = Markup(pattern.format(together, text))  # noqa: S704 - of escaped texts
        return Markup(patterns["end"].format(together, last))  # noqa: S704


def _number(value: Any) -> Decimal:
    """The number that decides on a plural form; a text that is none counts as 0."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def _in_english(text: str) -> str:
    """A message as a part of a page in another language."""
    if "\n" in text:
        return f'<div lang="{_LAST}" dir="ltr" markdown>\n\n{text}\n\n</div>'
    return f'<bdi lang="{_LAST}" dir="ltr">{text}</bdi>'
