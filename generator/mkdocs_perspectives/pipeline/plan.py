"""What would be sent, how many tokens it takes and what it costs, before anything is spent."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby

from mkdocs_perspectives.answers import SAMPLE_MODEL, Entry, EntryKey, cache_key, entries_of_voice
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.ask import Estimator, tokens_of
from mkdocs_perspectives.ask.batch.notes import waiting_in
from mkdocs_perspectives.ask.prices import budget_error, price_of
from mkdocs_perspectives.common import LEAD, REVERSED, BudgetError, Settings, counted
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.pipeline.answer_notes import answer_notes
from mkdocs_perspectives.pipeline.project import Project
from mkdocs_perspectives.pipeline.voices import estimator_of

__all__ = ["Plan", "ScenarioPlan", "plan_of"]


@dataclass(frozen=True)
class ScenarioPlan:
    """The plan for one scenario; ``stale`` holds pairs of a persona's id and the reason.

    ``in_batch`` are the personas whose answers a running batch will bring; they are not asked.
    Nor is anybody while there are ``unwritten`` texts.
    """

    scenario: str
    personas: int
    stale: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    cached: tuple[str, ...]
    in_batch: tuple[str, ...]
    requests: int
    usage: Usage
    price: float | None
    older_prompt: int
    other_model: int
    unwritten: int = 0

    @property
    def current(self) -> int:
        return self.personas - len(self.stale) - len(self.missing)


@dataclass(frozen=True)
class Plan:
    """The plan for all scenarios; ``measured`` is how many earlier answers the estimates use.

    ``notes`` say what an edit asks again, and which answers are from before one. ``voices`` are the
    plans of the other voices, which are asked on purpose only.
    """

    model: str
    scenarios: tuple[ScenarioPlan, ...]
    measured: int
    usage: Usage
    price: float | None
    forbidden: BudgetError | None
    max_requests: int | None
    notes: tuple[str, ...] = ()
    voice: str = LEAD
    voices: tuple[Plan, ...] = ()

    def total(self, name: str) -> int:
        """The sum of a count over all scenarios."""
        return sum(getattr(scenario, name) for scenario in self.scenarios)


def plan_of(project: Project, settings: Settings, only: Sequence[Entry] | None = None) -> Plan:
    """The plan for a project; no network. Tokens and prices are estimates.

    Of other voices it holds those of the panel; and ``REVERSED``, if there is a panel, or if it was
    ever asked.

    Args:
        only: the lead's entries to plan for; default: all.
    """
    entries = project.entries if only is None else only
    voices = settings.voices
    if not settings.panel and all(entry.voice != REVERSED for entry in project.voices):
        voices = ()
    to_get = [entry for entry in entries if entry.state != "current"]
    return replace(
        _plan(entries, settings, project.estimator),
        notes=(*_source_notes(to_get), *answer_notes(entries)),
        voices=tuple(
            _plan(
                entries_of_voice(entries, voice, settings.scenarios_dir),
                settings.of_voice(voice),
                estimator_of(project, voice),
            )
            for voice in voices
        ),
    )


def _plan(entries: Sequence[Entry], settings: Settings, estimator: Estimator) -> Plan:
    """The plan for one voice."""
    open_entries = [entry for entry in entries if entry.state != "current"]
    cached, in_batch = _known(open_entries, settings)
    groups = groupby(entries, key=lambda entry: entry.scenario.id)
    scenarios = tuple(
        _scenario(list(group), cached, in_batch, estimator, settings) for _, group in groups
    )
    asked = {e.scenario.language for e in open_entries}
    usage = sum((s.usage for s in scenarios), Usage())
    requests = sum(s.requests for s in scenarios)
    price = price_of(settings.model, usage, requests)
    return Plan(
        model=settings.model.model,
        scenarios=scenarios,
        measured=min((estimator.records(language) for language in asked), default=0),
        usage=usage,
        price=price,
        forbidden=budget_error(settings.model, price, requests),
        max_requests=settings.model.max_requests,
        voice=settings.model.voice,
    )


def _source_notes(entries: Sequence[Entry]) -> list[str]:
    """What the sources of each scenario add to its requests."""
    notes = []
    for scenario in dict.fromkeys(entry.scenario for entry in entries if entry.scenario.sources):
        tokens = sum(tokens_of(source.text) for source in scenario.sources)
        sources = counted(len(scenario.sources), "source")
        notes.append(f"{scenario.id}: {sources} of about {tokens:,} tokens in every request.")
    return notes


def _known(entries: Sequence[Entry], settings: Settings) -> tuple[Set[EntryKey], Set[EntryKey]]:
    """The entries whose answers are in the cache, and those whose answers are in a batch."""
    if not (settings.cache_dir / "cache.db").exists():
        return frozenset(), frozenset()
    with AnswerCache(settings.cache_dir) as cache:
        cached = {
            entry.key
            for entry in entries
            if cache.get(cache_key(entry.question, settings.model)) is not None
        }
        return cached, waiting_in(cache, entries, settings.model).keys()


def _scenario(
    entries: list[Entry],
    cached: Set[EntryKey],
    in_batch: Set[EntryKey],
    estimator: Estimator,
    settings: Settings,
) -> ScenarioPlan:
    scenario = entries[0].scenario
    to_get = [entry for entry in entries if entry.state != "current"]
    from_cache = [e for e in to_get if e.key in cached and not scenario.unwritten]
    waiting = [e for e in to_get if e not in from_cache and e.key in in_batch]
    to_ask = [e for e in to_get if e not in from_cache and e not in waiting]
    if scenario.unwritten:
        to_ask = []
    usage = estimator.usage(to_ask)
    return ScenarioPlan(
        scenario=scenario.id,
        personas=len(entries),
        stale=tuple((e.persona.id, e.reason) for e in to_get if e.state == "stale"),
        missing=tuple(e.persona.id for e in to_get if e.state == "missing"),
        cached=tuple(e.persona.id for e in from_cache),
        in_batch=tuple(e.persona.id for e in waiting),
        requests=len(to_ask),
        usage=usage,
        price=price_of(settings.model, usage, len(to_ask)),
        older_prompt=sum(entry.older_prompt for entry in entries),
        other_model=sum(_other_model(entry, settings) for entry in entries),
        unwritten=len(scenario.unwritten),
    )


def _other_model(entry: Entry, settings: Settings) -> bool:
    """Whether an answer came from another model; servers may append a version to the name."""
    record = entry.record
    if record is None or record.model == SAMPLE_MODEL:
        return False
    return not record.model.casefold().startswith(settings.model.model.casefold())
