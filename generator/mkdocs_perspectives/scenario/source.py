"""A file that an author wrote, as plain data that remembers where each value stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.allow_comments import AllowComments

__all__ = ["Place", "Source"]

Place = tuple[str | int, ...]
"""The way from a file's top to a value: keys of mappings and indexes of lists."""


@dataclass
class Source:
    """A parsed file.

    ``values`` and ``keys`` map a place to the 1-based (line, column) of the value there, and of the
    key that names it. ``hidden`` are the marks that only hide and were left out, with their lines.
    ``raw`` has the values that YAML takes for something else than text, as they are written;
    ``cut`` are the places of plain texts that end where a comment begins.
    """

    path: str
    data: Any = None
    lines: list[str] = field(default_factory=list)
    values: dict[Place, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Place, tuple[int, int]] = field(default_factory=dict)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    raw: dict[Place, str] = field(default_factory=dict)
    cut: list[Place] = field(default_factory=list)

    @cached_property
    def allow_comments(self) -> AllowComments:
        """The comments that switch rules off."""
        return AllowComments.of(self.lines)

    def allows(self, rule: str, place: Place) -> bool:
        """Whether a comment switches ``rule`` off at ``place`` or for something that holds it."""
        comments = self.allow_comments
        if rule in comments.whole or not comments.by_line:
            return rule in comments.whole
        around = [place[:length] for length in range(1, len(place) + 1)]
        marks = (found[at] for at in around for found in (self.keys, self.values) if at in found)
        return any(rule in comments.by_line.get(line, ()) for line, _ in marks)

    def problem(
        self, place: Place, message: str, remedy: str, *, key: bool = False, rule: str = ""
    ) -> Problem:
        """A problem at ``place``, or at the nearest place above it that the file has."""
        marks = self.keys if key and place in self.keys else self.values
        while place and place not in marks:
            place = place[:-1]
            marks = self.values
        line, column = marks.get(place, (1, 1))
        return self.problem_at(line, column, message, remedy, rule)

    def problem_at(
        self, line: int, column: int, message: str, remedy: str, rule: str = ""
    ) -> Problem:
        """A problem at a 1-based line and column."""
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        return Problem(self.path, line, column, message, remedy, excerpt, rule)
