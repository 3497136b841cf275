"""How wide text is where every letter takes one column or two, as on a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["columns"]


def columns(text: str) -> int:
    """How many columns a text takes; wide letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
