"""A generated file: its path, its content, and the line that marks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["MARK", "MARKDOWN_EXTENSIONS", "Page"]

MARK = "generated: perspectives"
"""The front matter line that marks a generated page; only such pages are deleted."""

MARKDOWN_EXTENSIONS = ("attr_list", "md_in_html", "tables", "toc")
"""The extensions of Python-Markdown that the pages need."""


@dataclass(frozen=True)
class Page:
    """A file below ``docs/``: its path with forward slashes, and a function for its content."""

    path: str
    make: Callable[[], str]

    @property
    def content(self) -> str:
        """Generated on access, so that the pages of a large site are never all in memory."""
        return self.make()
