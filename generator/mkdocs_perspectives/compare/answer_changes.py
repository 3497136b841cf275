"""Which answers changed between two states of a scenario, and how far their stances moved.

A stance's *shift* is how far its hundred people moved along the scale, in scale points: the
area between the two cumulative distributions (the Wasserstein distance of order 1; Vallender
1974). It equals the change of the mean if all move the same way, and is larger if they move
apart, so that a role that splits is noticed even if its mean stays the same. 0 to 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mkdocs_perspectives.answers import Answer, Entry, Record
from mkdocs_perspectives.common import LEAD
from mkdocs_perspectives.compare.comparison import Comparison, StanceNumbers, compare

__all__ = [
    "AnswerChanges",
    "Move",
    "answer_changes",
    "answers_of",
    "apart",
    "numbers_of",
    "records_of",
    "shift",
]


@dataclass(frozen=True)
class Move:
    """One persona's stance on one issue, before and after."""

    persona: str
    issue: str
    old: StanceNumbers
    new: StanceNumbers


@dataclass(frozen=True)
class AnswerChanges:
    """The changes in the answers of one voice.

    Personas are ids: ``answered`` for the first time, ``asked_again``, ``accepted`` although the
    question changed, ``edited`` by hand, or ``gone``. ``small`` counts the stances that moved by
    less than the threshold.
    """

    answered: tuple[str, ...] = ()
    asked_again: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    small: int = 0
    voice: str = LEAD

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        personas = (*self.answered, *self.asked_again, *self.accepted, *self.edited, *self.gone)
        return not (personas or self.moves or self.small)


def shift(old: StanceNumbers, new: StanceNumbers) -> float:
    """How far a stance moved, as defined in the module docstring; 0 to 4.

    From (1, 0, 0, 0, 0) to (0, 0, 0, 0, 1) it is 4; from (0, 0, 1, 0, 0) to (0.5, 0, 0, 0, 0.5),
    whose means are the same, 0.5 + 0.5 + 0.5 + 0.5 = 2.
    """
    return apart(old.shares, new.shares)


def apart(p: Sequence[float], q: Sequence[float]) -> float:
    """The distance of two distributions in scale points, defined like a shift; 0 to 4.

    (0.2, 0.2, 0.2, 0.2, 0.2) and (0, 0.2, 0.2, 0.2, 0.4) are 0.2 + 0.2 + 0.2 + 0.2 = 0.8 apart.
    """
    return sum(abs(a - b) for a, b in zip(accumulate(p), accumulate(q), strict=True))


def answer_changes(
    before: Mapping[str, Entry], after: Mapping[str, Entry], min_change: float, voice: str = LEAD
) -> AnswerChanges:
    """The changes in the answers of a voice.

    Args:
        before, after: its entries by persona id, in the scenario's order.
        min_change: stances that moved by less, in scale points, are counted but not listed.
    """
    old, new = records_of(before), records_of(after)
    old_numbers, new_numbers = numbers_of(before), numbers_of(after)
    both = [persona for persona in new if persona in old]
    moves = [
        Move(persona, issue, old_numbers.stances[persona, issue], stance)
        for (persona, issue), stance in new_numbers.stances.items()
        if (persona, issue) in old_numbers.stances
    ]
    moves = [move for move in moves if move.old.shares != move.new.shares]
    # Rounded, because shares are not exact binary fractions: 0.25 must count as 0.25.
    large = [move for move in moves if round(shift(move.old, move.new), 9) >= min_change]
    return AnswerChanges(
        answered=tuple(p for p in new if p not in old),
        asked_again=tuple(p for p in both if _asked_again(old[p], new[p])),
        accepted=tuple(p for p in both if _accepted(old[p], new[p])),
        edited=tuple(p for p in both if _edited(old[p], new[p])),
        gone=tuple(p for p in old if p not in new),
        moves=tuple(large),
        small=len(moves) - len(large),
        voice=voice,
    )


def records_of(entries: Mapping[str, Entry]) -> dict[str, Record]:
    """The records whose answers fit, by persona id, in the scenario's order."""
    return {
        persona: entry.record
        for persona, entry in entries.items()
        if entry.record is not None and entry.record.answer is not None
    }


def answers_of(entries: Mapping[str, Entry]) -> dict[str, Answer]:
    """The answers of these records, mirrored where necessary to fit the lead's question."""
    records = records_of(entries).items()
    return {p: record.mirrored for p, record in records if record.mirrored is not None}


def numbers_of(entries: Mapping[str, Entry]) -> Comparison:
    """The comparison of the answers of one scenario's entries; empty without entries."""
    if not entries:
        return Comparison({}, (), (), ())
    return compare(next(iter(entries.values())).scenario, answers_of(entries))


def _asked_again(old: Record, new: Record) -> bool:
    """Whether the model, or the author of a sample, gave a new answer."""
    return old.answer_sha256 != new.answer_sha256 or (old.model, old.asked_on, old.usage) != (
        new.model,
        new.asked_on,
        new.usage,
    )


def _accepted(old: Record, new: Record) -> bool:
    return not _asked_again(old, new) and old.question != new.question


def _edited(old: Record, new: Record) -> bool:
    return not _asked_again(old, new) and old.answer_json != new.answer_json
