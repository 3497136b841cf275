"""``observed.yml`` as it is written: read back as it was counted, refused until it is filled in."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.common import InputError, OutputError
from mkdocs_perspectives.scenario import (
    SCHEMA_FILES,
    AnswerCounts,
    count_answers,
    load_library,
    read_table,
    schema_text,
    write_observed,
)

TEXTS = {"source": 'Own "survey": #3', "licence": "CC0", "asked": "2026"}
ROWS = ["role-a,1,1,2"] * 30 + ["role-a,5,3,1"] * 15 + ["role-b,4,4,1"] * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    factory.write_scenario(tmp_path, data=factory.scenario(2))
    return tmp_path / "scenarios"


def _counts(folder: Path, weight: str = "x") -> AnswerCounts:
    table = folder.parent / "t.csv"
    table.write_text("\n".join([f"persona,issue-1,issue-2,{weight}", *ROWS]), "utf-8")
    return count_answers(read_table(table), factory.load(folder.parent))


def test_it_is_read_back_as_it_was_counted(folder: Path) -> None:
    file = write_observed(folder, "tram", _counts(folder), TEXTS, replace=False)
    observed = load_library(folder).observed["tram"]
    assert (observed.source, observed.licence, observed.asked) == tuple(TEXTS.values())
    cell = observed.cells["role-a", "issue-1"]
    assert (cell.n, cell.shares) == (45, (30 / 45, 0, 0, 0, 15 / 45))
    assert observed.cells["role-b", "issue-2"].favour == 1
    text = file.read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../observed.schema.json\n")
    assert "    issue-1: [30, 0, 0, 0, 15]\n" in text
    assert (folder / SCHEMA_FILES[-1]).read_text("utf-8") == schema_text(SCHEMA_FILES[-1])


def test_weighted_answers_are_shares(folder: Path) -> None:
    write_observed(folder, "tram", _counts(folder, "weight"), TEXTS, replace=False)
    cell = load_library(folder).observed["tram"].cells["role-a", "issue-1"]
    # 30 who weigh 2, 15 who weigh 1: 75² / (120 + 15).
    assert cell.n == round(75**2 / 135, 1)
    assert cell.shares == pytest.approx((60 / 75, 0, 0, 0, 15 / 75))


def test_what_is_not_known_is_to_be_filled_in(folder: Path) -> None:
    write_observed(folder, "tram", _counts(folder), {"licence": "CC0"}, replace=False)
    with pytest.raises(InputError) as caught:
        load_library(folder)
    places = [(p.line, p.message) for p in caught.value.problems]
    assert places == [(n, "this text is still to be written") for n in (3, 5)]


def test_what_is_there_is_not_replaced_unasked(folder: Path) -> None:
    file = write_observed(folder, "tram", _counts(folder), TEXTS, replace=False)
    before = file.read_bytes()
    with pytest.raises(OutputError, match=r"there is a .* already"):
        write_observed(folder, "tram", _counts(folder), {}, replace=False)
    assert file.read_bytes() == before
    write_observed(folder, "tram", _counts(folder), {"asked": "2027"}, replace=True)
    observed = load_library(folder).observed["tram"]
    assert (observed.source, observed.asked) == (TEXTS["source"], "2027")
