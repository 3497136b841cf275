"""``perspectives accept``: declares answers current although the question changed."""

from __future__ import annotations

import click

from mkdocs_perspectives.cli.shared import choose, choose_voices, clean_errors, say
from mkdocs_perspectives.common import counted
from mkdocs_perspectives.pipeline import accept_answers, read_project
from mkdocs_perspectives.plugin import load_settings

__all__ = ["accept"]


@click.command()
@click.argument("scenario")
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
    config_file: str | None, scenario: str, personas: tuple[str, ...], voices: tuple[str, ...]
) -> None:
    """Declare answers current although the question changed, as after fixing a typo.

    Other voices' answers go along where they are to the same question as the model's.

    Example: perspectives accept new-electric-car
    """
    settings = load_settings(config_file)
    project = read_project(settings)
    roles = choose(project, (scenario,), personas)
    chosen = choose_voices(settings, voices, recorded=project.voices)
    changed, left = accept_answers(project, settings, roles, chosen)
    say(f"{counted(changed, 'record')} accepted.")
    if left:
        names = ", ".join(str(entry.key) for entry in left)
        say(f"To an earlier question, and still stale: {names}", err=True)
