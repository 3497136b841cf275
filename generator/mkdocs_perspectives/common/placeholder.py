"""The mark of a text that an author has yet to write."""

from __future__ import annotations

__all__ = ["PLACEHOLDER"]

PLACEHOLDER = "TODO"
"""What stands in a text for what is yet to be written; until it is, nobody is asked."""
