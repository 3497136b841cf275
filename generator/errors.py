"""Every error that is meant for a user, and how it is shown.

PerspectivesError
├── InputError        files that cannot be used as they are, all faults of all files at once
├── ConfigError       the plugin's entry in mkdocs.yml or the environment
├── OutputError       a page or record that cannot be written where it belongs
├── NotCurrentError   a frozen build that would have to ask
├── CacheError        the answer cache cannot be used
├── BudgetError       asking would cost more than max_cost allows
└── ServerError       the model's server cannot be used at all (wrong key, unknown model, ...)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BudgetError",
    "CacheError",
    "ConfigError",
    "InputError",
    "NotCurrentError",
    "OutputError",
    "PerspectivesError",
    "Problem",
    "ServerError",
]


class PerspectivesError(Exception):
    """What went wrong, and below it what to do about it; ``str`` gives both."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}\n  {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy


class ConfigError(PerspectivesError):
    """The configuration cannot be used."""


class OutputError(PerspectivesError):
    """A file cannot be written where it belongs."""


class NotCurrentError(PerspectivesError):
    """A frozen build found answers missing or stale."""


class CacheError(PerspectivesError):
    """The answer cache cannot be used."""


class BudgetError(PerspectivesError):
    """Asking costs more than the configuration allows."""


class ServerError(PerspectivesError):
    """The model's server refuses every request alike, so asking on is pointless."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file: a 1-based line and column, what is wrong, and the remedy."""

    path: str
    line: int
    column: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}\n  {self.remedy}"


class InputError(PerspectivesError):
    """All faults found in all files, ordered by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
