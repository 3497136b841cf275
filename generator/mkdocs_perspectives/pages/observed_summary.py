"""What the calibration page needs of one scenario in which people were asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mkdocs_perspectives.compare import LEAD, Point, Voice
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Observed, ObservedCell

__all__ = ["ObservedSummary", "lead_of", "observed_summary"]


@dataclass(frozen=True)
class ObservedSummary:
    """A scenario's answers beside people's, and what both are called.

    ``personas`` and ``issues`` are names by id. ``left_out`` is how many cells had too few people.
    """

    title: str
    personas: dict[str, str]
    issues: dict[str, str]
    source: str
    url: str
    licence: str
    asked: str
    people: str
    changed: str
    left_out: int
    points: tuple[Point, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data from which ``from_json`` restores it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ObservedSummary:
        """KeyError or TypeError if ``data`` does not come from ``to_json``."""
        return cls(**{**data, "points": tuple(map(_point, data["points"]))})


def _point(data: dict[str, Any]) -> Point:
    people = data["people"]
    shares = people["shares"]
    return Point(
        **{
            **data,
            "voice": Voice(**data["voice"]),
            "shares": tuple(data["shares"]),
            "people": ObservedCell(**{**people, "shares": tuple(shares) if shares else None}),
        }
    )


def observed_summary(view: ScenarioView) -> ObservedSummary | None:
    """What people answered in a scenario beside its answers; None where nobody was asked."""
    observed, scenario = view.observed, view.scenario
    if observed is None:
        return None
    return ObservedSummary(
        title=scenario.title,
        personas={persona.id: persona.name for persona in scenario.personas},
        issues={issue.id: issue.title for issue in scenario.issues},
        source=observed.source,
        url=observed.url,
        licence=observed.licence,
        asked=observed.asked,
        people=observed.people,
        changed=observed.changed,
        left_out=len(observed.left_out),
        points=tuple(_points(view, observed)),
    )


def _points(view: ScenarioView, observed: Observed) -> Sequence[Point]:
    """The answers that can be held against people's, in the scenario's order.

    An answer to an earlier version of the question, or one that was edited by hand, says nothing of
    the model.
    """
    points = []
    for entry in view.entries:
        record = entry.record
        if record is None or record.answer is None or not record.current or record.edited:
            continue
        voice = Voice(LEAD, record.model, record.prompt)
        for issue in view.scenario.issues:
            if cell := observed.cells.get((entry.persona.id, issue.id)):
                counts = record.answer.stances[issue.id].shares.counts()
                shares = tuple(count / 100 for count in counts)
                points.append(
                    Point(voice, view.scenario.id, issue.id, entry.persona.id, shares, cell)
                )
    return points


def lead_of(view: ScenarioView) -> Voice | None:
    """Whose answers a scenario's pages show; None where there are none, or those of several."""
    found = {Voice(LEAD, record.model, record.prompt) for record in view.records.values()}
    return found.pop() if len(found) == 1 else None
