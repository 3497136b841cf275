"""Other voices than the lead, asked on purpose: as checks beside its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from mkdocs_perspectives.answers import Entry, entries_of_voice
from mkdocs_perspectives.ask import AskResult, Estimator, getting_answers, tallies_of
from mkdocs_perspectives.common import ConfigError, Settings
from mkdocs_perspectives.pipeline.project import Project
from mkdocs_perspectives.pipeline.reporting import no_key

__all__ = ["ask_voices", "estimator_of"]


def ask_voices(
    project: Project,
    settings: Settings,
    voices: Iterable[str],
    roles: Sequence[Entry],
    *,
    refresh: bool = False,
    batch: bool = False,
) -> Iterator[tuple[Settings, AskResult]]:
    """Ask one voice after the other for roles; what one meets costs the others nothing.

    Batches of all voices are sent before any is waited for. ``max_requests`` and ``max_cost`` hold
    for all voices together.

    Args:
        voices: ids of ``settings.voices``.
        roles: the lead's entries for them.

    Returns:
        for each voice its settings, and what its run did.

    Raises:
        CacheError, OutputError: nothing can be recorded.
    """
    requests, cost = 0, 0.0
    begun = []
    for voice in voices:
        own = settings.of_voice(voice)
        own = replace(own, model=replace(own.model, requests_before=requests, cost_before=cost))
        entries = entries_of_voice(roles, voice, settings.scenarios_dir)
        steps = getting_answers(
            entries,
            own,
            estimator_of(project, voice),
            refresh=refresh,
            batch=batch,
            others=partial(_others, project, entries, voice, settings),
        )
        result = next(steps)
        if (refresh or batch) and not own.can_ask:
            result.stopped_by = ConfigError(no_key(own))
        requests += result.requests
        cost += sum((result.price or 0, result.estimated_price or 0, result.expected_price or 0))
        begun.append((own, result, steps))
        if not batch:
            yield own, result
    # What is sent in batches is waited for once all is sent.
    for own, result, steps in begun if batch else ():
        for _ in steps:
            pass
        yield own, result


def _others(
    project: Project, wanted: Sequence[Entry], voice: str, settings: Settings
) -> list[Entry]:
    """The entries of a voice that are not ``wanted``, but that a batch may bring answers for."""
    keys = {entry.key for entry in wanted}
    everybody = entries_of_voice(project.entries, voice, settings.scenarios_dir)
    return [entry for entry in everybody if entry.key not in keys]


def estimator_of(project: Project, voice: str) -> Estimator:
    """Estimates tokens from what the voice's earlier answers used, or else from the lead's."""
    known = tallies_of(entry for entry in project.voices if entry.voice == voice)
    return Estimator(lambda: [known]) if known else project.estimator
