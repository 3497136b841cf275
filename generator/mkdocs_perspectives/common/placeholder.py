"""The mark of a text that an author has yet to write."""

from __future__ import annotations

__all__ = ["PLACEHOLDER"]

PLACEHOLDER = "TODO"
"""How a text that is yet to be written begins; ``check`` warns of it."""
