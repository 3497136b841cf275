"""What a run of questions did, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult

__all__ = ["ask_json"]


def ask_json(chosen: Sequence[Entry], result: AskResult) -> dict[str, Any]:
    """The result of a run as data; the price in US dollars, null where unknown.

    Args:
        chosen: whose answers were wanted, as they were before the run.
    """
    return {
        "format": 1,
        "answered": result.answered,
        "from_cache": result.from_cache,
        "requests": result.requests,
        "input_tokens": result.usage.input_tokens,
        "output_tokens": result.usage.output_tokens,
        "price": result.price,
        "stopped_by": None if result.stopped_by is None else str(result.stopped_by),
        "roles": [_role(entry, result) for entry in chosen],
    }


def _role(before: Entry, result: AskResult) -> dict[str, Any]:
    """A role and how it stands: current, missing or stale, and why where it is not current."""
    entry = result.entries.get(before.key, before)
    failure = next((f for f in result.failures if f.key == entry.key), None)
    reason = failure.reason if failure else None
    if entry.key in result.waiting:
        reason = f"in a batch since {result.waiting[entry.key]}"
    elif reason is None and entry.state != "current":
        reason = "the scenario is not finished" if entry.scenario.unwritten else entry.reason
    return {
        "scenario": entry.scenario.id,
        "persona": entry.persona.id,
        "state": entry.state,
        "reason": reason,
        "remedy": failure.remedy if failure else None,
    }
