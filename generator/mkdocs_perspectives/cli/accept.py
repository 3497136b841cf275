"""``perspectives accept``: declares answers current although the question changed."""

from __future__ import annotations

import click

from mkdocs_perspectives.answers import write_record
from mkdocs_perspectives.cli.shared import choose, clean_errors, say
from mkdocs_perspectives.common import ConfigError, counted
from mkdocs_perspectives.pipeline import read_project
from mkdocs_perspectives.plugin import load_settings

__all__ = ["accept"]


@click.command()
@click.argument("scenario")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
@click.pass_obj
@clean_errors
def accept(config_file: str | None, scenario: str, personas: tuple[str, ...]) -> None:
    """Declare answers current although the question changed, as after fixing a typo.

    Example: perspectives accept new-electric-car
    """
    settings = load_settings(config_file)
    project = read_project(settings)
    accepted = 0
    for entry in choose(project, (scenario,), personas):
        record = entry.record
        if record is None:
            continue
        if record.answer is None:
            raise ConfigError(
                f"the answer of {scenario}/{entry.persona.id} no longer fits the scenario: "
                f"{record.fault}",
                f"Ask again: perspectives ask {scenario} --persona {entry.persona.id}",
            )
        renewed = record.accepted(entry.question)
        accepted += write_record(settings.scenarios_dir, scenario, renewed)
    say(f"{counted(accepted, 'record')} accepted.")
