"""What the code says to authors, found in its source: every text that it puts together.

A text is given as a catalogue of the desk has it: one line, its gaps as ``{0}``, ``{1}``. Gaps are
what f-strings hold, what is added, and what ``format`` or the log fills in.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["messages_in", "nouns_in"]

_GAP = "\0"

_FILLED_LATER = re.compile(r"\{[a-z]+\}|%\d*[sdr]")

_NOT_SAID = {"help", "metavar", "prog_name"}
"""Keywords of calls whose texts are English in every site, as option names are."""

_NOT_SAYING = {"compile", "split", "field", "Field", "version_option", "getLogger", "debug"}
"""Functions whose own texts nobody reads, or only developers."""


def messages_in(file: Path) -> set[str]:
    """The lines that a module can say, each with numbered gaps; those of one word too."""
    found: set[str] = set()
    for text in _texts(ast.parse(file.read_text("utf-8"))):
        for line in text.split("\n"):
            found.add(_numbered(line.strip()))
    return found


def nouns_in(file: Path) -> set[str]:
    """The nouns that a module counts."""
    return {
        node.args[1].value
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "counted"
        and isinstance(node.args[1], ast.Constant)
    }


def _numbered(line: str) -> str:
    parts = line.replace("{", "{{").replace("}", "}}").split(_GAP)
    return parts[0] + "".join(f"{{{i}}}{part}" for i, part in enumerate(parts[1:]))


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts below a node; what is put together is one text, its parts may be others."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name in _NOT_SAYING:
            return
        node.keywords = [k for k in node.keywords if k.arg not in _NOT_SAID]
    text = _together(node)
    if text is not None:
        yield text
        for part in _gaps(node):
            yield from _texts(part)
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _together(node: ast.AST) -> str | None:
    """The text that an expression gives, with a mark for each gap; None where it is no text."""
    if isinstance(node, ast.Constant):
        return _FILLED_LATER.sub(_GAP, node.value) if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else _GAP for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        both = _together(node.left), _together(node.right)
        if any(text is not None for text in both):
            return "".join(_GAP if text is None else text for text in both)
    return None


def _gaps(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.FormattedValue))
    elif isinstance(node, ast.BinOp):
        for side in (node.left, node.right):
            yield from [side] if _together(side) is None else _gaps(side)
