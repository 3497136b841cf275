"""What is wrong with a message of a catalogue, seen beside the English one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import Any

from mkdocs_perspectives.common.invisible import shows
from mkdocs_perspectives.common.languages import Language, english_name
from mkdocs_perspectives.common.locales.messages import (
    NUMBER,
    OPTIONAL,
    catalogue,
    gaps,
    plural_forms,
    texts_of,
)

__all__ = ["MessageFault", "message_fault"]

_WITHOUT_NUMBER = frozenset({"zero", "one", "two"})
"""Forms that may stand for one number, so that they need not say it, nor what follows from it."""

_PARTICLES = re.compile(r"[^/{}]+/[^/{}]+")

LONGEST = 4_000
"""Characters of a message."""


@dataclass(frozen=True)
class MessageFault:
    """A fault below a key of a catalogue: the way to it, what is wrong, and the remedy."""

    place: tuple[str, ...]
    message: str
    remedy: str


def message_fault(language: Language, key: str, value: Any) -> MessageFault | None:
    """The first fault of ``value``, plain data, as the message ``key`` of a catalogue, or None.

    ``key`` is one that English has, or one of ``OPTIONAL``.
    """
    if isinstance(value, str):
        if key == "number" and not NUMBER.fullmatch(value):
            return MessageFault((), "'number' does not show 1,234.5", 'Write it, as in "1.234,5".')
        return _text_fault((), key, value, _wanted(key))
    if not isinstance(value, dict) or key in OPTIONAL:
        return MessageFault((), f"{key!r} must be text", 'Put the words in quotes: "...".')
    return _plural_fault(language, key, value)


def _wanted(key: str) -> frozenset[str]:
    return OPTIONAL[key] if key in OPTIONAL else gaps(catalogue("en")[key])


def _plural_fault(language: Language, key: str, value: dict[str, Any]) -> MessageFault | None:
    wanted = _wanted(key)
    if len(value) != 1 or not isinstance(next(iter(value.values())), dict):
        what = f"{key!r} is neither text nor plural forms below the name of a gap"
        return MessageFault((), what, 'Write `key: "..."`, or `key: {n: {one: "...", ...}}`.')
    ((gap, forms),) = value.items()
    if gap not in wanted:
        what = f"{gap!r} is no gap of {key!r}, so no number decides on its plural form"
        return MessageFault((gap,), what, _these(wanted, "It has no gap: write one text."))
    known = plural_forms(language)
    for form, text in forms.items():
        if form not in known:
            what = f"{form!r} is no plural form of {english_name(language)}"
            return MessageFault((gap, form), what, f"Its forms are {', '.join(known)}.")
        if not isinstance(text, str):
            what = f"{form!r} must be text"
            return MessageFault((gap, form), what, 'Put the words in quotes: "...".')
        optional = wanted if form in _WITHOUT_NUMBER else frozenset[str]()
        if fault := _text_fault((gap, form), key, text, wanted, optional):
            return fault
    if "other" not in forms:
        what = f"{key!r} has no form `other`, which stands for all numbers without one of their own"
        return MessageFault((gap,), what, 'Add `other: "..."`.')
    return None


def _text_fault(
    place: tuple[str, ...],
    key: str,
    text: str,
    wanted: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> MessageFault | None:
    """The first fault of one text, whose gaps are to be ``wanted``, but for the ``optional``."""
    if not shows(text):
        return MessageFault(place, f"{key!r} shows nothing", "Write a text, or remove the key.")
    if len(text) > LONGEST:
        return MessageFault(place, f"{key!r} is longer than {LONGEST} characters", "Shorten it.")
    english = "" if key in OPTIONAL else "".join(texts_of(catalogue("en")[key]))
    if "\n" in text.strip("\n") and "\n" not in english:
        return MessageFault(place, f"{key!r} must be in one line", "Join its lines.")
    if sign := next((sign for sign in "<>|" if sign in text and sign not in english), ""):
        what = f"{key!r} holds the sign {sign}, which begins something else on a page"
        return MessageFault(place, what, "Write it in other words; Markdown's ** and ` are fine.")
    return _gap_fault(place, key, text, wanted, optional)


def _gap_fault(
    place: tuple[str, ...],
    key: str,
    text: str,
    wanted: frozenset[str],
    optional: frozenset[str],
) -> MessageFault | None:
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        what = "a brace is opened and not closed, or closed and not opened"
        return MessageFault(place, what, "Write gaps as {name}; a brace of the text is {{ or }}.")
    found = {str(name) for _, name, _, _ in parts}
    if unknown := sorted(found - wanted):
        what = f"there is no gap {{{unknown[0]}}}"
        return MessageFault(place, what, _these(wanted, "This text has none: remove it."))
    if lacking := sorted(wanted - found - optional):
        what = f"the gap {{{lacking[0]}}} is missing"
        return MessageFault(place, what, "Put it where its value is to stand.")
    for _, name, form, conversion in parts:
        if conversion or (form and (key in OPTIONAL or not _PARTICLES.fullmatch(form))):
            what = f"the gap {{{name}}} says how its value is to be written"
            remedy = f"Write {{{name}}}; only Korean particles may follow, as in {{{name}:은/는}}."
            return MessageFault(place, what, remedy)
    return None


def _these(wanted: frozenset[str], none: str) -> str:
    listed = ", ".join(f"{{{name}}}" for name in sorted(wanted))
    return f"The gaps here are {listed}." if wanted else none
