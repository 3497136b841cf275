"""Asks the model once per persona, and keeps every answer before the next is counted.

``import openai`` costs over a second, so it happens here, late, when a question has to be asked.
"""

from __future__ import annotations

import asyncio
import datetime
import gc
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.answer import Answer, AnswerError, parse_recorded, parse_reply
from generator.digest import canonical_json, sha256_of_text
from generator.english import counted
from generator.errors import (
    BudgetError,
    CacheError,
    InputError,
    OutputError,
    ServerError,
)
from generator.estimate import Estimator
from generator.files import sweep
from generator.outcome import AskResult, Failure
from generator.price import price_of, shown_price, too_dear
from generator.progress import Progress
from generator.prompt import PROMPT_VERSION, Question, mending
from generator.record import Record, Usage, new_record, read_record, write_record
from generator.settings import ModelSettings, Settings, api_key, without_key
from generator.survey import Entry

if TYPE_CHECKING:
    from generator.cache import AnswerCache
    from generator.model import Model

__all__ = ["ask", "cache_key"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_KEEPING = 4
"""So many answers are written at once: of many that come together, the first is done, and its
worker asks on, before the last is looked at. If all were done together, they would go on coming
together, and the server would have nothing to do in between."""


def cache_key(question: Question, settings: ModelSettings) -> str:
    """The identity of the first request for a question; repaired answers go by it too."""
    request = {
        "base_url": settings.shown_base_url,
        "model": settings.model,
        "messages": question.messages,
        "parameters": settings.parameters(),
    }
    # The last key in order. It is most of the text, and was put into words for the whole scenario.
    rest = f',"schema":{question.schema_json}}}'
    return sha256_of_text(canonical_json(request).removesuffix("}") + rest)


def ask(
    entries: Sequence[Entry],
    settings: Settings,
    estimator: Estimator,
    *,
    refresh: bool = False,
    network: bool = True,
    batch: bool = False,
    others: Sequence[Entry] = (),
) -> AskResult:
    """Get the answers that are not current: from the cache, else from the model.

    What batches sent before have ready is collected first; what is still in one is not asked.

    Args:
        entries: whose answers are wanted; those that are current are left alone.
        estimator: tells beforehand whether ``max_cost`` would be passed.
        refresh: ask all of ``entries`` anew and read nothing from the cache.
        network: whether the model may be asked; the cache is looked at in any case.
        batch: whether it is asked through the Batch API, and waited for.
        others: entries that are not asked for, but that batches may hold answers of.

    Raises:
        CacheError, OutputError: nothing can be kept, so nobody was asked. Where this shows only
            while asking, no more are asked and ``stopped_by`` says why.
        KeyboardInterrupt: with the answers so far kept.
    """
    result = AskResult(list(entries))
    may_ask = network and settings.can_ask
    there = (settings.cache_dir / "cache.db").exists()
    if not any(_wanted(entry, refresh) for entry in entries):
        # Answers that are there may be in a batch to be asked anew.
        if not (may_ask and there):
            return result
        from generator.batch import any_batches

        if not any_batches(settings):
            return result
    if not may_ask and not there:
        return result
    from generator.batch import ask_in_batches, note_waiting, take_up
    from generator.cache import AnswerCache, asking_lock

    if batch and may_ask:
        ask_in_batches(result, settings, estimator, refresh=refresh, others=others)
        return result
    with AnswerCache(settings.cache_dir) as cache, asking_lock(settings.cache_dir):
        sweep(settings.scenarios_dir)
        run = Run(result, settings, cache, refresh)
        if may_ask:
            take_up(run, others)
        # Another build may have asked while this one waited for the lock.
        open_ends = [i for i in range(len(entries)) if run.still_wanted(i)]
        missing = [i for i in open_ends if refresh or not run.recall(i)]
        note_waiting(run)
        missing = [i for i in missing if not run.waits(i)]
        if missing and may_ask:
            if settings.model.max_cost is not None:
                usage = estimator.usage([entries[i] for i in missing])
                price = price_of(settings.model, usage, len(missing))
                result.stopped_by = too_dear(settings.model, price, len(missing))
            if result.stopped_by is None:
                run.ask(missing)
    return result


def _wanted(entry: Entry, refresh: bool) -> bool:
    return refresh or entry.state != "current"


class Run:
    """One run: its entries, where answers are kept, and the count of what was done."""

    def __init__(
        self, result: AskResult, settings: Settings, cache: AnswerCache, refresh: bool
    ) -> None:
        self.result, self.settings, self.cache, self.refresh = result, settings, cache, refresh
        self._keys: dict[int, str] = {}
        self._keeping = asyncio.Semaphore(_KEEPING)
        self._direct = self._batched = Usage()
        self._requests = self._replies = 0

    def still_wanted(self, i: int) -> bool:
        entry = self.result.entries[i]
        if self.refresh:
            return True
        if entry.state == "current":
            return False
        try:
            record = read_record(self.settings.scenarios_dir, entry.scenario, entry.question)
        except InputError:
            return True
        if record is not None:
            self.result.entries[i] = entry.with_record(record)
        return self.result.entries[i].state != "current"

    def waits(self, i: int) -> bool:
        """Whether an entry is being answered in a batch."""
        entry = self.result.entries[i]
        return (entry.scenario.id, entry.persona.id) in self.result.waiting

    def recall(self, i: int) -> bool:
        """Take the answer from the cache, if it is there and fits."""
        entry = self.result.entries[i]
        kept = self.cache.get(self._key(i))
        if kept is None:
            return False
        try:
            answer = parse_recorded(kept["answer"], entry.scenario)
            record = new_record(
                entry.question,
                str(kept["prompt"]),
                str(kept["model"]),
                datetime.date.fromisoformat(kept["asked_on"]).isoformat(),
                Usage.model_validate(kept["usage"]),
                answer,
            )
        except (AnswerError, KeyError, TypeError, ValueError):
            log.warning("An entry of the answer cache is not what was stored; it is not used.")
            return False
        # It is in the cache, so its record need not be waited for until the disk has it.
        self._write(i, record, durably=False)
        self.result.entries[i] = entry.with_record(record)
        self.result.from_cache += 1
        return True

    async def keep(self, i: int, answer: Answer, model: str, usage: Usage) -> None:
        """Make an answer durable; see ``keep_record``."""
        entry = self.result.entries[i]
        record = new_record(entry.question, PROMPT_VERSION, model, _today(), usage, answer)
        try:
            # At once, so that nothing that has come is lost where the run is interrupted here.
            self._store(self._key(i), record)
        finally:
            async with self._keeping:
                # In a thread, since the other answers would wait for the disk as well.
                await asyncio.to_thread(self._write, i, record, durably=True)
        self.result.entries[i] = entry.with_record(record)

    def keep_record(self, key: str, record: Record, places: Iterable[int]) -> None:
        """Make an answer durable: in the cache and as a record, each even if the other fails.

        Args:
            key: of the question's first request.
            places: the entries whose question it answers.

        Raises:
            CacheError, OutputError: one of them failed.
        """
        try:
            self._store(key, record)
        finally:
            for i in places:
                self._write(i, record, durably=True)
                self.result.entries[i] = self.result.entries[i].with_record(record)

    def _store(self, key: str, record: Record) -> None:
        self.result.answered += 1
        value = {
            "answer": record.answer_json,
            "asked_on": record.asked_on,
            "model": record.model,
            "prompt": record.prompt,
            "question": record.question,
            "usage": record.usage.model_dump(),
        }
        self.cache.set(key, value)

    def _write(self, i: int, record: Record, *, durably: bool) -> None:
        scenario_id = self.result.entries[i].scenario.id
        write_record(self.settings.scenarios_dir, scenario_id, record, durably=durably)

    def _key(self, i: int) -> str:
        if i not in self._keys:
            self._keys[i] = cache_key(self.result.entries[i].question, self.settings.model)
        return self._keys[i]

    def spend(self, usage: Usage, requests: int) -> None:
        """Count what a reply took; end the run where it has cost all that it may."""
        self._direct += usage
        self._requests = requests
        self._count()

    def spend_in_batch(self, usage: Usage, replies: int) -> None:
        """The same of so many replies that came in a batch."""
        self._batched += usage
        self._replies += replies
        self._count()

    def _count(self) -> None:
        result, limit = self.result, self.settings.model.max_cost
        result.usage = self._direct + self._batched
        if result.price is not None:
            # Where it is not known once, it never is.
            direct = price_of(self.settings.model, self._direct, self._requests)
            batched = price_of(self.settings.model, self._batched, self._replies, batch=True)
            result.price = None if direct is None or batched is None else direct + batched
        if limit is not None and result.price is not None and result.price >= limit:
            result.stopped_by = result.stopped_by or BudgetError(
                f"the answers so far cost {shown_price(result.price)}, and max_cost is ${limit:g}",
                "Raise max_cost; what is answered is not asked again.",
            )

    def fail(self, i: int, reason: str, remedy: str) -> None:
        entry = self.result.entries[i]
        failure = Failure(entry.scenario.id, entry.persona.id, without_key(reason), remedy)
        self.result.failures.append(failure)

    def ask(self, missing: Sequence[int]) -> None:
        try:
            asyncio.run(_ask_all(self, missing))
        except KeyboardInterrupt:
            log.warning(
                "Interrupted: %s kept, %d still missing; the next run goes on.",
                counted(self.result.answered + self.result.from_cache, "answer"),
                len(missing) - self.result.answered,
            )
            raise


def _import_model() -> type[Model]:
    """Import the client, with the collector of unused objects switched off.

    It makes half a million objects that live as long as the program; looking through them, now
    and again until the program ends, takes a tenth of the time of the import itself.
    """
    gc.disable()
    try:
        from generator.model import Model
    finally:
        gc.enable()
    gc.freeze()
    return Model


async def _ask_all(run: Run, missing: Sequence[int]) -> None:
    settings = run.settings.model
    with Progress(len(missing)) as progress:
        async with _import_model()(settings, api_key()) as model:
            todo = iter(missing)
            workers = min(settings.concurrency, len(missing))
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(workers):
                        group.create_task(_work(run, model, todo, progress))
            finally:
                run.result.requests = model.requests


async def _work(run: Run, model: Model, todo: Iterator[int], progress: Progress) -> None:
    from generator.model import RequestError, StoppedError

    for i in todo:
        if run.result.stopped_by is not None:
            model.stop()
            return
        entry = run.result.entries[i]
        label = f"{entry.scenario.id}/{entry.persona.id}"
        progress.started()
        try:
            await _ask_one(run, model, i)
        except StoppedError:
            return
        except RequestError as error:
            run.fail(i, error.message, error.remedy)
            progress.failed(label, run.result.failures[-1].reason)
        except (ServerError, CacheError, OutputError) as error:
            # Requests under way are paid for: they may end, but no more are begun.
            run.result.stopped_by = run.result.stopped_by or error
            model.stop()
            return
        else:
            progress.answered(label, run.result.usage, run.result.price)


async def _ask_one(run: Run, model: Model, i: int) -> None:
    """Ask one persona; a malformed answer gets one request to mend it.

    Raises:
        RequestError: there is no answer that can be used.
    """
    from generator.completion import refuse_key, text_of, unmended
    from generator.model import RequestError

    entry = run.result.entries[i]
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
    await run.keep(i, answer, reply.model, usage)


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
