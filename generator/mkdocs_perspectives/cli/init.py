"""``perspectives init``: writes a site that builds at once into an empty folder."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from mkdocs_perspectives.cli.shared import clean_errors, say
from mkdocs_perspectives.common import Language
from mkdocs_perspectives.pipeline import read_project, write_pages
from mkdocs_perspectives.plugin import load_settings
from mkdocs_perspectives.scenario import new_site

__all__ = ["init"]


@click.command()
@click.option(
    "--language",
    type=click.Choice(get_args(Language)),
    default="en",
    show_default=True,
    help="Of the site and of its first scenario.",
)
@clean_errors
def init(language: Language) -> None:
    """Write a site that builds at once into this folder, with one scenario to edit.

    Example: perspectives init --language ko
    """
    written = new_site(Path.cwd(), language)
    for file in written:
        say(f"Written: {file.relative_to(Path.cwd())}")
    settings = load_settings("mkdocs.yml")
    pages = write_pages(read_project(settings), settings)
    say(f"Pages: {len(pages.written)} written to docs/.")
    scenario = written[-1].relative_to(Path.cwd())
    say(
        f"\nNext:\n  mkdocs serve           look at it; nobody is asked\n"
        f"  {scenario}\n                         edit it\n"
        f"  perspectives plan      who would be asked, and what it costs\n"
        f"  mkdocs build           ask, with OPENAI_API_KEY set, and build the site"
    )
