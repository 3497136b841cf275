"""What the calibration page needs of one scenario in which people were asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mkdocs_perspectives.answers import SAMPLE_MODEL, Answer, Record
from mkdocs_perspectives.compare import LEAD, MEAN, Point, Voice
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.scenario import Observed, ObservedCell

__all__ = ["ObservedSummary", "lead_of", "observed_summary", "points_of"]


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
        points=tuple(points_of(view, observed)),
    )


def points_of(view: ScenarioView, observed: Observed) -> Sequence[Point]:
    """The answers that can be held against people's, in the scenario's order.

    An answer to an earlier version of the question, or one that was edited by hand, says nothing of
    the model.
    """
    points: list[Point] = []
    together: dict[str, list[tuple[Record, Answer]]] = {}
    for entry in (*view.entries, *view.voices):
        record = entry.record
        if record is None or record.mirrored is None or not record.current or record.edited:
            continue
        voice = Voice(entry.voice or LEAD, record.model, record.prompt)
        points += _of(view, observed, voice, entry.persona.id, [record.mirrored])
        if record.model != SAMPLE_MODEL:
            together.setdefault(entry.persona.id, []).append((record, record.mirrored))
    for persona, answered in together.items():
        if len(answered) > 1:
            models = ", ".join(sorted({record.model for record, _ in answered}))
            prompts = ", ".join(sorted({record.prompt for record, _ in answered}))
            answers = [answer for _, answer in answered]
            points += _of(view, observed, Voice(MEAN, models, prompts), persona, answers)
    return points


def _of(
    view: ScenarioView, observed: Observed, voice: Voice, persona: str, answers: Sequence[Answer]
) -> Iterator[Point]:
    """The mean of answers for a role, each weighing 1, on every issue that people were asked about.

    Several are those of all voices.
    """
    for issue in view.scenario.issues:
        if cell := observed.cells.get((persona, issue.id)):
            counts = [answer.stances[issue.id].shares.counts() for answer in answers]
            shares = tuple(sum(of) / 100 / len(answers) for of in zip(*counts, strict=True))
            yield Point(voice, view.scenario.id, issue.id, persona, shares, cell)


def lead_of(view: ScenarioView) -> Voice | None:
    """Whose answers a scenario's pages show; None where there are none, or those of several."""
    found = {Voice(LEAD, record.model, record.prompt) for record in view.records.values()}
    return found.pop() if len(found) == 1 else None
