"""The request that asks a model to repair an unusable answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["REPAIR_QUOTE", "repair_messages"]

REPAIR_QUOTE = 50_000
"""How many characters of a malformed answer are sent back with the repair request."""


def repair_messages(
    messages: Sequence[Mapping[str, str]], text: str, faults: str
) -> list[Mapping[str, str]]:
    """The messages that ask a model to repair its unusable answer ``text``."""
    request = (
        f"Your answer cannot be used: {faults}. Return the whole JSON object again with this "
        "mended and everything else kept."
    )
    return [
        *messages,
        {"role": "assistant", "content": text[:REPAIR_QUOTE]},
        {"role": "user", "content": request},
    ]
