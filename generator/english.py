"""Counts in messages for authors, which are in English."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str) -> str:
    """``1 role``, ``2 roles``, ``1,000 roles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
