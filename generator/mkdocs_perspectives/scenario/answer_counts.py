"""People's answers counted: from a table to the counts of ``observed.yml``.

Three kinds of table are read: a row for each person with a column for each issue; a row for each
answer, with the columns ``issue`` and ``answer``; and counts, with ``issue`` and a column for each
group of answers. All have a column ``persona`` (or ``role``), the first two may have ``weight``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from mkdocs_perspectives.common import SCALE_KEYS, InputError, Problem
from mkdocs_perspectives.scenario.answer_names import AnswerNames, is_missing, plain
from mkdocs_perspectives.scenario.answer_table import AnswerTable, Row, quoted
from mkdocs_perspectives.scenario.observed import LEAST
from mkdocs_perspectives.scenario.scenario import Scenario
from mkdocs_perspectives.scenario.validation_errors import MOST, suggest

__all__ = ["AnswerCounts", "CountedCell", "count_answers"]


@dataclass
class CountedCell:
    """The weights of the people in one role who chose each of an issue's points: five, or three.

    ``squares`` is the sum of the squares of their weights.
    """

    counts: list[float] = field(default_factory=lambda: [0.0] * len(SCALE_KEYS))
    squares: float = 0.0

    @property
    def n(self) -> float:
        """How many people of one weight would say as much: (sum of weights)² / sum of squares."""
        return sum(self.counts) ** 2 / self.squares if self.squares else 0.0

    def add(self, point: int, weight: float) -> None:
        self.counts[point] += weight
        self.squares += weight * weight


@dataclass
class AnswerCounts:
    """What a table holds.

    ``cells`` by (persona, issue) in the scenario's order; cells of fewer than ``LEAST`` people are
    not among them but in ``small``, with their number. ``missing`` is how many answers were not
    given, ``without_role`` how many rows name no role; ``others`` are the columns that were not
    read.
    """

    weighted: bool
    others: tuple[str, ...]
    cells: dict[tuple[str, str], CountedCell] = field(default_factory=dict)
    small: dict[tuple[str, str], float] = field(default_factory=dict)
    missing: int = 0
    without_role: int = 0


def count_answers(
    table: AnswerTable, scenario: Scenario, leave_out: Iterable[str] = ()
) -> AnswerCounts:
    """Count the answers in a table.

    Args:
        leave_out: answers, roles and issues that are passed over, such as ``Don't know``.

    Raises:
        InputError: with every fault of the table, or since no cell has enough people.
    """
    if not scenario.issues:
        raise InputError(
            [table.problem(1, "the scenario has no issues", "Add them to it, and ask again.")]
        )
    counting = _Counting(table, scenario, {plain(text) for text in leave_out})
    counting.count()
    if problems := counting.problems():
        raise InputError(problems)
    return _sorted_out(counting.found, table, scenario)


def _sorted_out(found: AnswerCounts, table: AnswerTable, scenario: Scenario) -> AnswerCounts:
    """The cells in the scenario's order, apart from the small ones, in as many groups as used."""
    outer = any(cell.counts[0] or cell.counts[-1] for cell in found.cells.values())
    cells, found.cells = found.cells, {}
    keys = [(p.id, i.id) for p in scenario.personas for i in scenario.issues]
    for key in (key for key in keys if key in cells):
        cell = cells[key]
        if round(cell.n, 6) < LEAST:
            found.small[key] = cell.n
        else:
            # Where nobody anywhere chose an outer point, there was none to be chosen.
            cell.counts = cell.counts if outer else cell.counts[1:-1]
            found.cells[key] = cell
    if not found.cells:
        message = f"no role has answers of {LEAST} people to any issue"
        raise InputError([table.problem(1, message, "Ask more people; so few say too little.")])
    return found


