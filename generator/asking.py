"""The questions of a run on their way: so many at once, each answer kept as it comes."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Iterator, Mapping, Sequence

from generator.answer import Answer, AnswerError, parse_reply
from generator.completion import refuse_key, text_of, unmended
from generator.english import counted
from generator.errors import CacheError, OutputError, PerspectivesError, ServerError
from generator.model import Model, RequestError, StoppedError
from generator.price import price_of
from generator.progress import Progress
from generator.prompt import PROMPT_VERSION, mending
from generator.record import Record, Usage, new_record
from generator.run import Run
from generator.settings import api_key

__all__ = ["ask_all"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_WRITING = 16
"""So many records may be on their way to the disk; the next one's worker waits, rather than ask on
while what it was answered piles up."""

_APART = 0.001
"""Seconds between two workers' beginnings, so that the first has sent its question before the last
prepares its own. If all did so together, the server would have nothing to do until the end."""


def ask_all(run: Run, missing: Sequence[int]) -> None:
    """Ask the model for the entries of ``run`` at the places ``missing``.

    Raises:
        KeyboardInterrupt: with the answers so far kept.
    """
    try:
        asyncio.run(_ask_all(run, missing))
    except KeyboardInterrupt:
        result = run.result
        log.warning(
            "Interrupted: %s kept, %d still missing; the next run goes on.",
            counted(result.answered + result.from_cache, "answer"),
            len(missing) - result.answered,
        )
        raise


async def _ask_all(run: Run, missing: Sequence[int]) -> None:
    settings = run.settings.model
    with Progress(len(missing)) as progress:
        async with Model(settings, api_key()) as model:
            try:
                async with asyncio.TaskGroup() as group:
                    asking = _Asking(run, model, iter(missing), progress, group)
                    for _ in range(min(settings.concurrency, len(missing))):
                        group.create_task(asking.work())
                        await asyncio.sleep(_APART)
                    # The first price takes as long as many answers; now all wait for theirs.
                    price_of(settings, Usage(), 1)
            finally:
                run.result.requests = model.requests


class _Asking:
    """What the workers of one run share: the questions left, and the records being written.

    Args:
        group: waits for the workers, and for what is still being written when they are done.
    """

    def __init__(
        self,
        run: Run,
        model: Model,
        todo: Iterator[int],
        progress: Progress,
        group: asyncio.TaskGroup,
    ) -> None:
        self._run, self._model, self._todo, self._progress = run, model, todo, progress
        self._group = group
        self._writing = asyncio.Semaphore(_WRITING)

    async def work(self) -> None:
        """Ask one question after another, until none is left or the run is given up."""
        run, model, progress = self._run, self._model, self._progress
        for i in self._todo:
            if run.result.stopped_by is not None:
                model.stop()
                return
            progress.started()
            try:
                await self._ask(i)
            except StoppedError:
                return
            except RequestError as error:
                run.fail(i, error.message, error.remedy)
                progress.failed(self._label(i), run.result.failures[-1].reason)
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
        run.spend(usage, model.requests)
        text = text_of(reply)
        try:
            answer = parse_reply(text, scenario, persona_id)
        except AnswerError as fault:
            messages = mending(messages, text, str(fault))
            try:
                second = await model.complete(messages, entry.question.schema)
                usage += second.usage
                run.spend(second.usage, model.requests)
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
            # The next question need not wait for the disk.
            await self._writing.acquire()
            self._group.create_task(self._write(i, record))

    async def _write(self, i: int, record: Record) -> None:
        run = self._run
        try:
            # In a thread, since the other answers would wait for the disk as well.
            await asyncio.to_thread(run.write, i, record)
        except OutputError as error:
            self._give_up(error)
        else:
            run.put(i, record)
            self._progress.answered(self._label(i), run.result.usage, run.result.price)
        finally:
            self._writing.release()

    def _give_up(self, error: PerspectivesError) -> None:
        """Requests under way are paid for: they may end, but no more are begun."""
        self._run.result.stopped_by = self._run.result.stopped_by or error
        self._model.stop()

    def _label(self, i: int) -> str:
        entry = self._run.result.entries[i]
        return f"{entry.scenario.id}/{entry.persona.id}"


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
