"""Text from outside, as it is shown on a terminal, in a log or in an error message.

Whatever a server, a model or a file says goes through here before a person sees it outside the
pages: the key is masked before anything is cut off, and what is left is short and visible.
"""

from __future__ import annotations

import os

__all__ = ["api_key", "one_line", "safe_line", "without_key"]

_SECRET_LENGTH = 12
"""Shorter keys are placeholders for servers that check none, and may be ordinary words."""

_LONGEST_LINE = 300


def api_key() -> str | None:
    """The key for the model's server; it comes from ``OPENAI_API_KEY`` alone."""
    return os.environ.get("OPENAI_API_KEY", "").strip() or None


def without_key(text: str) -> str:
    """``text`` with the key, which a server or model may echo, replaced by ``***``."""
    key = api_key()
    return text.replace(key, "***") if key and len(key) >= _SECRET_LENGTH else text


def one_line(text: str) -> str:
    """``text`` in one line of visible characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def safe_line(text: str, longest: int = _LONGEST_LINE) -> str:
    """``text`` without the key, in one line of visible characters, of at most ``longest``."""
    text = one_line(without_key(text))
    return text if len(text) <= longest else text[: longest - 3] + "..."
