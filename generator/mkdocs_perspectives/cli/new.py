"""``perspectives new``: creates a commented scenario to fill in."""

from __future__ import annotations

import sys
from collections.abc import Sequence, Set

import click

from mkdocs_perspectives.cli.interactive import wanted, wanted_id, wanted_language
from mkdocs_perspectives.cli.shared import clean_errors, language_tag, say, say_next, say_outcome
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.cli.speaking import said
from mkdocs_perspectives.common import PLACEHOLDER, Language, Settings
from mkdocs_perspectives.scenario import (
    Start,
    described_in,
    new_scenario,
    new_variant,
    new_words,
    shared_ids,
)

__all__ = ["new"]


@click.command()
@click.argument("scenario_id", required=False, metavar="[ID]")
@click.option("--title", help="The scenario's title.")
@click.option("--question", help="The question put to every role.")
@click.option(
    "--role", "roles", multiple=True, metavar="R", help="A role's name or shared id; repeatable."
)
@click.option(
    "--language", type=language_tag, metavar="TAG", help="The scenario's language, as a BCP 47 tag."
)
@click.option(
    "--extends", metavar="ID", help="Create a variant of this scenario; with --title alone."
)
@click.pass_obj
@clean_errors
def new(
    config_file: str | None,
    scenario_id: str | None,
    title: str | None,
    question: str | None,
    roles: tuple[str, ...],
    language: Language | None,
    extends: str | None,
) -> None:
    """Create a commented scenario to fill in; on a terminal, prompts for what is missing.

    ID is the name of its folder (default: derived from the title).

    Example: perspectives new four-day-week --title "A four-day week" --role "Team lead"
    """
    settings = site_settings(config_file)
    if extends is not None:
        if question or roles or language:
            raise click.UsageError(
                "a variant takes question, roles and language from what it extends"
            )
        _new_variant(settings, scenario_id, title, extends)
        return
    title = title or wanted("--title", "Title")
    question = question or wanted("--question", "What is every role asked?")
    if not roles:
        names = wanted("--role", "Roles, separated by commas")
        roles = tuple(name.strip() for name in names.split(",") if name.strip())
    if language is None:
        language = wanted_language(settings.language)
    if scenario_id is None:
        scenario_id = wanted_id(title, settings.scenarios_dir)
    shared = shared_ids(settings.scenarios_dir)
    start = Start(title, question, language, roles, _descriptions(roles, shared, language))
    file = settings.shown(new_scenario(settings.scenarios_dir, scenario_id, start))
    if words := new_words(settings.scenarios_dir, language):
        say_outcome(f"Written: {settings.shown(words)} (words of the pages, to be translated)")
    _say_what_is_next(file, scenario_id)


def _new_variant(
    settings: Settings, scenario_id: str | None, title: str | None, parent: str
) -> None:
    title = title or wanted("--title", "Title")
    scenario_id = scenario_id or wanted_id(title, settings.scenarios_dir)
    file = new_variant(settings.scenarios_dir, scenario_id, parent, title)
    _say_what_is_next(settings.shown(file), scenario_id)


def _say_what_is_next(file: str, scenario_id: str) -> None:
    say_outcome(f"Written: {file}")
    say_next(
        (file, f"write what is marked {PLACEHOLDER}"),
        ("perspectives check", "find errors and weaknesses"),
        ("perspectives plan", "what would be sent, and the price"),
        (f"perspectives ask {scenario_id}", "get the answers"),
    )


def _descriptions(roles: Sequence[str], shared: Set[str], language: Language) -> tuple[str, ...]:
    """What the author says of each role on the terminal; empty where that comes later."""
    if not sys.stdin.isatty():
        return ()
    own = [role for role in roles if role not in shared]
    if own:
        say("\nA few words on each role; Enter leaves them for later.")
    return tuple(_description(role, language) if role in own else "" for role in roles)


def _description(role: str, language: Language) -> str:
    asked = (f"{role} does", f"{role} answers for", f"{role} is measured by")
    told = [str(click.prompt(said(what), default="", show_default=False)) for what in asked]
    return described_in(language, *told)
