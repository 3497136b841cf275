"""``perspectives draft``: lets the model propose roles and statements, to be edited."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from mkdocs_perspectives.cli.interactive import wanted, wanted_id, wanted_language, wanted_lines
from mkdocs_perspectives.cli.shared import clean_errors, language_tag, say_next, say_outcome
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.common import Language, counted, read_bounded
from mkdocs_perspectives.pipeline.drafting import WrittenDraft, draft_scenario, require_model
from mkdocs_perspectives.prompt import ROLES, STATEMENTS
from mkdocs_perspectives.scenario import Start, new_words

__all__ = ["draft"]

_MOST = 14
"""More roles or statements are more than anybody reads."""


def _number(of: str, usual: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        f"--{of}",
        type=click.IntRange(1, _MOST),
        metavar="N",
        default=usual,
        show_default=True,
        help=f"How many {of}.",
    )


@click.command()
@click.argument("scenario_id", required=False, metavar="[ID]")
@click.option("--title", help="The scenario's title.")
@click.option(
    "--text",
    "text_file",
    metavar="FILE",
    help="The facts that all roles share, as plain text; - reads them from standard input.",
)
@click.option("--question", help="The question put to every role; else the model proposes one.")
@click.option(
    "--language", type=language_tag, metavar="TAG", help="The scenario's language, as a BCP 47 tag."
)
@_number("roles", ROLES)
@_number("statements", STATEMENTS)
@click.pass_obj
@clean_errors
def draft(
    config_file: str | None,
    scenario_id: str | None,
    title: str | None,
    text_file: str | None,
    question: str | None,
    language: Language | None,
    roles: int,
    statements: int,
) -> None:
    """Let the model propose roles and statements for a title and a text, to be edited.

    One request is sent; it costs what asking one role costs. What is proposed is written as a
    commented scenario. Its page says that a model drafted it until you remove `drafted_by`.

    Example: perspectives draft --title "A night market" --text market.txt
    """
    settings = site_settings(config_file)
    require_model(settings)
    title = title or wanted("--title", "Title")
    if text_file is None:
        text = wanted_lines("--text", "What do all roles know? Numbers, dates, what is decided")
    else:
        text = _read(text_file)
    language = language or wanted_language(settings.language)
    scenario_id = scenario_id or wanted_id(title, settings.scenarios_dir)
    start = Start(title, question or "", language, (), situation=text)
    written = draft_scenario(settings, scenario_id, start, roles=roles, statements=statements)
    if words := new_words(settings.scenarios_dir, language):
        say_outcome(f"Written: {settings.shown(words)} (words of the pages, to be translated)")
    _say_what_is_next(settings.shown(written.file), scenario_id, written)


def _say_what_is_next(file: str, scenario_id: str, written: WrittenDraft) -> None:
    found = f"{counted(written.roles, 'role')} and {counted(written.statements, 'statement')}"
    say_outcome(f"Written: {file} ({found}, proposed by {written.model})")
    say_next(
        (file, "look at every line, then remove `drafted_by`"),
        ("perspectives check", "find errors and weaknesses"),
        ("perspectives plan", "what would be sent, and the price"),
        (f"perspectives ask {scenario_id}", "get the answers"),
    )


def _read(name: str) -> str:
    """The text of a file, or of standard input, with no blanks at the ends of its lines."""
    try:
        text = sys.stdin.read(_LONGEST) if name == "-" else _of_file(Path(name))
    except (OSError, UnicodeError) as error:
        fault = getattr(error, "strerror", None) or "it is not UTF-8"
        raise click.UsageError(f"{name} cannot be read: {fault}") from None
    lines = [line.strip() for line in text.splitlines()]
    if not (text := "\n".join(lines).strip()):
        raise click.UsageError(f"{name} has no text")
    return text


_LONGEST = 100_000


def _of_file(file: Path) -> str:
    return read_bounded(file, _LONGEST).decode("utf-8-sig")
