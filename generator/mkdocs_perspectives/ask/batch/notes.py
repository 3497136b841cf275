"""Notes on the batches at the provider, in the cache, so that any later run can continue.

A batch is noted before it is sent, so that if a run is killed at any moment, the next one knows
what may have been paid for. A note is dropped once all its questions are answered, given up, or
in a later batch.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mkdocs_perspectives.answers import Entry, EntryKey, Expected, Frame
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.ask.result import AskResult
from mkdocs_perspectives.common import LEAD, ModelSettings, canonical_json
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import PROMPT_VERSION, Digests, Question

__all__ = [
    "Batch",
    "BatchNotes",
    "First",
    "Identity",
    "Request",
    "Stage",
    "identity",
    "note_waiting",
    "waiting_in",
]

log = logging.getLogger("mkdocs.plugins.perspectives")

_HEAD, _REQUESTS = "batch:", "batch-requests:"
"""Two notes per batch: a short one that changes often, and a long one that rarely does."""

_RESULTS_EXPIRE = 30 * 86_400
"""Seconds after which no provider still has the results of a batch."""

Stage = Literal["noted", "sending", "sent", "collected"]
"""How far a batch is: only noted; perhaps created at the server; known to the server; ended, with
questions left for another batch."""

Identity = tuple[str, str, str, str]
"""Scenario, persona, voice, and the digests of the question as one text."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class First(_Model):
    """A first answer that was malformed: what was wrong, and the tokens it used."""

    text: str
    fault: str
    only_sums: bool
    no_content: bool = False
    schema_ignored: bool = False
    model: str
    usage: Usage


class Request(_Model):
    """A question in a batch, with all that is needed to check its answer after later edits.

    ``key`` is the key of the answer in the cache, ``tries`` the number of earlier batches that
    failed to answer it, ``used`` the tokens they used, and ``first`` the malformed answer that
    this request should repair. ``refresh`` is set if it is sent although it was answered before.
    Notes of earlier versions have no ``frame``, but only ids: ``issues``, ``counterparts``.
    """

    key: str
    scenario: str
    persona: str
    voice: str = LEAD
    digests: Digests
    context: dict[str, dict[str, str]] = {}
    prompt: str
    frame: Frame | None = None
    issues: tuple[str, ...] = ()
    counterparts: tuple[str, ...]
    refresh: bool
    tries: int = 0
    used: Usage = Usage()
    first: First | None = None

    @classmethod
    def of(cls, entry: Entry, key: str, *, refresh: bool) -> Request:
        """The first request for an entry's question."""
        return cls(
            key=key,
            scenario=entry.scenario.id,
            persona=entry.persona.id,
            voice=entry.voice,
            digests=entry.question.digests,
            context=entry.question.context,
            prompt=PROMPT_VERSION,
            frame=Frame.of(entry.asked),
            counterparts=tuple(p.id for p in entry.scenario.counterparts(entry.persona.id)),
            refresh=refresh,
        )

    @property
    def identity(self) -> Identity:
        return self.scenario, self.persona, self.voice, canonical_json(self.digests)

    @property
    def question(self) -> Question:
        """The question, with only what a record needs."""
        return Question(self.persona, (), {}, "", self.digests, self.context, voice=self.voice)

    @property
    def expected(self) -> Expected:
        """What its answer must contain."""
        ids = (self.persona, *self.counterparts)
        frame = self.frame or Frame.of_ids(self.issues, ids)
        return Expected(frame, self.persona, self.counterparts)


def identity(entry: Entry) -> Identity:
    """Identifies an entry's question, independently of its wording and the model."""
    return (*entry.key, canonical_json(entry.question.digests))


class Batch(_Model):
    """A batch: times in seconds since 1970, the ``count`` of requests, and ids at the server.

    ``voice`` is the id of the voice that answers.
    """

    token: str
    base_url: str | None
    model: str
    voice: str = LEAD
    created_at: float
    count: int
    stage: Stage = "noted"
    status: str = ""
    file_id: str = ""
    sending_at: float = 0
    batch_id: str = ""

    @property
    def since(self) -> str:
        return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(self.created_at))

    @property
    def date(self) -> str:
        return time.strftime("%Y-%m-%d", time.gmtime(self.created_at))

    @property
    def under_way(self) -> bool:
        """Whether the server is working on it, as far as is known."""
        return self.stage in ("sending", "sent")

    def belongs_to(self, settings: ModelSettings) -> bool:
        """Whether it was sent to the server and the model that are configured for the voice."""
        asked = (settings.shown_base_url, settings.model, settings.voice)
        return (self.base_url, self.model, self.voice) == asked


