"""``perspectives check``: reports every error and warning; no network."""

from __future__ import annotations

import click

from mkdocs_perspectives.cli.shared import clean_errors, say
from mkdocs_perspectives.common import counted
from mkdocs_perspectives.pipeline import conflict_notes, negation_notes, read_project
from mkdocs_perspectives.pipeline.answer_notes import answer_notes
from mkdocs_perspectives.pipeline.observed_notes import observed_notes
from mkdocs_perspectives.plugin import load_settings

__all__ = ["check"]


@click.command()
@click.pass_obj
@clean_errors
def check(config_file: str | None) -> None:
    """Report every error, and warn of what weakens a scenario; uses no network.

    Warnings and notes do not change the exit status.

    Example: perspectives check
    """
    settings = load_settings(config_file)
    project = read_project(settings, warn=True)
    warnings = project.library.warnings
    for warning in warnings:
        say(f"warning: {warning}", err=True)
    notes = answer_notes(project.entries)
    of_conflicts = (*conflict_notes(project), *negation_notes(project))
    for note in (*notes, *of_conflicts, *observed_notes(project.library)):
        say(f"note: {note}", err=True)
    counts = counted(len(project.library.scenarios), "scenario")
    roles = counted(len(project.entries), "role")
    say(f"{counts} with {roles}: no errors, {counted(len(warnings), 'warning')}.")
