"""How many tokens requests used, read from the server's reports under any of the usual names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Usage", "usage_in", "usage_in_text", "usage_of_error", "with_usage"]


class Usage(BaseModel):
    """The tokens of all requests for one answer, as reported by the server."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input_tokens: int = Field(default=0, ge=0)
    cached_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


_INPUT = (
    "prompt_tokens",
    "input_tokens",
    "promptTokenCount",
    "prompt_token_count",
    "inputTokens",
    "prompt_eval_count",
)
_OUTPUT = (
    "completion_tokens",
    "output_tokens",
    "candidatesTokenCount",
    "candidates_token_count",
    "outputTokens",
    "eval_count",
)
_THOUGHTS = ("thoughtsTokenCount", "thoughts_token_count")
"""Output that is not included in the count of output tokens."""
_CACHED = (
    "cached_tokens",
    "cache_read_input_tokens",
    "cachedContentTokenCount",
    "cached_content_token_count",
    "prompt_cache_hit_tokens",
)
_BESIDE_INPUT = ("cache_read_input_tokens", "cache_creation_input_tokens")
"""Input that Anthropic does not include in ``input_tokens``."""
_TOTAL = ("total_tokens", "totalTokenCount", "total_token_count", "totalTokens")
_HOLDERS = ("usage", "usageMetadata", "usage_metadata", "x_groq", "response", "error", "metadata")

_REPORT = re.compile(r'"(?:usage|usageMetadata)"\s*:\s*(?=\{)')


def usage_in(data: object, depth: int = 3) -> Usage:
    """The tokens that a parsed reply reports anywhere in it; 0 each if it reports none."""
    if isinstance(data, list):
        return next((found for row in data[:10] if (found := usage_in(row)) != Usage()), Usage())
    if not isinstance(data, dict) or depth < 0:
        return Usage()
    found = _reported(data)
    for inner in _holders(data):
        if found != Usage():
            return found
        found = usage_in(inner, depth - 1)
    return found


def usage_in_text(text: str) -> Usage:
    """The tokens reported in a reply that is not valid JSON as a whole."""
    decoder = json.JSONDecoder(strict=False)
    for report in list(_REPORT.finditer(text))[-1:]:
        try:
            data, _ = decoder.raw_decode(text, report.end())
        except (ValueError, RecursionError):
            break
        return usage_in(data)
    return Usage()


def with_usage(error: Exception, usage: Usage) -> Exception:
    """``error``, with the usage of the failed request attached."""
    error.__dict__["usage"] = usage
    return error


def usage_of_error(error: BaseException) -> Usage:
    """The usage attached to ``error``; 0 tokens each if there is none."""
    usage = error.__dict__.get("usage")
    return usage if isinstance(usage, Usage) else Usage()


def _holders(data: Mapping[str, Any]) -> Iterator[object]:
    """The parts of a reply that may contain the usage."""
    for name in _HOLDERS:
        yield data.get(name)
    choices = data.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        yield choices[0].get("usage")


def _reported(data: Mapping[str, Any]) -> Usage:
    """The tokens that ``data`` itself reports."""
    read, written, total = _first(data, _INPUT), _first(data, _OUTPUT), _first(data, _TOTAL)
    if read is not None and "prompt_tokens" not in data:
        read += sum(_count(data.get(name)) or 0 for name in _BESIDE_INPUT)
    if written is not None or _first(data, _THOUGHTS) is not None:
        written = (written or 0) + (_first(data, _THOUGHTS) or 0)
    if total is not None and (read is None or written is None):
        # If only the sum is known, count it as input, which is most of it.
        read = total - (written or 0) if read is None else read
        written = total - read if written is None else written
    cached = _first(data, _CACHED)
    for name in ("prompt_tokens_details", "input_tokens_details", "prompt_token_details"):
        details = data.get(name)
        if cached is None and isinstance(details, dict):
            cached = _first(details, _CACHED)
    return Usage(
        input_tokens=max(0, read or 0),
        cached_tokens=cached or 0 if read else 0,
        output_tokens=max(0, written or 0),
    )


def _first(data: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    counts = (_count(data.get(name)) for name in names)
    return next((count for count in counts if count is not None), None)


def _count(value: object) -> int | None:
    """A count of tokens, possibly as text or a whole float; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,15}", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 2**53 else None
