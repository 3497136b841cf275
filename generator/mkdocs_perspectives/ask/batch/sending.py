"""Sends questions as batches: split into files of allowed size, and noted before they cost money.

The order of the notes makes it safe to kill a run: the requests are noted before the upload, that
the batch is being created before that request, and its id at the server after it. If the note has
no id, the server is asked whether the batch exists.
"""

from __future__ import annotations

import json
import logging
import secrets
import tempfile
import time
from collections.abc import Iterable, Iterator
from typing import IO

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask.batch.collecting import Collector
from mkdocs_perspectives.ask.batch.notes import Batch, Request
from mkdocs_perspectives.common import CacheError, ModelSettings, ServerError, counted
from mkdocs_perspectives.llm import request_body
from mkdocs_perspectives.llm.batch_api import UnsureError
from mkdocs_perspectives.prompt import repair_messages

__all__ = ["send"]

log = logging.getLogger("mkdocs.plugins.perspectives")

MAX_REQUESTS = 50_000
MAX_BYTES = 200_000_000
"""What providers accept in one file."""


def send(collector: Collector, todo: Iterable[tuple[Request, Entry]]) -> None:
    """Send requests in as many batches as necessary, within ``max_requests``.

    Raises:
        ServerError: the server did not accept one; those before it are sent.
        CacheError: a batch cannot be noted, so nothing more is sent.
    """
    for file, requests in _files(collector, _within_limit(collector, todo)):
        _send(collector, file, requests)


def _within_limit(
    collector: Collector, todo: Iterable[tuple[Request, Entry]]
) -> Iterator[tuple[Request, Entry]]:
    """The requests that ``max_requests`` allows; the rest is reported as not sent."""
    settings = collector.run.settings.model
    limit, sent = settings.max_requests, collector.run.result.requests + settings.requests_before
    room = None if limit is None else limit - sent
    for number, (request, entry) in enumerate(todo):
        if room is None or number < room:
            yield request, entry
        else:
            collector.give_up(
                request,
                f"not sent: max_requests ({limit}) is reached",
                "Raise max_requests, or run it again: recorded answers are not requested again.",
            )


def _files(
    collector: Collector, todo: Iterable[tuple[Request, Entry]]
) -> Iterator[tuple[IO[bytes], list[Request]]]:
    """Files within the limits of requests and bytes, each with the requests in it."""
    folder = collector.run.store.cache.folder
    rest = iter(todo)
    waiting: tuple[Request, bytes] | None = None
    while True:
        requests: list[Request] = []
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                while len(requests) < MAX_REQUESTS:
                    if waiting is None:
                        following = next(rest, None)
                        if following is None:
                            break
                        request, entry = following
                        waiting = request, _line(request, entry, collector.run.settings.model)
                    request, line = waiting
                    if requests and file.tell() + len(line) > MAX_BYTES:
                        break
                    file.write(line)
                    requests.append(request)
                    waiting = None
                if not requests:
                    return
                yield file, requests
        except OSError as error:
            raise CacheError(
                f"a batch cannot be prepared in {folder}: {error.strerror}", "Make room there."
            ) from error


def _line(request: Request, entry: Entry, settings: ModelSettings) -> bytes:
    """A request as a line: the body of a direct request, and the key that identifies its answer."""
    question, first = entry.question, request.first
    messages = (
        question.messages
        if first is None
        else repair_messages(
            question.messages,
            first.text,
            first.fault,
            question.schema if first.schema_ignored else None,
        )
    )
    data = {
        "custom_id": request.key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": request_body(settings, messages, question.schema),
    }
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


def _send(collector: Collector, file: IO[bytes], requests: list[Request]) -> None:
    settings, notes = collector.run.settings.model, collector.batches.notes
    batch = Batch(
        token=secrets.token_hex(16),
        base_url=settings.shown_base_url,
        model=settings.model,
        voice=settings.voice,
        created_at=time.time(),
        count=len(requests),
    )
    notes.add(batch, requests)
    try:
        file_id = collector.batches.api.upload(file)
    except ServerError:
        notes.drop(batch)
        raise

    def sending() -> None:
        nonlocal batch
        update = {"stage": "sending", "file_id": file_id, "sending_at": time.time()}
        batch = batch.model_copy(update=update)
        notes.update(batch)

    try:
        state = collector.batches.api.create(file_id, batch.token, before=sending)
    except UnsureError:
        raise
    except ServerError:
        notes.drop(batch)
        raise
    collector.batches.sent(batch, state)
    collector.run.result.requests += len(requests)
    log.info(
        "Sent %s to %s as the batch %s; the answers come within 24 hours.",
        counted(len(requests), "question"),
        settings.model,
        state.id,
    )
