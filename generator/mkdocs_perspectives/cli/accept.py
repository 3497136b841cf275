"""``perspectives accept``: declares answers current although the question changed."""

from __future__ import annotations

import sys

import click

from mkdocs_perspectives.answers import write_record
from mkdocs_perspectives.cli.shared import choose, clean_errors, say, say_outcome
from mkdocs_perspectives.common import counted
from mkdocs_perspectives.pipeline import read_project
from mkdocs_perspectives.plugin import load_settings

__all__ = ["accept"]


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.option("--all", "of_all", is_flag=True, help="The answers of all scenarios.")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
@click.pass_obj
@clean_errors
def accept(
    config_file: str | None, scenarios: tuple[str, ...], of_all: bool, personas: tuple[str, ...]
) -> None:
    """Declare answers current although the question changed, as after fixing a typo.

    Answers that no longer fit their scenario, as where an issue is new, are named and stay stale.

    Example: perspectives accept new-electric-car
    """
    if bool(scenarios) == of_all:
        raise click.UsageError("name scenarios, or say --all" if not of_all else "not both")
    settings = load_settings(config_file)
    project = read_project(settings)
    accepted = 0
    unfit = []
    for entry in choose(project, scenarios, personas):
        record = entry.record
        if record is None:
            continue
        if record.answer is None:
            unfit.append((entry, record.fault))
            continue
        renewed = record.accepted(entry.question)
        accepted += write_record(settings.scenarios_dir, entry.scenario.id, renewed)
    say_outcome(f"{counted(accepted, 'record')} accepted.")
    for entry, fault in unfit:
        say(
            f"Error: the answer of {entry.key} no longer fits the scenario: {fault}\n"
            f"  Ask again: perspectives ask {entry.scenario.id} --persona {entry.persona.id}",
            err=True,
        )
    if unfit:
        sys.exit(1)
