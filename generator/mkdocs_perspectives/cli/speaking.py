"""The language in which a command speaks: English, until that of the site is known."""

from __future__ import annotations

import click

from mkdocs_perspectives.common import Language
from mkdocs_perspectives.common.locales import log_at_desk, said_at_desk

__all__ = ["said", "speak", "spoken"]

_KEY = "mkdocs_perspectives.language"


def speak(language: Language) -> None:
    """Speak ``language`` from now on, as far as there are words in it."""
    if (context := click.get_current_context(silent=True)) is not None:
        # Shared by a command and the group that it is in.
        context.meta[_KEY] = language
    log_at_desk(language)


def spoken() -> Language:
    """The language that is spoken."""
    context = click.get_current_context(silent=True)
    language: Language = context.meta.get(_KEY, "en") if context else "en"
    return language


def said(text: str) -> str:
    """What the code says in English, in the language that is spoken."""
    return said_at_desk(text, spoken())
