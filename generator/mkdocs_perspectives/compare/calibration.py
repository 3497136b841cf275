"""How far each model was from people's answers, over all scenarios with observed answers.

In every average each issue has the weight 1, however many roles or pairs it has, since the errors
of answers to one issue are correlated. An error is an absolute difference.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

from mkdocs_perspectives.answers import SAMPLE_MODEL
from mkdocs_perspectives.common import REVERSED
from mkdocs_perspectives.compare.bands import BORROWED, Bands
from mkdocs_perspectives.compare.distance import as_five, tv, tv_by_chance
from mkdocs_perspectives.compare.jackknife import margin
from mkdocs_perspectives.compare.measures import excess, favour, opposed, tier
from mkdocs_perspectives.compare.worth import Worth, worth
from mkdocs_perspectives.scenario import ObservedCell

__all__ = [
    "ENOUGH",
    "KNOWS_NOTHING",
    "LEAD",
    "MEAN",
    "Flags",
    "Measured",
    "Point",
    "Voice",
    "bands_for",
    "calibrate",
    "quantile",
]

ENOUGH = 10
"""From this many issues on, a model's errors are used to predict its future errors."""

QUANTILE = 0.8
"""Bands contain this part of the errors: four in five."""

LEAD = "lead"
MEAN = "mean"
"""The names of the lead's voice, and of the mean of all voices, in files."""

KNOWS_NOTHING = "knows_nothing"
_NOTHING = (0.2, 0.2, 0.2, 0.2, 0.2)

_PLACES = {LEAD: 0, REVERSED: 2, MEAN: 3}
"""The order of voices; those of a panel have 1."""

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """Whose answers are measured: the voice, its model and its version of the prompt."""

    voice: str
    model: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Point:
    """One role on one issue: the simulated shares (five), and people's answers."""

    voice: Voice
    scenario: str
    issue: str
    persona: str
    shares: tuple[float, ...]
    people: ObservedCell

    @property
    def favour(self) -> float:
        """The simulated share of people in favour."""
        return favour(self.shares)


@dataclass(frozen=True, slots=True)
class Flags:
    """Counts of pairs: simulated conflicts that are real (``right``) or not (``wrong``), and real
    conflicts that were not simulated (``missed``)."""

    right: int
    wrong: int
    missed: int


@dataclass(frozen=True)
class Measured:
    """How far a voice was from people.

    ``issues`` is the number of issues with observed answers. ``tv`` and ``tv_by_chance`` are over
    the stances for which people's shares are known, ``for_error`` over all; ``opposed_error``,
    ``flags`` and ``direction_right`` (right flags whose direction is right as well) over the pairs
    of roles. Values that cannot be measured are None. ``worth`` is given from ``ENOUGH`` issues on,
    and only for a voice that ``knows_more`` than a guess that knows nothing; ``bands`` are given
    from ``ENOUGH`` issues on, and not for samples. For that guess itself all three are None.
    """

    voice: Voice
    issues: int
    tv: float | None
    tv_by_chance: float | None
    for_error: float | None
    opposed_error: float | None
    flags: Flags
    direction_right: int
    knows_more: bool | None
    worth: Worth | None
    bands: Bands | None


def calibrate(points: Iterable[Point]) -> list[Measured]:
    """The measurements of every voice, each followed by those of a guess that knows nothing.

    The lead comes first, then the others by their ids, then ``REVERSED`` and the mean of all.
    """
    measured = []
    by_voice = _grouped(points, lambda point: point.voice)
    for voice in sorted(by_voice, key=lambda v: (_PLACES.get(v.voice, 1), v)):
        theirs = by_voice[voice]
        nothing = replace(voice, voice=KNOWS_NOTHING)
        measured += [
            _measured(voice, theirs),
            _measured(nothing, [replace(p, voice=nothing, shares=_NOTHING) for p in theirs]),
        ]
    return measured


def bands_for(measured: Iterable[Measured], lead: Voice | None) -> Bands:
    """The error bands of ``lead``: as measured, or else borrowed."""
    return next((m.bands for m in measured if m.voice == lead and m.bands), BORROWED)


