"""All rules together, applied to what an author wrote."""

from __future__ import annotations

from dataclasses import replace

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.lint.files import cut_texts, unknown_rules
from mkdocs_perspectives.scenario.lint.roles import descriptions, namesakes, twins
from mkdocs_perspectives.scenario.lint.statements import statements, wordings
from mkdocs_perspectives.scenario.lint.whole import comparisons, many, situation
from mkdocs_perspectives.scenario.scenario import Scenario
from mkdocs_perspectives.scenario.source import Source
from mkdocs_perspectives.scenario.written import Written

__all__ = ["lint", "lint_file"]

_CHECKS = (
    *(situation, descriptions, twins, namesakes),
    *(statements, wordings, many, comparisons),
)


def lint(written: Written) -> list[Problem]:
    """Warnings for one scenario, in the order of its file; nothing here stops a build.

    What a variant takes from the scenario that it extends is left to the warnings for that one.
    """
    own = replace(written, scenario=_own_part(written.scenario))
    found = [problem for check in _CHECKS for problem in check(own)]
    return sorted([*written.scenario.unwritten, *found, *lint_file(written.source)])


def _own_part(scenario: Scenario) -> Scenario:
    """A scenario without what it takes from the one that it extends."""
    taken = scenario.inherited
    return replace(
        scenario,
        situation="" if "situation" in taken else scenario.situation,
        personas=() if "personas" in taken else scenario.personas,
        issues=() if "issues" in taken else scenario.issues,
        comparisons=() if taken & {"comparisons", "issues"} else scenario.comparisons,
    )


def lint_file(source: Source) -> list[Problem]:
    """Warnings for a file as it is written."""
    return sorted([*cut_texts(source), *unknown_rules(source)])
