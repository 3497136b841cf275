"""Files: written atomically, only if changed, and never through a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs_perspectives.common import (
    OutputError,
    differs,
    ignored_folder,
    remove,
    sweep,
    write_if_changed,
)


def test_what_is_there_already_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "a.md"
    assert write_if_changed(file, "요\n", root=tmp_path)
    os.utime(file, ns=(1, 1))
    assert not write_if_changed(file, "요\n", root=tmp_path)
    assert file.stat().st_mtime_ns == 1
    assert write_if_changed(file, "다\n", root=tmp_path)
    assert file.read_text("utf-8") == "다\n"
    assert [f.name for f in file.parent.iterdir()] == ["a.md"]


def test_differs(tmp_path: Path) -> None:
    file = tmp_path / "a"
    assert differs(file, "")
    file.write_bytes(b"a\r\n")
    # Line endings are ignored: git may change them.
    assert not differs(file, "a\n")
    assert differs(file, "ab\n")
    assert not differs(file, "a\r\n")


def test_a_failed_write_is_reported_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inside").touch()
    with pytest.raises(OutputError, match="folder cannot be written"):
        write_if_changed(tmp_path / "folder", "x", root=tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("link", ["file", "folder"])
def test_nothing_is_written_or_deleted_through_a_link(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "a").write_text("precious", "utf-8")
    target = root / "a" if link == "file" else root / "b" / "a"
    if link == "file":
        target.symlink_to(outside / "a")
    else:
        target.parent.symlink_to(outside, target_is_directory=True)
    with pytest.raises(OutputError, match="symbolic link"):
        write_if_changed(target, "x", root=root)
    with pytest.raises(OutputError, match="symbolic link"):
        remove(target, root=root)
    assert (outside / "a").read_text("utf-8") == "precious"


def test_removing_also_removes_empty_folders(tmp_path: Path) -> None:
    for name in ("a/b/c.md", "a/d.md"):
        write_if_changed(tmp_path / name, "x", root=tmp_path)
    remove(tmp_path / "a/b/c.md", root=tmp_path)
    assert [f.name for f in (tmp_path / "a").iterdir()] == ["d.md"]
    remove(tmp_path / "a/d.md", root=tmp_path)
    assert list(tmp_path.iterdir()) == []
    remove(tmp_path / "a/d.md", root=tmp_path)


NOBODY = int(Path("/proc/sys/kernel/pid_max").read_text("utf-8"))
"""A number that no process has."""


def test_a_sweep_removes_only_leftovers_of_killed_processes(tmp_path: Path) -> None:
    left = tmp_path / f".a.md.{NOBODY}-0123abcd.tmp"
    being_written = tmp_path / f".a.md.{os.getppid()}-0123abcd.tmp"
    own = tmp_path / "notes.tmp"
    elsewhere = tmp_path / "known" / left.name
    elsewhere.parent.mkdir()
    for file in (left, being_written, own, elsewhere):
        file.touch()
    sweep(tmp_path, without={"known"})
    assert not left.exists()
    assert being_written.exists()
    assert own.exists()
    assert elsewhere.exists()
    # A writer that takes so long was killed on another machine.
    os.utime(being_written, (0, 0))
    sweep(tmp_path)
    assert not being_written.exists()
    assert not elsewhere.exists()


def test_git_ignores_the_cache_and_an_existing_file_is_unchanged(tmp_path: Path) -> None:
    ignored_folder(tmp_path / "c")
    assert (tmp_path / "c/.gitignore").read_text("utf-8") == "*\n"
    (tmp_path / "c/.gitignore").write_text("mine\n", "utf-8")
    ignored_folder(tmp_path / "c")
    assert (tmp_path / "c/.gitignore").read_text("utf-8") == "mine\n"
