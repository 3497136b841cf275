"""``perspectives new``: writes a commented scenario to fill in."""

from __future__ import annotations

import sys
from typing import get_args

import click

from mkdocs_perspectives.cli.shared import clean_errors, say
from mkdocs_perspectives.common import PLACEHOLDER, Language
from mkdocs_perspectives.plugin import load_settings
from mkdocs_perspectives.scenario import Start, new_scenario, slug

__all__ = ["new"]


@click.command()
@click.argument("scenario_id", required=False, metavar="[ID]")
@click.option("--title", help="The scenario's title.")
@click.option("--question", help="What every role is asked.")
@click.option(
    "--role", "roles", multiple=True, metavar="R", help="A role's name or shared id; repeatable."
)
@click.option("--language", type=click.Choice(get_args(Language)), help="Of file and answers.")
@click.pass_obj
@clean_errors
def new(
    config_file: str,
    scenario_id: str | None,
    title: str | None,
    question: str | None,
    roles: tuple[str, ...],
    language: Language | None,
) -> None:
    """Write a commented scenario to fill in; on a terminal, ask for what is not given.

    ID names its folder; by default it is made from the title.

    Example: perspectives new four-day-week --title "A four-day week" --role "Team lead"
    """
    settings = load_settings(config_file)
    title = title or _wanted("--title", "Title")
    question = question or _wanted("--question", "What is every role asked?")
    if not roles:
        names = _wanted("--role", "Roles, separated by commas")
        roles = tuple(name.strip() for name in names.split(",") if name.strip())
    if language is None:
        language = _language(settings.language)
    if scenario_id is None:
        scenario_id = slug(title) or _wanted("ID", "Id (lower-case words joined by hyphens)")
    start = Start(title, question, language, roles)
    file = settings.shown(new_scenario(settings.scenarios_dir, scenario_id, start))
    say(
        f"Written: {file}\n\nNext:\n"
        f"  {file}   replace what begins with {PLACEHOLDER}\n"
        f"  perspectives check     is it sound?\n"
        f"  perspectives plan      who would be asked, and what it costs\n"
        f"  perspectives ask {scenario_id}"
    )


def _language(default: Language) -> Language:
    if not sys.stdin.isatty():
        return default
    choice = click.Choice(get_args(Language))
    chosen: Language = click.prompt("Language", type=choice, default=default)
    return chosen


def _wanted(option: str, question: str) -> str:
    """The answer to a question on the terminal; without one, the option must be given."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is not given, and there is no terminal to ask on")
    return str(click.prompt(question)).strip()
