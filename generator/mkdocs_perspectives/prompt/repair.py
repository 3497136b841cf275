"""The request that asks a model to repair an unusable answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mkdocs_perspectives.llm import schema_in_words

__all__ = ["REPAIR_QUOTE", "repair_messages"]

REPAIR_QUOTE = 50_000
"""How many characters of a malformed answer are sent back with the repair request."""


def repair_messages(
    messages: Sequence[Mapping[str, str]],
    text: str,
    faults: str,
    schema: Mapping[str, Any] | None = None,
) -> list[Mapping[str, str]]:
    """The messages that ask a model to repair its answer ``text``, which cannot be used.

    Args:
        schema: goes along in words, where the answer shows that the server ignored it.
    """
    told = (
        f"Your answer cannot be used: {faults}. Return the whole JSON object again with this "
        "corrected and everything else unchanged."
    )
    if schema is not None:
        told += "\n" + schema_in_words(schema)
    # Some servers refuse a message without text.
    quote = text[:REPAIR_QUOTE] if text.strip() else "(no text)"
    return [
        *messages,
        {"role": "assistant", "content": quote},
        {"role": "user", "content": told},
    ]
