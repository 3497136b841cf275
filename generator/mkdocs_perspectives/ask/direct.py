"""Asks directly, with the asking lock held: the cache first, then the model, a request per role."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from mkdocs_perspectives.answers import Entry, EntryKey
from mkdocs_perspectives.answers.cache import AnswerCache, asking_lock
from mkdocs_perspectives.ask.ask_run import AskRun
from mkdocs_perspectives.ask.batch.notes import BatchNotes, note_waiting
from mkdocs_perspectives.ask.prices import budget_error, price_of
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.ask.token_estimate import Estimator
from mkdocs_perspectives.ask.unexpected import unexpected
from mkdocs_perspectives.common import BudgetError, ConfigError, Settings, counted, sweep

__all__ = ["ask_directly", "batches_noted"]

log = logging.getLogger("mkdocs.plugins.perspectives")


def batches_noted(settings: Settings) -> bool:
    """Whether there are notes on a batch at the configured server and model."""
    with AnswerCache(settings.cache_dir) as cache:
        return cache.any_notes() and any(
            batch.belongs_to(settings.model) for batch in BatchNotes(cache).all()
        )


def ask_directly(
    result: AskResult,
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool,
    network: bool,
    others: Callable[[], Sequence[Entry]],
) -> None:
    """Get missing answers from the cache and, if ``network``, from the model.

    For the arguments and errors see ``get_answers``.
    """
    with AnswerCache(settings.cache_dir) as cache, asking_lock(settings.cache_dir):
        sweep(settings.scenarios_dir)
        run = AskRun(result, settings, cache, estimator, refresh=refresh)
        missing = _without_batches(run, others, network=network)
        if missing and network:
            result.stopped_by = _too_expensive(run, missing)
            if result.stopped_by is None:
                _ask_model(run, missing)


def _without_batches(
    run: AskRun, others: Callable[[], Sequence[Entry]], *, network: bool
) -> list[EntryKey]:
    """The entries that no record, cached answer or batch answers."""
    noted = run.store.cache.any_notes()
    if network and noted:
        from mkdocs_perspectives.ask.batch.waiting import take_up

        take_up(run, others())
    # Another build may have asked while this one waited for the lock.
    missing = [key for key in run.result.entries if run.store.still_wanted(key)]
    if not run.refresh:
        missing = run.store.recall(missing)
    if noted:
        note_waiting(run.result, run.store.cache, run.settings.model, refresh=run.refresh)
    return [key for key in missing if key not in run.result.waiting]


def _too_expensive(run: AskRun, missing: Sequence[EntryKey]) -> BudgetError | None:
    """Why ``max_cost`` does not allow to request what is missing, or None if it does."""
    model = run.settings.model
    if model.max_cost is None:
        return None
    usage = run.estimator.usage([run.result.entries[key] for key in missing])
    return budget_error(model, price_of(model, usage, len(missing)), len(missing))


def _ask_model(run: AskRun, missing: Sequence[EntryKey]) -> None:
    try:
        # Imported here, since it takes a second and most builds have all answers already.
        from mkdocs_perspectives.ask.workers import ask_all

        asyncio.run(ask_all(run, missing))
    except KeyboardInterrupt:
        result = run.result
        log.warning(
            "Interrupted: %s recorded, %d still missing; the next run continues.%s",
            counted(result.answered + result.from_cache, "answer"),
            len(missing) - result.answered,
            f"\n  {unknown}" if (unknown := result.unknown_costs()) else "",
        )
        raise
    except ConfigError as error:
        run.result.stopped_by = error
    except Exception as error:  # Answers so far are recorded, and the site can be built.
        if any(run.result.entries[key].state != "current" for key in missing):
            run.result.stopped_by = run.result.stopped_by or unexpected(error)
