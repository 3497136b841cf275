"""Workers that ask the model: so many questions at once, each answer recorded as it arrives."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator, Sequence

from mkdocs_perspectives.answers import Answer, AnswerError, EntryKey, Expected, new_record
from mkdocs_perspectives.ask.ask_run import AskRun
from mkdocs_perspectives.ask.progress import Progress
from mkdocs_perspectives.ask.reply_reading import answer_in, answer_of_text, unrepaired
from mkdocs_perspectives.common import (
    CacheError,
    OutputError,
    PerspectivesError,
    ServerError,
    api_key,
)
from mkdocs_perspectives.llm import RequestError, StoppedError, Usage, carried
from mkdocs_perspectives.llm.model import Model
from mkdocs_perspectives.prompt import PROMPT_VERSION, repair_messages

__all__ = ["ask_all"]


async def ask_all(run: AskRun, missing: Sequence[EntryKey]) -> None:
    """Ask the model for the entries ``missing`` of ``run``.

    Where it is cancelled, the answers that came are kept.
    """
    settings = run.settings.model
    with Progress(len(missing)) as progress:

        def spend(usage: Usage) -> None:
            run.spending.add(usage, model.requests)
            if run.result.stopped_by is not None:
                model.stop()

        async with Model(settings, api_key(), spend) as model:
            workers = _Workers(run, model, iter(missing), progress)
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(settings.concurrency, len(missing))):
                        group.create_task(workers.work())
            finally:
                run.result.requests = model.requests


class _Workers:
    """What the workers of one run share: the questions that are left."""

    def __init__(
        self, run: AskRun, model: Model, todo: Iterator[EntryKey], progress: Progress
    ) -> None:
        self._run, self._model, self._todo, self._progress = run, model, todo, progress

    async def work(self) -> None:
        """Ask one question after another, until none is left or the run is given up."""
        run = self._run
        for key in self._todo:
            if run.result.stopped_by is not None:
                return
            self._progress.started()
            try:
                await self._ask(key)
            except StoppedError:
                return
            except RequestError as error:
                failure = run.fail(key, error.message, error.remedy)
                self._progress.failed(str(key), failure.reason)
            except (ServerError, CacheError, OutputError) as error:
                self._give_up(error)
                return

    async def _ask(self, key: EntryKey) -> None:
        """Ask one persona; a malformed answer gets one request to repair it.

        Raises:
            RequestError: there is no answer that can be used.
            ServerError: nor will there be any to other questions.
        """
        run, model, entry = self._run, self._model, self._run.result.entries[key]
        question, expected = entry.question, Expected.of(entry.scenario, entry.persona.id)
        reply = await model.complete(question.messages, question.schema)
        name, usage = reply.model, reply.usage
        try:
            answer = answer_in(reply, expected)
        except AnswerError as fault:
            schema = question.schema if fault.schema_ignored and model.takes_schema else None
            messages = repair_messages(question.messages, fault.quote, str(fault), schema)
            try:
                second = await model.complete(messages, question.schema)
                name, usage = second.model, usage + second.usage
                answer = answer_in(second, expected, scale_any=True)
            except (AnswerError, RequestError, ServerError) as still:
                # A first answer that only has odd sums is worth more than none.
                if not fault.only_sums:
                    raise unrepaired(str(fault), still, no_content=fault.no_content) from None
                if isinstance(still, ServerError):
                    self._give_up(still)
                answer = answer_of_text(fault.quote, expected)
                name, usage = reply.model, usage + carried(still)
            run.result.repaired += 1
        run.result.scaled += any(stance.scaled for stance in answer.stances.values())
        self._keep(key, answer, name, usage)

    def _keep(self, key: EntryKey, answer: Answer, model: str, usage: Usage) -> None:
        """Record an answer at once, so that nothing that arrived is lost if the run ends here."""
        store, question = self._run.store, self._run.result.entries[key].question
        record = new_record(question, PROMPT_VERSION, model, _today(), usage, answer)
        store.keep(store.cache_key(key), record, [key])
        self._progress.answered(str(key), self._run.result.usage, self._run.result.price)

    def _give_up(self, error: PerspectivesError) -> None:
        """Requests under way are paid for: they may end, but no more are begun."""
        self._run.result.stopped_by = self._run.result.stopped_by or error
        self._model.stop()


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
