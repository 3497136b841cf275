"""What a scenario's pages show of other voices than the lead: as checks beside its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mkdocs_perspectives.answers import Answer, Entry, Record, Stance, in_order
from mkdocs_perspectives.common import REVERSED
from mkdocs_perspectives.compare import Check, Comparison, check_of
from mkdocs_perspectives.scenario import Issue, Persona, Scenario

__all__ = ["Checked", "OtherStance", "VoicesView", "ranges_of"]


@dataclass(frozen=True)
class OtherStance:
    """A role's stance on an issue as another voice has it; its shares are on the statement itself.

    ``negated`` is the statement that it was asked about instead, if it was.
    """

    voice: str
    record: Record
    stance: Stance
    negated: str

    @property
    def turned(self) -> bool:
        """Whether the lead's model was asked the other way round."""
        return self.voice == REVERSED


@dataclass(frozen=True)
class Checked:
    """A stance of the lead that other voices see on the other side."""

    persona: Persona
    issue: Issue
    check: Check


@dataclass(frozen=True)
class VoicesView:
    """The other voices of one scenario, beside the lead's answers by persona id.

    An answer to an earlier version of the question is left out; ``stale`` has these. So is the
    answer for a role that the lead has not answered.
    """

    scenario: Scenario
    answers: Mapping[str, Answer]
    comparison: Comparison
    entries: tuple[Entry, ...]

    @cached_property
    def _current(self) -> dict[str, dict[str, Record]]:
        """The records that count, by persona id and voice, in the order of the voices."""
        found: dict[str, dict[str, Record]] = {}
        for entry in self.entries:
            if entry.state == "current" and entry.record and entry.persona.id in self.answers:
                found.setdefault(entry.persona.id, {})[entry.voice] = entry.record
        return found

    @property
    def names(self) -> list[str]:
        """The ids of the voices that count for at least one role."""
        return in_order({voice for records in self._current.values() for voice in records})

    @property
    def stale(self) -> dict[str, list[Persona]]:
        """For which roles a voice answered an earlier question, by its id."""
        found: dict[str, list[Persona]] = {}
        for entry in self.entries:
            if entry.state == "stale":
                found.setdefault(entry.voice, []).append(entry.persona)
        return found

    def stale_for(self, persona_id: str) -> list[str]:
        """The voices whose answer for a role is to an earlier question."""
        return [voice for voice, of in self.stale.items() if any(p.id == persona_id for p in of)]

    def records(self, persona_id: str) -> dict[str, Record]:
        """What other voices answered for a role, by their ids."""
        return self._current.get(persona_id, {})

    def others(self, persona_id: str, issue: Issue) -> list[OtherStance]:
        """What other voices say of a role on an issue."""
        found = []
        for voice, record in self.records(persona_id).items():
            if record.mirrored is not None:
                negated = issue.reversed if issue.id in record.context.get("reversed", {}) else ""
                stance = record.mirrored.stances[issue.id]
                found.append(OtherStance(voice, record, stance, negated))
        return found

    @cached_property
    def checks(self) -> dict[tuple[str, str], Check]:
        """The lead's stances that another voice has too, by (persona, issue)."""
        found = {}
        for persona_id, records in self._current.items():
            answers = {v: r.mirrored for v, r in records.items() if r.mirrored is not None}
            for issue in self.scenario.issues:
                lead = self.comparison.stances[persona_id, issue.id].shares
                others = {v: _shares(answer.stances[issue.id]) for v, answer in answers.items()}
                found[persona_id, issue.id] = check_of(lead, others)
        return found

    @property
    def first(self) -> list[Checked]:
        """The stances to check first: those that a voice sees on the other side, the widest first.

        That is, those between whose voices the shares for are the furthest apart.
        """
        found = [
            Checked(self.scenario.persona(persona), self.scenario.issue(issue), check)
            for (persona, issue), check in self.checks.items()
            if check.models_disagree or check.depends_on_wording
        ]
        return sorted(found, key=lambda checked: checked.check.favour[0] - checked.check.favour[1])


def ranges_of(*views: VoicesView) -> dict[tuple[str, str], float]:
    """How far the voices are apart on each stance, in the one of the views where that is furthest.

    In scale points, by persona and issue.
    """
    ranges: dict[tuple[str, str], float] = {}
    for view in views:
        for key, check in view.checks.items():
            ranges[key] = max(check.range, ranges.get(key, 0.0))
    return ranges


def _shares(stance: Stance) -> tuple[float, ...]:
    return tuple(count / 100 for count in stance.shares.counts())
