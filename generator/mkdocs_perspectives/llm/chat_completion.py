"""A chat completion: the request that asks for it, by itself or as a line of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.llm.schema_in_words import schema_in_words

__all__ = ["LEVELS", "request_body"]

LEVELS = ("json_schema", "json_object", "text")
"""How the answer's form is asked for, from the strictest, as far as the server understands."""


def request_body(
    settings: ModelSettings,
    messages: Sequence[Mapping[str, str]],
    schema: Mapping[str, Any],
    level: str = LEVELS[0],
) -> dict[str, Any]:
    """The body of the request that asks ``messages``, in the form of one of ``LEVELS``."""
    body: dict[str, Any] = {"model": settings.model, **settings.parameters()}
    if level == "json_schema":
        form = {"name": "perspective", "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
        return body | {"messages": list(messages)}
    if level == "json_object":
        body["response_format"] = {"type": "json_object"}
    # The schema joins the shared part, so that it still comes first and is the same for all.
    first, *rest = messages
    told = {**first, "content": first["content"] + "\n" + schema_in_words(schema)}
    return body | {"messages": [told, *rest]}
