"""What a run did and what is still missing, for the log and the terminal."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult, failure_table
from mkdocs_perspectives.common import Settings, code_point, counted
from mkdocs_perspectives.scenario import Library

__all__ = ["missing_report", "report", "report_hidden"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_NAMED = 20
"""So many answers that are in a batch, or places of hidden marks, are named."""


def report_hidden(library: Library, entries: Sequence[Entry]) -> None:
    """Log once where marks that nobody sees were left out of what was read."""
    places = list(library.hidden)
    for entry in entries:
        if entry.record is not None and entry.record.hidden:
            codes = ", ".join(sorted(set(map(code_point, entry.record.hidden))))
            places.append(f"the record of {entry.key} ({codes})")
    if places:
        log.info(
            "Marks that nobody sees were left out: %s",
            ", ".join(places[:_NAMED]) + (" ..." if len(places) > _NAMED else ""),
        )


def report(result: AskResult, settings: Settings) -> None:
    """Log what a run of questions did, and end with what failed, why, and what to do."""
    if result.answered or result.from_cache or result.requests:
        log.info("Answers: %s", result.summary())
    reported = {failure.key for failure in result.failures} | result.waiting.keys()
    missing = [
        entry
        for key, entry in result.entries.items()
        if entry.state != "current" and key not in reported
    ]
    if missing:
        log.warning(
            "%s missing or stale. To get them:\n%s",
            counted(len(missing), "answer"),
            missing_report(missing, settings),
        )
    for since in sorted(set(result.waiting.values())):
        names = [str(key) for key, then in result.waiting.items() if then == since]
        log.warning(
            "%s in a batch since %s: %s. To get them:\n  perspectives ask --batch",
            counted(len(names), "answer"),
            since,
            ", ".join(names[:_NAMED]) + (" ..." if len(names) > _NAMED else ""),
        )
    if result.stopped_by is not None:
        log.warning("Asking was given up: %s", result.stopped_by)
    if result.failures:
        log.warning(
            "%s not answered:\n\n%s\n",
            counted(len(result.failures), "role"),
            failure_table(result.failures),
        )


def missing_report(entries: Sequence[Entry], settings: Settings) -> str:
    """Every missing or stale answer, and the command that would get it."""
    lines = []
    for entry in entries:
        command = f"perspectives ask {entry.scenario.id} --persona {entry.persona.id}"
        lines.append(f"  {entry.key}: {entry.reason}")
        lines.append(f"    {command}")
    if not settings.can_ask:
        lines.append(
            "  There is no key: set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server."
        )
    return "\n".join(lines)
