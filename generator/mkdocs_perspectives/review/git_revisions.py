"""Reads scenarios and records at a git revision.

What differs between two revisions is written to temporary folders and loaded by the same code as
the working tree, so that there is only one way to read a scenario.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from mkdocs_perspectives.answers import MAX_RECORD, Entry, EntryKey, read_entries, read_voices
from mkdocs_perspectives.common import GitError, InputError
from mkdocs_perspectives.scenario import (
    SCENARIO_FILE,
    SHARED_FILE,
    load_library,
    parents_by_variant,
)

__all__ = ["Snapshots", "snapshots"]

_OF_THE_CALLER = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"),
    *("GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NAMESPACE"),
    *("GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_TRACE"),
)
"""Variables that git sets for hooks, about a repository that need not be this folder's."""


@dataclass(frozen=True)
class Snapshots:
    """The scenarios that differ, before and after, as entries by their keys."""

    base: str
    """The base revision's abbreviated commit id."""
    before: dict[EntryKey, Entry]
    after: dict[EntryKey, Entry]


def snapshots(scenarios_dir: Path, base: str, other: str | None = None) -> Snapshots:
    """Read ``base``, and ``other`` or else the working tree, as far as the two differ.

    Raises:
        GitError: there is no such revision, no repository, or no git; the remedy says what to do.
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
    git: _Git, commit: str | None, name: str, scenarios: Set[str]
) -> dict[EntryKey, Entry]:
    """The named scenarios and their variants at a commit, or if None in the working tree."""
    maybe_variants = git.mentioning(commit, "extends")
    try:
        if commit is None:
            return _read(git.folder, parents_by_variant(git.folder, maybe_variants), scenarios)
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / git.folder.name
            folder.mkdir()
            git.lay_out(commit, folder, {f"{name}/{SCENARIO_FILE}" for name in maybe_variants})
            parents = parents_by_variant(folder, maybe_variants)
            families = scenarios | _variants_of(scenarios, parents)
            # A variant that differs needs its parent, which need not differ.
            git.lay_out(commit, folder, families | {parents.get(name, name) for name in families})
            return _read(folder, parents, scenarios)
    except InputError as error:
        raise GitError(
            f"the scenarios of {name} cannot be read:\n{error}", "Correct them, or choose another."
        ) from None


def _variants_of(scenarios: Set[str], parents: Mapping[str, str]) -> set[str]:
    return {name for name, parent in parents.items() if parent in scenarios}


def _read(folder: Path, parents: Mapping[str, str], scenarios: Set[str]) -> dict[EntryKey, Entry]:
    """The named scenarios and their variants, without parents that were only read for these."""
    wanted = scenarios | _variants_of(scenarios, parents)
    others = {f.name for f in folder.iterdir() if f.is_dir()} - wanted
    library = load_library(folder, without=others)
    read = [scenario for scenario in library.scenarios if scenario.id in wanted]
    entries = read_entries(read, folder)
    return {entry.key: entry for entry in (*entries, *read_voices(entries, folder))}


class _Git:
    """The repository that holds ``folder``; paths are relative to ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Use the repository that the folder is in, whichever a hook runs for; only if it is in
        # none, use that of the environment.
        self._env = {k: v for k, v in os.environ.items() if k not in _OF_THE_CALLER}
        self._env["GIT_OPTIONAL_LOCKS"] = "0"
        try:
            if not self._works("rev-parse", "--is-inside-work-tree"):
                self._env = dict(os.environ)
                self._run("rev-parse", "--is-inside-work-tree")
        except FileNotFoundError:
            raise GitError("git is not installed on this machine", "Install git.") from None
        except GitError as error:
            raise GitError(
                f"{folder} is not in a readable git repository ({error.message})",
                "Run this in a checkout of the site.",
            ) from None

    def commit(self, revision: str) -> str:
        """The full id of a revision's commit.

        Raises:
            GitError: there is no such revision; the remedy says what to do.
        """
        try:
            found = self._run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        except GitError:
            raise self._unknown(revision) from None
        return found.decode().strip()

    def _unknown(self, revision: str) -> GitError:
        """The error for an unknown revision, with the likely reason."""
        if not revision.strip():
            return GitError("the revision is empty", "Name one, such as origin/main, or none.")
        if ".." in revision:
            old, _, new = revision.replace("...", "..").partition("..")
            old, new = old or "HEAD", new or "HEAD"
            if "..." in revision:
                old = f"$(git merge-base {old} {new})"
            return GitError(
                f"{revision!r} is a range, not a revision",
                f"Give the two revisions separately: perspectives diff {old} {new}",
            )
        message = f"unknown git revision {revision!r}"
        if not self._works("rev-parse", "--verify", "--quiet", "HEAD"):
            return GitError(
                message + ": the repository has no commit yet", "Commit first, then compare."
            )
        if self._run("rev-parse", "--is-shallow-repository").strip() == b"true":
            return GitError(
                message, "In a shallow clone fetch it first: " + _fetch_command(revision)
            )
        return GitError(
            message, "Check its name (git branch --all, git tag), or fetch it: git fetch --all"
        )

    def changed(self, before: str, after: str | None) -> Iterator[str]:
        """The files that differ, untracked ones included."""
        against = [before] if after is None else [before, after]
        names = ("--name-only", "--no-renames", "--no-ext-diff", "--no-color", "--relative")
        yield from self._paths("diff", *names, *against)
        if after is None:
            yield from self._paths("ls-files", "--others", "--exclude-standard")

    def mentioning(self, commit: str | None, word: str) -> set[str]:
        """The scenarios whose file contains a word, at a commit or else in the working tree."""
        at = ["--untracked"] if commit is None else [commit]
        files = ("--", f"*/{SCENARIO_FILE}")
        try:
            found = self._run("grep", "-l", "-z", "--no-color", "-F", "-e", word, *at, *files)
        except GitError:
            return set()  # git grep fails if it finds nothing.
        paths = found.decode("utf-8", "replace").split("\0")
        return {path.rpartition(":")[2].split("/")[0] for path in paths if path}

    def lay_out(self, commit: str, folder: Path, wanted: Set[str]) -> None:
        """Write the shared roles, and what is ``wanted``, into ``folder``.

        Files that are too large to be read are written just as large, but without their content.

        Args:
            wanted: ids of scenarios, with all their files, or the paths of single files.
        """
        blobs = [
            (path, blob)
            for path, blob in self._blobs(commit)
            if path == SHARED_FILE or path in wanted or path.split("/")[0] in wanted
        ]
        for path, content in self._contents(blobs):
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content or b"")
            if content is None:
                os.truncate(file, MAX_RECORD + 1)

    def _blobs(self, commit: str) -> Iterator[tuple[str, str | None]]:
        """All regular files at a commit, as path and blob id; None for files that are too large."""
        for line in self._run("ls-tree", "-r", "-l", "-z", commit, ".").split(b"\0"):
            if line:
                meta, path = line.split(b"\t", 1)
                mode, _, blob, size = meta.decode().split()
                if mode.startswith("100"):
                    small = size.isdecimal() and int(size) <= MAX_RECORD
                    yield path.decode("utf-8", "replace"), blob if small else None

    def _contents(
        self, blobs: Sequence[tuple[str, str | None]]
    ) -> Iterator[tuple[str, bytes | None]]:
        listed = "".join(f"{blob}\n" for _, blob in blobs if blob is not None).encode()
        output = self._run("cat-file", "--batch", given=listed)
        start = 0
        for path, blob in blobs:
            if blob is None:
                yield path, None
                continue
            head = output.index(b"\n", start)
            size = int(output[start:head].split(b" ")[2])
            yield path, output[head + 1 : head + 1 + size]
            start = head + 1 + size + 1

    def _paths(self, *arguments: str) -> Iterator[str]:
        for path in self._run(*arguments, "-z", "--", ".").split(b"\0"):
            if path:
                yield path.decode("utf-8", "replace")

    def _works(self, *arguments: str) -> bool:
        """Whether git succeeds with these arguments."""
        try:
            self._run(*arguments)
        except GitError:
            return False
        return True

    def _run(self, *arguments: str, given: bytes | None = None) -> bytes:
        git = shutil.which("git")
        if git is None:
            raise FileNotFoundError
        result = subprocess.run(  # noqa: S603 - arguments are a list, revisions are verified
            [git, *arguments],
            cwd=self.folder,
            env=self._env,
            input=given,
            capture_output=True,
            check=False,
        )
        if result.returncode:
            message = result.stderr.decode("utf-8", "replace").strip()
            raise GitError(f"git {arguments[0]} failed: {message}", "See git's own message.")
        return result.stdout


def _fetch_command(revision: str) -> str:
    name = revision.removeprefix("origin/")
    if re.search(r"[~^@]", name):
        return "git fetch --unshallow"
    if re.fullmatch(r"[0-9a-f]{7,64}", name):
        return f"git fetch --depth=1 origin {name}"
    ref = name if name == revision else f"refs/remotes/origin/{name}"
    return f"git fetch --depth=1 origin {name}:{ref}"
