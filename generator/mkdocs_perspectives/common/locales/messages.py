"""What a catalogue holds: messages with gaps, some of them with plural forms.

A message is Markdown with ``{named}`` gaps, or such texts by plural form, of which a gap decides:

    issues_count:
      n: {one: "{n} issue", other: "{n} issues"}
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

import yaml

from mkdocs_perspectives.common.languages import Language, locale_of
from mkdocs_perspectives.common.package_files import package_file

__all__ = [
    "NUMBER",
    "OPTIONAL",
    "Catalogue",
    "Message",
    "Plural",
    "catalogue",
    "gaps",
    "message_of",
    "plural_forms",
    "shipped_languages",
    "texts_of",
]

_FORMS = ("zero", "one", "two", "few", "many", "other")

OPTIONAL = {
    "register": frozenset[str](),
    "date": frozenset({"year", "month", "day"}),
    "number": frozenset[str](),
    "colon": frozenset[str](),
    "full_stop": frozenset[str](),
}
"""Keys that a catalogue may have and that no other stands in for, with their gaps.

``register`` is how a model is to speak the language; ``date`` is how pages write a date, and
``number`` how they write 1,234.5; ``colon`` stands behind a label and
``full_stop`` behind a sentence, as the language sets them.
"""

NUMBER = re.compile(r"1(\D?)234(\D)5")
"""How a catalogue shows what stands between thousands, and before decimals."""


@dataclass(frozen=True)
class Plural:
    """A message by plural form; the number in the gap ``gap`` decides which is taken."""

    gap: str
    forms: Mapping[str, str]


Message = str | Plural

Catalogue = Mapping[str, Message]
"""Messages by key."""


def message_of(value: Any) -> Message:
    """A message from the plain data of a catalogue in which ``message_fault`` finds nothing."""
    if isinstance(value, str):
        return value.strip("\n")
    ((gap, forms),) = value.items()
    return Plural(gap, {form: text.strip("\n") for form, text in forms.items()})


def texts_of(message: Message) -> tuple[str, ...]:
    """The texts of a message: one, or one for each plural form."""
    return (message,) if isinstance(message, str) else tuple(message.forms.values())


def gaps(message: Message) -> frozenset[str]:
    """The names of a message's gaps."""
    parts = (part for text in texts_of(message) for part in Formatter().parse(text))
    return frozenset(name for _, name, _, _ in parts if name)


def plural_forms(language: Language) -> tuple[str, ...]:
    """The plural forms of a language, ``other`` last."""
    tags = locale_of(language).plural_form.tags
    return tuple(form for form in _FORMS if form in {*tags, "other"})


@functools.cache
def shipped_languages() -> frozenset[Language]:
    """The languages whose catalogues are part of the package."""
    folder = package_file("common/locales")
    return frozenset(file.stem for file in folder.iterdir() if file.suffix == ".yml")


@functools.cache
def catalogue(language: Language) -> Catalogue:
    """The messages of the package in ``language``; none where it has no catalogue of it."""
    if language not in shipped_languages():
        return {}
    text = package_file(f"common/locales/{language}.yml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {key: message_of(value) for key, value in data.items()}
