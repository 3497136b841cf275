"""What commands share: output, logging, errors, options, and the choice of scenarios and roles."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.cli.speaking import said, speak, spoken
from mkdocs_perspectives.cli.terminal import on_terminal
from mkdocs_perspectives.cli.verbosity import is_quiet, log_level, verbosity_options
from mkdocs_perspectives.common import (
    Language,
    PerspectivesError,
    Settings,
    safe_json,
    safe_text,
    tag_fault,
)
from mkdocs_perspectives.common.locales import error_at_desk, log_at_desk
from mkdocs_perspectives.pipeline import Project

__all__ = [
    "choose",
    "choose_voices",
    "clean_errors",
    "formats",
    "language_tag",
    "log_to_stderr",
    "say",
    "say_annotation",
    "say_json",
    "say_next",
    "say_outcome",
]


def language_tag(value: str) -> Language:
    """The tag of a language, as an option's type. UsageError where it is none."""
    if fault := tag_fault(value):
        raise click.BadParameter(". ".join(fault))
    return value


def say(
    text: str, *, err: bool = False, nl: bool = True, verbatim: bool = False, english: bool = False
) -> None:
    """Print ``text`` in the language of the site, as a terminal and a CI's output may show it.

    Args:
        english: whether it is only there in English.
        verbatim: whether it is printed as it is, without another word, colour or line break.
    """
    stream = sys.stderr if err else sys.stdout
    shown = text if verbatim or english else said(safe_text(text))
    click.echo(on_terminal(safe_text(shown), stream, verbatim=verbatim), err=err, nl=nl)


def say_outcome(text: str) -> None:
    """Print how a command went, which nobody has to know: not with ``-q``."""
    if not is_quiet():
        say(text)


def say_next(*steps: tuple[str, str]) -> None:
    """Print what can be done next: commands or files, each with what it is for."""
    lines = ["", "Next:"]
    for step, use in steps:
        what = said(use)
        lines += (
            [f"  {step:{_STEP}} {what}"] if len(step) <= _STEP else [f"  {step}", f"{'':25}{what}"]
        )
    say_outcome("\n".join(lines))


_STEP = 22
"""Columns of what can be done next; what is longer has a line of its own."""


def say_json(data: Any) -> None:
    """Print ``data`` as JSON, without a sign that a terminal or a CI would act on."""
    click.echo(safe_json(data))


def say_annotation(kind: str, message: str, **where: str | int) -> None:
    """Print what GitHub shows beside a line of a file: an ``error``, a ``warning`` or a ``notice``.

    Args:
        where: ``file``, ``line``, ``col`` and ``title``.
    """
    shown = ",".join(
        f"{key}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in where.items()
    )
    click.echo(f"::{kind} {shown}::{_escaped(message)}")


def _escaped(text: str) -> str:
    """``text`` in one line that is no command, as GitHub's runner reads it."""
    cleaned = safe_text(text).replace("%", "%25").replace("\r", "%0D")
    return cleaned.replace("\n", "%0A")


def clean_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Print errors meant for users without a traceback, and exit with 1; wrong use with 2.

    Every command has this, and with it ``-q`` and ``-v``.
    """

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        log_to_stderr()
        speak("en")
        try:
            command(*args, **kwargs)
        except PerspectivesError as error:
            shown = error_at_desk(error, spoken())
            say(f"Error: {shown}" if "\n" not in error.message else shown, err=True)
            sys.exit(1)
        except click.UsageError as error:
            raise click.UsageError(said(safe_text(error.message)), error.ctx) from None
        finally:
            log_at_desk("en")

    return verbosity_options(run)


def formats(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Options for the form of a command's output, given to it as ``form``.

    ``--format`` takes text, which is the default, json and ``names``; ``--json`` is short for one.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(*args: Any, form: str, as_json: bool, **kwargs: Any) -> None:
            command(*args, form="json" if as_json else form, **kwargs)

        choice = click.Choice(["text", *names, "json"])
        option = click.option(
            "--format", "form", type=choice, default="text", show_default=True, help="The output."
        )
        return option(click.option("--json", "as_json", is_flag=True, help="--format json.")(run))

    return decorate


class _SafeFormatter(logging.Formatter):
    """Cleans what other loggers than our own say, such as those of MkDocs."""

    def format(self, record: logging.LogRecord) -> str:
        return on_terminal(safe_text(super().format(record)), sys.stderr)


def log_to_stderr() -> None:
    """Let the log go to the terminal: as much of it as ``-q`` and ``-v`` say."""
    handler = logging.StreamHandler()
    handler.setFormatter(_SafeFormatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.handlers[:] = [handler]
    # MkDocs itself would print its whole configuration.
    logger.setLevel(max(log_level(), logging.INFO))
    ours = logging.getLogger("mkdocs.plugins.perspectives")
    ours.setLevel(logging.DEBUG if log_level() < logging.INFO else logging.NOTSET)


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


def choose_voices(
    settings: Settings,
    voices: Iterable[str],
    *,
    panel: bool = False,
    recorded: Iterable[Entry] = (),
) -> list[str]:
    """The ids of the voices that are named, and with ``panel`` all of it, in the order of it.

    Args:
        recorded: entries whose voices may be named too, whatever is configured.

    Raises:
        click.UsageError: a voice is unknown, or there is no panel (exit status 2).
    """
    wanted = set(voices)
    known = dict.fromkeys((*settings.voices, *(entry.voice for entry in recorded)))
    if unknown := sorted(wanted - known.keys()):
        raise click.UsageError(
            f"unknown voice {unknown[0]!r}; known: {_listed(known)}. Others are set as "
            "`panel` in the plugin's entry in the site's configuration."
        )
    if panel and not settings.panel:
        raise click.UsageError(
            "there is no `panel` in the plugin's entry in the site's configuration; to ask the "
            "same model the other way round: --voice reversed"
        )
    if panel:
        wanted |= {voice.voice for voice in settings.panel}
    return [voice for voice in known if voice in wanted]


def _listed(names: Iterable[str]) -> str:
    names = sorted(names)
    return ", ".join(names[:20]) + (" ..." if len(names) > 20 else "") or "none"
