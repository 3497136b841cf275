"""The errors that are shown to users, and how they are formatted.

PerspectivesError
├── InputError        files that cannot be used as they are; lists all faults of all files
├── ConfigError       the plugin's entry in mkdocs.yml or the environment
├── OutputError       a page or record that cannot be written where it belongs
├── NotCurrentError   a frozen build that would have to send requests
├── CacheError        the answer cache cannot be used
├── BudgetError       the requests would cost more than max_cost allows
├── GitError          git cannot provide the requested revision
└── ServerError       the model's server cannot be used at all (wrong key, unknown model, ...)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_perspectives.common.invisible import masked
from mkdocs_perspectives.common.safe_text import one_line, safe_line, safe_text
from mkdocs_perspectives.common.widths import columns

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
"""Maximum length of a message, which may quote the content of a file."""

_EXCERPT = 100
"""How many characters of an offending line are shown."""


class PerspectivesError(Exception):
    """What went wrong, and below it what to do about it; ``str`` gives both, safe to display."""

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
    """git cannot provide the requested revision or file."""


class BudgetError(PerspectivesError):
    """The requests would cost more than the configuration allows."""


class ServerError(PerspectivesError):
    """The model's server refuses every request alike, so sending more is pointless."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file: a 1-based line and column, what is wrong, and the remedy.

    ``excerpt`` is the line itself, if known. ``rule`` names the rule of a warning; errors have
    none.
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
        text = f"{place}: {safe_line(self.message, _MESSAGE)}{rule}\n  {safe_text(self.remedy)}"
        return text + self._shown_line() if self.excerpt.strip() else text

    def _shown_line(self) -> str:
        """The line with a mark below the column; a long line is cut to the part around it."""
        start = max(0, self.column - 1 - _EXCERPT // 2)
        # One character for one character, so that the mark stays in place.
        text = masked(self.excerpt[start : start + _EXCERPT].rstrip())
        width = columns(text[: self.column - 1 - start])
        number = str(self.line)
        return f"\n  {number} | {text}\n  {' ' * len(number)} | {' ' * width}^"


class InputError(PerspectivesError):
    """All faults found in all files, ordered by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
