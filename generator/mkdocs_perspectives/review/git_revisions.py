"""Scenarios and records as they stood at a git revision, read straight from git.

What differs between two revisions is laid out in temporary folders and loaded by the same code
as the working tree, so that there is one way to read a scenario.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs_perspectives.answers import ANSWERS_FOLDER, Entry, EntryKey, read_entries
from mkdocs_perspectives.common import GitError, InputError
from mkdocs_perspectives.scenario import SHARED_FILE, load_library

__all__ = ["Snapshots", "snapshots"]


@dataclass(frozen=True)
class Snapshots:
    """The scenarios that differ, before and after: entries by their keys."""

    base: str
    """The base revision's abbreviated commit id."""
    before: dict[EntryKey, Entry]
    after: dict[EntryKey, Entry]


def snapshots(scenarios_dir: Path, base: str, other: str | None = None) -> Snapshots:
    """Read ``base``, and ``other`` or else the working tree, as far as the two differ.

    Raises:
        GitError: there is no such revision, no repository, or no git; says what to fetch.
        InputError: the scenarios of one of them cannot be read.
    """
    folder = scenarios_dir.resolve()
    if not folder.is_dir():
        raise GitError(f"there is no folder {scenarios_dir}", "Run this in the site's checkout.")
    git = _Git(folder)
    before = git.commit(base)
    after = None if other is None else git.commit(other)
    changed = {path.split("/")[0] for path in git.changed(before, after)} - {SHARED_FILE}
    return Snapshots(
        base=before[:10],
        before=_entries(git, before, base, changed),
        after=_entries(git, after, other or "the working tree", changed),
    )


def _entries(
    git: _Git, commit: str | None, name: str, scenarios: set[str]
) -> dict[EntryKey, Entry]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / git.folder.name
        folder.mkdir()
        for path, content in git.files(commit, scenarios):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        try:
            library = load_library(folder)
            entries = read_entries(library.scenarios, folder)
        except InputError as error:
            raise GitError(
                f"the scenarios of {name} cannot be read:\n{error}", "Mend them, or choose another."
            ) from None
    return {entry.key: entry for entry in entries}


class _Git:
    """The repository that holds ``folder``; paths are relative to ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._run("rev-parse", "--is-inside-work-tree")
        except FileNotFoundError:
            raise GitError("there is no git on this machine", "Install git.") from None
        except GitError as error:
            raise GitError(
                f"{folder} is in no git repository that can be read ({error.message})",
                "Run this in a checkout of the site.",
            ) from None

    def commit(self, revision: str) -> str:
        """The full id of a revision's commit."""
        try:
            found = self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        except GitError:
            raise GitError(
                f"git knows no revision {revision!r} here",
                "In a shallow clone fetch it first: " + _fetch_command(revision),
            ) from None
        return found.decode().strip()

    def changed(self, before: str, after: str | None) -> Iterator[str]:
        """The files that differ, untracked ones included."""
        against = [before] if after is None else [before, after]
        yield from self._paths("diff", "--name-only", "--no-renames", "--relative", *against)
        if after is None:
            yield from self._paths("ls-files", "--others", "--exclude-standard")

    def files(self, commit: str | None, scenarios: set[str]) -> Iterator[tuple[str, bytes]]:
        """The shared roles, and the named scenarios with their records."""
        if commit is None:
            for path in self._on_disk(scenarios):
                with contextlib.suppress(FileNotFoundError):
                    yield path, (self.folder / path).read_bytes()
        else:
            blobs = [
                (path, blob)
                for path, blob in self._blobs(commit)
                if path == SHARED_FILE or _wanted(path, scenarios)
            ]
            yield from self._contents(blobs)

    def _on_disk(self, scenarios: set[str]) -> Iterator[str]:
        yield SHARED_FILE
        for name in sorted(scenarios):
            for file in sorted((self.folder / name).rglob("*")):
                path = file.relative_to(self.folder).as_posix()
                if file.is_file() and _wanted(path, scenarios):
                    yield path

    def _blobs(self, commit: str) -> Iterator[tuple[str, str]]:
        """All regular files at a commit, as path and blob id."""
        for line in self._run("ls-tree", "-r", "-z", commit, ".").split(b"\0"):
            if line:
                meta, path = line.split(b"\t", 1)
                mode, _, blob = meta.decode().split(" ")
                if mode.startswith("100"):
                    yield path.decode("utf-8", "replace"), blob

    def _contents(self, blobs: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
        listed = "".join(f"{blob}\n" for _, blob in blobs).encode()
        output = self._run("cat-file", "--batch", given=listed)
        start = 0
        for path, _ in blobs:
            head = output.index(b"\n", start)
            size = int(output[start:head].split(b" ")[2])
            yield path, output[head + 1 : head + 1 + size]
            start = head + 1 + size + 1

    def _paths(self, *arguments: str) -> Iterator[str]:
        for path in self._run(*arguments, "-z", "--", ".").split(b"\0"):
            if path:
                yield path.decode("utf-8", "replace")

    def _run(self, *arguments: str, given: bytes | None = None) -> bytes:
        git = shutil.which("git")
        if git is None:
            raise FileNotFoundError
        result = subprocess.run(  # noqa: S603 - arguments are a list, revisions are verified
            [git, *arguments], cwd=self.folder, input=given, capture_output=True, check=False
        )
        if result.returncode:
            said = result.stderr.decode("utf-8", "replace").strip()
            raise GitError(f"git {arguments[0]} failed: {said}", "See git's own message.")
        return result.stdout


def _wanted(path: str, scenarios: set[str]) -> bool:
    """Whether a file is a scenario or a record of one of ``scenarios``."""
    parts = path.split("/")
    if parts[0] not in scenarios:
        return False
    return len(parts) == 2 or (len(parts) == 3 and parts[1] == ANSWERS_FOLDER)


def _fetch_command(revision: str) -> str:
    name = revision.removeprefix("origin/")
    if re.search(r"[~^@]", name):
        return "git fetch --unshallow"
    if re.fullmatch(r"[0-9a-f]{7,64}", name):
        return f"git fetch --depth=1 origin {name}"
    ref = name if name == revision else f"refs/remotes/origin/{name}"
    return f"git fetch --depth=1 origin {name}:{ref}"