class BatchNotes:
    """The notes on batches in a cache.

    Raises:
        CacheError: the cache cannot be used (from every method).
    """

    def __init__(self, cache: AnswerCache) -> None:
        self._cache = cache

    def all(self) -> list[Batch]:
        """All batches, the oldest first."""
        batches = []
        for key, value in self._cache.notes(_HEAD):
            try:
                batches.append(Batch.model_validate(value))
            except ValidationError:
                log.warning("The note %r in the answer cache is damaged; it is not used.", key)
        return sorted(batches, key=lambda batch: (batch.created_at, batch.token))

    def requests(self, batch: Batch) -> list[Request]:
        value = self._cache.get(_REQUESTS + batch.token) or {}
        rows = value.get("requests")
        if not isinstance(rows, list):
            return []
        try:
            frames = [Frame.model_validate(frame) for frame in value.get("frames", ())]
            return [
                Request.model_validate(row | {"frame": frames[row["frame"]]})
                if row.get("frame") is not None
                else Request.model_validate(row)
                for row in rows
            ]
        except (ValidationError, AttributeError, LookupError, TypeError):
            log.warning("The note of the batch since %s is damaged; it is not used.", batch.since)
            return []

    def add(self, batch: Batch, requests: Sequence[Request]) -> None:
        # What the roles of a scenario share is noted once.
        frames = {id(r.frame): r.frame for r in requests if r.frame is not None}
        places = {name: i for i, name in enumerate(frames)}
        rows = [
            request.model_dump(mode="json", exclude={"frame"})
            | {"frame": places.get(id(request.frame))}
            for request in requests
        ]
        noted = [frame.model_dump(mode="json") for frame in frames.values()]
        # In this order, so that there is never a batch without its requests.
        self._cache.set(_REQUESTS + batch.token, {"requests": rows, "frames": noted})
        self.update(batch)

    def update(self, batch: Batch) -> None:
        self._cache.set(_HEAD + batch.token, batch.model_dump(mode="json"))

    def drop(self, batch: Batch) -> None:
        self._cache.delete(_HEAD + batch.token)
        self._cache.delete(_REQUESTS + batch.token)

    def under_way(self, settings: ModelSettings) -> dict[Identity, Batch]:
        """The questions that are in a batch in progress at the configured server and model."""
        return {
            request.identity: batch
            for batch in self.all()
            if batch.under_way and batch.belongs_to(settings)
            for request in self.requests(batch)
        }

    def prune(self) -> None:
        """Drop the notes on batches that have ended."""
        current = set()
        for batch in self.all():
            if batch.under_way and time.time() - batch.created_at < _RESULTS_EXPIRE:
                current.add(batch.token)
            else:
                self.drop(batch)
        for key, _ in list(self._cache.notes(_REQUESTS)):
            if key.removeprefix(_REQUESTS) not in current:
                self._cache.delete(key)


def waiting_in(
    cache: AnswerCache, entries: Iterable[Entry], settings: ModelSettings
) -> dict[EntryKey, str]:
    """Which of ``entries`` are in a batch in progress, and since when; uses no network."""
    found = BatchNotes(cache).under_way(settings)
    if not found:
        return {}
    names = ((entry.key, identity(entry)) for entry in entries)
    return {key: found[name].since for key, name in names if name in found}


def note_waiting(
    result: AskResult, cache: AnswerCache, settings: ModelSettings, *, refresh: bool
) -> None:
    """Note in the result which questions are in a batch, and must not be sent meanwhile."""
    waiting = waiting_in(cache, result.entries.values(), settings)
    for key, since in waiting.items():
        if refresh or result.entries[key].state != "current":
            result.waiting[key] = since
