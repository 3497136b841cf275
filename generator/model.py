"""The language model behind an OpenAI-compatible server; the only module that knows openai.

Only what compatible servers share of Chat Completions is used. Retries are counted and spaced here
rather than in the client, so that ``max_requests`` holds with them included, and so that a
server's plea to slow down slows everybody down.
"""

from __future__ import annotations

import asyncio
import email.utils
import json
import logging
import random
import re
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openai

from generator.errors import ServerError
from generator.prompt import schema_message
from generator.record import Usage
from generator.settings import ModelSettings, without_key

__all__ = ["Model", "Reply", "RequestError"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_OPENAI = "https://api.openai.com/v1"

_LEVELS = ("json_schema", "json_object", "text")
"""How the answer's form is asked for, from the strictest, as far as the server understands."""

_MAX_BACKOFF = 30.0
_MAX_RETRY_AFTER = 120.0
"""Seconds; a server that wants a longer rest gets it until the next build."""

_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})


class RequestError(Exception):
    """One request got no reply; ``remedy`` says what to do. The others may still succeed."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


@dataclass(frozen=True)
class Reply:
    """What the model said: ``finish_reason`` and ``refusal`` as the server gave them."""

    content: str | None
    model: str
    finish_reason: str
    refusal: str | None
    usage: Usage


class _RetryableError(Exception):
    """A failure that may pass; ``wait`` is how long the server asks to wait, in seconds."""

    def __init__(
        self, message: str, remedy: str, *, wait: float | None = None, everybody: bool = False
    ) -> None:
        super().__init__(message)
        self.message, self.remedy, self.wait, self.everybody = message, remedy, wait, everybody


class Model:
    """A client for one run. Use as an async context manager.

    ``requests`` counts the requests sent, retries included.
    """

    def __init__(self, settings: ModelSettings, api_key: str | None) -> None:
        self._settings = settings
        self.requests = 0
        self._level = 0
        self._reached = False
        self._resume_at = 0.0
        # A server on one's own machine needs no key, but the client insists on one.
        self._client = openai.AsyncOpenAI(
            api_key=api_key or "none",
            # Given in any case: the client would take an empty OPENAI_BASE_URL for an address.
            base_url=settings.base_url or _OPENAI,
            max_retries=0,
            timeout=settings.timeout,
        )

    async def __aenter__(self) -> Model:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

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
            except _UnsupportedError as error:
                if level + 1 == len(_LEVELS):
                    raise RequestError(str(error), "Check the server's own log.") from None
                self._degrade(level, str(error))
            except _RetryableError as error:
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

    async def _back_off(self, error: _RetryableError, retries: int) -> None:
        backoff: float = min(_MAX_BACKOFF, 0.5 * 2.0**retries)
        wait = error.wait if error.wait is not None else backoff * random.uniform(0.75, 1.0)  # noqa: S311
        if error.everybody:
            self._resume_at = max(self._resume_at, time.monotonic() + wait)
        else:
            await asyncio.sleep(wait)

    def _given_up(self, error: _RetryableError) -> Exception:
        """A server that nobody has ever reached will not be reached by the others either."""
        tries = self._settings.max_retries + 1
        message = f"{error.message} (tried {tries} times)" if tries > 1 else error.message
        if not self._reached:
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
        try:
            # The client's own time-out is per read, so a server that drips would never meet it.
            async with asyncio.timeout(self._settings.timeout):
                raw = await self._client.chat.completions.with_raw_response.create(**body)
                content = raw.content
        except TimeoutError:
            raise self._timed_out() from None
        except openai.APITimeoutError:
            raise self._timed_out() from None
        except openai.APIStatusError as error:
            self._reached = True
            raise self._status_error(error) from None
        except openai.APIConnectionError as error:
            raise self._connection_error(error) from None
        except openai.OpenAIError as error:
            raise _RetryableError(
                f"the reply could not be read: {self._safe(str(error))}", "Check the server's log."
            ) from None
        self._reached = True
        return self._reply(content)

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
            raise _RetryableError(
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

    def _timed_out(self) -> _RetryableError:
        return _RetryableError(
            f"no answer within {self._settings.timeout:g} seconds",
            "Raise `timeout`, or lower `concurrency` if the server is overloaded.",
        )

    def _where(self) -> str:
        return self._settings.shown_base_url or "the server"

    def _connection_error(self, error: openai.APIConnectionError) -> Exception:
        chain: list[BaseException] = []
        cause: BaseException | None = error
        while cause is not None and cause not in chain:
            chain.append(cause)
            cause = cause.__cause__ or cause.__context__
        reason = self._safe(str(chain[-1]) or type(chain[-1]).__name__)
        message = f"{self._where()} cannot be reached: {reason}"
        if any(isinstance(e, ssl.SSLError) or "CERTIFICATE" in str(e) for e in chain):
            return ServerError(message, "Check the server's certificate, and https or http.")
        return _RetryableError(message, "Check the base URL, and that the server is running.")

    def _status_error(self, error: openai.APIStatusError) -> Exception:
        status = error.status_code
        code, said = _error_text(error.body)
        said = self._safe(said)
        said = f": {said}" if said else ""
        message = f"{self._where()} answered {status}{said}"
        if status == 401:
            return ServerError(message, "Check the key in OPENAI_API_KEY.")
        if status == 403:
            return ServerError(message, "The key may not use this model or server; ask its owner.")
        if status == 404:
            return ServerError(
                message,
                f"Check that the server has the model {self._settings.model!r} "
                "(PERSPECTIVES_MODEL) and that the base URL is right (often .../v1).",
            )
        if status == 402 or code in {"insufficient_quota", "billing_hard_limit_reached"}:
            return ServerError(message, "The account has no credit left; top it up.")
        if status in {400, 422} and _about_format(error.body):
            return _UnsupportedError(f"{status}{said}")
        if status in _TRANSIENT or status >= 500:
            return self._transient(error, message)
        return RequestError(message, "Check the scenario's length and the configured parameters.")

    def _transient(self, error: openai.APIStatusError, message: str) -> Exception:
        wait = _retry_after(error.response.headers)
        if wait is not None and wait > _MAX_RETRY_AFTER:
            return RequestError(
                f"{message}; it asks to wait {wait:.0f} seconds", "Build again after that time."
            )
        remedy = "The server is overloaded or limits the rate: build again later, or lower "
        return _RetryableError(
            message, remedy + "`concurrency`.", wait=wait, everybody=error.status_code == 429
        )

    def _safe(self, text: str) -> str:
        """A server's text in one short line, without the secrets that it may echo."""
        if self._settings.base_url:
            text = text.replace(self._settings.base_url, self._where())
        text = without_key(text)
        text = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", text)
        text = " ".join(text.split())
        return text if len(text) <= 300 else text[:297] + "..."


class _UnsupportedError(Exception):
    """The server does not know the form of answer that was asked for."""


def _error_text(body: object) -> tuple[str, str]:
    """The error's code and message, as far as the body has the usual form."""
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict):
            return str(inner.get("code") or ""), str(inner.get("message") or "")
        return "", str(inner or "")
    return "", ""


def _about_format(body: object) -> bool:
    text = str(body).lower()
    words = ("response_format", "json_schema", "json_object", "structured output", "grammar")
    return any(word in text for word in words)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the server asks, 0 or more, or None."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        value = headers.get("retry-after")
        if value is None:
            return None
        if re.fullmatch(r"\s*\d+(\.\d*)?\s*", value):
            return float(value)
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


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
