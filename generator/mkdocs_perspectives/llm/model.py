"""The language model: how it is asked for an answer, and asked again where that may help.

Only what compatible servers share of Chat Completions is used. Retries are counted and spaced here
rather than in the client, so that ``max_requests`` holds with them included, and so that a
server's plea to slow down slows everybody down.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.concurrency import Gate, Ticket
from mkdocs_perspectives.llm.connection import Client
from mkdocs_perspectives.llm.error_replies import Sent, error_inside
from mkdocs_perspectives.llm.events import Ended, Event, Retry, Tell, fate_of, fated, retries_after
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

    Raises:
        ConfigError: the environment or the configured address cannot be used.
    """

    def __init__(self, settings: ModelSettings, api_key: str | None) -> None:
        self._settings = settings
        self.requests = 0
        self._client = Client(settings, api_key)
        self._gate = Gate(self._client.at_once)
        self._bodies, self._fallbacks = RequestBodies(settings), Fallbacks(settings)
        self._refused_alone: list[str] = []
        """What met a failure of everybody's, such as a 429, while nothing else was under way, since
        the last answer."""
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

    async def complete(
        self,
        messages: Messages,
        schema: Mapping[str, Any],
        tell: Tell = lambda event: None,
    ) -> Reply:
        """Ask once, and again after failures that may pass, or in a form that the server takes.

        Args:
            messages: what the roles of a scenario share, then what is this role's own, then what
                was said since.
            tell: called for every request as it ends, however it does, and before it is sent again.

        Returns:
            the reply, with the usage of all that were had on the way to it.

        Raises:
            RequestError: no reply could be had for this request; ``StoppedError`` if ``stop`` was
                called before it was sent, ``DoubtfulError`` if all others may meet the same. It
                carries the usage of what arrived nevertheless.
            ServerError: the server would refuse every other request too.
        """
        used = Usage()

        def hear(event: Event) -> None:
            nonlocal used
            if isinstance(event, Ended):
                used += event.usage
            tell(event)

        try:
            reply = await self._patiently(messages, schema, hear)
        except RequestError as error:
            raise carrying(error, used) from None
        return replace(reply, usage=used)

    async def _patiently(self, messages: Messages, schema: Mapping[str, Any], tell: Tell) -> Reply:
        retries, first = 0, None
        while True:
            ticket = await self._gate.enter()
            # What others met meanwhile may have changed it.
            form = self._fallbacks.form
            first = first or form
            try:
                return await self._once(messages, schema, form, ticket, tell)
            except UnsupportedError as error:
                self._fallbacks.refused(form, error)
            except RequestError as error:
                if not self._may_be_the_form(messages, form, error):
                    self._fallbacks.refused_at_last(first, error.message)
                    raise
            except RetryableError as error:
                if error.everybody and self._gate.empty:
                    self._refused_alone.append(messages[-1]["content"])
                most = retries_after(error, self._settings.max_retries)
                if retries >= most or self._refuses_all():
                    raise self._given_up(error, retries + 1) from None
                if self._stopped:
                    raise _not_sent() from None
                wait = error.pause(max(retries, len(self._refused_alone) - 1))
                retries += 1
                tell(Retry(error.message, wait, retries, most))
                await self._back_off(error, wait)

    def _may_be_the_form(self, messages: Messages, form: Form, error: RequestError) -> bool:
        """Whether a refusal in unknown words is worth another try in a simpler form."""
        if not isinstance(error, DoubtfulError) or not error.refused:
            return False
        roles = self._refused[alike(error.message)]
        roles.add(messages[1]["content"])
        return len(roles) >= _ROLES and self._fallbacks.blame(form, error.message)

    async def _back_off(self, error: RetryableError, wait: float) -> None:
        if error.everybody:
            self._gate.close_for(wait)
        else:
            await asyncio.sleep(wait)

    def _refuses_all(self) -> bool:
        """Whether the server takes not even one request at a time, whichever it is."""
        refused = self._refused_alone
        return len(refused) > self._settings.max_retries and len(set(refused)) > 1

    def _given_up(self, error: RetryableError, tries: int) -> Exception:
        """A server that no question has reached, or none alone, has no answer for the others."""
        if self._refuses_all():
            tries = self._settings.max_retries + 1
        message = f"{error.message} (tried {tries} times)" if tries > 1 else error.message
        if not self._client.reached or self._refuses_all():
            return ServerError(message, error.remedy)
        return (RequestError if error.alone else DoubtfulError)(message, error.remedy)

    async def _once(
        self, messages: Messages, schema: Mapping[str, Any], form: Form, ticket: Ticket, tell: Tell
    ) -> Reply:
        """Send one request, whose turn has come.

        Raises:
            RequestError, RetryableError, UnsupportedError, ServerError: see ``failures``.
        """
        # What a server refuses, it refuses soon; what it does not, it works on.
        working = asyncio.get_running_loop().call_later(_SOON, self._gate.open)
        try:
            body = self._bodies.body(messages, schema, form)
            sent = self._bodies.sent(body, messages, form)
            reply = await self._exchanged(body, sent, tell)
        except RetryableError as error:
            if self._client.reached:
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
            raise _not_sent()
        limit = self._settings.max_requests
        if limit is not None and self.requests + self._settings.requests_before >= limit:
            raise RequestError(
                f"not asked: max_requests ({limit}) is reached",
                "Raise max_requests, or build again: what is answered is not asked again.",
            )
        self.requests += 1

    async def _exchanged(self, body: bytes, sent: Sent, tell: Tell) -> Reply:
        """The reply to a request that is sent; how it ended is told, whatever came of it."""
        self._count()
        try:
            reply = self._reply(await self._client.post("/chat/completions", body, sent), sent)
        except BaseException as error:
            tell(Ended(fate_of(error), carried(error)))
            raise
        tell(Ended("replied", reply.usage))
        return reply

    def _reply(self, content: bytes, sent: Sent) -> Reply:
        try:
            data = parsed_body(content)
        except ValueError:
            error = carrying(no_completion(), usage_of_body(content))
            raise fated(error, "replied") from None
        if (found := error_inside(data)) is not None:
            failure = self._client.error_of(*found, sent, inside=True)
            raise carrying(failure, usage_in(data))
        try:
            return read_reply(data, self._settings.model)
        except (RequestError, RetryableError) as unread:
            raise fated(unread, "replied") from None


def _not_sent() -> StoppedError:
    return StoppedError("not sent: the run was stopped", "See why that was.")
