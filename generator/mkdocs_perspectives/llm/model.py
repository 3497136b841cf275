"""The language model: how it is asked for an answer, and asked again where that may help.

Only what compatible servers share of Chat Completions is used. Retries are counted and spaced here
rather than in the client, so that ``max_requests`` holds with them included, and so that a
server's plea to slow down slows everybody down.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.concurrency import Gate, Ticket
from mkdocs_perspectives.llm.connection import Client
from mkdocs_perspectives.llm.error_replies import Sent, error_inside
from mkdocs_perspectives.llm.failures import (
    DoubtfulError,
    RequestError,
    RetryableError,
    StoppedError,
    UnsupportedError,
    alike,
)
from mkdocs_perspectives.llm.reply import Reply, no_completion, read_reply
from mkdocs_perspectives.llm.reply_body import parsed_body, usage_of_body
from mkdocs_perspectives.llm.request_form import Fallbacks, Form, RequestBodies
from mkdocs_perspectives.llm.usage import Usage, carried, carrying, usage_in

__all__ = ["Model"]

_ROLES = 2
"""So many roles must be refused alike before the answer's form is suspected."""

_SOON = 0.25
"""Seconds within which a server refuses what it refuses for its key, its model or its form."""

Messages = Sequence[Mapping[str, str]]


class Model:
    """A client for one run. Use as an async context manager.

    ``requests`` counts the requests sent, retries included.

    Args:
        spend: called with the usage of every reply as it arrives, whatever else is wrong with it.

    Raises:
        ConfigError: the environment or the configured address cannot be used.
    """

    def __init__(
        self,
        settings: ModelSettings,
        api_key: str | None,
        spend: Callable[[Usage], None] = lambda usage: None,
    ) -> None:
        self._settings, self._spend = settings, spend
        self.requests = 0
        self._client = Client(settings, api_key)
        self._gate = Gate(self._client.at_once)
        self._bodies, self._fallbacks = RequestBodies(settings), Fallbacks(settings)
        self._refused_alone: list[str] = []
        """What was refused with a 429 while nothing else was under way, since the last answer."""
        self._refused: defaultdict[str, set[str]] = defaultdict(set)
        """Which roles were refused in words that are not known, by what those have in common."""
        self._stopped = False

    async def __aenter__(self) -> Model:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.__aexit__()

    @property
    def form(self) -> Form:
        """How requests are put now; what was refused in another form may be worth asking again."""
        return self._fallbacks.form

    @property
    def takes_schema(self) -> bool:
        """Whether the schema goes with a request as such, and not in words."""
        return self._fallbacks.form.level == "json_schema"

    def stop(self) -> None:
        """Let what is under way end, and send nothing more; see ``StoppedError``."""
        self._stopped = True

    async def complete(self, messages: Messages, schema: Mapping[str, Any]) -> Reply:
        """Ask once, and again after failures that may pass, or in a form that the server takes.

        Args:
            messages: what the roles of a scenario share, then what is this role's own, then what
                was said since.

        Returns:
            the reply, with the usage of all that were had on the way to it.

        Raises:
            RequestError: no reply could be had for this request; ``StoppedError`` if ``stop`` was
                called before it was sent, ``DoubtfulError`` if all others may meet the same. It
                carries the usage of what arrived nevertheless.
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
        messages: Messages,
        schema: Mapping[str, Any],
        count: Callable[[Usage], None],
    ) -> Reply:
        retries, first = 0, None
        while True:
            ticket = await self._gate.enter()
            # What others met meanwhile may have changed it.
            form = self._fallbacks.form
            first = first or form
            try:
                return await self._counted(self._once(messages, schema, form, ticket), count)
            except UnsupportedError as error:
                self._fallbacks.refused(form, error)
            except RequestError as error:
                if not self._may_be_the_form(messages, form, error):
                    self._fallbacks.refused_at_last(first, error.message)
                    raise
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

    def _may_be_the_form(self, messages: Messages, form: Form, error: RequestError) -> bool:
        """Whether a refusal in unknown words is worth another try in a simpler form."""
        if not isinstance(error, DoubtfulError) or not error.refused:
            return False
        roles = self._refused[alike(error.message)]
        roles.add(messages[1]["content"])
        return len(roles) >= _ROLES and self._fallbacks.blame(form, error.message)

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
        return (RequestError if error.alone else DoubtfulError)(message, error.remedy)

    async def _once(
        self, messages: Messages, schema: Mapping[str, Any], form: Form, ticket: Ticket
    ) -> Reply:
        """Send one request, whose turn has come.

        Raises:
            RequestError, RetryableError, UnsupportedError, ServerError: see ``failures``.
        """
        # What a server refuses, it refuses soon; what it does not, it works on.
        working = asyncio.get_running_loop().call_later(_SOON, self._gate.open)
        try:
            self._count()
            body = self._bodies.body(messages, schema, form)
            sent = self._bodies.sent(body, messages, form)
            reply = self._reply(await self._client.post("/chat/completions", body, sent), sent)
        except RetryableError as error:
            self._gate.open()
            if not error.everybody:
                self._gate.ended(ticket)
                raise
            self._gate.rejected(ticket)
            if error.wait is not None:
                self._gate.close_for(error.wait)
            raise
        except BaseException as error:
            if isinstance(error, RequestError) and not isinstance(error, DoubtfulError):
                self._gate.open()
            self._gate.ended(ticket)
            raise
        finally:
            working.cancel()
        self._gate.open()
        self._gate.accepted(ticket)
        self._refused_alone.clear()
        self._client.answered = True
        self._fallbacks.accepted(form, reply.usage.output_tokens)
        return reply

    def _count(self) -> None:
        if self._stopped:
            raise StoppedError("not sent: the run was stopped", "See why that was.")
        limit = self._settings.max_requests
        if limit is not None and self.requests + self._settings.requests_before >= limit:
            raise RequestError(
                f"not asked: max_requests ({limit}) is reached",
                "Raise max_requests, or build again: what is answered is not asked again.",
            )
        self.requests += 1

    def _reply(self, content: bytes, sent: Sent) -> Reply:
        try:
            data = parsed_body(content)
        except ValueError:
            raise carrying(no_completion(), usage_of_body(content)) from None
        if (error := error_inside(data)) is not None:
            failure = self._client.error_of(*error, sent, inside=True)
            raise carrying(failure, usage_in(data))
        return read_reply(data, self._settings.model)
