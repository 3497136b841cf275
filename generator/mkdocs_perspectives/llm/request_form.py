"""The request for a chat completion, and the simpler ways to put it that some servers need.

The same whether a request is sent by itself or as a line of a batch.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from mkdocs_perspectives.common import ModelSettings, ServerError
from mkdocs_perspectives.llm.error_replies import Sent
from mkdocs_perspectives.llm.failures import RequestError, UnsupportedError, alike
from mkdocs_perspectives.llm.schema_in_words import schema_in_words

__all__ = ["Fallbacks", "Form", "RequestBodies", "request_body"]

log = logging.getLogger("mkdocs.plugins.perspectives")

Level = Literal["json_schema", "json_object", "text"]

_SIMPLER: Mapping[Level, Level] = {"json_schema": "json_object", "json_object": "text"}

_IN_WORDS: Mapping[Level, str] = {
    "json_object": "a JSON object instead",
    "text": "JSON in words instead",
}

_IGNORED = 1.1
"""A reply this many times longer than the limit shows that the server ignores the limit."""


@dataclass(frozen=True)
class Form:
    """How a request is put: at first in the strictest way, and as OpenAI names things."""

    level: Level = "json_schema"
    """How the form of the answer is asked for."""
    limit: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    """What the limit of the answer's length is called."""
    system: bool = True
    """Whether the instructions are a system message, or else stand in the user message."""


def request_body(
    settings: ModelSettings,
    messages: Sequence[Mapping[str, str]],
    schema: Mapping[str, Any],
    form: Form = Form(),
) -> dict[str, Any]:
    """The body of the request that asks ``messages``, of which the first is what roles share."""
    body: dict[str, Any] = {"model": settings.model}
    for name, value in settings.parameters().items():
        body[form.limit if name == "max_completion_tokens" else name] = value
    if form.level == "json_schema":
        named = {"name": "perspective", "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": named}
    elif form.level == "json_object":
        body["response_format"] = {"type": "json_object"}
    first, *rest = messages
    if form.level != "json_schema":
        # The schema joins the shared part, so that it still comes first and is the same for all.
        first = {**first, "content": first["content"] + "\n" + schema_in_words(schema)}
    if not form.system and rest:
        own, *rest = rest
        first = {**own, "content": first["content"] + "\n" + own["content"]}
    return body | {"messages": [first, *rest]}


class RequestBodies:
    """The requests of one run as bytes.

    What the questions of a scenario share is serialised once. It comes first, since providers
    serve from their caches what begins alike.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._shared: dict[tuple[Form, str], tuple[Mapping[str, Any], bytes]] = {}

    def body(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], form: Form
    ) -> bytes:
        """The body of the request that asks ``messages``, as JSON in UTF-8."""
        if not form.system:
            return _json(request_body(self._settings, messages, schema, form))
        first, *rest = messages
        known = self._shared.get((form, first["content"]))
        if known is None or known[0] is not schema:
            body = request_body(self._settings, [first], schema, form)
            known = schema, _json(body).removesuffix(b"]}")
            self._shared[form, first["content"]] = known
        return known[1] + b"".join(b"," + _json(message) for message in rest) + b"]}"

    def sent(self, body: bytes, messages: Sequence[Mapping[str, str]], form: Form) -> Sent:
        """What such a request was, to tell what an error says of it."""
        asked = {
            form.limit if n == "max_completion_tokens" else n for n in self._settings.parameters()
        }
        if form.level != "text":
            asked.add("response_format")
        if form.system:
            asked.add("system")
        prompts = tuple(message["content"] for message in messages)
        return Sent(body, prompts, frozenset(asked))


class Fallbacks:
    """In which form the requests of one run are put; simpler ones hold for the whole run.

    ``form`` is the one to use now.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self.form = Form()
        self._accepted: set[Form] = set()
        self._kept: set[str] = set()
        """What is not to be changed any more."""
        self._blamed = ""
        """Why a simpler form of answer was tried."""

    def accepted(self, form: Form, output_tokens: int) -> None:
        """A request of this form was answered with so many tokens."""
        self._accepted.add(form)
        limit = self._settings.max_output_tokens
        if limit is None or output_tokens <= limit * _IGNORED or "limit" in self._kept:
            return
        if form == self.form and form.limit == "max_completion_tokens":
            log.info(
                "The server ignores max_completion_tokens (%d tokens, where %d are allowed); "
                "sending max_tokens instead.",
                output_tokens,
                limit,
            )
            self.form = replace(form, limit="max_tokens")

    def refused(self, form: Form, error: UnsupportedError) -> None:
        """Use a simpler form than ``form``, in which a request was refused.

        Raises:
            RequestError: there is none for this request.
            ServerError: there is none for any.
        """
        if form != self.form:
            # Another request has met the same before; the next try is in the form that is now used.
            return
        if error.feature == "limit":
            self._refused_limit(form, error)
        elif error.feature == "system":
            log.info(
                "The server takes no system message (%s); the instructions go into the user "
                "message instead.",
                error,
            )
            self.form = replace(form, system=False)
        else:
            log.info(
                "The server takes no %s (%s); asking for %s.", *self._simpler(form, str(error))
            )

    def blame(self, form: Form, reason: str) -> bool:
        """Use a simpler form of answer, in case that it is why a request was refused.

        Returns:
            whether that may be, which it cannot where requests of any form were answered.
        """
        if self._accepted or form.level == "text" or "level" in self._kept:
            return False
        if form == self.form:
            log.info(
                "In case that the server takes no %s (%s): asking for %s.",
                *self._simpler(form, reason),
            )
        return True

    def _simpler(self, form: Form, reason: str) -> tuple[str, str, str]:
        simpler = _SIMPLER.get(form.level)
        if simpler is None or "level" in self._kept:
            raise RequestError(reason, "See what the server says of the request's form.")
        self._blamed = self._blamed or alike(reason)
        self.form = replace(form, level=simpler)
        return form.level, reason, _IN_WORDS[simpler]

    def refused_at_last(self, before: Form, reason: str) -> None:
        """A request was refused in all forms from ``before`` on, at last for this ``reason``.

        Where that is the one for which simpler forms were tried, the form is not to blame.
        """
        level = self.form.level
        if level == before.level or alike(reason) != self._blamed:
            return
        if not any(form.level == level for form in self._accepted):
            self._kept.add("level")
            self.form = replace(self.form, level=before.level)

    def _refused_limit(self, form: Form, error: UnsupportedError) -> None:
        if form.limit == "max_tokens":
            if replace(form, limit="max_completion_tokens") in self._accepted:
                self._kept.add("limit")
                self.form = replace(form, limit="max_completion_tokens")
                return
            raise ServerError(
                str(error), "Leave `max_output_tokens` out of the plugin's entry in mkdocs.yml."
            )
        log.info(
            "The server takes no max_completion_tokens (%s); sending max_tokens instead.", error
        )
        self.form = replace(form, limit="max_tokens")


def _json(value: object) -> bytes:
    # A malformed answer that is quoted may hold lone surrogates, which UTF-8 has no bytes for.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
