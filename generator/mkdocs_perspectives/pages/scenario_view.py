"""What a scenario's pages show: its answers and their comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from mkdocs_perspectives.answers import SAMPLE_MODEL, Answer, Entry, Friction, Record
from mkdocs_perspectives.compare import (
    BORROWED,
    Bands,
    CommonGround,
    Comparison,
    Effect,
    ObservedNumbers,
    Pair,
    StanceNumbers,
    compare,
    effect_of_change,
    observed_numbers,
)
from mkdocs_perspectives.pages.picture import Axis, axis_of
from mkdocs_perspectives.pages.variant_line import VariantLine
from mkdocs_perspectives.pages.voices_view import VoicesView, ranges_of
from mkdocs_perspectives.scenario import Issue, Observed, Persona, Scenario

__all__ = ["ScenarioView", "Side"]

FULL_CONFLICTS = 20
"""How many conflicts a page shows in full; the rest are in a table."""


@dataclass(frozen=True)
class Side:
    """One role's side of a conflict: its friction with the other, if it expects one."""

    persona: Persona
    other: Persona
    friction: Friction | None


@dataclass(frozen=True)
class ScenarioView:
    """A scenario with one entry per persona, in the scenario's order.

    ``voices`` are the entries of other voices that are recorded, by voice and persona.
    ``observed`` is what people answered, where somebody asked them; ``bands`` say how far off the
    numbers may be. A variant has the view of its ``parent``, and a parent what is shown of its
    ``variants``, those that moved most first.
    """

    scenario: Scenario
    entries: tuple[Entry, ...]
    observed: Observed | None = None
    bands: Bands = BORROWED
    parent: ScenarioView | None = None
    variants: tuple[VariantLine, ...] = ()
    voices: tuple[Entry, ...] = ()

    @cached_property
    def records(self) -> dict[str, Record]:
        """The records whose answers fit the scenario, by persona id."""
        return {
            entry.persona.id: entry.record
            for entry in self.entries
            if entry.record is not None and entry.record.answer is not None
        }

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return {p: r.answer for p, r in self.records.items() if r.answer is not None}

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.scenario, self.answers)

    @cached_property
    def other_voices(self) -> VoicesView:
        """What other voices say beside the lead."""
        return VoicesView(self.scenario, self.answers, self.comparison, self.voices)

    @cached_property
    def people(self) -> ObservedNumbers | None:
        """The numbers of what people answered."""
        if self.observed is None:
            return None
        return observed_numbers(self.scenario, self.observed, self.comparison)

    @cached_property
    def effect(self) -> Effect | None:
        """What the change of a variant moved; None where this is no variant."""
        if self.parent is None:
            return None
        ranges = ranges_of(self.parent.other_voices, self.other_voices)
        return effect_of_change(self.parent.entries, self.entries, ranges)

    @cached_property
    def before_change(self) -> dict[tuple[str, str], StanceNumbers]:
        """Where the stances that a variant's change moved were, by (persona, issue)."""
        moves = self.effect.moves if self.effect else ()
        return {(move.persona, move.issue): move.old for move in moves}

    @cached_property
    def models(self) -> list[str]:
        """The models that answered, sorted."""
        return sorted({record.model for record in self.records.values()})

    @property
    def sample(self) -> bool:
        """Whether some of the answers were written by hand as an illustration."""
        return SAMPLE_MODEL in self.models

    @cached_property
    def dates(self) -> list[str]:
        return sorted({record.asked_on for record in self.records.values()})

    @property
    def answered(self) -> list[Persona]:
        return [p for p in self.scenario.personas if p.id in self.answers]

    @property
    def unanswered(self) -> list[Persona]:
        return [p for p in self.scenario.personas if p.id not in self.answers]

    @property
    def asking(self) -> list[Persona]:
        """The roles that would have to know what the scenario does not say."""
        return [p for p in self.answered if self.answers[p.id].open_questions]

    @property
    def stale(self) -> list[Entry]:
        """Entries whose answer is shown although the question has changed since."""
        return [e for e in self.entries if e.persona.id in self.answers and e.state != "current"]

    @property
    def numbered(self) -> list[tuple[int, Persona]]:
        """The answered roles, each with its number."""
        return [(self.number(persona.id), persona) for persona in self.answered]

    def number(self, persona_id: str) -> int:
        """A role's number in the scenario's order, from 1, by which pictures name it."""
        return self._numbers[persona_id]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {persona.id: number for number, persona in enumerate(self.scenario.personas, 1)}

    @cached_property
    def strongest_on(self) -> dict[str, Pair]:
        """The strongest conflict on each issue that has one, by issue id, the strongest first."""
        found: dict[str, Pair] = {}
        for conflict in self.comparison.conflicts:
            found.setdefault(conflict.issue, conflict)
        return found

    @cached_property
    def conflicts_on(self) -> Counter[str]:
        """How many conflicts each issue has, by issue id."""
        return Counter(conflict.issue for conflict in self.comparison.conflicts)

    @property
    def issues_by_conflict(self) -> list[Issue]:
        """The issues with the strongest conflicts first, and common ground without any last."""
        place = {issue: place for place, issue in enumerate(self.strongest_on)}
        agreed = {ground.issue for ground in self.comparison.common_ground}
        return sorted(
            self.scenario.issues,
            key=lambda issue: (place.get(issue.id, len(place)), issue.id in agreed),
        )

    def axis(self, issue: Issue) -> Axis:
        """Where the answered roles stand on an issue; at least one is answered."""
        stances = self.comparison.stances
        asked = self.people.stances if self.people else {}
        people = ((n, p, asked.get((p.id, issue.id))) for n, p in self.numbered)
        return axis_of(
            ((n, p, stances[p.id, issue.id]) for n, p in self.numbered),
            ((n, p, observed) for n, p, observed in people if observed and observed.shares),
        )

    def kinds(self, issues: Sequence[Issue]) -> set[str]:
        """The kinds of dots on the axes of these issues."""
        return {dot.kind for issue in issues for dot in self.axis(issue).dots}

    @property
    def squares(self) -> bool:
        """Whether an axis may show what people answered: their shares are known."""
        return bool(self.people and any(s.shares for s in self.people.stances.values()))

    @property
    def most_divided(self) -> StanceNumbers | None:
        """The stance whose people are most often on opposite sides; None where none ever are."""
        stances = self.comparison.stances.values()
        found = max(stances, key=lambda stance: stance.split, default=None)
        return found if found and found.split else None

    def agreed(self, issue_id: str) -> CommonGround | None:
        """The common ground on an issue, if it is one."""
        return next((g for g in self.comparison.common_ground if g.issue == issue_id), None)

    @property
    def full_conflicts(self) -> Sequence[Pair]:
        return self.comparison.conflicts[:FULL_CONFLICTS]

    @property
    def other_conflicts(self) -> Sequence[Pair]:
        return self.comparison.conflicts[FULL_CONFLICTS:]

    def on_map(self, most: int) -> list[Persona]:
        """The roles that the map of conflicts shows.

        Of more than ``most``, those with the strongest conflicts.
        """
        if len(self.answered) <= most:
            return self.answered
        found: dict[str, None] = {}
        for pair in self.comparison.conflicts:
            found |= dict.fromkeys((pair.a, pair.b))
            if len(found) >= most:
                break
        chosen = [*found, *(p.id for p in self.answered if p.id not in found)][:most]
        return [persona for persona in self.answered if persona.id in chosen]

    @cached_property
    def _full(self) -> set[Pair]:
        return set(self.full_conflicts)

    def in_full(self, pair: Pair) -> bool:
        """Whether a conflict has a section of its own on the conflicts page."""
        return pair in self._full

    @cached_property
    def pairs(self) -> dict[tuple[str, frozenset[str]], Pair]:
        return {(p.issue, frozenset((p.a, p.b))): p for p in self.comparison.pairs}

    def pair(self, issue_id: str, a: str, b: str) -> Pair:
        """The numbers of two personas on an issue, in either order."""
        return self.pairs[issue_id, frozenset((a, b))]

    @cached_property
    def _strongest(self) -> dict[frozenset[str], Pair]:
        strongest: dict[frozenset[str], Pair] = {}
        for conflict in self.comparison.conflicts:
            strongest.setdefault(frozenset((conflict.a, conflict.b)), conflict)
        return strongest

    @property
    def strongest_of_pairs(self) -> Iterable[Pair]:
        """The strongest conflict of each two roles that have any, the strongest first."""
        return self._strongest.values()

    def strongest(self, a: str, b: str) -> Pair | None:
        """The strongest conflict of two personas, or None if they have none."""
        return self._strongest.get(frozenset((a, b)))

    @cached_property
    def _between(self) -> Counter[frozenset[str]]:
        return Counter(frozenset((c.a, c.b)) for c in self.comparison.conflicts)

    def between(self, a: str, b: str) -> int:
        """How many conflicts two personas have."""
        return self._between[frozenset((a, b))]

    def sides(self, pair: Pair) -> tuple[Side, Side]:
        """Both sides of a conflict."""
        return self._side(pair.a, pair.b, pair.issue), self._side(pair.b, pair.a, pair.issue)

    def _side(self, persona_id: str, other_id: str, issue_id: str) -> Side:
        friction = next(
            (
                f
                for f in self.answers[persona_id].frictions
                if f.with_ == other_id and f.issue == issue_id
            ),
            None,
        )
        return Side(self.scenario.persona(persona_id), self.scenario.persona(other_id), friction)

    def asked_about_each_other(self, pair: Pair) -> bool:
        """Whether each role of a pair was asked about the other."""
        return self._asked_about(pair.a, pair.b) and self._asked_about(pair.b, pair.a)

    def _asked_about(self, persona_id: str, other_id: str) -> bool:
        asked = self.records[persona_id].question["counterparts"]
        if isinstance(asked, str):
            counterparts = self.scenario.counterparts(persona_id)
            return any(other.id == other_id for other in counterparts)
        return other_id in asked

    @property
    def not_asked_about(self) -> list[Pair]:
        """The conflicts shown in full whose roles were not asked about each other."""
        return [pair for pair in self.full_conflicts if not self.asked_about_each_other(pair)]

    def conflicts_of(self, persona_id: str) -> list[Pair]:
        """The conflicts of one persona, the strongest first."""
        return [c for c in self.comparison.conflicts if persona_id in (c.a, c.b)]
