"""``perspectives diff``: shows what changed in the perspectives since a git revision."""

from __future__ import annotations

import sys

import click

from mkdocs_perspectives.cli.shared import clean_errors, formats, say, say_json
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.common import GitError
from mkdocs_perspectives.compare import diff as diff_of
from mkdocs_perspectives.review import diff_json, review_markdown, review_text, snapshots
from mkdocs_perspectives.scenario import site_words

__all__ = ["diff"]


@click.command()
@click.argument("base", default="HEAD")
@click.argument("other", required=False)
@click.option(
    "--min-change",
    type=click.FloatRange(0, 4),
    default=0.25,
    show_default=True,
    help="Count stances that moved by less, in scale points, instead of listing them.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are changes, as git does.")
@click.pass_obj
@clean_errors
@formats("markdown")
def diff(
    config_file: str | None,
    base: str,
    other: str | None,
    form: str,
    min_change: float,
    exit_code: bool,
) -> None:
    """Show what changed in the perspectives since the git revision BASE.

    Compares the working tree, or the revision OTHER, with BASE (default: HEAD): which roles were
    asked again, whose stances moved and how far, which conflicts and which common ground appeared
    or disappeared. Markdown is in the language of the site. Exits with 2 on an error.

    Example: perspectives diff origin/main --format markdown
    """
    settings = site_settings(config_file)
    try:
        found = snapshots(settings.scenarios_dir, base, other)
    except GitError as error:
        raise click.UsageError(str(error)) from None
    scenarios = diff_of(found.before, found.after, min_change)
    name = f"{base} ({found.base})"
    if form == "json":
        data = diff_json(base, min_change, scenarios)
        say_json(data)
    elif form == "markdown":
        words = site_words(settings.scenarios_dir, settings.language)
        say(review_markdown(name, scenarios, min_change, words), nl=False, verbatim=True)
    else:
        say(review_text(name, scenarios, min_change), english=True)
    if exit_code and scenarios:
        sys.exit(1)
