"""The keys of the five scale points, from strongly against to strongly for."""

from __future__ import annotations

__all__ = ["SCALE_KEYS"]

SCALE_KEYS = ("strongly_against", "against", "neither", "for", "strongly_for")
