"""Where things lie in the pictures: dots on an axis, squares of a hundred, sizes of conflicts.

Places are percentages of the picture's width, *against* at the left in every language, so that
texts keep their size however narrow the page is. The style sheet draws what is placed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from markupsafe import Markup

from mkdocs_perspectives.compare import ObservedStance, Pair, StanceNumbers
from mkdocs_perspectives.scenario import Persona

__all__ = ["Axis", "Dot", "axis_of", "hundred", "shade", "size", "squares"]

MAJORITY = 60
"""From so many of 100 on one side, a role is drawn as clearly on that side; as in common ground."""

HALF = 50
"""From so many of 100, a role is drawn as mostly neutral."""

EVEN = 10
"""If for and against differ by less of 100, a role is drawn on neither side."""

APART = 7.5
"""Percent of the axis between the middles of dots beside each other; nearer ones are piled up."""

_SHADES = (-60, -30, -EVEN, EVEN, 30, 60)
"""Of for minus against: where one of seven colours ends and the next begins."""

_SIZES = (0.12, 0.2, 0.3)
"""Of excess: where one of four sizes of a conflict ends and the next begins."""


def hundred(fraction: float) -> int:
    """A fraction of 1 as a whole number of 100, halves up."""
    return int(fraction * 100 + 0.5 + 1e-9)


@dataclass(frozen=True)
class Dot:
    """A role on an axis: ``x`` percent from the left, on the ``level`` of a pile, 0 at the bottom.

    ``favour``, ``against`` and ``neutral`` are of 100; ``number`` is the role's in the scenario.
    """

    number: int
    persona: Persona
    favour: int
    neutral: int
    against: int
    x: float
    level: int

    @property
    def kind(self) -> Literal["clear", "divided", "neutral"]:
        if self.neutral >= HALF:
            return "neutral"
        return "clear" if max(self.favour, self.against) >= MAJORITY else "divided"

    @property
    def side(self) -> Literal["against", "even", "for"]:
        if abs(self.favour - self.against) < EVEN:
            return "even"
        return "for" if self.favour > self.against else "against"


@dataclass(frozen=True)
class Axis:
    """The roles on one issue, in the scenario's order, and how many levels their piles take.

    ``dots`` are on a line, and ``observed``, what people answered, hang below it; ``below`` is the
    number of levels that these take.
    """

    dots: tuple[Dot, ...]
    observed: tuple[Dot, ...] = ()

    @property
    def levels(self) -> int:
        return 1 + max(dot.level for dot in self.dots)

    @property
    def below(self) -> int:
        return 1 + max((dot.level for dot in self.observed), default=-1)


def axis_of(
    roles: Iterable[tuple[int, Persona, StanceNumbers]],
    observed: Iterable[tuple[int, Persona, ObservedStance]] = (),
) -> Axis:
    """Each role at for minus against: 0 where all are against, 100 where all are for.

    Roles that would cover one another are piled up: from the left, each as low as it fits, and what
    people answered as high as it fits. At least one role; of people, the shares must be known.
    """
    below = _piled(observed)
    lowest = max((dot.level for dot in below), default=-1)
    hanging = tuple(replace(dot, level=lowest - dot.level) for dot in below)
    standing = (replace(dot, level=lowest + 1 + dot.level) for dot in _piled(roles))
    return Axis(tuple(standing), hanging)


def _piled(
    roles: Iterable[tuple[int, Persona, StanceNumbers]]
    | Iterable[tuple[int, Persona, ObservedStance]],
) -> tuple[Dot, ...]:
    """The roles as dots on levels from 0 on."""
    placed = [(number, persona, stance, _place(stance)) for number, persona, stance in roles]
    last: list[float] = []
    levels = {}
    for number, _, _, x in sorted(placed, key=lambda row: row[3]):
        free = (level for level, end in enumerate(last) if x - end >= APART)
        levels[number] = next(free, len(last))
        last[levels[number] :] = [x, *last[levels[number] + 1 :]]
    return tuple(
        Dot(
            number=number,
            persona=persona,
            favour=hundred(stance.favour),
            neutral=hundred(stance.shares[2]),
            against=hundred(stance.against or 0),
            x=x,
            level=levels[number],
        )
        for number, persona, stance, x in placed
    )


def _place(stance: StanceNumbers | ObservedStance) -> float:
    return (100 + hundred(stance.favour) - hundred(stance.against or 0)) / 2


def shade(stance: StanceNumbers) -> int:
    """Which of seven colours a stance has by for minus against: 1 is against, 4 even, 7 for."""
    balance = hundred(stance.favour) - hundred(stance.against)
    edges = (edge if edge > 0 else edge + 1 for edge in _SHADES)
    return 1 + sum(balance >= edge for edge in edges)


def size(pair: Pair) -> int:
    """Which of four sizes a conflict has, from 1 (slight) to 4."""
    return 1 + sum(round(pair.excess, 9) >= edge for edge in _SIZES)


def squares(opposed: int, inside: int) -> Markup:
    """A hundred squares for the style sheet: ``opposed`` are filled, ``inside`` of them marked.

    They are filled column by column, five in each: the number, and the percent of the width that
    its full columns take.
    """
    marked = min(opposed, inside)
    parts = f"--n:{opposed};--f:{opposed // 5 * 5};--m:{marked};--g:{marked // 5 * 5}"
    return Markup(parts)  # noqa: S704 - whole numbers
