"""Counts in messages for authors, which are in English."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str) -> str:
    """``1 role``, ``2 roles``, ``1,000 roles``; ``2 batches``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun}es" if noun.endswith(("ch", "sh", "s")) else f"{number:,} {noun}s"
