"""Tokens under all names that servers use."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs_perspectives.llm import Usage, usage_in


def _used(read: int, written: int, cached: int = 0) -> Usage:
    return Usage(input_tokens=read, cached_tokens=cached, output_tokens=written)


OPENAI = {
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_tokens": 120,
    "prompt_tokens_details": {"cached_tokens": 60},
}


@pytest.mark.parametrize(
    ("data", "used"),
    [
        ({"usage": OPENAI}, _used(100, 20, 60)),
        ({"choices": [], "usage": OPENAI}, _used(100, 20, 60)),
        ({"choices": [{"usage": OPENAI}]}, _used(100, 20, 60)),
        ({"error": {"message": "no", "usage": OPENAI}}, _used(100, 20, 60)),
        ({"error": {"metadata": {"usage": OPENAI}}}, _used(100, 20, 60)),
        ({"error": {"message": "no"}, "usage": OPENAI}, _used(100, 20, 60)),
        ({"usage": None, "x_groq": {"usage": OPENAI}}, _used(100, 20, 60)),
        ([{"error": "no", "usage": OPENAI}], _used(100, 20, 60)),
        ({"usage": {"input_tokens": 100, "output_tokens": 20}}, _used(100, 20)),
        # What Anthropic reads from its cache or writes to it is not counted in its input.
        (
            {
                "usage": {
                    "input_tokens": 10,
                    "cache_read_input_tokens": 60,
                    "cache_creation_input_tokens": 30,
                    "output_tokens": 20,
                }
            },
            _used(100, 20, 60),
        ),
        # Servers in between count it, and say so besides.
        ({"usage": OPENAI | {"cache_read_input_tokens": 60}}, _used(100, 20, 60)),
        (
            {"usage": {"input_tokens": 9, "input_tokens_details": {"cached_tokens": 4}}},
            _used(9, 0, 4),
        ),
        (
            {
                "usageMetadata": {
                    "promptTokenCount": 100,
                    "candidatesTokenCount": 15,
                    "thoughtsTokenCount": 5,
                    "cachedContentTokenCount": 60,
                    "totalTokenCount": 120,
                }
            },
            _used(100, 20, 60),
        ),
        ({"usage": {"prompt_tokens": 100, "prompt_cache_hit_tokens": 60}}, _used(100, 0, 60)),
        ({"prompt_eval_count": 100, "eval_count": 20}, _used(100, 20)),
        ({"usage": {"inputTokens": 100, "outputTokens": 20}}, _used(100, 20)),
        ({"usage": {"prompt_tokens": 100, "total_tokens": 120}}, _used(100, 20)),
        ({"usage": {"total_tokens": 120}}, _used(120, 0)),
        ({"usage": {"prompt_tokens": 100.0, "completion_tokens": "20"}}, _used(100, 20)),
        ({"usage": {"prompt_tokens": -5, "completion_tokens": True}}, _used(0, 0)),
        ({"usage": {"prompt_tokens": 2**60, "completion_tokens": 1.5}}, _used(0, 0)),
        ({"usage": [1]}, _used(0, 0)),
        ({"usage": {}}, _used(0, 0)),
        ({}, _used(0, 0)),
        ("text", _used(0, 0)),
        (None, _used(0, 0)),
    ],
)
def test_usage_by_any_name(data: Any, used: Usage) -> None:
    assert usage_in(data) == used
