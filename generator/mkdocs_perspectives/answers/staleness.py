"""Entries: every persona of every scenario with its answer, which is current, stale or missing.

Entries of voices other than the lead are in ``voices``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from mkdocs_perspectives.answers.question_match import asked_before, changed_sources, changed_texts
from mkdocs_perspectives.answers.record import SAMPLE_MODEL, Record
from mkdocs_perspectives.answers.record_reading import read_record
from mkdocs_perspectives.common import LEAD, REVERSED, InputError, Problem
from mkdocs_perspectives.prompt import PROMPT_VERSION, Question, questions_for
from mkdocs_perspectives.scenario import Persona, Scenario

__all__ = ["Entry", "EntryKey", "State", "read_entries"]

State = Literal["current", "stale", "missing"]


class EntryKey(NamedTuple):
    """The ids of a scenario, of one of its personas, and of the voice that answers for it.

    ``str`` gives ``scenario/persona``, and ``scenario/persona/voice`` for all but the lead.
    """

    scenario: str
    persona: str
    voice: str = LEAD

    def __str__(self) -> str:
        return "/".join(self if self.voice != LEAD else self[:2])


@dataclass(frozen=True)
class Entry:
    """One persona of one scenario: the question to a voice, and the record of its answer if any."""

    scenario: Scenario
    persona: Persona
    question: Question
    record: Record | None

    @property
    def key(self) -> EntryKey:
        return EntryKey(self.scenario.id, self.persona.id, self.voice)

    @property
    def voice(self) -> str:
        return self.question.voice

    @property
    def asked(self) -> Scenario:
        """The scenario as it is put to this voice."""
        return self.scenario.asked_reversed() if self.voice == REVERSED else self.scenario

    @property
    def state(self) -> State:
        if self.record is None:
            return "missing"
        return "current" if self.record.current else "stale"

    @property
    def reason(self) -> str:
        """Why the answer is not current, in words; empty if it is."""
        if self.record is None:
            return "missing"
        if self.record.stale_parts:
            return f"changed since: {', '.join(map(self._part, self.record.stale_parts))}"
        return self.record.fault

    def _part(self, part: str) -> str:
        """A part of the question, with details of the change as far as known."""
        taken, parent = self.scenario.inherited, self.scenario.extends
        context = self.record.context if self.record else {}
        which = []
        if part == "scenario":
            texts = changed_texts(context, self.question)
            which = [f"{text} of {parent}" if text in taken else text for text in texts]
        elif part == "sources":
            which = sorted(changed_sources(context, self.question))
        if part in taken or (part == "persona" and "personas" in taken and not self.persona.shared):
            which.append(f"of {parent}")
        return f"{part} ({', '.join(which)})" if which else part

    @property
    def asked_before(self) -> tuple[str, ...]:
        """What changed since the answer was recorded without making it stale, in words."""
        if self.record is None or self.state != "current":
            return ()
        return tuple(asked_before(self.record.question, self.record.context, self.question))

    @property
    def older_prompt(self) -> bool:
        """Whether an older version of the prompt was used, which alone does not make it stale."""
        record = self.record
        return (
            record is not None
            and record.model != SAMPLE_MODEL
            and (record.prompt != PROMPT_VERSION)
        )

    def with_record(self, record: Record) -> Entry:
        return replace(self, record=record)


def read_entries(scenarios: Iterable[Scenario], scenarios_dir: Path) -> list[Entry]:
    """All personas of ``scenarios`` with the lead's records, in order.

    Raises:
        InputError: lists every invalid record.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for scenario in scenarios:
        for persona, question in zip(scenario.personas, questions_for(scenario), strict=True):
            try:
                record = read_record(scenarios_dir, scenario, question)
            except InputError as error:
                problems += error.problems
                continue
            entries.append(Entry(scenario, persona, question, record))
    if problems:
        raise InputError(problems)
    return entries
