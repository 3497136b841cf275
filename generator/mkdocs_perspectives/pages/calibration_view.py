"""What the calibration page shows: each voice beside the guess that knows nothing, and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_perspectives.answers import SAMPLE_MODEL
from mkdocs_perspectives.common import Language
from mkdocs_perspectives.compare import ENOUGH, Measured, Point
from mkdocs_perspectives.pages.picture import hundred
from mkdocs_perspectives.pages.scenario_summary import ScenarioSummary

__all__ = ["ScatterDot", "VoiceView", "voice_views"]

DOTS = 400
"""So many dots a picture has at most; more cover one another."""


@dataclass(frozen=True)
class ScatterDot:
    """A role on an issue: of 100 people, so many are for, in truth and as simulated.

    ``language`` is that of the names.
    """

    scenario: str
    language: Language
    persona: str
    name: str
    issue: str
    title: str
    people: int
    simulated: int


@dataclass(frozen=True)
class VoiceView:
    """A voice on the calibration page; ``number`` tells them apart, ``dots`` is their full number.

    ``shown`` are the dots that are drawn, in the order of the scenarios.
    """

    number: int
    measured: Measured
    nothing: Measured
    shown: tuple[ScatterDot, ...]
    dots: int

    @property
    def sample(self) -> bool:
        return self.measured.voice.model == SAMPLE_MODEL

    @property
    def enough(self) -> bool:
        """Whether people were asked on enough issues to say more than the table."""
        return self.measured.issues >= ENOUGH


def voice_views(
    measured: Sequence[Measured], summaries: Sequence[ScenarioSummary]
) -> Iterator[VoiceView]:
    """The voices in their order."""
    points = [(s, point) for s in summaries if s.observed for point in s.observed.points]
    pairs = zip(measured[::2], measured[1::2], strict=True)
    for number, (own, nothing) in enumerate(pairs, 1):
        theirs = [(s, point) for s, point in points if point.voice == own.voice]
        dots = tuple(_dots(theirs[:DOTS]))
        yield VoiceView(number, own, nothing, dots, len(theirs))


def _dots(points: Iterable[tuple[ScenarioSummary, Point]]) -> Iterator[ScatterDot]:
    for summary, point in points:
        if summary.observed is not None:
            yield ScatterDot(
                scenario=point.scenario,
                language=summary.language,
                persona=point.persona,
                name=summary.observed.personas[point.persona],
                issue=point.issue,
                title=summary.observed.issues[point.issue],
                people=hundred(point.people.favour),
                simulated=hundred(point.favour),
            )
