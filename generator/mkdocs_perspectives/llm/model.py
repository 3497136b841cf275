"""The language model: sends requests for answers, with retries, fallbacks and rate limits.

Only the part of Chat Completions that compatible servers share is used. Retries are counted and
spaced here rather than in the client, so that ``max_requests`` includes them, and so that a
server's request to slow down applies to all workers.
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
from mkdocs_perspectives.llm.events import (
    Ended,
    Event,
    OnEvent,
    Retry,
    fate_of,
    retries_after,
    with_fate,
)
from mkdocs_perspectives.llm.failures import (
    DoubtfulError,
    RequestError,
    RetryableError,
    StoppedError,
    UnsupportedError,
    alike,
)
from mkdocs_perspectives.llm.reply import Reply, not_a_completion, read_reply
from mkdocs_perspectives.llm.reply_body import parsed_body, usage_of_body
from mkdocs_perspectives.llm.request_form import Fallbacks, Form, RequestBodies
from mkdocs_perspectives.llm.usage import Usage, usage_in, usage_of_error, with_usage

__all__ = ["Model"]

_ROLES = 2
"""How many roles must be refused alike before the answer's form is suspected."""

_SOON = 0.25
"""Seconds within which a server refuses a request because of its key, model or form."""

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
        """Questions refused for a reason that affects all, such as a 429, with no other request in
        progress, since the last answer."""
        self._refused: defaultdict[str, set[str]] = defaultdict(set)
        """The roles that were refused in unknown words, by those words without numbers."""
        self._stopped = False

    async def __aenter__(self) -> Model:
        await self._client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.__aexit__()

    @property
    def form(self) -> Form:
        """The current form of requests; a request refused in another form may be sent again."""
        return self._fallbacks.form

    @property
    def takes_schema(self) -> bool:
        """Whether requests contain the schema as such, not in words."""
        return self._fallbacks.form.level == "json_schema"

    def stop(self) -> None:
        """Let requests in progress finish, and send no more; see ``StoppedError``."""
        self._stopped = True

    async def complete(
        self,
        messages: Messages,
        schema: Mapping[str, Any],
        on_event: OnEvent = lambda event: None,
    ) -> Reply:
        """Send a request, and again after temporary failures or in a form the server supports.

        Args:
            messages: what the roles of a scenario share, then what is specific to this role, then
                the rest of the conversation.
            on_event: called for every request when it ends, and before it is sent again.

        Returns:
            the reply, with the usage of all requests that led to it.

        Raises:
            RequestError: there is no reply to this request; ``StoppedError`` if ``stop`` was
                called before it was sent, ``DoubtfulError`` if all others may fail alike. It
                carries the usage of all replies that arrived.
            ServerError: the server would refuse every other request too.
        """
        used = Usage()

        def count_usage(event: Event) -> None:
            nonlocal used
            if isinstance(event, Ended):
                used += event.usage
            on_event(event)

        try:
            reply = await self._with_retries(messages, schema, count_usage)
        except RequestError as error:
            raise with_usage(error, used) from None
        return replace(reply, usage=used)

    async def _with_retries(
        self, messages: Messages, schema: Mapping[str, Any], on_event: OnEvent
    ) -> Reply:
        retries, first = 0, None
        while True:
            ticket = await self._gate.enter()
            # Other requests may have changed it while this one waited.
            form = self._fallbacks.form
            first = first or form
            try:
                return await self._once(messages, schema, form, ticket, on_event)
            except UnsupportedError as error:
                self._fallbacks.refused(form, error)
            except RequestError as error:
                if not self._may_be_the_form(messages, form, error):
                    self._fallbacks.refused_at_last(first, error.message)
                    raise
            except RetryableError as error:
                if error.affects_all and self._gate.empty:
                    self._refused_alone.append(messages[-1]["content"])
                most = retries_after(error, self._settings.max_retries)
                if retries >= most or self._refuses_all():
                    raise self._given_up(error, retries + 1) from None
                if self._stopped:
                    raise _not_sent() from None
                wait = error.pause(max(retries, len(self._refused_alone) - 1))
                retries += 1
                on_event(Retry(error.message, wait, retries, most))
                await self._back_off(error, wait)

    def _may_be_the_form(self, messages: Messages, form: Form, error: RequestError) -> bool:
        """Whether a refusal in unknown words is worth another try in a simpler form."""
        if not isinstance(error, DoubtfulError) or not error.refused:
            return False
        roles = self._refused[alike(error.message)]
        roles.add(messages[1]["content"])
        return len(roles) >= _ROLES and self._fallbacks.blame(form, error.message)

    async def _back_off(self, error: RetryableError, wait: float) -> None:
        if error.affects_all:
            self._gate.close_for(wait)
        else:
            await asyncio.sleep(wait)

    def _refuses_all(self) -> bool:
        """Whether the server refuses even a single request at a time, whatever it asks."""
        refused = self._refused_alone
        return len(refused) > self._settings.max_retries and len(set(refused)) > 1

    def _given_up(self, error: RetryableError, tries: int) -> Exception:
        """The exception after the last retry: if the server accepted no request at all, for all."""
        if self._refuses_all():
            tries = self._settings.max_retries + 1
        message = f"{error.message} (tried {tries} times)" if tries > 1 else error.message
        if not self._client.reached or self._refuses_all():
            return ServerError(message, error.remedy)
        return (RequestError if error.affects_one else DoubtfulError)(message, error.remedy)

    async def _once(
        self,
        messages: Messages,
        schema: Mapping[str, Any],
        form: Form,
        ticket: Ticket,
        on_event: OnEvent,
    ) -> Reply:
        """Send one request that the gate has let through.

        Raises:
            RequestError, RetryableError, UnsupportedError, ServerError: see ``failures``.
        """
        # Servers refuse quickly; after that time, the server is working on the request.
        working = asyncio.get_running_loop().call_later(_SOON, self._gate.open)
        try:
            body = self._bodies.body(messages, schema, form)
            sent = self._bodies.sent(body, messages, form)
            reply = await self._exchange(body, sent, on_event)
        except RetryableError as error:
            if self._client.reached:
                self._gate.open()
            if not error.affects_all:
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
                f"not sent: max_requests ({limit}) is reached",
                "Raise max_requests, or build again: recorded answers are not requested again.",
            )
        self.requests += 1

    async def _exchange(self, body: bytes, sent: Sent, on_event: OnEvent) -> Reply:
        """Send a request and return its reply; the event of its end is reported in any case."""
        self._count()
        try:
            reply = self._reply(await self._client.post("/chat/completions", body, sent), sent)
        except BaseException as error:
            on_event(Ended(fate_of(error), usage_of_error(error)))
            raise
        on_event(Ended("replied", reply.usage))
        return reply

    def _reply(self, content: bytes, sent: Sent) -> Reply:
        try:
            data = parsed_body(content)
        except ValueError:
            error = with_usage(not_a_completion(), usage_of_body(content))
            raise with_fate(error, "replied") from None
        if (found := error_inside(data)) is not None:
            failure = self._client.error_of(*found, sent, inside=True)
            raise with_usage(failure, usage_in(data))
        try:
            return read_reply(data, self._settings.model)
        except (RequestError, RetryableError) as unread:
            raise with_fate(unread, "replied") from None


def _not_sent() -> StoppedError:
    return StoppedError("not sent: the run was stopped", "See why the run was stopped.")
