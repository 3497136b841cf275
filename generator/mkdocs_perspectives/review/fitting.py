"""Cuts a report to a maximum size so that a large part does not crowd out the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_perspectives.common.locales import Words

__all__ = ["Part", "fit"]

_NOTE = 600
"""Bytes reserved for the note on what was cut."""


@dataclass(frozen=True)
class Part:
    """One scenario of a report: its summary in one line, and its details if any, heading first."""

    summary: str
    lines: tuple[str, ...]

    @property
    def size(self) -> int:
        """The size of the details in bytes."""
        return sum(_size(line) for line in self.lines)


def fit(head: str, parts: Sequence[Part], largest: int, words: Words) -> str:
    """A report of at most ``largest`` bytes: all summaries, then the details, the shortest first.

    If it does not all fit, each part gets an equal share of the room, and what it does not need
    goes to the parts after it.

    Args:
        head: the start of the report, far shorter than ``largest``.
        parts: one or more.
        words: used to say what was cut.
    """
    room = largest - _size(head) - _NOTE
    summaries, cut_summaries = _cut([part.summary for part in parts], room // 2)
    room -= sum(map(_size, summaries))
    blocks, cut_parts = [], 0
    ordered = sorted(parts, key=lambda part: part.size)
    for number, part in enumerate(ordered):
        # An empty line comes before each.
        share = room // (len(ordered) - number) - 1
        lines, left = _cut(part.lines, share)
        if len(lines) < min(2, len(part.lines)):
            lines, left = [], len(part.lines)
        elif left:
            lines.append(f"- {words('review_more_lines', n=left)}")
        cut_parts += bool(left)
        if lines:
            blocks.append("\n".join(lines))
            room -= _size(blocks[-1]) + 1
    note = []
    if cut_summaries or cut_parts:
        note.append(f"**{words('review_cut')}**")
    if cut_summaries:
        note[-1] += f" {words('review_scenarios_cut', n=cut_summaries)}"
    if cut_parts:
        note[-1] += f" {words('review_details_cut', n=cut_parts)}"
    return "\n\n".join([head, "\n".join(summaries), *blocks, *note]) + "\n"


def _size(text: str) -> int:
    """The size of a line in bytes, with its line break."""
    return len(text.encode()) + 1


def _cut(lines: Sequence[str], room: int) -> tuple[list[str], int]:
    """The first lines that fit into ``room`` bytes, and how many are left."""
    fitting: list[str] = []
    reserve = 40
    for number, line in enumerate(lines):
        room -= _size(line)
        if room < (reserve if number + 1 < len(lines) else 0):
            return fitting, len(lines) - number
        fitting.append(line)
    return fitting, 0
