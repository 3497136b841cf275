"""Clones in which git changed every line end: the same pages, records and questions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import factory
import pytest
from commands import Run, tree
from mkdocs_perspectives.common import differs, write_if_changed

KINDS = (".md", ".json", ".yml", ".csv", ".css", ".js")


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(site: Path, run: Run, tmp_path: Path) -> Path:
    """A site that is built and committed, as a clone with ``core.autocrlf`` has it."""
    (site / ".gitignore").write_text(".cache/\nsite/\n", "utf-8")
    (site / "docs/index.md").unlink()
    shared = '- id: shared\n  name: Shared\n  description: |\n    Does this.\n\n    "And that."\n'
    write_if_changed(site / "scenarios/personas.yml", shared, root=site)
    data = factory.scenario(3)
    data["personas"].append("shared")
    factory.write_scenario(site, data=data)
    factory.write_records(site)
    assert run("perspectives", "build").returncode == 0
    _git(site, "init", "-q", "-b", "main")
    _git(site, "add", "-A")
    _git(site, "commit", "-q", "-m", "x")
    folder = tmp_path / "clone"
    _git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(site), str(folder))
    texts = [file for file in folder.rglob("*") if file.suffix in KINDS]
    assert len(texts) > 15
    assert all(b"\r\n" in file.read_bytes() for file in texts if file.read_bytes().count(b"\n"))
    return folder


def _status(folder: Path) -> str:
    arguments = ["git", "status", "--porcelain"]
    return subprocess.run(arguments, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_a_clone_is_built_and_stays_as_it_is(clone: Path, run: Run) -> None:
    before = tree(clone / "docs") | tree(clone / "scenarios")
    check = run("perspectives", "build", "--check", cwd=clone)
    assert check.returncode == 0, check.stderr
    built = run("mkdocs", "build", "--strict", cwd=clone, PERSPECTIVES_MODE="frozen")
    assert built.returncode == 0, built.stderr
    assert tree(clone / "docs") | tree(clone / "scenarios") == before
    assert _status(clone) == ""
    plan = run("perspectives", "plan", cwd=clone)
    assert "1 scenario fully current." in plan.stdout
    assert "No perspective has changed" in run("perspectives", "diff", cwd=clone).stdout


def test_pages_with_other_line_ends_are_known_and_deleted(clone: Path, run: Run) -> None:
    shutil.rmtree(clone / "scenarios/tram")
    (clone / "scenarios/personas.yml").unlink()
    assert run("perspectives", "build", cwd=clone).returncode == 0
    assert not (clone / "docs/scenarios/tram").exists()
    assert not (clone / "docs/personas").exists()


def test_only_what_changed_is_written(clone: Path, run: Run) -> None:
    file = clone / "scenarios/tram/scenario.yml"
    data = file.read_bytes().replace(b"A new tram line", b"A newer tram line")
    file.write_bytes(data)
    result = run("perspectives", "build", cwd=clone)
    # The question changed, so that every answer is stale.
    assert result.returncode == 1
    changed = {line[3:] for line in _status(clone).splitlines()}
    assert "docs/scenarios/tram/index.md" in changed
    assert "docs/assets/perspectives.css" not in changed
    assert "docs/scenarios/tram/stances.csv" not in changed


def test_a_page_that_somebody_wrote_is_still_not_overwritten(clone: Path, run: Run) -> None:
    page = clone / "docs/scenarios/tram/index.md"
    page.write_bytes(b"---\r\ntitle: mine\r\n---\r\n\r\ngenerated: perspectives\r\n")
    result = run("perspectives", "build", cwd=clone)
    assert result.returncode == 1
    assert "index.md was not generated" in result.stderr


def test_init_preserves_line_endings(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    assert run("perspectives", "init", cwd=folder).returncode == 0
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", "x")
    clone = tmp_path / "clone"
    _git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(folder), str(clone))
    texts = [file for file in clone.rglob("*") if file.suffix in KINDS]
    assert texts
    assert not any(b"\r" in file.read_bytes() for file in texts)


@pytest.mark.parametrize(
    ("there", "other"),
    [
        (b"a\nb\n", False),
        (b"a\r\nb\r\n", False),
        (b"a\r\nb\n", False),
        (b"a\nb", True),
        (b"a\nc\n", True),
        (b"a\r\nb\r\n\r\n", True),
        (b"a\r\r\nb\n", True),
        (b"", True),
    ],
)
def test_line_ends_are_no_difference(tmp_path: Path, there: bytes, other: bool) -> None:
    file = tmp_path / "x"
    file.write_bytes(there)
    assert differs(file, "a\nb\n") == other
    assert write_if_changed(file, "a\nb\n", root=tmp_path) == other
    assert file.read_bytes() == (b"a\nb\n" if other else there)
