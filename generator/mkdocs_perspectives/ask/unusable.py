"""Answers that arrived and cannot be used, as they are reported."""

from __future__ import annotations

from mkdocs_perspectives.answers import Answer
from mkdocs_perspectives.common import canonical_json, without_key
from mkdocs_perspectives.llm import RequestError

__all__ = ["refuse_key", "unrepaired"]


def unrepaired(fault: str, still: Exception) -> RequestError:
    """What is told where a malformed answer had this ``fault`` and mending it failed as well."""
    reason = f"the answer was malformed, and so was the mended one: {still}"
    if isinstance(still, RequestError):
        reason = f"the answer was malformed ({fault}); mending it failed: {still}"
    return RequestError(
        reason[:500], "Build again; if it stays so, use a larger model or a shorter scenario."
    )


def refuse_key(answer: Answer) -> None:
    """Raise RequestError where an answer has the API key in it, which must not be kept."""
    said = canonical_json(answer.to_json())
    if without_key(said) != said:
        raise RequestError(
            "the answer repeats the API key, so it was not kept",
            "Find out why the server or the model does that, and change the key.",
        )
