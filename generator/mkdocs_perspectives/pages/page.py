"""A generated file: its place, what makes its content, and the line by which it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["MARK", "Page"]

MARK = "generated: perspectives"
"""The line of front matter by which a generated page is known; only such pages are deleted."""


@dataclass(frozen=True)
class Page:
    """A file below ``docs/``: its path with forward slashes, and what makes its content."""

    path: str
    make: Callable[[], str]

    @property
    def content(self) -> str:
        """Made when it is asked for, so that all pages of a large site never fill the memory."""
        return self.make()
