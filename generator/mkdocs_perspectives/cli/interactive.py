"""What commands ask for on a terminal; without one, what is not given as an option is missing."""

from __future__ import annotations

import sys
import unicodedata
from itertools import count
from pathlib import Path

import click

from mkdocs_perspectives.cli.shared import language_tag
from mkdocs_perspectives.cli.speaking import said
from mkdocs_perspectives.common import Language
from mkdocs_perspectives.scenario import slug

__all__ = ["wanted", "wanted_id", "wanted_language", "wanted_lines"]


def wanted(option: str, question: str) -> str:
    """The answer typed on the terminal; without a terminal, the option is required."""
    _need_terminal(option)
    return str(click.prompt(said(question))).strip()


def wanted_id(title: str, scenarios_dir: Path) -> str:
    """The id of a scenario: its title in Latin letters.

    On a terminal that is only proposed where the title has others; where it makes no id, a number
    is proposed, and without a terminal the id is required.
    """
    own = slug(title)
    if own and (not sys.stdin.isatty() or _is_latin(title)):
        return own
    _need_terminal("ID")
    free = (name for n in count(1) if not (scenarios_dir / (name := f"scenario-{n}")).exists())
    asked = said("Id (lower-case words joined by hyphens)")
    return str(click.prompt(asked, default=own or next(free))).strip()


def _is_latin(text: str) -> bool:
    return all(unicodedata.name(c, "").startswith("LATIN") for c in text if c.isalpha())


def wanted_language(default: Language) -> Language:
    """The language of a scenario; without a terminal, the default."""
    if not sys.stdin.isatty():
        return default
    chosen: Language = click.prompt(said("Language"), value_proc=language_tag, default=default)
    return chosen


def wanted_lines(option: str, question: str) -> str:
    """Lines typed on the terminal up to an empty one; without one, the option is required."""
    _need_terminal(option)
    lines = [str(click.prompt(said(f"{question}; an empty line ends it"))).strip()]
    while line := str(click.prompt("", default="", show_default=False, prompt_suffix="")).strip():
        lines.append(line)
    return "\n".join(lines)


def _need_terminal(option: str) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is required where there is no terminal to prompt on")
