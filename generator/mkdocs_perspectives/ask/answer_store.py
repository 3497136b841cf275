"""Stores the answers of a run in the cache, and as records in the folders of the scenarios."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Sequence

from mkdocs_perspectives.answers import (
    AnswerError,
    EntryKey,
    Record,
    cache_key,
    new_record,
    parse_recorded,
    read_record,
    write_record,
)
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.ask.rescue import Rescue
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.common import CacheError, InputError, OutputError, Settings
from mkdocs_perspectives.llm import Usage

__all__ = ["AnswerStore"]

log = logging.getLogger("mkdocs.plugins.perspectives")


class AnswerStore:
    """Stores the answers of one run, and looks answers up in the cache."""

    def __init__(
        self, result: AskResult, settings: Settings, cache: AnswerCache, refresh: bool
    ) -> None:
        self.cache = cache
        self._result, self._settings, self._refresh = result, settings, refresh
        self._cache_keys: dict[EntryKey, str] = {}
        self._rescue = Rescue()

    def cache_key(self, key: EntryKey) -> str:
        """The key of the answer to an entry's question in the cache."""
        if key not in self._cache_keys:
            question = self._result.entries[key].question
            self._cache_keys[key] = cache_key(question, self._settings.model)
        return self._cache_keys[key]

    def still_wanted(self, key: EntryKey) -> bool:
        """Whether an entry still needs an answer; a record written meanwhile is taken up."""
        entry = self._result.entries[key]
        if self._refresh:
            return True
        if entry.state == "current":
            return False
        try:
            record = read_record(self._settings.scenarios_dir, entry.scenario, entry.question)
        except InputError:
            return True
        if record is not None:
            self.put(key, record)
        return self._result.entries[key].state != "current"

    def recall(self, keys: Sequence[EntryKey]) -> list[EntryKey]:
        """Answer these entries from the cache as far as possible.

        Returns:
            the entries that the cache has no usable answer for.
        """
        cached = self.cache.keys()
        if not cached:
            # A first run need not work out the keys of all its answers.
            return list(keys)
        return [k for k in keys if self.cache_key(k) not in cached or not self._take(k)]

    def _take(self, key: EntryKey) -> bool:
        """Answer an entry from the cache; False if its answer is missing, damaged or unsuitable."""
        entry = self._result.entries[key]
        stored = self.cache.get(self.cache_key(key))
        if stored is None:
            return False
        try:
            answer = parse_recorded(stored["answer"], entry.scenario)
            record = new_record(
                entry.question,
                str(stored["prompt"]),
                str(stored["model"]),
                datetime.date.fromisoformat(stored["asked_on"]).isoformat(),
                Usage.model_validate(stored["usage"]),
                answer,
            )
        except (AnswerError, KeyError, TypeError, ValueError):
            log.warning("An entry of the answer cache is damaged and is not used.")
            return False
        # It is in the cache, so there is no need to wait until its record is on the disk.
        self.write(key, record, durably=False)
        self.put(key, record)
        self._result.from_cache += 1
        log.debug("%s: served from the cache", key)
        return True

    def save(self, cache_key: str, record: Record, keys: Iterable[EntryKey]) -> None:
        """Store an answer in the cache and as a record, each even if the other fails.

        If both fail, it is saved outside the project, or reported as lost.

        Args:
            cache_key: the key of the question's first request.
            keys: the entries whose question it answers.

        Raises:
            CacheError, OutputError: one of the two failed.
        """
        faults: list[CacheError | OutputError] = []
        try:
            self.store(cache_key, record)
        except CacheError as error:
            faults.append(error)
        in_cache = not faults
        for key in keys:
            try:
                self.write(key, record)
            except OutputError as error:
                faults.append(error)
                if not in_cache:
                    self._rescue.save(key, record)
            else:
                self.put(key, record)
        if faults:
            raise faults[0]

    def store(self, cache_key: str, record: Record) -> None:
        """Count an answer and store it in the cache. CacheError if that fails."""
        self._result.answered += 1
        value = {
            "answer": record.answer_json,
            "asked_on": record.asked_on,
            "model": record.model,
            "prompt": record.prompt,
            "question": record.question,
            "usage": record.usage.model_dump(),
        }
        self.cache.set(cache_key, value)

    def write(self, key: EntryKey, record: Record, *, durably: bool = True) -> None:
        """Write the record of an entry's answer. OutputError if that fails."""
        write_record(self._settings.scenarios_dir, key.scenario, record, durably=durably)

    def put(self, key: EntryKey, record: Record) -> None:
        """Set ``record`` as the answer of an entry."""
        self._result.entries[key] = self._result.entries[key].with_record(record)
