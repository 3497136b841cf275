"""``perspectives accept``: declares answers current although the question changed."""

from __future__ import annotations

import sys

import click

from mkdocs_perspectives.cli.shared import choose, choose_voices, clean_errors, say, say_outcome
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.common import counted, voice_option
from mkdocs_perspectives.pipeline import accept_answers, read_project

__all__ = ["accept"]


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.option("--all", "of_all", is_flag=True, help="The answers of all scenarios.")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
@click.option(
    "--voice",
    "voices",
    multiple=True,
    metavar="ID",
    help="Only this voice's answers, whatever question they are to.",
)
@click.pass_obj
@clean_errors
def accept(
    config_file: str | None,
    scenarios: tuple[str, ...],
    of_all: bool,
    personas: tuple[str, ...],
    voices: tuple[str, ...],
) -> None:
    """Declare answers current although the question changed, as after fixing a typo.

    Answers that no longer fit their scenario, as where an issue is new, are named and stay stale.
    Other voices' answers go along where they are to the same question as the model's.

    Example: perspectives accept new-electric-car
    """
    settings = site_settings(config_file)
    if bool(scenarios) == of_all:
        raise click.UsageError("name scenarios, or say --all" if not of_all else "not both")
    project = read_project(settings)
    roles = choose(project, scenarios, personas)
    chosen = choose_voices(settings, voices, recorded=project.voices)
    accepted = accept_answers(project, settings, roles, chosen)
    say_outcome(f"{counted(accepted.changed, 'record')} accepted.")
    if accepted.left:
        names = ", ".join(str(entry.key) for entry in accepted.left)
        say(f"To an earlier question, and still stale: {names}", err=True)
    for entry, why in accepted.unfit:
        say(
            f"Error: the answer of {entry.key} {why}\n"
            f"  Ask again: perspectives ask {entry.scenario.id} --persona {entry.persona.id}"
            f"{voice_option(entry.voice)}",
            err=True,
        )
    if accepted.unfit:
        sys.exit(1)
