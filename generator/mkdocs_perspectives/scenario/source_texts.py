"""Reads the sources of a scenario: the texts that every role is given as evidence.

A source is a file inside the scenario's folder, no link, of Markdown or plain text, which is small
enough to stand in a prompt.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from mkdocs_perspectives.common import (
    Problem,
    code_point,
    conflict_line,
    hidden_marks,
    read_bounded,
    refused,
    shows,
)
from mkdocs_perspectives.scenario.file_models import SourceFile
from mkdocs_perspectives.scenario.scenario import SourceText
from mkdocs_perspectives.scenario.source import Place, Source

__all__ = ["MAX_ALL_SOURCES", "MAX_SOURCE", "read_sources"]

MAX_SOURCE = 100_000
"""Bytes of the largest source."""

MAX_ALL_SOURCES = 400_000
"""Bytes of all sources of a scenario together."""

_SUFFIXES = (".md", ".markdown", ".txt")
_CONVERT = "Save its text as Markdown or plain text, and name that file."


def read_sources(
    folder: Path, entries: Sequence[SourceFile], source: Source
) -> tuple[tuple[SourceText, ...], list[Problem], list[str]]:
    """The sources of the scenario in ``folder``, their faults, and where marks were left out.

    Args:
        entries: what the scenario says of them.
        source: the scenario's file, in which a fault is placed where the source is none.
    """
    texts, problems, hidden, size = [], [], [], 0
    for i, entry in enumerate(entries):
        place: Place = ("sources", i, "file")
        if problem := _misplaced(folder, entry.file, place, source):
            problems.append(problem)
            continue
        file = folder / PurePosixPath(entry.file)
        shown = f"{source.path.rpartition('/')[0]}/{entry.file}"
        raw = _bytes_of(file, place, source)
        if isinstance(raw, Problem):
            problems.append(raw)
            continue
        size += len(raw)
        text = _text_of(raw, shown)
        if isinstance(text, Problem):
            problems.append(text)
            continue
        text, marks = hidden_marks(text)
        if marks:
            hidden.append(f"{shown} ({', '.join(sorted(set(map(code_point, marks))))})")
        if not shows(text):
            message = f"the source {entry.file!r} has no text"
            problems.append(source.problem(place, message, "Write it, or leave the source out."))
        url = entry.url or ""
        texts.append(SourceText(entry.id, entry.title, text, entry.file, folder.name, url))
    if size > MAX_ALL_SOURCES:
        message = f"the sources have {size // 1000} KB together; {MAX_ALL_SOURCES // 1000} KB fit"
        remedy = "Shorten them to what bears on the question, or leave some out."
        problems.append(source.problem(("sources",), message, remedy, key=True))
    return tuple(texts), problems, hidden


def _misplaced(folder: Path, name: str, place: Place, source: Source) -> Problem | None:
    """What is wrong with where a source is said to be."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
        message = f"the source {name!r} is not inside the scenario's folder"
        remedy = "Put it there, and name it from there with slashes: sources/survey.md."
        return source.problem(place, message, remedy)
    if path.suffix.lower() not in _SUFFIXES:
        message = f"the source {name!r} is neither Markdown nor text ({', '.join(_SUFFIXES)})"
        return source.problem(place, message, _CONVERT)
    steps = [folder.joinpath(*path.parts[: n + 1]) for n in range(len(path.parts))]
    if any(step.is_symlink() for step in steps):
        message = f"the source {name!r} is a link, which may lead out of the folder"
        return source.problem(place, message, "Put the file itself there.")
    return None


def _bytes_of(file: Path, place: Place, source: Source) -> bytes | Problem:
    try:
        return read_bounded(file, MAX_SOURCE)
    except FileNotFoundError:
        message = f"there is no source {file.name!r} where this says"
        return source.problem(place, message, "Correct the name, or put the file there.")
    except OSError as error:
        message = f"the source {file.name!r} cannot be read: {error.strerror or 'unreadable'}"
        remedy = "Check the file and its permissions."
        if error.errno == errno.EFBIG:
            message, remedy = (
                f"the source {file.name!r} {error.strerror}",
                "Shorten it to what bears on the question.",
            )
        return source.problem(place, message, remedy)


def _text_of(raw: bytes, shown: str) -> str | Problem:
    """The text of a source with line feeds alone, or what it must not hold."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"the source is not UTF-8 text (byte 0x{raw[error.start]:02x})"
        return Problem(shown, line, 1, message, "Save it as UTF-8 in your editor. " + _CONVERT)
    if conflict := conflict_line(text):
        return Problem(shown, conflict, 1, "a merge conflict is not resolved", "Keep one version.")
    if found := refused(text):
        before = text[: found.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"the character {code_point(found.group())} is not allowed in a source"
        return Problem(shown, line, column, message, "Delete it; it is usually invisible.")
    return text
