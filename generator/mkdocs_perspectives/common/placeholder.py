"""What marks a text that an author has still to write."""

from __future__ import annotations

__all__ = ["PLACEHOLDER"]

PLACEHOLDER = "TODO"
"""What a text begins with that is still to be written; ``check`` warns of it."""
