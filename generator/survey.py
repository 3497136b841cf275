"""Which answers there are: every persona of every scenario with its question and its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from generator.errors import InputError, Problem
from generator.prompt import PROMPT_VERSION, Question, questions_for
from generator.record import SAMPLE_MODEL, Record, read_record
from generator.scenario import Persona, Scenario

__all__ = ["Entry", "State", "survey"]

State = Literal["current", "stale", "missing"]


@dataclass(frozen=True)
class Entry:
    """One persona of one scenario: what it is asked, and the record of its answer, if any."""

    scenario: Scenario
    persona: Persona
    question: Question
    record: Record | None

    @property
    def state(self) -> State:
        if self.record is None:
            return "missing"
        return "current" if self.record.current else "stale"

    @property
    def reason(self) -> str:
        """Why the answer is not current, for people; empty if it is."""
        if self.record is None:
            return "never asked"
        if self.record.stale_parts:
            return f"changed since: {', '.join(self.record.stale_parts)}"
        return self.record.fault

    @property
    def older_prompt(self) -> bool:
        """Whether the answer was asked for in an older wording, which alone makes it not stale."""
        record = self.record
        return (
            record is not None
            and record.model != SAMPLE_MODEL
            and (record.prompt != PROMPT_VERSION)
        )

    def with_record(self, record: Record) -> Entry:
        return replace(self, record=record)


def survey(scenarios: Iterable[Scenario], scenarios_dir: Path) -> list[Entry]:
    """All personas of ``scenarios`` with their records, in order.

    Raises:
        InputError: with every file that should be a record and is none.
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
