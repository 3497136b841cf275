"""What commands share: error output, logging, and the selection of scenarios and roles."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.common import PerspectivesError
from mkdocs_perspectives.pipeline import Project

__all__ = ["choose", "clean_errors", "log_to_stderr"]


def clean_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Print errors meant for users without a traceback, and exit with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        log_to_stderr()
        try:
            command(*args, **kwargs)
        except PerspectivesError as error:
            click.echo(f"Error: {error}" if "\n" not in error.message else str(error), err=True)
            sys.exit(1)

    return run


def log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
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
