"""Which files are ours: known by their marks, and never mistaken for somebody's own."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.pages import generated_files, is_generated


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """All generated files of a site, as they are written."""
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    (tmp_path / "scenarios/personas.yml").write_text(
        "[{id: shared, name: Shared, description: Shared.}]", "utf-8"
    )
    factory.write_records(tmp_path)
    factory.write_observed(tmp_path, counts={"role-a": {"issue-1": [20, 20, 20]}})
    for path, content in factory.pages_of(tmp_path).items():
        file = tmp_path / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return tmp_path / "docs"


def test_every_generated_file_is_known(docs: Path) -> None:
    files = [file for file in docs.rglob("*") if file.is_file()]
    assert len(files) > 12
    assert {"calibration.md", "calibration.json"} <= {file.name for file in files}
    assert [file.name for file in files if not is_generated(file)] == []


def test_data_of_the_earlier_format_are_known(docs: Path) -> None:
    file = docs / "scenarios/tram/perspectives.json"
    text = file.read_text("utf-8")
    assert text.startswith('{\n  "format": 2,\n')
    file.write_text(text.replace('"format": 2', '"format": 1', 1), "utf-8")
    assert is_generated(file)
    file.write_text(text.replace('"format": 2', '"format": 3', 1), "utf-8")
    assert not is_generated(file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "# Mine\n"),
        ("a.md", "# Mine\n\n---\ngenerated: perspectives\n---\n"),
        ("a.md", "---\ntitle: x\n---\ngenerated: perspectives\n"),
        ("a.md", "---\ngenerated: 2026-01-01 by another tool\n---\n"),
        ("a.json", '{"format": 1, "scenario": "tram"}'),
        ("a.csv", "scenario,persona,issue\n"),
        ("a.css", "/* mine */"),
        ("a.txt", "---\ngenerated: perspectives\n---\n"),
        ("a.md", ""),
    ],
)
def test_what_somebody_wrote_is_not(tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    assert not is_generated(file)
    assert not is_generated(tmp_path / f"not-there-{name}")


def test_what_is_not_wanted_is_found_and_nothing_else(docs: Path) -> None:
    (docs / "scenarios/tram/notes.md").write_text("# Mine\n", "utf-8")
    found = set(generated_files(docs, {"scenarios/tram/index.md"}))
    assert "scenarios/tram/role-a.md" in found
    assert "personas/shared.md" in found
    assert not found & {"scenarios/tram/index.md", "scenarios/tram/notes.md", "index.md"}
    # A scenario that is wanted as a whole is not even looked at.
    whole = set(generated_files(docs, {"tram"}))
    assert not any(path.startswith("scenarios/tram/") for path in whole)
    assert "scenarios/index.md" in whole


def test_links_are_not_followed(docs: Path, tmp_path: Path) -> None:
    (docs / "scenarios/tram").rename(tmp_path / "outside")
    (docs / "scenarios/tram").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert not any("tram" in path for path in generated_files(docs, ()))
    (docs / "personas").rename(tmp_path / "roles")
    (docs / "personas").symlink_to(tmp_path / "roles", target_is_directory=True)
    assert not any("personas" in path for path in generated_files(docs, ()))
