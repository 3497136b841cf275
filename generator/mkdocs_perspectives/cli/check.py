"""``perspectives check``: reports every error and warning; no network."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from mkdocs_perspectives.cli.shared import (
    clean_errors,
    formats,
    say,
    say_annotation,
    say_json,
    say_outcome,
)
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.cli.speaking import said, spoken
from mkdocs_perspectives.common import Problem, Settings, counted
from mkdocs_perspectives.common.locales import problem_at_desk
from mkdocs_perspectives.pipeline.check_report import Findings, check_json, findings_of

__all__ = ["check"]


@click.command()
@click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings, too.")
@click.pass_obj
@clean_errors
@formats("github")
def check(config_file: str | None, strict: bool, form: str) -> None:
    """Report every error, and warn of what weakens a scenario; uses no network.

    Each warning ends with the name of its rule. `# perspectives: allow RULE` on the line or the
    line above switches it off. With --format github, GitHub shows each beside its line.
    Notes never change the exit status, and warnings only with --strict.

    Example: perspectives check --strict
    """
    settings = site_settings(config_file)
    found = findings_of(settings)
    if form == "json":
        say_json(check_json(found))
    elif form == "github":
        _annotate(found, settings)
    else:
        _print(found)
    if found.errors or (strict and found.warnings):
        sys.exit(1)


def _print(found: Findings) -> None:
    for error in found.errors:
        say(str(problem_at_desk(error, spoken())), err=True)
    for warning in found.warnings:
        say(f"warning: {problem_at_desk(warning, spoken())}", err=True)
    for note in found.notes:
        say(f"note: {note}", err=True)
    if not found.errors:
        counts = counted(found.scenarios, "scenario")
        roles = counted(found.roles, "role")
        warnings = counted(len(found.warnings), "warning")
        say_outcome(f"{counts} with {roles}: no errors, {warnings}.")


def _annotate(found: Findings, settings: Settings) -> None:
    def annotate(kind: str, problem: Problem) -> None:
        problem = problem_at_desk(problem, spoken())
        say_annotation(
            kind,
            f"{problem.message}\n{problem.remedy}",
            file=_in_repository(settings.root / problem.path),
            line=problem.line,
            col=problem.column,
            title=f"perspectives check: {problem.rule or 'error'}",
        )

    for error in found.errors:
        annotate("error", error)
    for warning in found.warnings:
        annotate("warning", warning)
    for note in found.notes:
        say_annotation("notice", said(note), title="perspectives check")


def _in_repository(file: Path) -> str:
    """A file as GitHub names it: relative to where the workflow has checked the repository out."""
    return Path(os.path.relpath(file, os.environ.get("GITHUB_WORKSPACE") or Path.cwd())).as_posix()
