"""Comments by which an author switches rules of ``check`` off.

``# perspectives: allow unopposed, two-claims`` holds for what it stands beside or right above, with
all that is below it, and before the first key for the whole file. What follows the names is a
remark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["COMMENT", "AllowComments"]

COMMENT = re.compile(r"#\s*perspectives:(?P<said>.*)")
"""A comment that is meant for the rules, whatever it says."""

_ALLOW = re.compile(r"\s*allow\s+(?P<names>[\w-]+(?:\s*,\s*[\w-]+)*)")


@dataclass(frozen=True)
class AllowComments:
    """The names of rules that a file's comments switch off.

    ``whole`` holds for the whole file, ``by_line`` for what begins on a line (1-based). ``written``
    are all names with the line of their comment; a comment that names none has an empty one.
    """

    whole: frozenset[str]
    by_line: Mapping[int, frozenset[str]]
    written: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, lines: Sequence[str]) -> AllowComments:
        """The comments in a file's lines."""
        by_line: dict[int, frozenset[str]] = {}
        written: list[tuple[int, str]] = []
        above: frozenset[str] = frozenset()
        whole: frozenset[str] | None = None
        for number, line in enumerate(lines, 1):
            own = _names(line)
            written += [(number, name) for name in own]
            if line.lstrip().startswith("#"):
                above |= frozenset(own)
            elif line.strip():
                whole = above if whole is None else whole
                if here := above | frozenset(own):
                    by_line[number] = here
                above = frozenset()
            elif whole is not None:
                above = frozenset()
        return cls(whole or frozenset(), by_line, tuple(written))


def _names(line: str) -> tuple[str, ...]:
    comment = COMMENT.search(line)
    if comment is None:
        return ()
    allow = _ALLOW.match(comment["said"])
    return tuple(re.split(r"\s*,\s*", allow["names"])) if allow else ("",)
