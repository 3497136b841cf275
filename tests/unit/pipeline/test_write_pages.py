"""Writing pages: what changed, what nobody needs any more, and nothing that somebody else wrote."""

from __future__ import annotations

import shutil
from pathlib import Path

import factory
import pytest
from commands import tree
from mkdocs_perspectives.common import OutputError, Settings
from mkdocs_perspectives.pipeline import Written, read_project, write_pages


@pytest.fixture
def docs(site: Path) -> Path:
    factory.write_scenario(site, data=factory.scenario(2, 1))
    factory.write_records(site)
    return site / "docs"


def _write(settings: Settings, *, dry_run: bool = False) -> Written:
    return write_pages(read_project(settings), settings, dry_run=dry_run)


def test_pages_are_written_once(docs: Path, settings: Settings) -> None:
    first = _write(settings)
    # A page for the scenario, two roles, comparisons, conflicts; JSON and CSV.
    own = [path for path in first.written if path.startswith("scenarios/tram/")]
    assert len(own) == 1 + 2 + 2 + 2
    before = tree(docs)
    second = _write(settings)
    assert (second.written, second.deleted) == ((), ())
    assert tree(docs) == before


def test_a_dry_run_says_what_would_be_done(docs: Path, settings: Settings) -> None:
    before = tree(docs)
    would = _write(settings, dry_run=True)
    assert tree(docs) == before
    assert _write(settings).written == would.written
    page = docs / "scenarios/tram/role-a.md"
    page.write_text(page.read_text("utf-8") + "More.\n", "utf-8")
    shutil.copy(docs / "scenarios/tram/role-b.md", docs / "scenarios/tram/old.md")
    before = tree(docs)
    would = _write(settings, dry_run=True)
    assert (would.written, would.deleted) == (
        ("scenarios/tram/role-a.md",),
        ("scenarios/tram/old.md",),
    )
    assert tree(docs) == before


def test_what_a_scenario_leaves_is_deleted_and_what_somebody_wrote_stays(
    site: Path, docs: Path, settings: Settings
) -> None:
    _write(settings)
    own = docs / "scenarios/tram/notes.md"
    own.write_text("# My own notes\n", "utf-8")
    shutil.rmtree(site / "scenarios/tram")
    gone = _write(settings).deleted
    assert len(gone) == 7
    assert [file.name for file in own.parent.iterdir()] == ["notes.md"]


def test_nothing_is_written_where_somebody_wrote_a_page(docs: Path, settings: Settings) -> None:
    own = docs / "scenarios/tram/conflicts.md"
    own.parent.mkdir(parents=True)
    own.write_text("# My own page\n", "utf-8")
    before = tree(docs)
    with pytest.raises(OutputError, match="was not generated"):
        _write(settings)
    assert tree(docs) == before


def test_a_first_page_is_generated_only_where_nobody_wrote_one(
    docs: Path, settings: Settings
) -> None:
    assert "index.md" not in _write(settings).written
    (docs / "index.md").unlink()
    assert _write(settings).written == ("index.md",)
    (docs / "README.md").write_text("# Mine\n", "utf-8")
    assert _write(settings).deleted == ("index.md",)


@pytest.mark.parametrize("link", ["scenarios", "scenarios/tram", "assets"])
def test_no_folder_that_is_a_link_out_of_docs_is_written_to(
    docs: Path, settings: Settings, link: str
) -> None:
    outside = docs.parent / "outside"
    outside.mkdir()
    (docs / link).parent.mkdir(exist_ok=True)
    (docs / link).symlink_to(outside, target_is_directory=True)
    with pytest.raises(OutputError, match="symbolic link"):
        _write(settings)
    assert tree(outside) == {}
