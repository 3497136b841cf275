"""Counts and prices in messages, which are in English."""

from __future__ import annotations

__all__ = ["counted", "shown_price"]


def counted(number: int, noun: str) -> str:
    """``1 role``, ``2 roles``, ``1,000 roles``; ``2 batches``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun}es" if noun.endswith(("ch", "sh", "s")) else f"{number:,} {noun}s"


def shown_price(price: float | None) -> str:
    """A price as shown in messages: ``$1.20``, ``$0.0034`` or ``price unknown``."""
    if price is None:
        return "price unknown"
    return f"${price:.2f}" if price >= 1 or price == 0 else f"${price:.4f}"
