"""The language model: how it is asked for an answer, and asked again where that may help.

Only what compatible servers share of Chat Completions is used. Retries are counted and spaced here
rather than in the client, so that ``max_requests`` holds with them included, and so that a
server's plea to slow down slows everybody down.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.client import Client, RequestError, RetryableError, UnsupportedError
from generator.errors import ServerError
from generator.prompt import schema_message
from generator.record import Usage
from generator.settings import ModelSettings, without_key

__all__ = ["Model", "Reply", "RequestError"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_LEVELS = ("json_schema", "json_object", "text")
"""How the answer's form is asked for, from the strictest, as far as the server understands."""

_MAX_BACKOFF = 30.0


@dataclass(frozen=True)
class Reply:
    """What the model said: ``finish_reason`` and ``refusal`` as the server gave them."""

    content: str | None
    model: str
    finish_reason: str
    refusal: str | None
    usage: Usage


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
        backoff: float = min(_MAX_BACKOFF, 0.5 * 2.0**retries)
        wait = error.wait if error.wait is not None else backoff * random.uniform(0.75, 1.0)  # noqa: S311
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
        body: dict[str, Any] = {"model": self._settings.model, **self._settings.parameters()}
        if level == "json_schema":
            form = {"name": "perspective", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
            return body | {"messages": list(messages)}
        if level == "json_object":
            body["response_format"] = {"type": "json_object"}
        # The schema joins the shared part, so that it still comes first and is the same for all.
        first, *rest = messages
        told = {**first, "content": first["content"] + "\n" + schema_message(dict(schema))}
        return body | {"messages": [told, *rest]}

    def _reply(self, content: bytes) -> Reply:
        try:
            data = json.loads(content.decode("utf-8"))
            choice = data["choices"][0]
            message = choice["message"]
            text, refusal = message.get("content"), message.get("refusal")
            if not isinstance(text, (str, type(None))) or not isinstance(
                refusal, (str, type(None))
            ):
                raise TypeError
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            raise RetryableError(
                "the server's reply is no chat completion",
                "Check that the base URL is that of an OpenAI-compatible server (often .../v1).",
            ) from None
        return Reply(
            content=text,
            model=_label(data.get("model")) or self._settings.model,
            finish_reason=str(choice.get("finish_reason") or "stop"),
            refusal=refusal,
            usage=_usage(data.get("usage")),
        )


def _label(value: object) -> str:
    """A model's name in one short line of visible characters.

    Some local servers name the model's file with its whole path, which is nobody's business.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in str(value or "")).split())
    if re.match(r"/|[A-Za-z]:[\\/]", name):
        name = re.split(r"[\\/]", name)[-1]
    return without_key(name)[:200]


def _usage(data: object) -> Usage:
    """The tokens as reported; 0 where the server reports none."""

    def count(holder: object, key: str) -> int:
        value = holder.get(key) if isinstance(holder, dict) else None
        return value if isinstance(value, int) and 0 <= value < 2**53 else 0

    details = data.get("prompt_tokens_details") if isinstance(data, dict) else None
    return Usage(
        input_tokens=count(data, "prompt_tokens"),
        cached_tokens=count(details, "cached_tokens"),
        output_tokens=count(data, "completion_tokens"),
    )
