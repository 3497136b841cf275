"""How much commands say: ``-q`` and ``-v``, before a command's name or behind it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import click

__all__ = ["is_quiet", "log_level", "verbosity_options"]

_KEY = "mkdocs_perspectives.log_level"


def verbosity_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``-q`` and ``-v`` to a command; of several the last one holds."""
    quiet = click.option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_sets(logging.WARNING),
        help="Print only what was asked for, warnings and errors.",
    )
    verbose = click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_sets(logging.DEBUG),
        help="Print what is done in detail.",
    )
    return quiet(verbose(command))


def _sets(level: int) -> Callable[[click.Context, click.Parameter, bool], None]:
    def callback(context: click.Context, _: click.Parameter, given: bool) -> None:
        if given:
            # Shared by a command and the group that it is in.
            context.meta[_KEY] = level

    return callback


def log_level() -> int:
    """The level of the log that the command line asks for."""
    context = click.get_current_context(silent=True)
    level: int = context.meta.get(_KEY, logging.INFO) if context else logging.INFO
    return level


def is_quiet() -> bool:
    """Whether only what was asked for is printed."""
    return log_level() > logging.INFO
