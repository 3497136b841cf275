"""The state of the noted batches at the server: open, ended, or unknown to it."""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack

from mkdocs_perspectives.ask.batch.notes import Batch, BatchNotes
from mkdocs_perspectives.common import ModelSettings, counted, voice_option, without_key
from mkdocs_perspectives.llm import Retry, batch_api
from mkdocs_perspectives.llm.batch_api import BatchApi, ServerBatch, UnsureError

__all__ = ["BatchesAtServer"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_LOST = 2 * 86_400
"""Seconds after which a 24-hour batch that its server does not know is considered lost."""


class BatchesAtServer:
    """The batches in ``notes`` at the configured server and model.

    Every method but ``close`` must be called with the asking lock held.
    """

    def __init__(self, notes: BatchNotes, settings: ModelSettings) -> None:
        self.notes = notes
        self._model = settings
        self._unknown: set[str] = set()
        self._named: set[str] = set()
        self._stack = ExitStack()
        self._api: BatchApi | None = None

    def close(self) -> None:
        self._stack.close()

    @property
    def api(self) -> BatchApi:
        """The connection, made when it is first needed."""
        if self._api is None:
            self._api = self._stack.enter_context(
                BatchApi(self._model, self._model.api_key, _sent_again)
            )
        return self._api

    def ours(self) -> list[Batch]:
        """The batches of this voice, at its server and model; others are logged once."""
        ours = []
        for batch in self.notes.all():
            if batch.belongs_to(self._model):
                ours.append(batch)
            elif batch.under_way and batch.token not in self._named:
                self._named.add(batch.token)
                log.info(
                    "A batch of %s to %s at %s, sent %s, is left alone: it is collected %s.",
                    counted(batch.count, "question"),
                    batch.model,
                    batch.base_url or "OpenAI",
                    batch.since,
                    "when that model and server are configured"
                    if batch.voice == self._model.voice
                    else f"by `perspectives ask{voice_option(batch.voice)}`",
                )
        return ours

    def open(self) -> list[Batch]:
        """The batches that are worth waiting for."""
        return [b for b in self.ours() if b.under_way and b.token not in self._unknown]

    def unsettled(self) -> float:
        """Seconds until it is certain for each batch whether the server created it."""
        ages = [time.time() - b.sending_at for b in self.ours() if b.stage == "sending"]
        settling = batch_api.SETTLING
        return max([0.0, *(min(settling, settling - age) + 0.1 for age in ages)])

    def look_up(self, batch: Batch) -> ServerBatch | None:
        """The state of a batch, or None if it is not known."""
        if not batch.batch_id:
            return self._look_for(batch)
        state = self.api.retrieve(batch.batch_id)
        if state is not None:
            if state.status != batch.status:
                self.notes.update(batch.model_copy(update={"status": state.status[:50]}))
            return state
        if time.time() - batch.created_at > _LOST:
            return ServerBatch(batch.batch_id, "expired")
        self._leave_alone(
            batch,
            f"The server has no batch {without_key(batch.batch_id)}, sent {batch.since} with "
            f"{counted(batch.count, 'question')}; perhaps the key belongs to another account.",
        )
        return None

    def _look_for(self, batch: Batch) -> ServerBatch | None:
        """The state of a batch that the server never confirmed."""
        try:
            state = self.api.find(batch.token, batch.file_id)
        except UnsureError as error:
            if time.time() - batch.created_at > _LOST:
                self.notes.drop(batch)
                return None
            self._leave_alone(
                batch,
                f"It is not known whether the server created the batch of "
                f"{counted(batch.count, 'question')} begun {batch.since}: {error.message}.",
            )
            return None
        if state is not None:
            self.sent(batch, state)
        elif time.time() - batch.sending_at > batch_api.SETTLING:
            self.notes.drop(batch)
        return state

    def _leave_alone(self, batch: Batch, why: str) -> None:
        """Neither wait for a batch nor give it up, since its state is not known now."""
        self._unknown.add(batch.token)
        log.warning("%s Its questions are not sent again until two days have passed.", why)

    def sent(self, batch: Batch, state: ServerBatch) -> None:
        """Note that the server has a batch."""
        update = {"stage": "sent", "batch_id": state.id, "status": state.status[:50]}
        self.notes.update(batch.model_copy(update=update))


def _sent_again(retry: Retry) -> None:
    log.info("The batches: %s", retry)
