"""``perspectives export``: writes a scenario as one HTML file that needs nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mkdocs_perspectives.cli.shared import choose, clean_errors, say
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.pipeline import missing_report, read_project
from mkdocs_perspectives.pipeline.export import write_export

__all__ = ["export"]


@click.command()
@click.argument("scenario")
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it; default: SCENARIO.html, here.",
)
@click.pass_obj
@clean_errors
def export(config_file: str | None, scenario: str, output: Path | None) -> None:
    """Write a scenario as one HTML file that needs no other file and no host; sends no request.

    It holds all pages of the scenario with their pictures and data, can be sent by mail, and prints
    as a handout. Missing answers are shown as missing, and the exit status is then 1.

    Example: perspectives export new-electric-car --output handout.html
    """
    settings = site_settings(config_file)
    project = read_project(settings)
    entries = choose(project, (scenario,), ())
    file = output or Path(f"{scenario}.html")
    write_export(project, settings, scenario, file)
    say(f"Written: {file}")
    if missing := [entry for entry in entries if entry.state != "current"]:
        say(f"Missing or stale:\n{missing_report(missing, settings)}", err=True)
        sys.exit(1)
