"""Reads a YAML file as a ``Source``, or says what is wrong with it.

A parser that only builds objects loses the line and column that an error message needs, so the
node tree is composed first (by libyaml where it is present) and then turned into data.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any

import yaml

from mkdocs_perspectives.common import (
    Problem,
    code_point,
    conflict_line,
    read_bounded,
    refused,
)
from mkdocs_perspectives.scenario.source import Source
from mkdocs_perspectives.scenario.yaml_remedies import syntax_problem
from mkdocs_perspectives.scenario.yaml_values import (
    MAX_DEPTH,
    BoundedLoader,
    Builder,
    FaultError,
    TooDeepError,
)

__all__ = ["MAX_BYTES", "read_source"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_ODD_LINE_END = re.compile("[\x85\u2028\u2029]")

MAX_BYTES = 1_000_000
"""The largest YAML file that is read; a scenario of 15 issues and 12 roles has about 20 KB."""


def read_source(file: Path, shown: str) -> tuple[Source, list[Problem]]:
    """Read ``file``, called ``shown`` in messages; a source without data where it has problems."""
    source = Source(shown)
    text, problem = _text_of(file, source)
    if problem is not None:
        return source, [problem]
    try:
        root = yaml.compose(text, Loader=BoundedLoader)
    except yaml.MarkedYAMLError as error:
        return source, [syntax_problem(error, source)]
    except TooDeepError as error:
        message = f"the values nest more than {MAX_DEPTH} deep"
        remedy = "Write plain keys, lists and texts; a text that begins with [ or { needs quotes."
        return source, [_at(error.mark, source, message, remedy)]
    except (yaml.YAMLError, RecursionError) as error:
        message = f"this is not YAML: {' '.join(str(error).split())[:200]}"
        return source, [Problem(shown, 1, 1, message, "Write plain keys, lists and texts.")]
    if root is None:
        return source, []
    builder = Builder(source)
    try:
        source.data = builder.build(root, (), 0)
    except FaultError as fault:
        builder.problems.append(_at(fault.mark, source, fault.message, fault.remedy))
    return source, builder.problems


def _text_of(file: Path, source: Source) -> tuple[str, Problem | None]:
    """The text of a file, whose lines are put into ``source``, or why it has none."""
    try:
        raw = read_bounded(file, MAX_BYTES)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or 'unreadable'}"
        remedy = "Check the file and its permissions."
        if error.errno == errno.EFBIG:
            message, remedy = f"the file {error.strerror}", "Shorten it, or split the scenario."
        return "", source.problem_at(1, 1, message, remedy)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place_of(raw[: error.start].decode("latin-1"))
        message = f"the file is not UTF-8 text (byte 0x{raw[error.start]:02x})"
        return "", source.problem_at(line, column, message, "Save it as UTF-8 in your editor.")
    source.lines = _LINE_END.split(text)
    return text, _odd_text(text, source)


def _odd_text(text: str, source: Source) -> Problem | None:
    """What no text file may hold, whatever it says."""
    if line := conflict_line(text):
        remedy = (
            "Keep one of the two versions, and delete the lines of <<<<<<<, ======= and >>>>>>>."
        )
        return source.problem_at(line, 1, "a merge conflict is not resolved", remedy)
    if found := refused(text):
        message = f"the character {code_point(found.group())} is not allowed in a text file"
        remedy = "Delete it; it is usually invisible."
    elif found := _ODD_LINE_END.search(text):
        message = f"the character {code_point(found.group())} ends a line in YAML, but in no editor"
        remedy = "Put a space or an ordinary line break in its place; it comes with pasted text."
    else:
        return None
    line, column = _place_of(text[: found.start()])
    return source.problem_at(line, column, message, remedy)


def _place_of(before: str) -> tuple[int, int]:
    """The 1-based line and column of what follows ``before``."""
    lines = _LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


def _at(mark: Any, source: Source, message: str, remedy: str) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return source.problem_at(line, column, message, remedy)
