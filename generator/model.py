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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.client import Client, RequestError, RetryableError, UnsupportedError
from generator.errors import ServerError
from generator.limiter import Gate
from generator.prompt import schema_message
from generator.record import Usage
from generator.settings import ModelSettings, without_key

__all__ = ["Model", "Reply", "RequestError", "StoppedError"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_LEVELS = ("json_schema", "json_object", "text")
"""How the answer's form is asked for, from the strictest, as far as the server understands."""

_MAX_BACKOFF = 30.0

_EXCUSES = 2
"""So often may a server that has too much to do refuse a question before it counts as a retry."""


class StoppedError(RequestError):
    """The request was not sent, since the run was given up before."""


class _ExcusedError(RetryableError):
    """The server had too much to do, and has less from now on; the request is not to blame."""


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

    def stop(self) -> None:
        """Let what is under way end, and send nothing more; see ``StoppedError``."""
        self._stopped = True

    async def complete(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]
    ) -> Reply:
        """Ask once, and again after failures that may pass.

        Raises:
            RequestError: no reply could be had for this request; ``StoppedError`` if ``stop`` was
                called before it was sent.
            ServerError: the server would refuse every other request too.
        """
        retries = excuses = 0
        while True:
            level = self._level
            try:
                return await self._once(messages, schema, level)
            except UnsupportedError as error:
                if level + 1 == len(_LEVELS):
                    raise RequestError(str(error), "Check the server's own log.") from None
                self._degrade(level, str(error))
            except RetryableError as error:
                if isinstance(error, _ExcusedError) and excuses < _EXCUSES:
                    excuses += 1
                    continue
                if error.everybody and self._gate.empty:
                    self._refused_alone.append(messages[-1]["content"])
                if retries == self._settings.max_retries or self._refuses_all():
                    raise self._given_up(error) from None
                await self._back_off(error, max(retries, len(self._refused_alone) - 1))
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
            RequestError, RetryableError, UnsupportedError, ServerError: see ``client``; one that
                is excused is an ``_ExcusedError``.
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
            excused = self._gate.rejected(ticket)
            if error.wait is not None:
                self._gate.close_for(error.wait)
            if not excused:
                raise
            raise _ExcusedError(
                error.message, error.remedy, wait=error.wait, everybody=True
            ) from None
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
            known = schema, self._shared_part(first, schema, _LEVELS[level])
            self._shared[level, first["content"]] = known
        return known[1] + b"".join(b"," + _json(message) for message in rest) + b"]}"

    def _shared_part(
        self, first: Mapping[str, str], schema: Mapping[str, Any], level: str
    ) -> bytes:
        body: dict[str, Any] = {"model": self._settings.model, **self._settings.parameters()}
        if level == "json_schema":
            form = {"name": "perspective", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        else:
            if level == "json_object":
                body["response_format"] = {"type": "json_object"}
            told = first["content"] + "\n" + schema_message(dict(schema))
            first = {**first, "content": told}
        return _json(body | {"messages": [first]}).removesuffix(b"]}")

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


def _json(value: object) -> bytes:
    # A malformed answer that is quoted may hold lone surrogates, which UTF-8 has no bytes for.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


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
