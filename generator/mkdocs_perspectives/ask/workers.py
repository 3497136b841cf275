"""Workers that send questions to the model concurrently and record each answer as it arrives."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Sequence

from mkdocs_perspectives.answers import Answer, AnswerError, EntryKey, Expected, new_record
from mkdocs_perspectives.ask.ask_run import AskRun
from mkdocs_perspectives.ask.doubts import Doubts
from mkdocs_perspectives.ask.progress import Progress
from mkdocs_perspectives.ask.reply_reading import answer_in, answer_of_text, unrepaired
from mkdocs_perspectives.ask.request_events import counting
from mkdocs_perspectives.ask.unexpected import unexpected
from mkdocs_perspectives.common import (
    CacheError,
    OutputError,
    PerspectivesError,
    ServerError,
)
from mkdocs_perspectives.llm import (
    DoubtfulError,
    OnEvent,
    RequestError,
    StoppedError,
    Usage,
    alike,
    usage_of_error,
)
from mkdocs_perspectives.llm.model import Model
from mkdocs_perspectives.prompt import PROMPT_VERSION, repair_messages

__all__ = ["ask_all"]

log = logging.getLogger("mkdocs.plugins.perspectives")


async def ask_all(run: AskRun, missing: Sequence[EntryKey]) -> None:
    """Ask the model for the entries ``missing`` of ``run``.

    If it is cancelled, the answers that arrived are recorded.

    Raises:
        ConfigError: the environment cannot be used, so nothing was sent.
    """
    settings = run.settings.model
    # Errors outside of a request also reach that request, and are reported there.
    asyncio.get_running_loop().set_exception_handler(lambda _, what: log.debug("%s", what))
    with Progress(len(missing), run.result.spent) as progress:
        async with Model(settings, settings.api_key) as model:
            workers = _Workers(run, model, missing, progress)
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(settings.concurrency, len(missing))):
                        group.create_task(workers.work())
            finally:
                workers.settle()
                run.result.requests = model.requests


class _Workers:
    """What the workers of one run share: the remaining questions, and those in doubt."""

    def __init__(
        self, run: AskRun, model: Model, todo: Sequence[EntryKey], progress: Progress
    ) -> None:
        self._run, self._model, self._progress = run, model, progress
        self._todo = dict.fromkeys(todo)
        self._doubts = Doubts(len({key.scenario for key in todo}))
        self._doubtful: dict[EntryKey, tuple[DoubtfulError, object]] = {}
        """Failures that may affect all requests, and the form in which each was sent."""

    async def work(self) -> None:
        """Ask one question after another until none is left or the run is given up."""
        run = self._run
        while run.result.stopped_by is None and (key := self._next()) is not None:
            try:
                self._progress.started(str(key))
                await self._ask(key)
            except StoppedError:
                return
            except DoubtfulError as error:
                self._doubt(key, error)
            except RequestError as error:
                self._fail(key, error.message, error.remedy)
            except (ServerError, CacheError, OutputError) as error:
                self._give_up(error)
                return
            except Exception as error:  # Affects one role only; the others are paid for.
                if run.result.entries[key].state != "current":
                    reported = unexpected(error)
                    self._fail(key, reported.message, reported.remedy)
            finally:
                self._progress.finished(str(key))

    def _next(self) -> EntryKey | None:
        """The next question: from a scenario that is not in doubt, if there is one."""
        if not self._todo:
            self._ask_again()
        doubted = self._doubts.scenarios()
        others = (key for key in self._todo if key.scenario not in doubted)
        key = next(others, None) or next(iter(self._todo), None)
        if key is not None:
            del self._todo[key]
        return key

    def _ask_again(self) -> None:
        """Send again what was refused in a form that the server does not support."""
        for key, (error, form) in list(self._doubtful.items()):
            if error.refused and form != self._model.form:
                del self._doubtful[key]
                self._todo[key] = None
                self._progress.reopened(str(key))

    def _doubt(self, key: EntryKey, error: DoubtfulError) -> None:
        self._doubtful[key] = error, self._model.form
        self._progress.failed(str(key), error.message)
        if (affects_all := self._doubts.failed(key, error)) is not None:
            # The error that ends the run covers these roles as well.
            for other, (same, _) in list(self._doubtful.items()):
                if alike(same.message) == alike(error.message):
                    del self._doubtful[other]
            self._give_up(affects_all)

    def settle(self) -> None:
        """Report the roles that are still in doubt at the end as failed."""
        for key, (error, _) in self._doubtful.items():
            self._run.fail(key, error.message, error.remedy)
        self._doubtful.clear()

    def _fail(self, key: EntryKey, reason: str, remedy: str) -> None:
        failure = self._run.fail(key, reason, remedy)
        self._progress.failed(str(key), failure.reason)

    def _handler(self, key: EntryKey, beside: str = "") -> OnEvent:
        """The handler for events of a role's requests; ``beside`` are texts sent in addition."""
        run, entry = self._run, self._run.result.entries[key]
        return counting(str(key), entry, run.spending, self._progress, self._model, beside)

    async def _ask(self, key: EntryKey) -> None:
        """Ask one persona; a malformed answer gets one request to repair it.

        Raises:
            RequestError: there is no usable answer.
            ServerError: other questions would fail as well.
        """
        run, model, entry = self._run, self._model, self._run.result.entries[key]
        question, expected = entry.question, Expected.of(entry.asked, entry.persona.id)
        reply = await model.complete(question.messages, question.schema, self._handler(key))
        self._doubts.answered()
        name, usage = reply.model, reply.usage
        try:
            answer = answer_in(reply, expected)
        except AnswerError as fault:
            schema = question.schema if fault.schema_ignored and model.takes_schema else None
            messages = repair_messages(question.messages, fault.quote, str(fault), schema)
            self._progress.repairing(str(key), str(fault))
            beside = "".join(m["content"] for m in messages[len(question.messages) :])
            try:
                second = await model.complete(messages, question.schema, self._handler(key, beside))
                name, usage = second.model, usage + second.usage
                answer = answer_in(second, expected, scale_any=True)
            except (AnswerError, RequestError, ServerError) as still:
                # A first answer whose only fault is wrong sums is better than none.
                if not fault.only_sums:
                    raise unrepaired(str(fault), still, no_content=fault.no_content) from None
                if isinstance(still, ServerError):
                    self._give_up(still)
                answer = answer_of_text(fault.quote, expected)
                name, usage = reply.model, usage + usage_of_error(still)
            run.result.repaired += 1
        run.result.scaled += any(stance.scaled for stance in answer.stances.values())
        self._record(key, answer, name, usage)

    def _record(self, key: EntryKey, answer: Answer, model: str, usage: Usage) -> None:
        """Record an answer at once, so that it is not lost if the run ends here."""
        store, question = self._run.store, self._run.result.entries[key].question
        record = new_record(question, PROMPT_VERSION, model, _today(), usage, answer)
        store.save(store.cache_key(key), record, [key])
        self._run.estimator.learn(self._run.result.entries[key])
        self._progress.answered(str(key))

    def _give_up(self, error: PerspectivesError) -> None:
        """Start no more requests; those in progress are paid for and may finish."""
        self._run.result.stopped_by = self._run.result.stopped_by or error
        self._model.stop()


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
