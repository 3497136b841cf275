"""``perspectives build``: writes the pages; sends no request."""

from __future__ import annotations

import sys

import click

from mkdocs_perspectives.cli.shared import clean_errors, say, say_outcome
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.common import Settings, cldr_version
from mkdocs_perspectives.pipeline import (
    Written,
    missing_report,
    read_project,
    report_unfinished,
    write_pages,
)

__all__ = ["build"]


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if pages differ.")
@click.pass_obj
@clean_errors
def build(config_file: str | None, only_check: bool) -> None:
    """Write the pages from scenarios and records; sends no request.

    With --check nothing is written: pages that differ from what the scenarios and records produce
    are listed, and the exit status is 1 if there are any.

    Example: perspectives build --check
    """
    settings = site_settings(config_file)
    project = read_project(settings, changed=not only_check)
    pages = write_pages(project, settings, dry_run=only_check)
    report_unfinished(project.unfinished())
    if only_check:
        _report_check(pages, settings)
        return
    say_outcome(f"Pages: {len(pages.written)} written, {len(pages.deleted)} deleted.")
    if missing := project.open_entries():
        say(f"Missing or stale:\n{missing_report(missing, settings)}", err=True)
    if missing or project.unfinished():
        sys.exit(1)


def _report_check(pages: Written, settings: Settings) -> None:
    docs = settings.shown(settings.docs_dir)
    for path in pages.written:
        say(f"{docs}/{path}: out of date, or edited by hand", err=True)
    for path in pages.deleted:
        say(f"{docs}/{path}: generated earlier, no longer needed", err=True)
    if pages.written and pages.cldr and pages.cldr != (here := cldr_version()):
        say(
            f"  The pages were made with CLDR {pages.cldr}, the data on languages that babel has; "
            f"here it is {here}, and lists and plural forms may differ.",
            err=True,
        )
    if pages.written or pages.deleted:
        say("  Run `perspectives build` and commit the pages.", err=True)
        sys.exit(1)
    say_outcome("All pages are up to date.")
