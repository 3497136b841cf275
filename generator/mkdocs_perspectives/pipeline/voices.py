"""Other voices than the lead, asked on purpose: as checks beside its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mkdocs_perspectives.answers import Entry, entries_of_voice
from mkdocs_perspectives.ask import AskResult, Estimator, get_answers, tallies_of
from mkdocs_perspectives.common import Settings
from mkdocs_perspectives.pipeline.project import Project

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

    ``max_requests`` and ``max_cost`` hold for all of them together.

    Args:
        voices: ids of ``settings.voices``.
        roles: the lead's entries for them.

    Returns:
        for each voice its settings, and what its run did.

    Raises:
        CacheError, OutputError: nothing can be recorded.
    """
    requests, cost = 0, 0.0
    for voice in voices:
        own = settings.of_voice(voice)
        own = replace(own, model=replace(own.model, requests_before=requests, cost_before=cost))
        entries = entries_of_voice(roles, voice, settings.scenarios_dir)
        keys = {entry.key for entry in entries}

        def others(voice: str = voice, keys: set[object] = keys) -> list[Entry]:  # type: ignore[assignment]
            everybody = entries_of_voice(project.entries, voice, settings.scenarios_dir)
            return [entry for entry in everybody if entry.key not in keys]

        result = get_answers(
            entries,
            own,
            estimator_of(project, voice),
            refresh=refresh,
            batch=batch,
            others=others,
        )
        requests += result.requests
        cost += result.price or 0.0
        yield own, result


def estimator_of(project: Project, voice: str) -> Estimator:
    """Estimates tokens from what the voice's earlier answers used, or else from the lead's."""
    known = tallies_of(entry for entry in project.voices if entry.voice == voice)
    return Estimator(lambda: [known]) if known else project.estimator
