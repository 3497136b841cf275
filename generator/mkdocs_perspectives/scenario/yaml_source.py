"""YAML files as plain data that remembers where each value stood.

A parser that only builds objects loses the line and column that an error message needs, so the
node tree is composed first (by libyaml where it is present) and turned into data here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mkdocs_perspectives.common import Problem

__all__ = ["MAX_BYTES", "Source", "read_source"]

MAX_BYTES = 1_000_000
"""The largest YAML file that is read; a scenario of 15 issues and 12 roles has about 20 KB."""

MAX_NODES = 100_000
"""How many values a file may hold once its aliases are followed (an alias bomb holds billions)."""

MAX_DEPTH = 50
"""How deeply values may nest; the formats need five levels."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# All that YAML 1.2 does not allow, and the marks that show a reviewer text in another order than it
# is read in (U+202A to U+202E, U+2066 to U+2069).
_NOT_ALLOWED = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u202a-\u202e\u2066-\u2069]"
)

_SAFE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")
)

Place = tuple[str | int, ...]
"""The way from a file's top to a value: keys of mappings and indexes of lists."""


@dataclass
class Source:
    """A parsed file.

    ``values`` and ``keys`` map a place to the 1-based (line, column) of the value there, and of the
    key that names it.
    """

    path: str
    data: Any = None
    lines: list[str] = field(default_factory=list)
    values: dict[Place, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Place, tuple[int, int]] = field(default_factory=dict)

    def problem(self, place: Place, message: str, remedy: str, *, key: bool = False) -> Problem:
        """A problem at ``place``, or at the nearest place above it that the file has."""
        marks = self.keys if key and place in self.keys else self.values
        while place and place not in marks:
            place = place[:-1]
            marks = self.values
        line, column = marks.get(place, (1, 1))
        return self.problem_at(line, column, message, remedy)

    def problem_at(self, line: int, column: int, message: str, remedy: str) -> Problem:
        """A problem at a 1-based line and column."""
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        return Problem(self.path, line, column, message, remedy, excerpt)


class _FaultError(Exception):
    """A fault met while nodes are turned into data, at a mark of the parser."""

    def __init__(self, mark: Any, message: str, remedy: str) -> None:
        super().__init__(message)
        self.mark, self.message, self.remedy = mark, message, remedy


def read_source(file: Path, shown: str) -> tuple[Source, list[Problem]]:
    """Read ``file``, called ``shown`` in messages; a source without data where it has problems."""
    source = Source(shown)
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "unreadable"
        message = f"the file cannot be read: {reason}"
        return source, [Problem(shown, 1, 1, message, "Check the file and its permissions.")]
    text, problem = _decode(raw, shown)
    if problem is not None:
        return source, [problem]
    source.lines = text.splitlines()
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        return source, [_syntax_problem(error, source)]
    except (yaml.YAMLError, RecursionError) as error:
        message = f"this is not YAML: {' '.join(str(error).split())[:200]}"
        return source, [Problem(shown, 1, 1, message, "Write plain keys, lists and texts.")]
    if root is None:
        return source, []
    builder = _Builder(source)
    try:
        source.data = builder.build(root, (), 0)
    except _FaultError as fault:
        builder.problems.append(_at(fault.mark, source, fault.message, fault.remedy))
    return source, builder.problems


def _decode(raw: bytes, shown: str) -> tuple[str, Problem | None]:
    """The text of a file, or why it has none."""
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1000} KB"
        return "", Problem(shown, 1, 1, message, "Split the scenario, or shorten its texts.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        message = f"the file is not UTF-8 text (byte 0x{raw[error.start]:02x})"
        return "", Problem(shown, line, column, message, "Save it as UTF-8 in your editor.")
    if found := _NOT_ALLOWED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        message = f"the character U+{ord(found.group()):04X} is not allowed in a text file"
        return "", Problem(shown, line, column, message, "Delete it; it is usually invisible.")
    return text, None


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


class _Builder:
    """Turns nodes into data, notes where each stood, and collects duplicate keys."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._scalars: Any = yaml.constructor.SafeConstructor()
        self._count = 0

    def build(self, node: yaml.Node, place: Place, depth: int) -> Any:
        self._count += 1
        if self._count > MAX_NODES or depth > MAX_DEPTH:
            raise _FaultError(
                node.start_mark,
                "the file holds too many values or nests too deeply",
                "Do not use YAML anchors and aliases to repeat content.",
            )
        self.source.values[place] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return dict(self._pairs(node, place, depth))
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            items: list[yaml.Node] = node.value
            return [self.build(item, (*place, i), depth + 1) for i, item in enumerate(items)]
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, place: Place, depth: int) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _FaultError(
                    key_node.start_mark, "a key must be a word", "Write `key: value`."
                )
            key = str(key_node.value)
            mark = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in seen:
                first = self.source.keys[(*place, key)][0]
                message = f"the key {key!r} is here twice (first on line {first})"
                self.problems.append(self.source.problem_at(*mark, message, "Keep one of the two."))
                continue
            seen.add(key)
            self.source.keys[(*place, key)] = mark
            yield key, self.build(value_node, (*place, key), depth + 1)

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag not in _SAFE_TAGS or not isinstance(node, yaml.ScalarNode):
            raise _FaultError(
                node.start_mark,
                f"the tag {node.tag} is not allowed",
                "Remove the tag (the word after !); write plain texts, lists and mappings.",
            )
        try:
            return self._scalars.construct_object(node)
        except (ValueError, yaml.YAMLError):
            raise _FaultError(
                node.start_mark, f"{node.value!r} is no valid value", "Put the text in quotes."
            ) from None