def quantile(issues: Sequence[Sequence[float]], part: float) -> float:
    """The smallest error at or below which ``part`` of the weight lies; each issue weighs 1.

    One issue with the errors 0.1 and 0.4 and one with 0.2: the weights are 1/2, 1/2 and 1, so that
    0.1 holds 1/4 of the weight, 0.2 holds 3/4, and 4/5 of it is reached at 0.4 only.
    """
    weighted = sorted((error, 1 / len(errors)) for errors in issues for error in errors)
    reached = 0.0
    for error, weight in weighted:
        reached += weight
        # Rounded, because thirds are not exact binary fractions.
        if round(reached - part * len(issues), 9) >= 0:
            return error
    raise ValueError("there are no errors")


def _measured(voice: Voice, points: Sequence[Point]) -> Measured:
    issues = list(_grouped(points, lambda p: (p.scenario, p.issue)).values())
    shared = [[p for p in issue if p.people.shares] for issue in issues]
    shared = [issue for issue in shared if issue]
    pairs = [list(combinations(issue, 2)) for issue in shared if len(issue) > 1]
    for_errors = [[abs(p.favour - p.people.favour) for p in issue] for issue in issues]
    opposed_errors = [[_opposed_error(*pair) for pair in issue] for issue in pairs]
    flat = [pair for issue in pairs for pair in issue]
    right = [pair for pair in flat if _conflict(*pair) and _conflict(*map(_people, pair))]
    simulated = sum(_conflict(*pair) for pair in flat)
    real = sum(_conflict(*map(_people, pair)) for pair in flat)
    nothing = voice.voice == KNOWS_NOTHING
    knows_more = None if nothing or len(shared) < ENOUGH else _knows_more(shared)
    enough = len(issues) >= ENOUGH and len(pairs) >= ENOUGH
    calibrates = enough and not nothing and voice.model != SAMPLE_MODEL
    return Measured(
        voice=voice,
        issues=len(issues),
        tv=_mean_of(shared, _tv),
        tv_by_chance=_mean_of(shared, lambda p: tv_by_chance(_shares(p), p.people.n)),
        for_error=_mean(for_errors),
        opposed_error=_mean(opposed_errors),
        flags=Flags(len(right), simulated - len(right), real - len(right)),
        direction_right=sum(_same_direction(*pair) for pair in right),
        knows_more=knows_more,
        worth=worth([[_cell(p) for p in issue] for issue in shared]) if knows_more else None,
        bands=Bands(
            opposed=quantile(opposed_errors, QUANTILE),
            favour=quantile(for_errors, QUANTILE),
            source="calibration",
        )
        if calibrates
        else None,
    )


def _knows_more(issues: Sequence[Sequence[Point]]) -> bool:
    """Whether the distance to people is significantly smaller than that of a blind guess.

    The mean difference over issues must be larger than its margin of error.
    """
    nearer = [
        sum(tv(_NOTHING, _shares(p)) - _tv(p) for p in issue) / len(issue) for issue in issues
    ]
    return _of(nearer) > margin(nearer, _of)


def _of(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _mean(issues: Sequence[Sequence[float]]) -> float | None:
    """The mean over issues of the mean of each; None without any."""
    return _of([_of(errors) for errors in issues]) if issues else None


def _mean_of(issues: Sequence[Sequence[Point]], value: Callable[[Point], float]) -> float | None:
    return _mean([[value(point) for point in issue] for issue in issues])


def _shares(point: Point) -> tuple[float, ...]:
    """People's shares, which are known for every point that this is called with."""
    return point.people.shares or ()


def _tv(point: Point) -> float:
    return tv(point.shares, _shares(point))


def _cell(point: Point) -> tuple[Sequence[float], Sequence[float], float]:
    return point.shares, _shares(point), point.people.n


def _people(point: Point) -> Point:
    """The point with people's shares instead of the simulated ones."""
    return replace(point, shares=as_five(_shares(point)))


def _opposed_error(a: Point, b: Point) -> float:
    real = opposed(_people(a).shares, _people(b).shares)
    return abs(opposed(a.shares, b.shares) - real)


def _conflict(a: Point, b: Point) -> bool:
    return tier(excess(a.shares, b.shares)) != "none"


def _same_direction(a: Point, b: Point) -> bool:
    """Whether the same of two roles is more in favour in the simulation and in reality."""
    return (a.favour - b.favour) * (a.people.favour - b.people.favour) > 0


def _grouped(points: Iterable[Point], key: Callable[[Point], K]) -> dict[K, list[Point]]:
    found: dict[K, list[Point]] = {}
    for point in points:
        found.setdefault(key(point), []).append(point)
    return found
