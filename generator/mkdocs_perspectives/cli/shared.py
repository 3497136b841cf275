"""What commands share: error output, logging, and the selection of scenarios and roles."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.common import Language, PerspectivesError, safe_json, safe_text, tag_fault
from mkdocs_perspectives.pipeline import Project

__all__ = ["choose", "clean_errors", "language_tag", "log_to_stderr", "say", "say_json"]


def language_tag(value: str) -> Language:
    """The tag of a language, as an option's type. UsageError where it is none."""
    if fault := tag_fault(value):
        raise click.BadParameter(". ".join(fault))
    return value


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print ``text``, as it may be shown on a terminal and in a CI's output."""
    click.echo(safe_text(text), err=err, nl=nl)


def say_json(data: Any) -> None:
    """Print ``data`` as JSON, without a sign that a terminal or a CI would act on."""
    click.echo(safe_json(data))


def clean_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Print errors meant for users without a traceback, and exit with 1; wrong use with 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        log_to_stderr()
        try:
            command(*args, **kwargs)
        except PerspectivesError as error:
            say(f"Error: {error}" if "\n" not in error.message else str(error), err=True)
            sys.exit(1)
        except click.UsageError as error:
            raise click.UsageError(safe_text(error.message), error.ctx) from None

    return run


class _SafeFormatter(logging.Formatter):
    """Cleans what other loggers than our own say, such as those of MkDocs."""

    def format(self, record: logging.LogRecord) -> str:
        return safe_text(super().format(record))


def log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_SafeFormatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)


def choose(project: Project, scenarios: Iterable[str], personas: Iterable[str]) -> list[Entry]:
    """The entries of the named scenarios and personas, or all if none is named.

    Raises:
        click.UsageError: a scenario or persona is unknown (exit status 2).
    """
    scenarios, personas = set(scenarios), set(personas)
    known = {scenario.id for scenario in project.library.scenarios}
    if unknown := sorted(scenarios - known):
        raise click.UsageError(f"unknown scenario {unknown[0]!r}; known: {_listed(known)}")
    chosen = [e for e in project.entries if not scenarios or e.scenario.id in scenarios]
    roles = {entry.persona.id for entry in chosen}
    if unknown := sorted(personas - roles):
        raise click.UsageError(f"unknown role {unknown[0]!r}; known: {_listed(roles)}")
    return [e for e in chosen if not personas or e.persona.id in personas]


def _listed(names: Iterable[str]) -> str:
    names = sorted(names)
    return ", ".join(names[:20]) + (" ..." if len(names) > 20 else "") or "none"
