"""A table of people's answers: a CSV file as spreadsheets and survey tools write it.

Of its rows nothing is kept but what is counted, and messages quote single cells, never a row.
"""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_perspectives.common import InputError, Problem, read_bounded, safe_line

__all__ = ["AnswerTable", "Row", "quoted", "read_table"]

_LARGEST = 100_000_000
_LONGEST_CELL = 10_000_000
_DELIMITERS = ",;\t"

_IMPORT_ID = "ImportId"
"""What Qualtrics writes into the third row of its exports, below names and texts of questions."""

_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by the number of their column, and the 1-based line where it begins."""

    line: int
    cells: tuple[str, ...]

    def __getitem__(self, column: int) -> str:
        """The cell without blanks around it; empty where the row is shorter."""
        return self.cells[column].strip() if column < len(self.cells) else ""


@dataclass(frozen=True)
class AnswerTable:
    """The names of the columns, and the rows below them.

    ``decimal_comma`` says that numbers may be written with a comma, which parts no columns here.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal_comma: bool

    def problem(self, line: int, message: str, remedy: str) -> Problem:
        """A problem with a line, of which nothing is shown."""
        return Problem(self.path, line, 1, message, remedy)


def quoted(cell: str) -> str:
    """A cell as messages quote it."""
    return repr(safe_line(cell, _QUOTED))


def read_table(file: Path) -> AnswerTable:
    """Read a CSV file: in UTF-8, its columns parted by commas, semicolons or tabs.

    In an export of Qualtrics the two rows below the names are skipped.

    Raises:
        InputError: it cannot be read, or is no table.
    """
    path = str(file)
    text = _text_of(file, path)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = _rows(text, delimiter, path)
    if not rows:
        raise InputError([Problem(path, 1, 1, "the table is empty", "Name its columns first.")])
    head, *below = rows
    if len(below) > 1 and any(_IMPORT_ID in cell for cell in below[1].cells):
        below = below[2:]
    table = AnswerTable(path, tuple(c.strip() for c in head.cells), tuple(below), delimiter != ",")
    if problems := _too_long(table):
        raise InputError(problems)
    return table


def _text_of(file: Path, path: str) -> str:
    try:
        return read_bounded(file, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text (byte 0x{error.object[error.start]:02x})"
        remedy = "Save it as UTF-8: in Excel as the file type “CSV UTF-8”."
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or 'unreadable'}"
        remedy = "Check its name and its permissions."
        if error.errno == errno.EFBIG:
            remedy = "Leave out the columns that are not counted."
    raise InputError([Problem(path, 1, 1, message, remedy)])


def _rows(text: str, delimiter: str, path: str) -> list[Row]:
    """The rows that hold anything."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    begun = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(begun, tuple(cells)))
            begun = reader.line_num + 1
    except csv.Error as error:
        remedy = "Check that quotation marks are closed, and save it as CSV once more."
        raise InputError([Problem(path, begun, 1, f"this is no CSV: {error}", remedy)]) from None
    return rows


def _too_long(table: AnswerTable) -> Sequence[Problem]:
    width = len(table.columns)
    return [
        table.problem(
            row.line,
            f"the row has {len(row.cells)} cells, the first line names {width} columns",
            "Put a text that holds the sign between columns into quotation marks.",
        )
        for row in table.rows
        if any(cell.strip() for cell in row.cells[width:])
    ]
