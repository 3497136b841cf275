"""The language model: how it is asked for an answer, and asked again where that may help.

Only what compatible servers share of Chat Completions is used. Retries are counted and spaced here
rather than in the client, so that ``max_requests`` holds with them included, and so that a
server's plea to slow down slows everybody down.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.chat_completion import LEVELS, request_body
from mkdocs_perspectives.llm.concurrency import Gate
from mkdocs_perspectives.llm.connection import Client
from mkdocs_perspectives.llm.failures import (
    RequestError,
    RetryableError,
    StoppedError,
    UnsupportedError,
)
from mkdocs_perspectives.llm.reply import Reply, no_completion, read_reply
from mkdocs_perspectives.llm.reply_body import parsed_body, usage_of_body
from mkdocs_perspectives.llm.usage import Usage, carried, carrying

__all__ = ["Model"]

log = logging.getLogger("mkdocs.plugins.perspectives")


class Model:
    """A client for one run. Use as an async context manager.

    ``requests`` counts the requests sent, retries included.

    Args:
        spend: called with the usage of every reply as it arrives, whatever else is wrong with it.
    """

    def __init__(
        self,
        settings: ModelSettings,
        api_key: str | None,
        spend: Callable[[Usage], None] = lambda usage: None,
    ) -> None:
        self._settings, self._spend = settings, spend
        self.requests = 0
        self._level = 0
        self._gate = Gate(settings.concurrency)
        self._shared: dict[tuple[int, str], tuple[Mapping[str, Any], bytes]] = {}
        self._refused_alone: list[str] = []
        """What was refused with a 429 while nothing else was under way, since the last answer."""
        self._stopped = False
        self._client = Client(settings, api_key)

    async def __aenter__(self) -> Model:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.__aexit__()

    @property
    def takes_schema(self) -> bool:
        """Whether the schema goes with a request as such, and not in words."""
        return self._level == 0

    def stop(self) -> None:
        """Let what is under way end, and send nothing more; see ``StoppedError``."""
        self._stopped = True

    async def complete(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]
    ) -> Reply:
        """Ask once, and again after failures that may pass.

        Returns:
            the reply, with the usage of all that were had on the way to it.

        Raises:
            RequestError: no reply could be had for this request; ``StoppedError`` if ``stop`` was
                called before it was sent. It carries the usage of what arrived nevertheless.
            ServerError: the server would refuse every other request too.
        """
        used = Usage()

        def count(usage: Usage) -> None:
            nonlocal used
            used += usage
            self._spend(usage)

        try:
            reply = await self._patiently(messages, schema, count)
        except RequestError as error:
            raise carrying(error, used) from None
        return replace(reply, usage=used)

    async def _patiently(
        self,
        messages: Sequence[Mapping[str, str]],
        schema: Mapping[str, Any],
        count: Callable[[Usage], None],
    ) -> Reply:
        retries = 0
        while True:
            level = self._level
            try:
                return await self._counted(self._once(messages, schema, level), count)
            except UnsupportedError as error:
                if level + 1 == len(LEVELS):
                    raise RequestError(str(error), "Check the server's own log.") from None
                self._degrade(level, str(error))
            except RetryableError as error:
                if error.everybody and self._gate.empty:
                    self._refused_alone.append(messages[-1]["content"])
                if retries == self._settings.max_retries or self._refuses_all():
                    raise self._given_up(error) from None
                await self._back_off(error, max(retries, len(self._refused_alone) - 1))
                retries += 1

    async def _counted(self, once: Awaitable[Reply], count: Callable[[Usage], None]) -> Reply:
        """The reply to one request, whose usage is counted whatever came of it."""
        try:
            reply = await once
        except Exception as error:
            count(carried(error))
            raise
        count(reply.usage)
        return reply

    def _degrade(self, level: int, reason: str) -> None:
        if self._level == level:
            self._level = level + 1
            log.info(
                "The server takes no %s (%s); asking for %s instead.",
                LEVELS[level],
                reason,
                "a JSON object" if LEVELS[self._level] == "json_object" else "JSON in words",
            )

    async def _back_off(self, error: RetryableError, retries: int) -> None:
        wait = error.pause(retries)
        if error.everybody:
            self._gate.close_for(wait)
        else:
            await asyncio.sleep(wait)

    def _refuses_all(self) -> bool:
        """Whether the server has too much to do even for one request, whichever it is."""
        refused = self._refused_alone
        return len(refused) > self._settings.max_retries and len(set(refused)) > 1

    def _given_up(self, error: RetryableError) -> Exception:
        """A server that no question has reached, or none alone, has no answer for the others."""
        tries = self._settings.max_retries + 1
        message = f"{error.message} (tried {tries} times)" if tries > 1 else error.message
        if not self._client.reached or self._refuses_all():
            return ServerError(message, error.remedy)
        return RequestError(message, error.remedy)

    async def _once(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], level: int
    ) -> Reply:
        """Send one request when its turn has come.

        Raises:
            RequestError, RetryableError, UnsupportedError, ServerError: see ``failures``.
        """
        ticket = await self._gate.enter()
        try:
            self._count()
            content = await self._client.post(
                "/chat/completions", self._body(messages, schema, level)
            )
        except RetryableError as error:
            if not error.everybody:
                self._gate.ended(ticket)
                raise
            self._gate.rejected(ticket)
            if error.wait is not None:
                self._gate.close_for(error.wait)
            raise
        except BaseException:
            self._gate.ended(ticket)
            raise
        self._gate.accepted(ticket)
        self._refused_alone.clear()
        return self._reply(content)

    def _count(self) -> None:
        if self._stopped:
            raise StoppedError("not asked: asking was given up", "See why that was.")
        limit = self._settings.max_requests
        if limit is not None and self.requests >= limit:
            raise RequestError(
                f"not asked: max_requests ({limit}) is reached",
                "Raise max_requests, or build again: what is answered is not asked again.",
            )
        self.requests += 1

    def _body(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], level: int
    ) -> bytes:
        """The request's body: what the questions of a scenario share, and then what is their own.

        The shared part is serialised once. It comes first, since providers serve from their caches
        what begins alike.
        """
        first, *rest = messages
        known = self._shared.get((level, first["content"]))
        if known is None or known[0] is not schema:
            body = request_body(self._settings, [first], schema, LEVELS[level])
            known = schema, _json(body).removesuffix(b"]}")
            self._shared[level, first["content"]] = known
        return known[1] + b"".join(b"," + _json(message) for message in rest) + b"]}"

    def _reply(self, content: bytes) -> Reply:
        try:
            data = parsed_body(content)
        except ValueError:
            raise carrying(no_completion(), usage_of_body(content)) from None
        return read_reply(data, self._settings.model)


def _json(value: object) -> bytes:
    # A malformed answer that is quoted may hold lone surrogates, which UTF-8 has no bytes for.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
