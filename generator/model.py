"""The language model: how it is asked for an answer, and asked again where that may help.

Only what compatible servers share of Chat Completions is used. Retries are counted and spaced here
rather than in the client, so that ``max_requests`` holds with them included, and so that a
server's plea to slow down slows everybody down.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from generator.client import Client, RequestError, RetryableError, UnsupportedError
from generator.completion import LEVELS as _LEVELS
from generator.completion import Reply, no_completion, read_reply, request_body
from generator.errors import ServerError
from generator.settings import ModelSettings

__all__ = ["Model", "Reply", "RequestError"]

log = logging.getLogger("mkdocs.plugins.perspectives")


class Model:
    """A client for one run. Use as an async context manager.

    ``requests`` counts the requests sent, retries included.
    """

    def __init__(self, settings: ModelSettings, api_key: str | None) -> None:
        self._settings = settings
        self.requests = 0
        self._level = 0
        self._resume_at = 0.0
        self._client = Client(settings, api_key)

    async def __aenter__(self) -> Model:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.__aexit__()

    async def complete(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]
    ) -> Reply:
        """Ask once, and again after failures that may pass.

        Raises:
            RequestError: no reply could be had for this request.
            ServerError: the server would refuse every other request too.
        """
        retries = 0
        while True:
            level = self._level
            try:
                return await self._once(messages, schema, level)
            except UnsupportedError as error:
                if level + 1 == len(_LEVELS):
                    raise RequestError(str(error), "Check the server's own log.") from None
                self._degrade(level, str(error))
            except RetryableError as error:
                if retries == self._settings.max_retries:
                    raise self._given_up(error) from None
                await self._back_off(error, retries)
                retries += 1

    def _degrade(self, level: int, reason: str) -> None:
        if self._level == level:
            self._level = level + 1
            log.info(
                "The server takes no %s (%s); asking for %s instead.",
                _LEVELS[level],
                reason,
                "a JSON object" if _LEVELS[self._level] == "json_object" else "JSON in words",
            )

    async def _back_off(self, error: RetryableError, retries: int) -> None:
        wait = error.pause(retries)
        if error.everybody:
            self._resume_at = max(self._resume_at, time.monotonic() + wait)
        else:
            await asyncio.sleep(wait)

    def _given_up(self, error: RetryableError) -> Exception:
        """A server that nobody has ever reached will not be reached by the others either."""
        tries = self._settings.max_retries + 1
        message = f"{error.message} (tried {tries} times)" if tries > 1 else error.message
        if not self._client.reached:
            return ServerError(message, error.remedy)
        return RequestError(message, error.remedy)

    async def _once(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], level: int
    ) -> Reply:
        while (pause := self._resume_at - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        limit = self._settings.max_requests
        if limit is not None and self.requests >= limit:
            raise RequestError(
                f"not asked: max_requests ({limit}) is reached",
                "Raise max_requests, or build again: what is answered is not asked again.",
            )
        self.requests += 1
        body = self._body(messages, schema, _LEVELS[level])
        raw = await self._client.call(
            lambda api: api.chat.completions.with_raw_response.create(**body)
        )
        return self._reply(raw.content)

    def _body(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], level: str
    ) -> dict[str, Any]:
        return request_body(self._settings, messages, schema, level)

    def _reply(self, content: bytes) -> Reply:
        try:
            data = json.loads(content.decode("utf-8"))
        except (ValueError, RecursionError):
            raise no_completion() from None
        return read_reply(data, self._settings.model)
