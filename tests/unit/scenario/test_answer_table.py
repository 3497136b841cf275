"""Tables as spreadsheets and survey tools write them, and what is said of those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.scenario import read_table


def _written(root: Path, content: str | bytes) -> Path:
    file = root / "t.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def _fault(file: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_table(file)
    return str(caught.value)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_spreadsheets_write(tmp_path: Path, sign: str, end: str, mark: str) -> None:
    lines = ["persona|issue", "a| b ", "|", '"c\nd"|"e""f|g"', "h"]
    text = mark + end.join(line.replace("|", sign) for line in lines) + end
    table = read_table(_written(tmp_path, text))
    assert table.columns == ("persona", "issue")
    assert [(row.line, row[0], row[1]) for row in table.rows] == [
        (2, "a", "b"),
        (4, "c\nd", f'e"f{sign}g'),
        (6, "h", ""),
    ]
    assert table.decimal_comma is (sign != ",")


def test_an_export_of_qualtrics(tmp_path: Path) -> None:
    text = (
        "StartDate,persona,cost\n"
        'Start Date,"What is your role,\nmainly?",It costs too much.\n'
        '"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n'
        "2026-05-01,a,4\n"
    )
    (row,) = read_table(_written(tmp_path, text)).rows
    assert (row.line, row.cells) == (5, ("2026-05-01", "a", "4"))


def test_two_rows_below_the_names_are_rows_elsewhere(tmp_path: Path) -> None:
    assert len(read_table(_written(tmp_path, "persona,cost\na,1\na,2\n")).rows) == 2


@pytest.mark.parametrize(
    ("content", "message", "remedy"),
    [
        (b"", "t.csv:1:1: the table is empty", "Name its columns first."),
        ("역할,비용\n".encode("cp949"), "the file is not UTF-8 text (byte 0x", "CSV UTF-8"),
        (
            b"a,b\n1,2\n3,4,5\n",
            "t.csv:3:1: the row has 3 cells, the first line names 2",
            "quotation",
        ),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, message: str, remedy: str) -> None:
    file = _written(tmp_path, content)
    fault = _fault(file)
    assert message in fault
    assert remedy in fault


def test_no_file(tmp_path: Path) -> None:
    assert "the file cannot be read: No such file" in _fault(tmp_path / "none.csv")


def test_a_cell_without_end(tmp_path: Path) -> None:
    text = 'a,b\n1,2\n"' + "x" * 10_000_001
    assert "t.csv:3:1: this is no CSV: field larger than" in _fault(_written(tmp_path, text))


def test_a_long_row_is_not_shown(tmp_path: Path) -> None:
    assert "secret" not in _fault(_written(tmp_path, "a,b\nsecret,secret,secret\n"))
