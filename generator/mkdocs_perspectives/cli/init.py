"""``perspectives init``: creates a ready-to-build site in an empty folder."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_perspectives.cli.shared import clean_errors, language_tag, say_outcome
from mkdocs_perspectives.common import Language
from mkdocs_perspectives.pipeline import read_project, write_pages
from mkdocs_perspectives.plugin import load_settings, search_languages, theme_language
from mkdocs_perspectives.scenario import new_site, new_words

__all__ = ["init"]


@click.command()
@click.option(
    "--language",
    type=language_tag,
    metavar="TAG",
    default="en",
    show_default=True,
    help="Language of the site and of its first scenario, as a BCP 47 tag.",
)
@clean_errors
def init(language: Language) -> None:
    """Create a ready-to-build site in this folder, with one scenario to edit.

    Example: perspectives init --language ko
    """
    theme = theme_language(language)
    written = new_site(Path.cwd(), language, theme, search_languages(theme))
    if words := new_words(Path.cwd() / "scenarios", language):
        written.insert(-1, words)
    for file in written:
        say_outcome(f"Written: {file.relative_to(Path.cwd())}")
    settings = load_settings("mkdocs.yml")
    pages = write_pages(read_project(settings), settings)
    say_outcome(f"Pages: {len(pages.written)} written to docs/.")
    scenario = written[-1].relative_to(Path.cwd())
    say_outcome(
        f"\nNext:\n  mkdocs serve           view it; no request is sent\n"
        f"  {scenario}\n                         edit it\n"
        f"  perspectives plan      what would be sent, and the price\n"
        f"  mkdocs build           get the answers (needs OPENAI_API_KEY) and build the site"
    )
