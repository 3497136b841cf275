"""What roles, issues and answers may be called in a table of people's answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mkdocs_perspectives.common import SCALE_KEYS
from mkdocs_perspectives.scenario.scenario import Issue, Scenario

__all__ = ["AnswerNames", "is_missing", "plain"]

_MISSING = frozenset(("", "-", ".", "na", "n/a", "nan", "null", "none", "-99"))
"""What stands where nobody answered; Qualtrics writes -99."""


def plain(text: str) -> str:
    """A name without what is easily written otherwise: case, blanks, the sign at its end."""
    return re.sub(r"[\s_-]+", " ", text).strip(" .:;!?…。").casefold()


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no answer."""
    return cell.casefold() in _MISSING


class AnswerNames:
    """The names by which a scenario's roles, issues and scale points are found.

    A role goes by its id or name, an issue by its id, title or statement, a point by its number
    from 1 to 5, its label or its key. What several go by is no name of any.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._personas = _by_name((p.id, (p.name,)) for p in scenario.personas)
        self._issues = _by_name((i.id, (i.title, i.statement)) for i in scenario.issues)
        self._points = {issue.id: _points(issue) for issue in scenario.issues}
        scales = {issue.scale for issue in scenario.issues}
        self._groups = _points(scenario.issues[0]) if len(scales) == 1 else _KEYS

    def persona(self, cell: str) -> str | None:
        """The id of the role that a cell names."""
        return self._personas.get(plain(cell))

    def issue(self, cell: str) -> str | None:
        """The id of the issue that a cell names."""
        return self._issues.get(plain(cell))

    def point(self, issue: str, cell: str) -> int | None:
        """The point of the issue's scale, 0 to 4, that a cell names."""
        return self._points[issue].get(plain(cell))

    def group(self, column: str) -> int | None:
        """The point of the scale, 0 to 4, whose counts a column holds, by its key or label."""
        return None if column.isdecimal() else self._groups.get(plain(column))


def _by_name(named: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """Ids by all names that are of one alone; an id is that of its own."""
    found: dict[str, set[str]] = {}
    ids = {}
    for own_id, names in named:
        ids[plain(own_id)] = own_id
        for name in names:
            found.setdefault(plain(name), set()).add(own_id)
    return {name: next(iter(of)) for name, of in found.items() if len(of) == 1} | ids


_KEYS = {plain(key): point for point, key in enumerate(SCALE_KEYS)}


def _points(issue: Issue) -> dict[str, int]:
    numbers = {str(k + 1) + zero: k for k in range(5) for zero in ("", ".0")}
    return numbers | _KEYS | {plain(label): point for point, label in enumerate(issue.scale)}
