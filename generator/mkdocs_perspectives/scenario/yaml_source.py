"""Reads a YAML file as a ``Source``, or says what is wrong with it.

A parser that only builds objects loses the line and column that an error message needs, so the
node tree is composed first (by libyaml where it is present) and then turned into data.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import yaml

from mkdocs_perspectives.common import Problem, code_point, read_bounded, refused
from mkdocs_perspectives.scenario.source import Source
from mkdocs_perspectives.scenario.yaml_values import (
    MAX_DEPTH,
    BoundedLoader,
    Builder,
    FaultError,
    TooDeepError,
)

__all__ = ["MAX_BYTES", "read_source"]

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
        return source, [_syntax_problem(error, source)]
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
    source.lines = text.splitlines()
    if found := refused(text):
        line, column = _place_of(text[: found.start()])
        message = f"the character {code_point(found.group())} is not allowed in a text file"
        remedy = "Delete it; it is usually invisible."
        return "", source.problem_at(line, column, message, remedy)
    return text, None


def _place_of(before: str) -> tuple[int, int]:
    """The 1-based line and column of what follows ``before``."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _at(mark: Any, source: Source, message: str, remedy: str) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return source.problem_at(line, column, message, remedy)


def _syntax_problem(error: yaml.MarkedYAMLError, source: Source) -> Problem:
    """A parser's complaint in one line, with the remedy that most often helps."""
    what = " ".join(str(error.problem or error.context or "unreadable").split())
    if "\\t" in what or "tab character" in what:
        what, remedy = "a tab is used for indentation", "Indent with spaces; YAML allows no tabs."
    elif "mapping values are not allowed" in what:
        remedy = 'A text that holds ": " needs quotes, or a block: `key: |` and the text below it.'
    elif "undefined alias" in what:
        remedy = "A text that begins with * needs quotes."
    elif "could not find expected ':'" in what:
        remedy = "Write `key: value`; a text over several lines needs `key: |` before it."
    elif "did not find expected" in what:
        remedy = "Check the indentation here and above, and that quotes and brackets are closed."
    elif "cannot start any token" in what:
        remedy = "A text that begins with a sign such as @ ` % needs quotes."
    else:
        remedy = "Check quotes, colons and the indentation here and on the line above."
    return _at(error.problem_mark or error.context_mark, source, f"not valid YAML: {what}", remedy)
