"""One run of questions: what was wanted, what is kept of it, and what it took."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from generator.answer import AnswerError, parse_recorded
from generator.digest import canonical_json, sha256_of_text
from generator.errors import BudgetError, InputError
from generator.outcome import AskResult, Failure
from generator.price import price_of, shown_price
from generator.prompt import Question
from generator.record import Record, Usage, new_record, read_record, write_record
from generator.settings import ModelSettings, Settings, without_key

if TYPE_CHECKING:
    from generator.cache import AnswerCache

__all__ = ["Run", "cache_key"]

log = logging.getLogger("mkdocs.plugins.perspectives")


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


class Run:
    """One run: its entries, where answers are kept, and the count of what was done."""

    def __init__(
        self, result: AskResult, settings: Settings, cache: AnswerCache, refresh: bool
    ) -> None:
        self.result, self.settings, self.cache, self.refresh = result, settings, cache, refresh
        self._keys: dict[int, str] = {}
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
            self.put(i, record)
        return self.result.entries[i].state != "current"

    def waits(self, i: int) -> bool:
        """Whether an entry is being answered in a batch."""
        entry = self.result.entries[i]
        return (entry.scenario.id, entry.persona.id) in self.result.waiting

    def recall(self, places: Sequence[int]) -> list[int]:
        """Take from the cache what it has of the answers to the entries at ``places``.

        Returns:
            the places of those that it has none of, or none that fits.
        """
        there = self.cache.keys()
        if not there:
            # A first run need not work out what all its answers would be kept under.
            return list(places)
        return [i for i in places if self.key(i) not in there or not self._take(i)]

    def _take(self, i: int) -> bool:
        """Answer an entry from the cache, unless what is there is gone, damaged or does not fit."""
        entry = self.result.entries[i]
        kept = self.cache.get(self.key(i))
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
        self.write(i, record, durably=False)
        self.put(i, record)
        self.result.from_cache += 1
        return True

    def keep(self, key: str, record: Record, places: Iterable[int]) -> None:
        """Make an answer durable: in the cache and as a record, each even if the other fails.

        Args:
            key: of the question's first request.
            places: the entries whose question it answers.

        Raises:
            CacheError, OutputError: one of them failed.
        """
        try:
            self.store(key, record)
        finally:
            for i in places:
                self.write(i, record)
                self.put(i, record)

    def store(self, key: str, record: Record) -> None:
        """Count an answer, and put it into the cache. CacheError if that cannot be."""
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

    def write(self, i: int, record: Record, *, durably: bool = True) -> None:
        """Write the record of an entry's answer. OutputError if that cannot be."""
        scenario_id = self.result.entries[i].scenario.id
        write_record(self.settings.scenarios_dir, scenario_id, record, durably=durably)

    def put(self, i: int, record: Record) -> None:
        """Let an entry be answered by ``record``."""
        self.result.entries[i] = self.result.entries[i].with_record(record)

    def key(self, i: int) -> str:
        """What the answer to an entry's question is kept under in the cache."""
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
