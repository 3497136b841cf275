"""``perspectives observe``: counts people's answers in a table for a scenario."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_perspectives.cli.shared import clean_errors, say
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.cli.speaking import said
from mkdocs_perspectives.common import PLACEHOLDER, counted
from mkdocs_perspectives.scenario import (
    LEAST,
    AnswerCounts,
    count_answers,
    load_library,
    read_table,
    write_observed,
)

__all__ = ["observe"]

_NAMED = 10
"""So many columns or cells are named; of more, it is said how many."""


@click.command()
@click.argument("scenario")
@click.argument("table", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--source", help="Who asked, and where it was published.")
@click.option("--licence", help="The terms under which the answers may be used.")
@click.option("--asked", help="When people were asked.")
@click.option("--people", help="Who was asked, and how many.")
@click.option("--url", help="Where the answers can be read.")
@click.option("--changed", help="What was done to the answers.")
@click.option(
    "--leave-out",
    multiple=True,
    metavar="TEXT",
    help='Pass over this answer, role or issue, such as "Don\'t know"; repeatable.',
)
@click.option("--replace", is_flag=True, help="Write over the observed.yml that is there.")
@click.pass_obj
@clean_errors
def observe(
    config_file: str | None,
    scenario: str,
    table: Path,
    leave_out: tuple[str, ...],
    replace: bool,
    **texts: str | None,
) -> None:
    """Count people's answers in a table, and write them to SCENARIO's observed.yml.

    The table has a row for each person, with a column `persona` and one for each issue; or a row
    for each answer (persona, issue, answer); or counts (persona, issue, against, neither, for).
    Answers are 1 to 5 or the labels of the scale. Only counts are written, never a row.

    Example: perspectives observe new-electric-car survey.csv --asked "May 2026"
    """
    settings = site_settings(config_file)
    library = load_library(
        settings.scenarios_dir, settings.shown(settings.scenarios_dir), observed=False
    )
    known = {s.id: s for s in library.scenarios}
    if scenario not in known:
        raise click.UsageError(f"unknown scenario {scenario!r}; known: {', '.join(known)}")
    counts = count_answers(read_table(table), known[scenario], leave_out)
    given = {key: text for key, text in texts.items() if text}
    file = write_observed(settings.scenarios_dir, scenario, counts, given, replace=replace)
    shown = settings.shown(file)
    say(f"Written: {shown}: {_summary(counts)}.")
    _say_left_out(counts)
    say(f"Counts alone were written; no row of {table.name} was copied.")
    say("\nNext:")
    if PLACEHOLDER in file.read_text("utf-8"):
        say(f"  {shown}   {said(f'replace what begins with {PLACEHOLDER}')}")
    say(f"  perspectives build     {said('show them beside the simulated answers')}")


def _summary(counts: AnswerCounts) -> str:
    roles = {persona for persona, _ in counts.cells}
    issues = {issue for _, issue in counts.cells}
    people = sorted(round(cell.n) for cell in counts.cells.values())
    told = f"{people[0]:,} to {people[-1]:,}" if people[0] < people[-1] else f"{people[0]:,}"
    return (
        f"{counted(len(roles), 'role')} on {counted(len(issues), 'issue')}, {told} people on each"
    )


def _say_left_out(counts: AnswerCounts) -> None:
    if counts.small:
        small = [f"{p} on {i} ({round(n)})" for (p, i), n in counts.small.items()]
        say(f"Left out: fewer than {LEAST} people answered: {_listed(small)}")
    if counts.missing:
        say(f"Left out: {counted(counts.missing, 'missing answer')}")
    if counts.without_role:
        say(f"Left out: {counted(counts.without_role, 'row')} without a role")
    if counts.others:
        say(f"Left out: other columns: {_listed(counts.others)}")


def _listed(names: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
