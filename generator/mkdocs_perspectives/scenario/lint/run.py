"""All rules together, applied to what an author wrote."""

from __future__ import annotations

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.draft import Draft
from mkdocs_perspectives.scenario.lint.files import cut_texts, unknown_rules
from mkdocs_perspectives.scenario.lint.roles import descriptions, namesakes, twins
from mkdocs_perspectives.scenario.lint.statements import statements, wordings
from mkdocs_perspectives.scenario.lint.whole import comparisons, many, situation
from mkdocs_perspectives.scenario.source import Source

__all__ = ["lint", "lint_file"]

_CHECKS = (
    *(situation, descriptions, twins, namesakes),
    *(statements, wordings, many, comparisons),
)


def lint(draft: Draft) -> list[Problem]:
    """Warnings for one scenario, in the order of its file; nothing here stops a build."""
    found = [problem for check in _CHECKS for problem in check(draft)]
    return sorted([*draft.scenario.unwritten, *found, *lint_file(draft.source)])


def lint_file(source: Source) -> list[Problem]:
    """Warnings for a file as it is written."""
    return sorted([*cut_texts(source), *unknown_rules(source)])
