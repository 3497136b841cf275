"""Languages by their BCP 47 tags: validation, scripts, names and fallbacks, from babel's data."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_cldr_version, get_global

__all__ = [
    "LANGUAGE_PATTERN",
    "Language",
    "cldr_version",
    "direction",
    "english_name",
    "locale_of",
    "meant_tag",
    "script_of",
    "tag_fault",
    "with_fallbacks",
]

Language = str
"""A BCP 47 tag that ``tag_fault`` finds nothing wrong with: ``en``, ``pt-BR``, ``zh-Hant``."""

LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
"""The form of a tag: language, script and region."""

_RIGHT_TO_LEFT = frozenset(
    ("Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi")
)

_LONGEST = 40
"""How many characters of an invalid tag are shown."""


@functools.lru_cache(maxsize=256)
def tag_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with ``text`` as a language tag, and what to write; None if it is valid.

    Tags enter digests, so each language has one spelling: ``de-DE``, not ``de_DE`` or ``deu``.
    """
    meant = meant_tag(text)
    if meant == text:
        return None
    shown = repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "...")
    if meant is not None:
        return f"{shown} is not the standard tag of this language", f"Write {_named(meant)}."
    near = _guess(text)
    return (
        f"{shown} is not a known language tag",
        f"Did you mean {_named(near)}?"
        if near
        else "Write a BCP 47 tag, such as en, de, pt-BR or zh-Hant.",
    )


def _named(tag: Language) -> str:
    return f"`{tag}` ({english_name(tag)})"


@functools.lru_cache(maxsize=256)
def meant_tag(text: str) -> Language | None:
    """The tag that ``text`` stands for, if any: ``de-DE`` for ``de_DE``, ``de`` for ``deu``.

    Variants and extensions are dropped.
    """
    first, *rest = re.split("[-_]", text.strip())
    alias = get_global("language_aliases").get(first.lower(), first.lower())
    first, *more = alias.split("_")
    if not re.fullmatch("[a-z]{2,3}", first) or not localedata.exists(first):
        return None
    script = region = ""
    for part in (*more, *rest):
        if re.fullmatch("[A-Za-z]{4}", part) and not script:
            script = part.title()
        elif re.fullmatch("[A-Za-z]{2}|[0-9]{3}", part) and not region:
            region = part.upper()
        elif len(part) < 2:
            # What follows a single letter is an extension or for private use.
            break
    english = Locale("en")
    if (script and script not in english.scripts) or (region and region not in english.territories):
        return None
    return "-".join(filter(None, (first, script, region)))


def _guess(text: str) -> Language | None:
    """The language that ``text`` may mean, given its name or a country where it is spoken."""
    wanted = text.strip().casefold()
    if len(wanted) > _LONGEST:
        return None
    for tag in _base_languages():
        # Its English name and its own.
        names = (Locale("en").languages.get(tag), Locale(tag).languages.get(tag))
        if wanted in (name.casefold() for name in names if name):
            return tag
    likely = get_global("likely_subtags").get(f"und_{wanted.upper()}", "")
    return meant_tag(likely.split("_")[0]) if len(wanted) == 2 else None


def _base_languages() -> Iterator[Language]:
    for name in sorted(localedata.locale_identifiers()):
        if "_" not in name and meant_tag(name) == name:
            yield name


@functools.lru_cache(maxsize=256)
def script_of(tag: Language) -> str:
    """The script of a tag, such as ``Latn``: the one in the tag, or the most likely one.

    Empty if unknown.
    """
    first, *rest = tag.split("-")
    for part in rest:
        if len(part) == 4:
            return part
    likely = get_global("likely_subtags")
    names = (*(f"{first}_{region}" for region in rest), first)
    found = next((likely[name] for name in names if name in likely), "")
    return str(found).split("_")[1] if found.count("_") == 2 else ""


def direction(tag: Language) -> str:
    """``rtl`` or ``ltr``: the direction in which the script of a language is read."""
    return "rtl" if script_of(tag) in _RIGHT_TO_LEFT else "ltr"


@functools.lru_cache(maxsize=256)
def with_fallbacks(tag: Language) -> tuple[Language, ...]:
    """The tag, and the tags whose texts may be used instead: of the same language and script.

    For ``en-GB`` these include ``en``; for ``zh-TW``, ``zh-Hant`` but not ``zh``.
    """
    base, script = tag.split("-")[0], script_of(tag)
    near = [tag, f"{base}-{script}"] if script else [tag]
    if script_of(base) == script:
        near.append(base)
    return tuple(dict.fromkeys(near))


@functools.lru_cache(maxsize=256)
def english_name(tag: Language, register: str = "") -> str:
    """The English name of a language: ``German``, ``Traditional Chinese (Taiwan)``.

    ``register`` is the level of formality; it is added in parentheses.
    """
    english = Locale("en")
    base, *rest = tag.split("-")
    region = next((part for part in rest if len(part) < 4), "")
    script = script_of(tag)
    script = "" if script == script_of(base) else script
    for parts in ((base, script, region), (base, script), (base, region), (base,)):
        name = english.languages.get("_".join(filter(None, parts)))
        if name:
            break
    details = [
        english.scripts.get(script) if script not in parts else "",
        english.territories.get(region) if region not in parts else "",
        register,
    ]
    more = ", ".join(filter(None, details))
    # The few languages without an English name have one in their own language.
    name = name or locale_of(base).languages.get(base, tag)
    return f"{name} ({more})" if more else str(name)


@functools.lru_cache(maxsize=256)
def locale_of(tag: Language) -> Locale:
    """Babel's data for a tag, or for its language if there is none for the region."""
    for name in (tag, *reversed(with_fallbacks(tag)), tag.split("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except UnknownLocaleError:
            continue
    return Locale("en")


def cldr_version() -> str:
    """The version of the CLDR data that plural forms and lists are based on."""
    return get_cldr_version()
