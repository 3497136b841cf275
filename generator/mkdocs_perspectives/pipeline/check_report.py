"""What ``check`` finds: errors, warnings and notes, also as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs_perspectives.common import InputError, Problem, Settings
from mkdocs_perspectives.pipeline.answer_notes import answer_notes
from mkdocs_perspectives.pipeline.conflict_notes import conflict_notes, negation_notes
from mkdocs_perspectives.pipeline.observed_notes import observed_notes
from mkdocs_perspectives.pipeline.project import read_project

__all__ = ["Findings", "check_json", "findings_of"]


@dataclass(frozen=True)
class Findings:
    """What was found in so many scenarios and roles; where there are errors, nothing else is."""

    scenarios: int = 0
    roles: int = 0
    errors: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    notes: Sequence[str] = ()


def findings_of(settings: Settings) -> Findings:
    """Everything that there is to say about a project; no network."""
    try:
        project = read_project(settings, warn=True)
    except InputError as error:
        return Findings(errors=error.problems)
    return Findings(
        scenarios=len(project.library.scenarios),
        roles=len(project.entries),
        warnings=project.library.warnings,
        notes=(
            *answer_notes(project.entries),
            *conflict_notes(project),
            *negation_notes(project),
            *observed_notes(project.library),
        ),
    )


def check_json(found: Findings) -> dict[str, Any]:
    """The findings as data; an error has no rule."""
    return {
        "format": 1,
        "scenarios": found.scenarios,
        "roles": found.roles,
        "errors": [_problem_json(error) for error in found.errors],
        "warnings": [_problem_json(warning) for warning in found.warnings],
        "notes": list(found.notes),
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "rule": problem.rule or None,
        "file": problem.path,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "remedy": problem.remedy,
    }
