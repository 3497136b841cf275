"""Every error that is meant for a user, and how it is shown.

PerspectivesError
├── InputError        files that cannot be used as they are, all faults of all files at once
├── ConfigError       the plugin's entry in mkdocs.yml or the environment
├── OutputError       a page or record that cannot be written where it belongs
├── NotCurrentError   a frozen build that would have to ask
├── CacheError        the answer cache cannot be used
├── BudgetError       asking would cost more than max_cost allows
├── GitError          git cannot give the revision that is asked for
└── ServerError       the model's server cannot be used at all (wrong key, unknown model, ...)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_perspectives.common.invisible import masked
from mkdocs_perspectives.common.safe_text import one_line, safe_line, safe_text

__all__ = [
    "BudgetError",
    "CacheError",
    "ConfigError",
    "GitError",
    "InputError",
    "NotCurrentError",
    "OutputError",
    "PerspectivesError",
    "Problem",
    "ServerError",
]

_MESSAGE = 600
"""Characters of a message, which may quote what is in a file."""

_EXCERPT = 100
"""Characters of an offending line that are shown."""


class PerspectivesError(Exception):
    """What went wrong, and below it what to do about it; ``str`` gives both, safe to be shown."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}\n  {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return safe_text(super().__str__())


class ConfigError(PerspectivesError):
    """The configuration cannot be used."""


class OutputError(PerspectivesError):
    """A file cannot be written where it belongs."""


class NotCurrentError(PerspectivesError):
    """A frozen build found answers missing or stale."""


class CacheError(PerspectivesError):
    """The answer cache cannot be used."""


class GitError(PerspectivesError):
    """git cannot give what is asked of it."""


class BudgetError(PerspectivesError):
    """Asking costs more than the configuration allows."""


class ServerError(PerspectivesError):
    """The model's server refuses every request alike, so asking on is pointless."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file: a 1-based line and column, what is wrong, and the remedy.

    ``excerpt`` is the line itself, where it is known. ``rule`` names the rule of a warning; an
    error has none.
    """

    path: str
    line: int
    column: int
    message: str
    remedy: str
    excerpt: str = ""
    rule: str = ""

    def __str__(self) -> str:
        place = f"{one_line(self.path)}:{self.line}:{self.column}"
        rule = f" [{self.rule}]" if self.rule else ""
        told = f"{place}: {safe_line(self.message, _MESSAGE)}{rule}\n  {safe_text(self.remedy)}"
        return told + self._shown_line() if self.excerpt.strip() else told

    def _shown_line(self) -> str:
        """The line with a mark below the column; a long one is cut to what is around the mark."""
        start = max(0, self.column - 1 - _EXCERPT // 2)
        # A sign for a sign, so that the mark stays where it is.
        text = masked(self.excerpt[start : start + _EXCERPT].rstrip())
        # Wide letters take two columns on a terminal.
        before = text[: self.column - 1 - start]
        width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
        number = str(self.line)
        return f"\n  {number} | {text}\n  {' ' * len(number)} | {' ' * width}^"


class InputError(PerspectivesError):
    """All faults found in all files, ordered by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
