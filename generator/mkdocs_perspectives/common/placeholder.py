"""The placeholder for text that an author has yet to write."""

from __future__ import annotations

__all__ = ["PLACEHOLDER"]

PLACEHOLDER = "TODO"
"""Stands for text that is yet to be written; while there is any, no request is sent."""
