"""The questions of a run on their way: so many at once, each answer kept as it comes."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from generator.answer import Answer, AnswerError, parse_reply
from generator.completion import refuse_key, text_of, unmended
from generator.errors import CacheError, OutputError, PerspectivesError, ServerError
from generator.model import Model, RequestError, StoppedError
from generator.price import price_of
from generator.progress import Progress
from generator.prompt import PROMPT_VERSION, mending
from generator.record import Record, Usage, new_record
from generator.run import Run
from generator.settings import api_key

__all__ = ["ask_all"]

_WRITERS = 4
"""Records that are written at once."""

_WAITING = 16
"""So many records may be on their way to the disk; then a worker waits, rather than ask on while
what was answered piles up."""

_APART = 0.001
"""Seconds between two workers' beginnings, so that the first has sent its question before the last
prepares its own. If all did so together, the server would have nothing to do until the end."""


async def ask_all(run: Run, missing: Sequence[int]) -> None:
    """Ask the model for the entries of ``run`` at the places ``missing``.

    Where it is cancelled, the answers that came are kept.
    """
    settings = run.settings.model
    with Progress(len(missing)) as progress, ThreadPoolExecutor(_WRITERS) as disk:
        async with Model(settings, api_key()) as model:
            try:
                async with asyncio.TaskGroup() as group:
                    asking = _Asking(run, model, iter(missing), progress, group, disk)
                    for _ in range(min(settings.concurrency, len(missing))):
                        group.create_task(asking.work())
                        await asyncio.sleep(_APART)
                        if run.result.stopped_by is not None:
                            break
                    # The first price takes as long as many answers; now all wait for theirs.
                    group.create_task(asyncio.to_thread(price_of, settings, Usage(), 1))
            finally:
                run.result.requests = model.requests


class _Asking:
    """What the workers of one run share: the questions left, and the records being written.

    Args:
        group: waits for the workers, and for what is still being written when they are done.
        disk: writes the records; not the loop's own threads, which look up the server's address.
    """

    def __init__(
        self,
        run: Run,
        model: Model,
        todo: Iterator[int],
        progress: Progress,
        group: asyncio.TaskGroup,
        disk: ThreadPoolExecutor,
    ) -> None:
        self._run, self._model, self._todo, self._progress = run, model, todo, progress
        self._group, self._disk = group, disk
        self._room = asyncio.Semaphore(_WAITING)

    async def work(self) -> None:
        """Ask one question after another, until none is left or the run is given up."""
        run = self._run
        for i in self._todo:
            if run.result.stopped_by is not None:
                return
            self._progress.started()
            try:
                await self._ask(i)
            except StoppedError:
                return
            except RequestError as error:
                run.fail(i, error.message, error.remedy)
                self._progress.failed(self._label(i), run.result.failures[-1].reason)
            except (ServerError, CacheError) as error:
                self._give_up(error)
                return

    async def _ask(self, i: int) -> None:
        """Ask one persona; a malformed answer gets one request to mend it.

        Raises:
            RequestError: there is no answer that can be used.
        """
        run, model, entry = self._run, self._model, self._run.result.entries[i]
        scenario, persona_id = entry.scenario, entry.persona.id
        messages: Sequence[Mapping[str, str]] = entry.question.messages
        reply = await model.complete(messages, entry.question.schema)
        usage = reply.usage
        self._spend(usage)
        text = text_of(reply)
        try:
            answer = parse_reply(text, scenario, persona_id)
        except AnswerError as fault:
            messages = mending(messages, text, str(fault))
            try:
                second = await model.complete(messages, entry.question.schema)
                usage += second.usage
                self._spend(second.usage)
                answer = parse_reply(text_of(second), scenario, persona_id, scale_any=True)
                reply = second
            except (AnswerError, RequestError) as still:
                # A first answer that only has odd sums is worth more than none.
                if not fault.only_sums:
                    raise unmended(str(fault), still) from None
                answer = parse_reply(text, scenario, persona_id, scale_any=True)
            run.result.repaired += 1
        refuse_key(answer)
        run.result.scaled += any(stance.scaled for stance in answer.stances.values())
        await self._keep(i, answer, reply.model, usage)

    async def _keep(self, i: int, answer: Answer, model: str, usage: Usage) -> None:
        """Make an answer durable, in the cache and as a record, each even if the other fails."""
        question = self._run.result.entries[i].question
        record = new_record(question, PROMPT_VERSION, model, _today(), usage, answer)
        try:
            # At once, so that nothing that has come is lost where the run is interrupted here.
            self._run.store(self._run.key(i), record)
        finally:
            # On its way at once too, but the next question need not wait for the disk.
            writing = self._disk.submit(self._run.write, i, record)
            self._group.create_task(self._written(i, record, asyncio.wrap_future(writing)))
        self._progress.answered(self._label(i), self._run.result.usage, self._run.result.price)
        await self._room.acquire()

    async def _written(self, i: int, record: Record, writing: asyncio.Future[None]) -> None:
        try:
            # Shielded, since what has come is written also where the run is interrupted.
            await asyncio.shield(writing)
        except OutputError as error:
            self._give_up(error)
        else:
            self._run.put(i, record)
        finally:
            self._room.release()

    def _spend(self, usage: Usage) -> None:
        self._run.spend(usage, self._model.requests)
        if self._run.result.stopped_by is not None:
            self._model.stop()

    def _give_up(self, error: PerspectivesError) -> None:
        """Requests under way are paid for: they may end, but no more are begun."""
        self._run.result.stopped_by = self._run.result.stopped_by or error
        self._model.stop()

    def _label(self, i: int) -> str:
        entry = self._run.result.entries[i]
        return f"{entry.scenario.id}/{entry.persona.id}"


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
