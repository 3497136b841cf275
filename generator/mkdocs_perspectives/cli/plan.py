"""``perspectives plan``: shows what would be sent, before anything is spent."""

from __future__ import annotations

import click

from mkdocs_perspectives.cli.shared import clean_errors, say, say_json
from mkdocs_perspectives.pipeline import read_project
from mkdocs_perspectives.pipeline.plan import plan_of
from mkdocs_perspectives.pipeline.plan_report import plan_json, plan_text
from mkdocs_perspectives.plugin import load_settings

__all__ = ["plan"]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
@clean_errors
def plan(config_file: str | None, as_json: bool) -> None:
    """Show what would be sent, the tokens and the price, before anything is spent.

    Example: perspectives plan --json
    """
    settings = load_settings(config_file)
    found = plan_of(read_project(settings), settings)
    if as_json:
        say_json(plan_json(found))
    else:
        say(plan_text(found))
