"""Asking through the provider's Batch API: at half the price, with answers within a day.

``ask_in_batches`` sends and waits, ``take_up`` is what any other run does about batches that were
sent before it. The lock is held only while talking to the server and keeping answers, not while
waiting, so that a batch of a day keeps no other build from asking.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.answers.cache import AnswerCache, asking_lock
from mkdocs_perspectives.ask.ask_run import AskRun
from mkdocs_perspectives.ask.batch.collecting import Collector
from mkdocs_perspectives.ask.batch.notes import (
    Batch,
    BatchNotes,
    Request,
    identity,
    note_waiting,
)
from mkdocs_perspectives.ask.batch.sending import send
from mkdocs_perspectives.ask.heartbeat import HEARTBEAT, Heartbeat
from mkdocs_perspectives.ask.prices import budget_error, price_of
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.ask.token_estimate import Estimator
from mkdocs_perspectives.common import (
    CacheError,
    ConfigError,
    OutputError,
    ServerError,
    Settings,
    counted,
    sweep,
    voice_option,
)
from mkdocs_perspectives.llm.batch_api import ServerBatch

__all__ = ["ask_in_batches", "take_up"]

log = logging.getLogger("mkdocs.plugins.perspectives")

POLL_FIRST = 5.0
POLL_MOST = 60.0
"""Seconds between two looks at the batches: at first, and when it takes long."""

HEARTBEAT_MOST = 600.0
"""Seconds between two signs of life, at most: a batch may take a day."""

PATIENCE = 10
"""So many looks in a row may fail before the run gives up waiting."""

_LINES = 20
"""About how many lines a log gets of one wait."""


def take_up(run: AskRun, others: Sequence[Entry]) -> None:
    """Collect what batches have ready, without waiting; to be called under the asking lock.

    What they could not answer is left to be asked directly.

    Raises:
        CacheError, OutputError: an answer cannot be kept.
    """
    if not BatchNotes(run.store.cache).all():
        return
    with Collector(run, others, patient=False) as collector:
        try:
            collector.look()
        except (ServerError, ConfigError) as error:
            log.warning("How the batches stand could not be asked: %s", error)


def ask_in_batches(
    result: AskResult,
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool,
    others: Callable[[], Sequence[Entry]],
) -> Iterator[None]:
    """Get the answers that are not current through batches, and wait until all are over.

    It yields once in between, when all is sent, so that what others ask can be sent as well before
    anything is waited for.

    Args:
        result: with the entries to ask; what is done is told in it.
        refresh: ask all of them anew.
        others: gives entries that batches sent before may hold answers of.

    Raises:
        CacheError: nothing can be kept, so nothing was sent.
        KeyboardInterrupt: with the answers so far kept; the batches go on.
    """
    with AnswerCache(settings.cache_dir) as cache:
        run = AskRun(result, settings, cache, estimator, refresh=refresh)
        with Collector(run, others(), patient=True) as collector:
            try:
                with _Told("The batches are being sent"):
                    _begin(run, collector)
                yield
                with _Told("The batches are under way") as told:
                    _wait(run, collector, told)
            except (ConfigError, ServerError, CacheError, OutputError) as error:
                result.stopped_by = result.stopped_by or error
            except KeyboardInterrupt:
                _tell_interrupted(result, collector.batches.open(), settings.model.voice)
                raise
            finally:
                note_waiting(result, cache, settings.model, refresh=refresh)
        _read_again(run)


def _begin(run: AskRun, collector: Collector) -> None:
    """Collect what is ready, and send what is missing."""
    result, settings = run.result, run.settings
    time.sleep(collector.batches.unsettled())
    with asking_lock(settings.cache_dir):
        sweep(settings.scenarios_dir)
        collector.look()
        todo = collector.todo()
        taken = collector.waiting() | {collector.key_of(request) for request, _ in todo}
        missing = [
            key
            for key, entry in result.entries.items()
            if key not in taken
            and identity(entry) not in collector.settled
            and run.store.still_wanted(key)
        ]
        if not run.refresh:
            missing = run.store.recall(missing)
        todo += [(collector.request(key), result.entries[key]) for key in missing]
        if not todo:
            return
        usage = run.estimator.usage([entry for _, entry in todo])
        price = price_of(settings.model, usage, len(todo), batch=True)
        refused = budget_error(settings.model, price, len(todo))
        result.stopped_by = result.stopped_by or refused
        result.expected_price = 0.0 if refused else price
        _send(run, collector, todo)


def _send(run: AskRun, collector: Collector, todo: Sequence[tuple[Request, Entry]]) -> None:
    """Send what is left to do, unless the run was given up."""
    if run.result.stopped_by is None and todo:
        try:
            send(collector, todo)
        except ServerError as error:
            # What was sent before is waited for all the same.
            run.result.stopped_by = error


def _wait(run: AskRun, collector: Collector, told: _Told) -> None:
    """Look at the batches now and then until all are over, and send what should go again."""
    interval, failed = POLL_FIRST, 0
    while collector.batches.open():
        time.sleep(interval)
        interval = min(interval * 1.5, POLL_MOST)
        with asking_lock(run.settings.cache_dir):
            try:
                told.tell(collector.look())
                failed = 0
            except ServerError as error:
                failed += 1
                if failed == PATIENCE:
                    raise
                if failed == 1:
                    log.warning("How the batches stand could not be asked: %s", error)
                continue
            if not collector.batches.open():
                _send(run, collector, collector.todo())
                interval = POLL_FIRST


class _Told:
    """What the log was last told, so that it gets few lines, but some. Use as a context manager."""

    def __init__(self, at_first: str) -> None:
        self._step = -1
        self._statuses: set[str] = set()
        self._last = at_first
        self._begun = time.monotonic()
        self._heartbeat = Heartbeat(self._beat, HEARTBEAT, HEARTBEAT_MOST)

    def __enter__(self) -> _Told:
        self._heartbeat.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._heartbeat.__exit__()

    def _beat(self) -> None:
        minutes, seconds = divmod(round(time.monotonic() - self._begun), 60)
        log.info("%s; waiting for %d min %02d s.", self._last, minutes, seconds)

    def tell(self, states: Sequence[ServerBatch]) -> None:
        done, total = sum(s.done for s in states), sum(s.total for s in states)
        statuses = {state.status for state in states}
        step = done * _LINES // max(total, 1)
        if states:
            named = ", ".join(sorted(statuses)).replace("_", " ")
            self._last = f"{counted(len(states), 'batch')}: {done} of {total} done ({named})"
        if states and (step > self._step or statuses != self._statuses):
            self._heartbeat.news()
            log.info("%s.", self._last)
        self._step, self._statuses = step, statuses


def _tell_interrupted(result: AskResult, open_ones: Sequence[Batch], voice: str) -> None:
    kept = counted(result.answered + result.from_cache, "answer")
    if open_ones:
        log.warning(
            "Interrupted: %s recorded. The batch continues at the server with %s; resume it with:\n"
            "  perspectives ask%s --batch",
            kept,
            counted(sum(batch.count for batch in open_ones), "question"),
            voice_option(voice),
        )
    else:
        log.warning("Interrupted: %s recorded; the next run continues.", kept)


def _read_again(run: AskRun) -> None:
    """What another run collected while this one waited is there now."""
    result = run.result
    missing = [key for key, entry in result.entries.items() if entry.state != "current"]
    if missing and result.stopped_by is None:
        with asking_lock(run.settings.cache_dir):
            missing = [key for key in missing if run.store.still_wanted(key)]
            if not run.refresh:
                run.store.recall(missing)
