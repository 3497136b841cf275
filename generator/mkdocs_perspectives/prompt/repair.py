"""The request that asks a model to repair its answer, which cannot be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["REPAIR_QUOTE", "repair_messages"]

REPAIR_QUOTE = 50_000
"""How much of a malformed answer is sent back with the request to repair it, in characters."""


def repair_messages(
    messages: Sequence[Mapping[str, str]], text: str, faults: str
) -> list[Mapping[str, str]]:
    """The messages that ask a model to repair its answer ``text``, which cannot be used."""
    told = (
        f"Your answer cannot be used: {faults}. Return the whole JSON object again with this "
        "mended and everything else kept."
    )
    return [
        *messages,
        {"role": "assistant", "content": text[:REPAIR_QUOTE]},
        {"role": "user", "content": told},
    ]
