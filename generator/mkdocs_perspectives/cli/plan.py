"""``perspectives plan``: shows what would be sent, before anything is spent."""

from __future__ import annotations

import click

from mkdocs_perspectives.cli.shared import choose, clean_errors, formats, say, say_json
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.cli.speaking import spoken
from mkdocs_perspectives.pipeline import read_project
from mkdocs_perspectives.pipeline.plan import plan_of
from mkdocs_perspectives.pipeline.plan_report import plan_json, plan_text

__all__ = ["plan"]


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.pass_obj
@clean_errors
@formats()
def plan(config_file: str | None, scenarios: tuple[str, ...], form: str) -> None:
    """Show what would be sent, the tokens and the price, before anything is spent.

    Of all scenarios, or of those named.

    Example: perspectives plan new-electric-car --json
    """
    settings = site_settings(config_file)
    project = read_project(settings)
    found = plan_of(project, settings, choose(project, scenarios, ()))
    if form == "json":
        say_json(plan_json(found))
    else:
        say(plan_text(found, spoken()))
