"""How the batches of a cache stand, and what has come of them: kept, given up, or left to do.

Nothing is remembered but what is noted: each look starts from there, so that a run can end at any
moment, and any later one goes on.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING

from generator import batch_state
from generator.batch_state import Batch, BatchNotes, Identity, Request, identity
from generator.english import counted
from generator.errors import CacheError
from generator.outcome import Failure
from generator.record import Usage, new_record, write_record
from generator.run import Run, cache_key
from generator.settings import api_key, without_key
from generator.survey import Entry

if TYPE_CHECKING:
    from generator.batch_api import BatchApi, ServerBatch
    from generator.batch_results import Answered, Failed, Outcome, Passing

__all__ = ["Batches"]

log = logging.getLogger("mkdocs.plugins.perspectives")

TRIES = 1
"""How often a request is sent again after a failure that may pass."""

_LOST = 2 * 86_400
"""Seconds after which a batch of 24 hours that its server does not know is taken for lost."""


class Batches:
    """The batches of one cache, as one run deals with them. Use as a context manager.

    Everything but ``waiting`` and ``close`` must be done under the asking lock.

    Args:
        run: keeps the answers and counts.
        others: entries that the run does not ask for, but that a batch may hold answers of.
        patient: whether what failed is asked again in a next batch, and then reported; otherwise
            it is left to be asked directly.
    """

    def __init__(self, run: Run, others: Iterable[Entry] = (), *, patient: bool) -> None:
        self.run, self.patient = run, patient
        self.notes = BatchNotes(run.cache)
        self.settled: set[Identity] = set()
        """Questions answered or given up in this run, which it does not ask again."""
        self._model = run.settings.model
        self._places = {identity(entry): i for i, entry in enumerate(run.result.entries)}
        self._others = {identity(entry): entry for entry in others}
        self._unknown: set[str] = set()
        self._named: set[str] = set()
        self._stack = ExitStack()
        self._api: BatchApi | None = None

    def __enter__(self) -> Batches:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def api(self) -> BatchApi:
        """The connection, made when it is first needed."""
        if self._api is None:
            from generator.batch_api import BatchApi

            self._api = self._stack.enter_context(BatchApi(self._model, api_key()))
        return self._api

    def ours(self) -> list[Batch]:
        """The batches at the configured server and model; others are named once."""
        ours = []
        for batch in self.notes.all():
            if batch.belongs_to(self._model):
                ours.append(batch)
            elif batch.under_way and batch.token not in self._named:
                self._named.add(batch.token)
                log.info(
                    "A batch of %s to %s at %s, sent %s, is left alone: it is collected when "
                    "that model and server are configured.",
                    counted(batch.count, "question"),
                    batch.model,
                    batch.base_url or "OpenAI",
                    batch.since,
                )
        return ours

    def open(self) -> list[Batch]:
        """The batches that are worth waiting for."""
        return [b for b in self.ours() if b.under_way and b.token not in self._unknown]

    def unsettled(self) -> float:
        """Seconds until it can be told of each batch whether the server created it."""
        ages = [time.time() - b.sending_at for b in self.ours() if b.stage == "sending"]
        settling = batch_state.SETTLING
        return max([0.0, *(min(settling, settling - age) + 0.1 for age in ages)])

    def waiting(self) -> dict[int, Batch]:
        """The entries that are being answered in a batch, whoever sent it."""
        found = self.notes.under_way(self._model)
        return {self._places[name]: b for name, b in found.items() if name in self._places}

    def place(self, request: Request) -> int | None:
        """Which entry of the run a request asks for, if it is one of its own."""
        return self._places.get(request.identity)

    def request(self, i: int) -> Request:
        """The first request for an entry of the run."""
        entry = self.run.result.entries[i]
        return Request.of(entry, cache_key(entry.question, self._model), refresh=self.run.refresh)

    # Looking and collecting.

    def look(self) -> list[ServerBatch]:
        """Ask once how each open batch stands, and collect those that are over.

        Raises:
            ServerError: the server cannot be asked.
            CacheError, OutputError: an answer cannot be kept; it is collected again next time.
        """
        for batch in self.ours():
            if batch.stage == "noted":
                self.notes.drop(batch)
        found = [(batch, self._look_up(batch)) for batch in self.open()]
        # Before it is collected what came of it: what it could not answer either is not left.
        self._forget_what_went_on()
        there = [(batch, state) for batch, state in found if state is not None]
        # Where others are being answered, there will be room for what there was none for.
        others = any(state.status != "failed" for _, state in there)
        for batch, state in there:
            if _ended(state):
                self._collect(batch, state, others=others)
        return [state for _, state in there]

    def _look_up(self, batch: Batch) -> ServerBatch | None:
        """How a batch stands, or None where that is not known."""
        if not batch.batch_id:
            return self._look_for(batch)
        state = self.api.retrieve(batch.batch_id)
        if state is not None:
            if state.status != batch.status:
                self.notes.update(batch.model_copy(update={"status": state.status[:50]}))
            return state
        if time.time() - batch.created_at > _LOST:
            from generator.batch_api import ServerBatch

            return ServerBatch(batch.batch_id, "expired")
        self._leave_alone(
            batch,
            f"The server knows no batch {without_key(batch.batch_id)}, sent {batch.since} with "
            f"{counted(batch.count, 'question')}; perhaps the key is another's.",
        )
        return None

    def _look_for(self, batch: Batch) -> ServerBatch | None:
        """A batch of which it was never heard whether the server created it."""
        from generator.batch_api import UnsureError

        try:
            state = self.api.find(batch.token, batch.file_id)
        except UnsureError as error:
            if time.time() - batch.created_at > _LOST:
                self.notes.drop(batch)
                return None
            self._leave_alone(
                batch,
                f"Whether the server created the batch of {counted(batch.count, 'question')} "
                f"begun {batch.since} cannot be told: {error.message}.",
            )
            return None
        if state is not None:
            self.sent(batch, state)
        elif time.time() - batch.sending_at > batch_state.SETTLING:
            self.notes.drop(batch)
        return state

    def _leave_alone(self, batch: Batch, why: str) -> None:
        """Neither wait for a batch nor give it up, since nothing can be told of it now."""
        self._unknown.add(batch.token)
        log.warning("%s Its questions are not asked anew until two days have passed.", why)

    def sent(self, batch: Batch, state: ServerBatch) -> None:
        """Note that a batch is there."""
        update = {"stage": "sent", "batch_id": state.id, "status": state.status[:50]}
        self.notes.update(batch.model_copy(update=update))

    def _collect(self, batch: Batch, state: ServerBatch, *, others: bool) -> None:
        """Keep the answers of a batch that is over, and note what is left to be asked."""
        from generator.batch_results import Answered, final

        requests = {request.key: request for request in self.notes.requests(batch)}
        kept, came = self._read(batch, state, requests)
        rest = _without_result(state, others=others)
        left: list[Request] = []
        for key, request in requests.items():
            if key in kept:
                continue
            outcome = final(came.get(key, rest), request, tries=TRIES if self.patient else 0)
            if isinstance(outcome, Answered):
                self._keep(batch, request, outcome)
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
        """The keys of what is answered and kept, and what else the results say, by key.

        A line that is good is kept at once, so of two lines for a request the good one counts.
        """
        from generator.batch_results import Answered, outcome_of, read_lines

        kept: set[str] = set()
        came: dict[str, Outcome] = {}
        garbage = strangers = 0
        spent = Usage()
        try:
            for file in self._results(batch, state):
                for line in read_lines(file):
                    name = None if line is None else line.get("custom_id")
                    request = requests.get(name) if isinstance(name, str) else None
                    if line is None or request is None:
                        garbage += line is None
                        strangers += line is not None
                        continue
                    key = request.key
                    if key in kept:
                        continue
                    outcome, usage = outcome_of(line, request, batch.model, self.api.error_of)
                    spent += usage
                    if isinstance(outcome, Answered):
                        self._keep(batch, request, outcome)
                        kept.add(key)
                    else:
                        came.setdefault(key, outcome)
        finally:
            self.run.spend_in_batch(spent, len(kept | came.keys()))
        if garbage or strangers:
            log.warning(
                "The results of the batch sent %s have %s that cannot be read and %s for unknown "
                "questions; they are ignored.",
                batch.since,
                counted(garbage, "line"),
                counted(strangers, "line"),
            )
        return kept, came

    def _results(self, batch: Batch, state: ServerBatch) -> Iterator[IO[bytes]]:
        """The files of results, one after the other."""
        for file_id in state.files:
            try:
                # Beside the cache, where there is room; it has no name, so nothing is left behind.
                with tempfile.TemporaryFile(dir=self.run.cache.folder) as file:
                    if self.api.download(file_id, file):
                        yield file
                    else:
                        log.warning(
                            "The server no longer has results of the batch sent %s.", batch.since
                        )
            except OSError as error:
                raise CacheError(
                    f"results of a batch cannot be stored in {self.run.cache.folder}: "
                    f"{error.strerror}",
                    "Make room there; they are collected next time.",
                ) from error

    def _keep(self, batch: Batch, request: Request, answered: Answered) -> None:
        """Keep an answer: in the cache, and as a record where its question is still asked."""
        run, name = self.run, request.identity
        self.settled.add(name)
        place, other = self._places.get(name), self._others.get(name)
        fresh = request.refresh or run.refresh
        places = []
        if place is not None and (fresh or run.result.entries[place].state != "current"):
            places.append(place)
        known = not fresh and run.cache.get(request.key) is not None
        if known and not places and other is None:
            # Collected before, by a run that was then killed.
            return
        question, answer = request.question, answered.answer
        record = new_record(
            question, request.prompt, answered.model, batch.date, answered.usage, answer
        )
        run.result.repaired += request.first is not None
        run.result.scaled += any(stance.scaled for stance in answer.stances.values())
        run.keep(request.key, record, places)
        if other is not None and (fresh or other.state != "current"):
            write_record(run.settings.scenarios_dir, request.scenario, record)

    def _next(self, request: Request, outcome: Outcome) -> Request | None:
        """The request that goes on with an outcome that is no answer, if there is to be any."""
        from generator.batch_results import Failed, Malformed, Passing

        if not self.patient or self.entry_of(request) is None:
            return None
        if isinstance(outcome, Malformed):
            return request.model_copy(update={"first": outcome.first, "tries": 0})
        if isinstance(outcome, Passing):
            return request.model_copy(update={"tries": request.tries + outcome.counts})
        if isinstance(outcome, Failed):
            self.give_up(request, outcome.reason, outcome.remedy)
        return None

    def give_up(self, request: Request, reason: str, remedy: str) -> None:
        """Report a question as not answered."""
        self.settled.add(request.identity)
        failure = Failure(request.scenario, request.persona, without_key(reason), remedy)
        self.run.result.failures.append(failure)

    def entry_of(self, request: Request) -> Entry | None:
        """The entry that still wants an answer to this question, if there is one."""
        place = self._places.get(request.identity)
        entry = self._others.get(request.identity)
        if place is not None:
            entry = self.run.result.entries[place]
        if entry is None or (entry.state == "current" and not request.refresh):
            return None
        return entry

    # What is left to do.

    def todo(self) -> list[tuple[Request, Entry]]:
        """What batches that are over left to be asked, unless it is in one again."""
        under_way = self.notes.under_way(self._model)
        todo = {}
        for batch in self.ours():
            if batch.stage == "collected":
                for request in self.notes.requests(batch):
                    entry = self.entry_of(request)
                    if entry is not None and request.identity not in under_way:
                        key = cache_key(entry.question, self._model)
                        todo[request.identity] = request.model_copy(update={"key": key}), entry
        return list(todo.values())

    def _forget_what_went_on(self) -> None:
        """Drop from what is left to do what is in a next batch, or what nobody goes on with."""
        ours = self.ours()
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


def _ended(state: ServerBatch) -> bool:
    from generator.batch_api import ENDED

    return state.status in ENDED


def _without_result(state: ServerBatch, *, others: bool) -> Passing | Failed:
    """What is told of requests of which a batch that is over says nothing."""
    from generator.batch_results import Failed, Passing

    if state.status != "failed":
        return Passing(
            f"the batch ended ({state.status}) before it was answered",
            "Run it again: what is answered is not asked again.",
        )
    reason = f"the server refused the batch: {'; '.join(state.errors) or 'it does not say why'}"
    if state.crowded:
        return Passing(reason, "Run it again once other batches are done.", counts=not others)
    return Failed(reason[:500], "Mend what it names and run it again, or leave --batch out.")
