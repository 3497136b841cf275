"""Asking through the provider's Batch API: at half the price, with answers within a day.

``ask_in_batches`` sends and waits, ``take_up`` is what any other run does about batches that were
sent before it. The lock is held only while talking to the server and keeping answers, not while
waiting, so that a batch of a day keeps no other build from asking.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.batch_collect import Batches
from generator.batch_state import Batch, BatchNotes, Request, identity
from generator.cache import AnswerCache, asking_lock
from generator.english import counted
from generator.errors import CacheError, OutputError, ServerError
from generator.estimate import Estimator
from generator.files import sweep
from generator.outcome import AskResult
from generator.price import price_of, too_dear
from generator.run import Run
from generator.settings import ModelSettings, Settings
from generator.survey import Entry

if TYPE_CHECKING:
    from generator.batch_api import ServerBatch

__all__ = ["ask_in_batches", "note_waiting", "take_up", "waiting_in"]

log = logging.getLogger("mkdocs.plugins.perspectives")

POLL_FIRST = 5.0
POLL_MOST = 60.0
"""Seconds between two looks at the batches: at first, and when it takes long."""

PATIENCE = 10
"""So many looks in a row may fail before the run gives up waiting."""

_LINES = 20
"""About how many lines a log gets of one wait."""


def take_up(run: Run, others: Sequence[Entry]) -> None:
    """Collect what batches have ready, without waiting; to be called under the asking lock.

    What they could not answer is left to be asked directly.

    Raises:
        CacheError, OutputError: an answer cannot be kept.
    """
    if not BatchNotes(run.cache).all():
        return
    with Batches(run, others, patient=False) as batches:
        try:
            batches.look()
        except ServerError as error:
            log.warning("How the batches stand could not be asked: %s", error)


def note_waiting(run: Run) -> None:
    """Say in the result what is being answered in a batch, and must not be asked meanwhile."""
    waiting = waiting_in(run.cache, run.result.entries, run.settings.model)
    for i, since in waiting.items():
        entry = run.result.entries[i]
        if entry.state != "current" or run.refresh:
            run.result.waiting[entry.scenario.id, entry.persona.id] = since


def waiting_in(
    cache: AnswerCache, entries: Sequence[Entry], settings: ModelSettings
) -> dict[int, str]:
    """Which of ``entries`` are in a batch by what is noted, and since when; no network."""
    found = BatchNotes(cache).under_way(settings)
    if not found:
        return {}
    names = ((i, identity(entry)) for i, entry in enumerate(entries))
    return {i: found[name].since for i, name in names if name in found}


def ask_in_batches(
    result: AskResult,
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool,
    others: Sequence[Entry],
) -> None:
    """Get the answers that are not current through batches, and wait until all are over.

    Args:
        result: with the entries to ask; what is done is told in it.
        refresh: ask all of them anew.
        others: entries that batches sent before may hold answers of.

    Raises:
        CacheError: nothing can be kept, so nothing was sent.
        KeyboardInterrupt: with the answers so far kept; the batches go on.
    """
    with AnswerCache(settings.cache_dir) as cache:
        run = Run(result, settings, cache, refresh)
        with Batches(run, others, patient=True) as batches:
            try:
                _begin(run, batches, estimator)
                _wait(run, batches)
            except (ServerError, CacheError, OutputError) as error:
                result.stopped_by = result.stopped_by or error
            except KeyboardInterrupt:
                _tell_interrupted(result, batches.open())
                raise
            finally:
                note_waiting(run)
        _read_again(run)


def _begin(run: Run, batches: Batches, estimator: Estimator) -> None:
    """Collect what is ready, and send what is missing."""
    result, settings = run.result, run.settings
    time.sleep(batches.unsettled())
    with asking_lock(settings.cache_dir):
        sweep(settings.scenarios_dir)
        batches.look()
        todo = batches.todo()
        taken = batches.waiting().keys() | {batches.place(request) for request, _ in todo}
        missing = [
            i
            for i, entry in enumerate(result.entries)
            if i not in taken and identity(entry) not in batches.settled and run.still_wanted(i)
        ]
        if not run.refresh:
            missing = run.recall(missing)
        todo += [(batches.request(i), result.entries[i]) for i in missing]
        if not todo:
            return
        usage = estimator.usage([entry for _, entry in todo])
        price = price_of(settings.model, usage, len(todo), batch=True)
        refused = too_dear(settings.model, price, len(todo))
        result.stopped_by = result.stopped_by or refused
        _send(run, batches, todo)


def _send(run: Run, batches: Batches, todo: Sequence[tuple[Request, Entry]]) -> None:
    """Send what is left to do, unless the run was given up."""
    from generator.batch_send import send

    if run.result.stopped_by is None and todo:
        try:
            send(batches, todo)
        except ServerError as error:
            # What was sent before is waited for all the same.
            run.result.stopped_by = error


def _wait(run: Run, batches: Batches) -> None:
    """Look at the batches now and then until all are over, and send what should go again."""
    interval, failed = POLL_FIRST, 0
    told = _Told()
    while batches.open():
        time.sleep(interval)
        interval = min(interval * 1.5, POLL_MOST)
        with asking_lock(run.settings.cache_dir):
            try:
                told.tell(batches.look())
                failed = 0
            except ServerError as error:
                failed += 1
                if failed == PATIENCE:
                    raise
                if failed == 1:
                    log.warning("How the batches stand could not be asked: %s", error)
                continue
            if not batches.open():
                _send(run, batches, batches.todo())
                interval = POLL_FIRST


class _Told:
    """What the log was last told, so that it gets few lines."""

    def __init__(self) -> None:
        self._step = -1
        self._statuses: set[str] = set()

    def tell(self, states: Sequence[ServerBatch]) -> None:
        done, total = sum(s.done for s in states), sum(s.total for s in states)
        statuses = {state.status for state in states}
        step = done * _LINES // max(total, 1)
        if states and (step > self._step or statuses != self._statuses):
            log.info(
                "%s: %d of %d done (%s).",
                counted(len(states), "batch"),
                done,
                total,
                ", ".join(sorted(statuses)).replace("_", " "),
            )
        self._step, self._statuses = step, statuses


def _tell_interrupted(result: AskResult, open_ones: Sequence[Batch]) -> None:
    kept = counted(result.answered + result.from_cache, "answer")
    if open_ones:
        log.warning(
            "Interrupted: %s kept. The batch goes on at the server, %s in it; take it up with:\n"
            "  perspectives ask --batch",
            kept,
            counted(sum(batch.count for batch in open_ones), "question"),
        )
    else:
        log.warning("Interrupted: %s kept; the next run goes on.", kept)


def _read_again(run: Run) -> None:
    """What another run collected while this one waited is there now."""
    result = run.result
    missing = [i for i, entry in enumerate(result.entries) if entry.state != "current"]
    if missing and result.stopped_by is None:
        with asking_lock(run.settings.cache_dir):
            missing = [i for i in missing if run.still_wanted(i)]
            if not run.refresh:
                run.recall(missing)
