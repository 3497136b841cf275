"""What a run did and what is still missing, for the log and the terminal."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult, failure_table
from mkdocs_perspectives.common import Settings, counted

__all__ = ["missing_report", "report"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_NAMED = 20
"""How many of the answers in a batch are listed by name."""


def report(result: AskResult, settings: Settings) -> None:
    """Log what a run did, and at the end what failed, why, and what to do about it."""
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
        log.warning("Stopped asking: %s", result.stopped_by)
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
            "  There is no API key: set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server."
        )
    return "\n".join(lines)
