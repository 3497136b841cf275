"""Gets the answers that are wanted: from the cache, from batches, else from the model.

Whatever is needed only where somebody has to be asked is imported then: ``import openai`` alone
takes longer than reading a thousand records.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.english import counted
from generator.estimate import Estimator
from generator.files import sweep
from generator.outcome import AskResult
from generator.price import price_of, too_dear
from generator.settings import Settings
from generator.survey import Entry

if TYPE_CHECKING:
    from generator.run import Run

__all__ = ["ask"]

log = logging.getLogger("mkdocs.plugins.perspectives")


def ask(
    entries: Sequence[Entry],
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool = False,
    network: bool = True,
    batch: bool = False,
    others: Sequence[Entry] = (),
) -> AskResult:
    """Get the answers that are not current: from the cache, else from the model.

    What batches sent before have ready is collected first; what is still in one is not asked.

    Args:
        entries: whose answers are wanted; those that are current are left alone.
        estimator: tells beforehand whether ``max_cost`` would be passed.
        refresh: ask all of ``entries`` anew and read nothing from the cache.
        network: whether the model may be asked; the cache is looked at in any case.
        batch: whether it is asked through the Batch API, and waited for.
        others: entries that are not asked for, but that batches may hold answers of.

    Raises:
        CacheError, OutputError: nothing can be kept, so nobody was asked. Where this shows only
            while asking, no more are asked and ``stopped_by`` says why.
        KeyboardInterrupt: with the answers so far kept.
    """
    result = AskResult(list(entries))
    may_ask = network and settings.can_ask
    there = (settings.cache_dir / "cache.db").exists()
    if not any(_wanted(entry, refresh) for entry in entries):
        # Answers that are there may be in a batch to be asked anew.
        if not (may_ask and there and _any_batches(settings)):
            return result
    elif not (may_ask or there):
        return result
    if batch and may_ask:
        from generator.batch import ask_in_batches

        ask_in_batches(result, settings, estimator, refresh=refresh, others=others)
        return result
    from generator.cache import AnswerCache, asking_lock
    from generator.run import Run

    with AnswerCache(settings.cache_dir) as cache, asking_lock(settings.cache_dir):
        sweep(settings.scenarios_dir)
        run = Run(result, settings, cache, refresh)
        noted = cache.any_notes()
        if may_ask and noted:
            from generator.batch import take_up

            take_up(run, others)
        # Another build may have asked while this one waited for the lock.
        missing = [i for i in range(len(entries)) if run.still_wanted(i)]
        if not refresh:
            missing = run.recall(missing)
        if noted:
            from generator.batch import note_waiting

            note_waiting(run)
            missing = [i for i in missing if not run.waits(i)]
        if missing and may_ask:
            if settings.model.max_cost is not None:
                usage = estimator.usage([entries[i] for i in missing])
                price = price_of(settings.model, usage, len(missing))
                result.stopped_by = too_dear(settings.model, price, len(missing))
            if result.stopped_by is None:
                _ask_model(run, missing)
    return result


def _any_batches(settings: Settings) -> bool:
    """Whether anything is noted of a batch at the configured server and model."""
    from generator.cache import AnswerCache

    with AnswerCache(settings.cache_dir) as cache:
        if not cache.any_notes():
            return False
        from generator.batch_state import BatchNotes

        return any(batch.belongs_to(settings.model) for batch in BatchNotes(cache).all())


def _wanted(entry: Entry, refresh: bool) -> bool:
    return refresh or entry.state != "current"


def _ask_model(run: Run, missing: Sequence[int]) -> None:
    try:
        import asyncio

        from generator.asking import ask_all

        asyncio.run(ask_all(run, missing))
    except KeyboardInterrupt:
        result = run.result
        log.warning(
            "Interrupted: %s kept, %d still missing; the next run goes on.",
            counted(result.answered + result.from_cache, "answer"),
            len(missing) - result.answered,
        )
        raise
