"""Scenarios in which something is still to be written: nobody is asked before it is."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import groupby

from mkdocs_perspectives.common import counted
from mkdocs_perspectives.scenario import Scenario

__all__ = ["report_unfinished", "unfinished_text"]

log = logging.getLogger("mkdocs.plugins.perspectives")


def report_unfinished(scenarios: Iterable[Scenario]) -> None:
    """Warn of every scenario that is not finished, so that a strict build fails."""
    for scenario in scenarios:
        if scenario.unwritten:
            log.warning(
                "%s\n  Write them, or insist: perspectives ask %s --force",
                unfinished_text(scenario),
                scenario.id,
            )


def unfinished_text(scenario: Scenario) -> str:
    """What is still to be written in a scenario that is not finished, with its lines."""
    places = [
        f"{path}:{', '.join(str(problem.line) for problem in problems)}"
        for path, problems in groupby(sorted(scenario.unwritten), key=lambda p: p.path)
    ]
    texts = counted(len(scenario.unwritten), "text")
    return (
        f"{scenario.id} is not finished: {texts} still to be written "
        f"({'; '.join(places)}). Until then nobody is asked."
    )