class _Counting:
    """One reading of a table; faults that many rows share are told once."""

    def __init__(self, table: AnswerTable, scenario: Scenario, leave_out: Set[str]) -> None:
        self._table, self._leave_out = table, leave_out
        self._names = AnswerNames(scenario)
        self._personas = [p.id for p in scenario.personas]
        self._issues = [i.id for i in scenario.issues]
        self._faults: dict[tuple[str, str], tuple[int, int]] = {}
        self._named = {plain(name): i for i, name in reversed([*enumerate(table.columns)])}
        self._role = self._named.get("persona", self._named.get("role"))
        self._weight = self._named.get("weight")
        self._read = {self._role, self._weight}
        self.found = AnswerCounts(self._weight is not None, ())

    def count(self) -> None:
        """Count all rows."""
        issue, answer = self._named.get("issue"), self._named.get("answer")
        if self._role is None:
            remedy = "Name the column of roles so; it holds their ids or names."
            self._fault(1, "there is no column 'persona'", remedy)
        elif issue is None:
            self._count_people(self._role)
        elif answer is None:
            self._add_up(self._role, issue)
        else:
            self._count_listed(self._role, issue, answer)
        columns = enumerate(self._table.columns)
        self.found.others = tuple(name for i, name in columns if i not in self._read)

    def problems(self) -> list[Problem]:
        """The faults, each with the first of its lines and the number of them."""
        told = [
            self._table.problem(line, message + (f" ({rows} rows)" if rows > 1 else ""), remedy)
            for (message, remedy), (line, rows) in self._faults.items()
        ]
        return told[:MOST]

    def _fault(self, line: int, message: str, remedy: str) -> None:
        first, rows = self._faults.get((message, remedy), (line, 0))
        self._faults[message, remedy] = first, rows + 1

    def _count_people(self, role: int) -> None:
        """A row for each person, a column for each issue."""
        columns: dict[str, int] = {}
        for i, name in enumerate(self._table.columns):
            if issue := self._names.issue(name):
                if issue in columns:
                    self._fault(1, f"two columns are the issue {issue!r}", "Rename one of them.")
                columns[issue] = i
        if not columns:
            remedy = (
                "Name columns by the ids of issues, or have the columns persona, issue and answer. "
                f"The issues are {', '.join(self._issues)}."
            )
            self._fault(1, "no column is an issue of the scenario", remedy)
        self._read |= set(columns.values())
        for row in self._table.rows:
            if (persona := self._persona(row, role)) and (weight := self._weight_of(row)):
                for issue, column in columns.items():
                    self._add(row, persona, issue, column, weight)

    def _count_listed(self, role: int, issue_column: int, answer: int) -> None:
        """A row for each answer."""
        self._read |= {issue_column, answer}
        for row in self._table.rows:
            persona, issue = self._persona(row, role), self._issue(row, issue_column)
            if persona and issue and (weight := self._weight_of(row)):
                self._add(row, persona, issue, answer, weight)

    def _add(self, row: Row, persona: str, issue: str, column: int, weight: float) -> None:
        cell = row[column]
        point = self._names.point(issue, cell)
        if point is not None:
            self.found.cells.setdefault((persona, issue), CountedCell()).add(point, weight)
        elif is_missing(cell) or plain(cell) in self._leave_out:
            self.found.missing += 1
        else:
            self._fault(
                row.line,
                f"{quoted(cell)} is no answer to {issue!r}",
                "Write 1 to 5, or a label of its scale. To pass over such answers: "
                f"--leave-out {quoted(cell)}",
            )

    def _add_up(self, role: int, issue_column: int) -> None:
        """Counts: a row for each role and issue, a column for each group."""
        names = [(i, self._names.group(name)) for i, name in enumerate(self._table.columns)]
        columns = {point: i for i, point in names if point is not None}
        if sorted(columns) not in ([1, 2, 3], [0, 1, 2, 3, 4]):
            remedy = (
                "Add `answer`, with the answer of one person in each row, or counts in the columns "
                f"against, neither, for, or {', '.join(SCALE_KEYS)}."
            )
            self._fault(1, "there is no column 'answer', and there are no counts", remedy)
            return
        self._read |= {issue_column, *columns.values()}
        self.found.weighted = False
        lines: dict[tuple[str, str], int] = {}
        for row in self._table.rows:
            persona, issue = self._persona(row, role), self._issue(row, issue_column)
            if not persona or not issue:
                continue
            if first := lines.get((persona, issue)):
                message = f"{persona!r} on {issue!r} is given twice (first on line {first})"
                self._fault(row.line, message, "Add the counts up, or remove one of the rows.")
            lines.setdefault((persona, issue), row.line)
            counts = {point: self._whole(row, column) for point, column in columns.items()}
            cell = CountedCell([float(counts.get(point, 0)) for point in range(len(SCALE_KEYS))])
            # Each of them counts once.
            cell.squares = sum(cell.counts)
            self.found.cells[persona, issue] = cell

    def _whole(self, row: Row, column: int) -> int:
        cell = row[column]
        if cell.isdecimal() and cell.isascii():
            return int(cell[:10])
        message = f"{quoted(cell)} is no count"
        self._fault(row.line, message, "Write how many people gave this answer, 0 or more.")
        return 0

    def _persona(self, row: Row, column: int) -> str | None:
        cell = row[column]
        if not cell or plain(cell) in self._leave_out:
            self.found.without_role += 1
            return None
        return self._known(row, cell, "role", self._names.persona(cell), self._personas)

    def _issue(self, row: Row, column: int) -> str | None:
        cell = row[column]
        if plain(cell) in self._leave_out:
            return None
        return self._known(row, cell, "issue", self._names.issue(cell), self._issues)

    def _known(
        self, row: Row, cell: str, kind: str, found: str | None, known: list[str]
    ) -> str | None:
        if found is None:
            remedy = suggest(cell, known) or f"The {kind}s are {', '.join(known)}."
            remedy += f" To pass over such rows: --leave-out {quoted(cell)}"
            self._fault(row.line, f"unknown {kind} {quoted(cell)}", remedy)
        return found

    def _weight_of(self, row: Row) -> float:
        """How much a row weighs; 0 where it is faulty, or shall not count."""
        if self._weight is None:
            return 1.0
        cell = row[self._weight]
        if self._table.decimal_comma:
            cell = cell.replace(",", ".")
        try:
            weight = float(cell)
        except ValueError:
            weight = math.nan
        if 0 <= weight < math.inf:
            return weight
        message = f"{quoted(cell)} is no weight"
        self._fault(row.line, message, "Write a number, 0 or more; 1 for a person who counts once.")
        return 0.0
