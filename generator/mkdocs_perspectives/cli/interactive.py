"""What commands ask for on a terminal; without one, what is not given as an option is missing."""

from __future__ import annotations

import sys

import click

from mkdocs_perspectives.cli.shared import language_tag
from mkdocs_perspectives.common import Language

__all__ = ["wanted", "wanted_id", "wanted_language", "wanted_lines"]


def wanted(option: str, question: str) -> str:
    """The answer typed on the terminal; without a terminal, the option is required."""
    _need_terminal(option)
    return str(click.prompt(question)).strip()


def wanted_id() -> str:
    """The id of a scenario whose title makes none."""
    return wanted("ID", "Id (lower-case words joined by hyphens)")


def wanted_language(default: Language) -> Language:
    """The language of a scenario; without a terminal, the default."""
    if not sys.stdin.isatty():
        return default
    chosen: Language = click.prompt("Language", value_proc=language_tag, default=default)
    return chosen


def wanted_lines(option: str, question: str) -> str:
    """Lines typed on the terminal up to an empty one; without one, the option is required."""
    _need_terminal(option)
    lines = [str(click.prompt(f"{question}; an empty line ends it")).strip()]
    while line := str(click.prompt("", default="", show_default=False, prompt_suffix="")).strip():
        lines.append(line)
    return "\n".join(lines)


def _need_terminal(option: str) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is required where there is no terminal to prompt on")
