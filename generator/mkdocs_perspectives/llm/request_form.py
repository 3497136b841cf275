"""Builds the request for a chat completion, and the simpler forms of it that some servers need.

Used for direct requests and for the lines of a batch.
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
    """The form of a request: by default the strictest, with OpenAI's names."""

    level: Level = "json_schema"
    """How the form of the answer is requested."""
    limit: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    """The name of the parameter that limits the answer's length."""
    system: bool = True
    """Whether the instructions are a system message, not part of the user message."""


def request_body(
    settings: ModelSettings,
    messages: Sequence[Mapping[str, str]],
    schema: Mapping[str, Any],
    form: Form = Form(),
) -> dict[str, Any]:
    """The body of a request with ``messages``; the first one is shared by all roles."""
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
        # The schema is added to the shared part, which comes first and is the same for all roles.
        first = {**first, "content": first["content"] + "\n" + schema_in_words(schema)}
    if not form.system and rest:
        own, *rest = rest
        first = {**own, "content": first["content"] + "\n" + own["content"]}
    return body | {"messages": [first, *rest]}


class RequestBodies:
    """The requests of one run as bytes.

    What the questions of a scenario share is serialised once. It comes first, since providers
    cache common prefixes.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._shared: dict[tuple[Form, str], tuple[Mapping[str, Any], bytes]] = {}

    def body(
        self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], form: Form
    ) -> bytes:
        """The body of a request with ``messages``, as JSON in UTF-8."""
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
        """The description of such a request, for interpreting errors."""
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
    """Chooses the form of the requests of one run; a simpler form then applies to the whole run.

    ``form`` is the one to use now.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self.form = Form()
        self._accepted: set[Form] = set()
        self._fixed: set[str] = set()
        """The fields of the form that must not change again."""
        self._blamed = ""
        """Why a simpler form of the answer was tried."""

    def accepted(self, form: Form, output_tokens: int) -> None:
        """A request of this form was answered with this many tokens."""
        self._accepted.add(form)
        limit = self._settings.max_output_tokens
        if limit is None or output_tokens <= limit * _IGNORED or "limit" in self._fixed:
            return
        if form == self.form and form.limit == "max_completion_tokens":
            log.info(
                "The server ignores max_completion_tokens (%d tokens, but %d are allowed); "
                "sending max_tokens instead.",
                output_tokens,
                limit,
            )
            self.form = replace(form, limit="max_tokens")

    def refused(self, form: Form, error: UnsupportedError) -> None:
        """Use a simpler form, since a request was refused in ``form``.

        Raises:
            RequestError: there is no simpler form for this request.
            ServerError: there is no simpler form for any request.
        """
        if form != self.form:
            # Another request was refused before; the next try uses the current form.
            return
        if error.feature == "limit":
            self._refused_limit(form, error)
        elif error.feature == "system":
            log.info(
                "The server does not support system messages (%s); the instructions go into the "
                "user message instead.",
                error,
            )
            self.form = replace(form, system=False)
        else:
            log.info(
                "The server does not support %s (%s); requesting %s.",
                *self._simpler(form, str(error)),
            )

    def blame(self, form: Form, reason: str) -> bool:
        """Use a simpler form of the answer, in case the form is why a request was refused.

        Returns:
            whether this is possible; not after requests of any form were answered.
        """
        if self._accepted or form.level == "text" or "level" in self._fixed:
            return False
        if form == self.form:
            log.info(
                "The server may not support %s (%s); requesting %s.",
                *self._simpler(form, reason),
            )
        return True

    def _simpler(self, form: Form, reason: str) -> tuple[str, str, str]:
        simpler = _SIMPLER.get(form.level)
        if simpler is None or "level" in self._fixed:
            raise RequestError(reason, "See what the server says about the request's form.")
        self._blamed = self._blamed or alike(reason)
        self.form = replace(form, level=simpler)
        return form.level, reason, _IN_WORDS[simpler]

    def refused_at_last(self, before: Form, reason: str) -> None:
        """A request was refused in all forms from ``before`` on, finally for this ``reason``.

        If simpler forms were tried for the same reason, the form is not the cause.
        """
        level = self.form.level
        if level == before.level or alike(reason) != self._blamed:
            return
        if not any(form.level == level for form in self._accepted):
            self._fixed.add("level")
            self.form = replace(self.form, level=before.level)

    def _refused_limit(self, form: Form, error: UnsupportedError) -> None:
        if form.limit == "max_tokens":
            if replace(form, limit="max_completion_tokens") in self._accepted:
                self._fixed.add("limit")
                self.form = replace(form, limit="max_completion_tokens")
                return
            raise ServerError(
                str(error), "Remove `max_output_tokens` from the plugin's entry in mkdocs.yml."
            )
        log.info(
            "The server does not support max_completion_tokens (%s); sending max_tokens instead.",
            error,
        )
        self.form = replace(form, limit="max_tokens")


def _json(value: object) -> bytes:
    # A quoted malformed answer may contain lone surrogates, which UTF-8 cannot encode.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
