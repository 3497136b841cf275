"""The kinds of single values in the files of authors: ids, texts, languages, addresses, labels."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag
from pydantic_core import PydanticCustomError

from mkdocs_perspectives.common import LANGUAGE_PATTERN, shows, tag_fault

__all__ = [
    "DEVICE_NAME",
    "ID_PATTERN",
    "NO_LANGUAGE",
    "RESERVED_FOLDERS",
    "RESERVED_IDS",
    "SHOWS_NOTHING",
    "URL_PATTERN",
    "Id",
    "LanguageTag",
    "LocalText",
    "LocalTitle",
    "Scale",
    "Tag_",
    "Text",
    "Title",
    "Url",
    "is_device_name",
]

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

RESERVED_IDS = frozenset({"index", "comparisons", "conflicts"})
"""Ids of personas that would collide with the pages of a scenario."""

RESERVED_FOLDERS = re.compile(r"calibration|locales|index|how-to-read.*")
"""Ids of scenarios that would collide with the pages of all scenarios, or with a site's words."""

_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)

DEVICE_NAME, SHOWS_NOTHING, NO_LANGUAGE = "device_name", "shows_nothing", "no_language"
"""The kinds of error that are found here, as ``validation_errors`` puts them into words."""


def is_device_name(name: str) -> bool:
    """Whether Windows takes ``name``, with any ending, for a device and makes no file of it."""
    return name in _DEVICES


def _no_device(name: str) -> str:
    if is_device_name(name):
        raise PydanticCustomError(DEVICE_NAME, "a device name of Windows")
    return name


def _shown(text: str) -> str:
    if not shows(text):
        raise PydanticCustomError(SHOWS_NOTHING, "a text that shows nothing")
    return text


def _known_language(text: str) -> str:
    if fault := tag_fault(text):
        message, remedy = fault
        context = {"fault": message, "remedy": remedy}
        raise PydanticCustomError(NO_LANGUAGE, "no language tag", context)
    return text


# A tag becomes front matter and a page of its own, where themes do not escape it.
TAG_PATTERN = r"^[^\W_](?:[\w .+-]*\w)?$"

URL_PATTERN = r"^https?://[^\s<>\"'`\\]+$"

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

Id = Annotated[
    str, StringConstraints(pattern=ID_PATTERN, max_length=80), AfterValidator(_no_device)
]
Tag_ = Annotated[str, StringConstraints(pattern=TAG_PATTERN, max_length=60), AfterValidator(_shown)]
Title = Annotated[_Words, StringConstraints(max_length=200), AfterValidator(_shown)]
Text = Annotated[_Words, StringConstraints(max_length=20_000), AfterValidator(_shown)]


LanguageTag = Annotated[
    str, AfterValidator(_known_language), Field(json_schema_extra={"pattern": LANGUAGE_PATTERN})
]
Url = Annotated[
    _Words, StringConstraints(pattern=URL_PATTERN, max_length=2000), AfterValidator(_shown)
]
Scale = Annotated[list[Title], Field(min_length=5, max_length=5)]


def _shape(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "text"


LocalTitle = Annotated[
    Annotated[Title, Tag("text")]
    | Annotated[dict[LanguageTag, Title], Field(min_length=1), Tag("mapping")],
    Discriminator(_shape),
]
LocalText = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[dict[LanguageTag, Text], Field(min_length=1), Tag("mapping")],
    Discriminator(_shape),
]
