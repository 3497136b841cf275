"""The texts of what an author starts from, in the languages that have them."""

from __future__ import annotations

import functools
from typing import Any

import yaml

from mkdocs_perspectives.common import (
    PLACEHOLDER,
    Language,
    package_file,
    package_text,
    with_fallbacks,
)

__all__ = [
    "comments_in",
    "described_in",
    "drafted_comment_in",
    "example_in",
    "placeholders_in",
    "site_texts_in",
]

_FOLDER, _NAME = "scenario/starter_templates", "texts-"


@functools.cache
def _languages() -> frozenset[Language]:
    files = package_file(_FOLDER).glob(f"{_NAME}*.yml")
    return frozenset(file.stem.removeprefix(_NAME) for file in files)


@functools.cache
def _texts(language: Language) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(package_text(f"{_FOLDER}/{_NAME}{language}.yml"))
    return data


def _near(language: Language) -> Language | None:
    """The language whose texts serve for ``language``, if any do."""
    return next((tag for tag in with_fallbacks(language) if tag in _languages()), None)


def comments_in(language: Language) -> Language:
    """The language of the comments in a scenario that begins in ``language``."""
    return _near(language) or "en"


def placeholders_in(language: Language) -> dict[str, str]:
    """What stands for the texts that an author has yet to write."""
    texts: dict[str, str] = _texts(comments_in(language))["to_write"]
    return {key: f"{PLACEHOLDER}: {text}" for key, text in texts.items()}


def example_in(language: Language) -> tuple[str, dict[str, Any]]:
    """The first scenario of a new site, with its id: a ready one, or one to be written."""
    if known := _near(language):
        return "four-day-week", _texts(known)["example"]
    todo = placeholders_in(language)
    return "first-scenario", {
        "title": f"{PLACEHOLDER}: the title",
        "situation": todo["situation"],
        "question": f"{PLACEHOLDER}: what is every role asked?",
        "tags": [],
        "roles": [
            {
                "id": f"role-{number}",
                "name": f"{PLACEHOLDER}: role {number}",
                "description": todo["description"],
            }
            for number in (1, 2)
        ],
        "issues": [
            {"id": f"issue-{number}", "title": todo["title"], "statement": todo["statement"]}
            for number in (1, 2)
        ],
    }


def site_texts_in(language: Language) -> dict[str, str]:
    """The name of a new site, and of its switches between light and dark."""
    texts: dict[str, str] = _texts(comments_in(language))["site"]
    return texts


def drafted_comment_in(language: Language) -> str:
    """What stands above the mark of a scenario that a model drafted."""
    text: str = _texts(comments_in(language))["drafted"]
    return text


def described_in(language: Language, does: str, answers_for: str, measured_by: str) -> str:
    """A role's description of what its author says in a few words; what is empty is left out.

    In languages without words for it here, the author's stand alone.
    """
    near = _near(language)
    patterns = _texts(near)["described"] if near else {}
    parts = (
        ("{}.", does),
        (patterns.get("answers_for", "{}."), answers_for),
        (patterns.get("measured_by", "{}."), measured_by),
    )
    told = [pattern.format(text.strip().rstrip(".。")) for pattern, text in parts if text.strip()]
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in told)
