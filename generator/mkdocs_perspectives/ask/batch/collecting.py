"""Collects the results of batches: answers are recorded, the rest is given up or sent again.

All state is in the notes: each look starts from them, so that a run can end at any moment and any
later one can continue.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import IO

from mkdocs_perspectives.answers import Entry, EntryKey, cache_key, new_record, write_record
from mkdocs_perspectives.ask.ask_run import AskRun
from mkdocs_perspectives.ask.batch.at_server import BatchesAtServer
from mkdocs_perspectives.ask.batch.notes import Batch, BatchNotes, Identity, Request, identity
from mkdocs_perspectives.ask.batch.results_file import (
    Answered,
    Failed,
    Malformed,
    Outcome,
    Passing,
    final,
    outcome_of,
    read_lines,
)
from mkdocs_perspectives.common import CacheError, counted
from mkdocs_perspectives.llm import Ended, Usage
from mkdocs_perspectives.llm.batch_api import ENDED, ServerBatch

__all__ = ["Collector"]

log = logging.getLogger("mkdocs.plugins.perspectives")

TRIES = 1
"""How often a request is sent again after a failure that may pass."""


class Collector:
    """Collects the batches of one cache for one run. Use as a context manager.

    Every method must be called with the asking lock held.

    Args:
        run: stores the answers and counts.
        others: entries that the run does not want, but that a batch may have answers for.
        patient: whether failed requests are sent again in another batch, and then reported;
            otherwise they are left to be sent directly.
    """

    def __init__(self, run: AskRun, others: Iterable[Entry] = (), *, patient: bool) -> None:
        self.run, self.patient = run, patient
        self._model = run.settings.model
        self.notes = BatchNotes(run.store.cache)
        self.batches = BatchesAtServer(self.notes, self._model)
        self.settled: set[Identity] = set()
        """Questions answered or given up in this run, which it does not send again."""
        self._keys = {identity(entry): key for key, entry in run.result.entries.items()}
        self._others = {identity(entry): entry for entry in others}

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *_: object) -> None:
        self.batches.close()

    def waiting(self) -> Set[EntryKey]:
        """The entries that are in a batch in progress, whichever run sent it."""
        found = self.notes.under_way(self._model)
        return {self._keys[name] for name in found if name in self._keys}

    def key_of(self, request: Request) -> EntryKey | None:
        """The entry of the run that a request is for, if any."""
        return self._keys.get(request.identity)

    def request(self, key: EntryKey) -> Request:
        """The first request for an entry of the run."""
        entry = self.run.result.entries[key]
        return Request.of(entry, self.run.store.cache_key(key), refresh=self.run.refresh)

    # Looking and collecting.

    def look(self) -> list[ServerBatch]:
        """Query the state of each open batch once, and collect those that have ended.

        Raises:
            ServerError: the server cannot be queried.
            CacheError, OutputError: an answer cannot be recorded; it is collected again next time.
        """
        for batch in self.batches.ours():
            if batch.stage == "noted":
                self.notes.drop(batch)
        found = [(batch, self.batches.look_up(batch)) for batch in self.batches.open()]
        # Before collecting, so that what a repeated batch could not answer is not left over again.
        self._drop_sent_again()
        known = [(batch, state) for batch, state in found if state is not None]
        # If other batches are in progress, room will become free for one that was refused.
        others = any(state.status != "failed" for _, state in known)
        for batch, state in known:
            if state.status in ENDED:
                self._collect(batch, state, others=others)
        return [state for _, state in known]

    def _collect(self, batch: Batch, state: ServerBatch, *, others: bool) -> None:
        """Record the answers of a batch that has ended, and note what is left to be sent."""

        requests = {request.key: request for request in self.notes.requests(batch)}
        recorded, outcomes = self._read(batch, state, requests)
        rest = _without_result(state, others=others)
        left: list[Request] = []
        for key, request in requests.items():
            if key in recorded:
                continue
            outcome = final(outcomes.get(key, rest), request, tries=TRIES if self.patient else 0)
            if isinstance(outcome, Answered):
                self._record(batch, request, outcome)
            elif (next_one := self._next(request, outcome)) is not None:
                left.append(next_one)
        if state.status == "failed" and not self.patient:
            log.warning("The server refused the batch sent %s: %s", batch.since, rest.reason)
        if left:
            self.notes.add(batch.model_copy(update={"stage": "collected"}), left)
        else:
            self.notes.drop(batch)

    def _read(
        self, batch: Batch, state: ServerBatch, requests: Mapping[str, Request]
    ) -> tuple[set[str], dict[str, Outcome]]:
        """The keys of recorded answers, and the other outcomes by key.

        Answers are recorded at once, so if a request has two lines, the valid one counts.
        """

        recorded: set[str] = set()
        outcomes: dict[str, Outcome] = {}
        garbage = strangers = 0
        for file in self._results(batch, state):
            for line in read_lines(file):
                name = None if line is None else line.get("custom_id")
                request = requests.get(name) if isinstance(name, str) else None
                if line is None or request is None:
                    garbage += line is None
                    strangers += line is not None
                    continue
                key = request.key
                if key in recorded:
                    continue
                outcome, ended = outcome_of(line, request, batch.model, self.batches.api.error_of)
                self._spend(request, ended)
                if isinstance(outcome, Answered):
                    self._record(batch, request, outcome)
                    recorded.add(key)
                else:
                    outcomes.setdefault(key, outcome)
        if state.status == "completed":
            # The results are lost, but they were paid for.
            for key in requests.keys() - recorded - outcomes.keys():
                self._spend(requests[key], Ended("broken off"))
        if garbage or strangers:
            log.warning(
                "The results of the batch sent %s have %s that cannot be read and %s for unknown "
                "questions; they are ignored.",
                batch.since,
                counted(garbage, "line"),
                counted(strangers, "line"),
            )
        return recorded, outcomes

    def _spend(self, request: Request, ended: Ended) -> None:
        first = request.first
        beside = "" if first is None else first.text + first.fault
        self.run.spending.add_batched(ended, self.entry_of(request), beside)

    def _results(self, batch: Batch, state: ServerBatch) -> Iterator[IO[bytes]]:
        """The result files, one after the other."""
        for file_id in state.files:
            try:
                # Beside the cache, where there is room; without a name, so nothing is left behind.
                with tempfile.TemporaryFile(dir=self.run.store.cache.folder) as file:
                    if self.batches.api.download(file_id, file):
                        yield file
                    else:
                        log.warning(
                            "The server no longer has results of the batch sent %s.", batch.since
                        )
            except OSError as error:
                raise CacheError(
                    f"results of a batch cannot be stored in {self.run.store.cache.folder}: "
                    f"{error.strerror}",
                    "Make room there; they are collected next time.",
                ) from error

    def _record(self, batch: Batch, request: Request, answered: Answered) -> None:
        """Store an answer in the cache, and as a record if its question is still current."""
        run, name = self.run, request.identity
        self.settled.add(name)
        key, other = self._keys.get(name), self._others.get(name)
        fresh = request.refresh or run.refresh
        keys = []
        if key is not None and (fresh or run.result.entries[key].state != "current"):
            keys.append(key)
        known = not fresh and run.store.cache.get(request.key) is not None
        if known and not keys and other is None:
            # Collected before by a run that was then killed.
            return
        question, answer = request.question, answered.answer
        record = new_record(
            question, request.prompt, answered.model, batch.date, answered.usage, answer
        )
        run.result.repaired += request.first is not None
        run.result.scaled += any(stance.scaled for stance in answer.stances.values())
        run.store.save(request.key, record, keys)
        if other is not None and (fresh or other.state != "current"):
            write_record(run.settings.scenarios_dir, request.scenario, record)

    def _next(self, request: Request, outcome: Outcome) -> Request | None:
        """The request to send after an outcome without an answer, if any."""

        if not self.patient or self.entry_of(request) is None:
            return None
        if isinstance(outcome, Malformed):
            update = {"first": outcome.first, "tries": 0, "used": Usage()}
            return request.model_copy(update=update)
        if isinstance(outcome, Passing):
            update = {"tries": request.tries + outcome.counts, "used": request.used + outcome.usage}
            return request.model_copy(update=update)
        if isinstance(outcome, Failed):
            self.give_up(request, outcome.reason, outcome.remedy)
        return None

    def give_up(self, request: Request, reason: str, remedy: str) -> None:
        """Report a question as not answered."""
        self.settled.add(request.identity)
        self.run.fail(EntryKey(request.scenario, request.persona, request.voice), reason, remedy)

    def entry_of(self, request: Request) -> Entry | None:
        """The entry that still needs an answer to this question, if any."""
        key = self._keys.get(request.identity)
        entry = self._others.get(request.identity)
        if key is not None:
            entry = self.run.result.entries[key]
        if entry is None or (entry.state == "current" and not request.refresh):
            return None
        return entry

    # What is left to do.

    def todo(self) -> list[tuple[Request, Entry]]:
        """What ended batches left to be sent, unless it is in another batch already."""
        under_way = self.notes.under_way(self._model)
        todo = {}
        for batch in self.batches.ours():
            if batch.stage == "collected":
                for request in self.notes.requests(batch):
                    entry = self.entry_of(request)
                    if entry is not None and request.identity not in under_way:
                        key = cache_key(entry.question, self._model)
                        todo[request.identity] = request.model_copy(update={"key": key}), entry
        return list(todo.values())

    def _drop_sent_again(self) -> None:
        """Drop noted leftovers of ended batches that are in another batch or no longer wanted."""
        ours = self.batches.ours()
        collected = [batch for batch in ours if batch.stage == "collected"]
        if not collected:
            return
        sent = {
            request.identity
            for batch in ours
            if batch.stage == "sent"
            for request in self.notes.requests(batch)
        }
        for batch in collected:
            requests = self.notes.requests(batch)
            left = [
                r for r in requests if r.identity not in sent and self.patient and self.entry_of(r)
            ]
            if not left:
                self.notes.drop(batch)
            elif len(left) < len(requests):
                self.notes.add(batch, left)


def _without_result(state: ServerBatch, *, others: bool) -> Passing | Failed:
    """The outcome of requests that the results of an ended batch do not mention."""

    if state.status != "failed":
        return Passing(
            f"the batch ended ({state.status}) before it was answered",
            "Run it again: recorded answers are not requested again.",
        )
    reason = f"the server refused the batch: {'; '.join(state.errors) or 'no reason given'}"
    if state.crowded:
        return Passing(reason, "Run it again once other batches are done.", counts=not others)
    return Failed(reason[:500], "Fix what it names and run it again, or omit --batch.")
