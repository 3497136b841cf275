"""Asks through the provider's Batch API: sends batches, waits for them and collects answers.

``ask_in_batches`` sends and waits; ``take_up`` collects, in any other run, batches that were sent
before it. The lock is held only while talking to the server and recording answers, not while
waiting, so that other builds can ask while a batch takes a day.
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
"""Seconds between two looks at the batches: at first, and at most."""

HEARTBEAT_MOST = 600.0
"""Seconds between two signs of life, at most: a batch may take a day."""

PATIENCE = 10
"""How many looks in a row may fail before the run gives up waiting."""

_LINES = 20
"""About how many lines one wait adds to a log."""


def take_up(run: AskRun, others: Sequence[Entry]) -> None:
    """Collect finished batches, without waiting; call it with the asking lock held.

    What they could not answer is left to be sent directly.

    Raises:
        CacheError, OutputError: an answer cannot be recorded.
    """
    if not BatchNotes(run.store.cache).all():
        return
    with Collector(run, others, patient=False) as collector:
        try:
            collector.look()
        except (ServerError, ConfigError) as error:
            log.warning("The state of the batches could not be queried: %s", error)


def ask_in_batches(
    result: AskResult,
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool,
    others: Callable[[], Sequence[Entry]],
) -> Iterator[None]:
    """Get the answers that are not current through batches, and wait until all have ended.

    It yields once all batches are sent, so that other voices can send theirs before any waiting.

    Args:
        result: holds the entries to ask; the outcome is added to it.
        refresh: ask all of them again.
        others: returns entries that batches sent earlier may have answers for.

    Raises:
        CacheError: nothing can be recorded, so nothing was sent.
        KeyboardInterrupt: the answers so far are recorded, and the batches continue.
    """
    with AnswerCache(settings.cache_dir) as cache:
        run = AskRun(result, settings, cache, estimator, refresh=refresh)
        with Collector(run, others(), patient=True) as collector:
            try:
                with _WaitLog("The batches are being sent"):
                    _begin(run, collector)
                yield
                with _WaitLog("The batches are in progress") as wait_log:
                    _wait(run, collector, wait_log)
            except (ConfigError, ServerError, CacheError, OutputError) as error:
                result.stopped_by = result.stopped_by or error
            except KeyboardInterrupt:
                _log_interruption(result, collector.batches.open(), settings.model.voice)
                raise
            finally:
                note_waiting(result, cache, settings.model, refresh=refresh)
        _read_again(run)


def _begin(run: AskRun, collector: Collector) -> None:
    """Collect finished batches, and send what is missing."""
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
    """Send what is left to send, unless the run was given up."""
    if run.result.stopped_by is None and todo:
        try:
            send(collector, todo)
        except ServerError as error:
            # Batches sent before are still waited for.
            run.result.stopped_by = error


def _wait(run: AskRun, collector: Collector, wait_log: _WaitLog) -> None:
    """Look at the batches from time to time until all have ended, and send what has to be
    repeated."""
    interval, failed = POLL_FIRST, 0
    while collector.batches.open():
        time.sleep(interval)
        interval = min(interval * 1.5, POLL_MOST)
        with asking_lock(run.settings.cache_dir):
            try:
                wait_log.report(collector.look())
                failed = 0
            except ServerError as error:
                failed += 1
                if failed == PATIENCE:
                    raise
                if failed == 1:
                    log.warning("The state of the batches could not be queried: %s", error)
                continue
            if not collector.batches.open():
                _send(run, collector, collector.todo())
                interval = POLL_FIRST


class _WaitLog:
    """Logs the progress of batches in a few lines. Use as a context manager."""

    def __init__(self, first_state: str) -> None:
        self._step = -1
        self._statuses: set[str] = set()
        self._last = first_state
        self._begun = time.monotonic()
        self._heartbeat = Heartbeat(self._beat, HEARTBEAT, HEARTBEAT_MOST)

    def __enter__(self) -> _WaitLog:
        self._heartbeat.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._heartbeat.__exit__()

    def _beat(self) -> None:
        minutes, seconds = divmod(round(time.monotonic() - self._begun), 60)
        log.info("%s; waiting for %d min %02d s.", self._last, minutes, seconds)

    def report(self, states: Sequence[ServerBatch]) -> None:
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


def _log_interruption(result: AskResult, open_batches: Sequence[Batch], voice: str) -> None:
    recorded = counted(result.answered + result.from_cache, "answer")
    if open_batches:
        log.warning(
            "Interrupted: %s recorded. The batch continues at the server with %s; resume it with:\n"
            "  perspectives ask%s --batch",
            recorded,
            counted(sum(batch.count for batch in open_batches), "question"),
            voice_option(voice),
        )
    else:
        log.warning("Interrupted: %s recorded; the next run continues.", recorded)


def _read_again(run: AskRun) -> None:
    """Take up the answers that another run collected while this one waited."""
    result = run.result
    missing = [key for key, entry in result.entries.items() if entry.state != "current"]
    if missing and result.stopped_by is None:
        with asking_lock(run.settings.cache_dir):
            missing = [key for key in missing if run.store.still_wanted(key)]
            if not run.refresh:
                run.store.recall(missing)
