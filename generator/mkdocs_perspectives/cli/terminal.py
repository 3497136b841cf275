"""How text looks on a terminal: within its width, and with colour where it has any.

Text in a pipe or a file is left as it is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from typing import IO, Any

import click

from mkdocs_perspectives.common import columns

__all__ = ["on_terminal"]

_COLOURS = {
    "warning": "yellow",
    "경고": "yellow",
    "error": "red",
    "오류": "red",
    "note": "cyan",
    "참고": "cyan",
    "info": "green",
    "debug": "blue",
}

_LABEL = re.compile(rf"^({'|'.join(_COLOURS)})(?=: )", re.IGNORECASE | re.MULTILINE)
_PLACE = re.compile(r"(?:(?<=^)|(?<=: ))[^\s:]+\.(?:yml|json):\d+:\d+(?=: )", re.MULTILINE)
_MARK = re.compile(r"^ *\| +\^$", re.MULTILINE)

_LEAST = 40
"""Columns below which nothing is wrapped."""

_EXCERPT = re.compile(r"\s*\d* \| ")
_HANGING = re.compile(r"\s*(?:(?:failed|why|to do|실패|이유|할 일):\s+|- )?")


def on_terminal(text: str, stream: IO[Any], *, verbatim: bool = False) -> str:
    """``text`` as it is printed to ``stream``; ``verbatim`` leaves it as it is in any case."""
    if verbatim or not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns
    if width >= _LEAST:
        text = "\n".join(part for line in text.split("\n") for part in _wrapped(line, width))
    return _coloured(text) if _has_colour() else text


def _has_colour() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _coloured(text: str) -> str:
    text = _LABEL.sub(
        lambda found: click.style(found[0], fg=_COLOURS[found[0].lower()], bold=True), text
    )
    text = _PLACE.sub(lambda found: click.style(found[0], bold=True), text)
    return _MARK.sub(lambda found: click.style(found[0], fg="cyan"), text)


def _wrapped(line: str, width: int) -> Iterator[str]:
    """A line in as many as it takes, broken at blanks alone; what quotes a file stays whole."""
    if columns(line) <= width or _EXCERPT.match(line):
        yield line
        return
    hanging = _HANGING.match(line)
    start = hanging.group() if hanging else ""
    indent = " " * (columns(start) if start.strip() else len(start) + 2)
    now = start
    empty = True
    for word in line[len(start) :].split(" "):
        longer = now + word if empty else f"{now} {word}"
        if not empty and columns(longer) > width:
            yield now
            longer = indent + word
        now, empty = longer, False
    yield now
