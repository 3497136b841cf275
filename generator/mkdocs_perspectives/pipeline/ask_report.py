"""What a run of questions did, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult
from mkdocs_perspectives.common import LEAD

__all__ = ["ask_json"]


def ask_json(chosen: Sequence[Entry], runs: Sequence[tuple[str, AskResult]]) -> dict[str, Any]:
    """What was asked, as data; prices in US dollars, null where unknown.

    The lead's run stands at the top, as in the plan; those of other voices are a list, ``voices``.

    Args:
        chosen: the lead's entries of the roles whose answers were wanted, as they were before.
        runs: each voice that was asked, and what that did.
    """
    data: dict[str, Any] = {"format": 1}
    voices = []
    for voice, result in runs:
        if voice == LEAD:
            data |= _run(chosen, result)
        else:
            entries = {(key.scenario, key.persona): e for key, e in result.entries.items()}
            own = [entries.get((e.scenario.id, e.persona.id), e) for e in chosen]
            voices.append({"voice": voice, **_run(own, result)})
    return data | ({"voices": voices} if voices else {})


def _run(chosen: Sequence[Entry], result: AskResult) -> dict[str, Any]:
    return {
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
