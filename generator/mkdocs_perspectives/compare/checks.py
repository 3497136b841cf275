"""Checks the lead's stances against other voices: whether they agree, and how far they are apart.

The lead's shares remain the stance; these are checks of it. ``p`` is a distribution as in
``measures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from mkdocs_perspectives.common import REVERSED
from mkdocs_perspectives.compare.answer_changes import apart
from mkdocs_perspectives.compare.measures import against, favour

__all__ = ["Check", "check_of", "side_of"]

Shares = Sequence[float]

Side = Literal["for", "against", "neither"]


@dataclass(frozen=True, slots=True)
class Check:
    """One stance of the lead compared with those of other voices, of which there is at least one.

    Attributes:
        shares: of each other voice, by its id.
        mean: the mean of all voices, including the lead and ``REVERSED``, with equal weights.
        favour: the smallest and the largest share ``for`` of all voices, including the lead.
        range: the largest distance between two of the voices, in scale points.
        disagreeing: the other models whose majority is on the opposite side.
        depends_on_wording: whether the majority of ``REVERSED`` is; None if it was not asked.
    """

    shares: dict[str, tuple[float, ...]]
    mean: tuple[float, ...]
    favour: tuple[float, float]
    range: float
    disagreeing: tuple[str, ...]
    depends_on_wording: bool | None

    @property
    def models_disagree(self) -> bool:
        """Whether another model has its majority on the opposite side."""
        return bool(self.disagreeing)


def side_of(p: Shares) -> Side:
    """Where the majority of a role is: the larger of for and against; neither if they are equal.

    (0.1, 0.2, 0.3, 0.4, 0) has 0.3 against and 0.4 for: for. (0.1, 0.2, 0.4, 0.3, 0) is neither;
    rounded to nine digits, because 0.1 + 0.2 is not an exact binary fraction.
    """
    more = round(favour(p) - against(p), 9)
    return "for" if more > 0 else "against" if more < 0 else "neither"


def check_of(lead: Shares, others: Mapping[str, Shares]) -> Check:
    """Check the shares of the lead against those of ``others``, one or more voices by id.

    A lead of (0, 0.2, 0.2, 0.6, 0), a voice of (0, 0.5, 0.1, 0.4, 0) and a reversed one of
    (0.1, 0.2, 0.3, 0.4, 0) have the mean (1/30, 0.3, 0.2, 14/30, 0) and 0.4 to 0.6 for; the voice
    disagrees, with 0.5 against 0.4, and the stance does not depend on the wording.
    """
    everyone = [lead, *others.values()]
    side = side_of(lead)
    opposite = {"for": "against", "against": "for"}.get(side)
    opposed_ones = [voice for voice, p in others.items() if side_of(p) == opposite]
    in_favour = [favour(p) for p in everyone]
    return Check(
        shares={voice: tuple(p) for voice, p in others.items()},
        mean=tuple(sum(point) / len(everyone) for point in zip(*everyone, strict=True)),
        favour=(min(in_favour), max(in_favour)),
        range=max(apart(p, q) for p, q in combinations(everyone, 2)),
        disagreeing=tuple(voice for voice in opposed_ones if voice != REVERSED),
        depends_on_wording=REVERSED in opposed_ones if REVERSED in others else None,
    )
