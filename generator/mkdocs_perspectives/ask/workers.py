"""Workers that ask the model: so many questions at once, each answer recorded as it arrives."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_perspectives.answers import (
    Answer,
    AnswerError,
    EntryKey,
    new_record,
    parse_reply,
)
from mkdocs_perspectives.ask.ask_run import AskRun
from mkdocs_perspectives.ask.progress import Progress
from mkdocs_perspectives.ask.unusable import refuse_key, unrepaired
from mkdocs_perspectives.common import (
    CacheError,
    OutputError,
    PerspectivesError,
    ServerError,
    api_key,
)
from mkdocs_perspectives.llm import RequestError, StoppedError, Usage, text_of
from mkdocs_perspectives.llm.model import Model
from mkdocs_perspectives.prompt import PROMPT_VERSION, repair_messages

__all__ = ["ask_all"]


async def ask_all(run: AskRun, missing: Sequence[EntryKey]) -> None:
    """Ask the model for the entries ``missing`` of ``run``.

    Where it is cancelled, the answers that came are kept.
    """
    settings = run.settings.model
    with Progress(len(missing)) as progress:
        async with Model(settings, api_key()) as model:
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
        """
        run, model, entry = self._run, self._model, self._run.result.entries[key]
        scenario, persona_id = entry.scenario, entry.persona.id
        messages: Sequence[Mapping[str, str]] = entry.question.messages
        reply = await model.complete(messages, entry.question.schema)
        usage = reply.usage
        self._spend(usage)
        text = text_of(reply)
        try:
            answer = parse_reply(text, scenario, persona_id)
        except AnswerError as fault:
            messages = repair_messages(messages, text, str(fault))
            try:
                second = await model.complete(messages, entry.question.schema)
                usage += second.usage
                self._spend(second.usage)
                answer = parse_reply(text_of(second), scenario, persona_id, scale_any=True)
                reply = second
            except (AnswerError, RequestError) as still:
                # A first answer that only has odd sums is worth more than none.
                if not fault.only_sums:
                    raise unrepaired(str(fault), still) from None
                answer = parse_reply(text, scenario, persona_id, scale_any=True)
            run.result.repaired += 1
        refuse_key(answer)
        run.result.scaled += any(stance.scaled for stance in answer.stances.values())
        self._keep(key, answer, reply.model, usage)

    def _keep(self, key: EntryKey, answer: Answer, model: str, usage: Usage) -> None:
        """Record an answer at once, so that nothing that arrived is lost if the run ends here."""
        store, question = self._run.store, self._run.result.entries[key].question
        record = new_record(question, PROMPT_VERSION, model, _today(), usage, answer)
        store.keep(store.cache_key(key), record, [key])
        self._progress.answered(str(key), self._run.result.usage, self._run.result.price)

    def _spend(self, usage: Usage) -> None:
        self._run.spending.add(usage, self._model.requests)
        if self._run.result.stopped_by is not None:
            self._model.stop()

    def _give_up(self, error: PerspectivesError) -> None:
        """Requests under way are paid for: they may end, but no more are begun."""
        self._run.result.stopped_by = self._run.result.stopped_by or error
        self._model.stop()


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
