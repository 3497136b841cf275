"""What an arriving answer must contain; small enough to be noted while a batch is in progress."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from mkdocs_perspectives.prompt import schema_of
from mkdocs_perspectives.scenario import Scenario

__all__ = ["Expected", "Frame", "Named"]


class Named(NamedTuple):
    """An issue or a role: its id, its title or name, and its statement or description."""

    id: str
    name: str = ""
    text: str = ""


class Frame(BaseModel):
    """What the answers of a scenario's roles may refer to; ``language`` is a tag, or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    issues: tuple[Named, ...]
    personas: tuple[Named, ...]
    sources: tuple[Named, ...] = ()

    @staticmethod
    @lru_cache(maxsize=64)
    def of(scenario: Scenario) -> Frame:
        """The frame of a scenario; one object for all its roles."""
        return Frame(
            language=scenario.language,
            issues=tuple(Named(i.id, i.title, i.statement) for i in scenario.issues),
            personas=tuple(Named(p.id, p.name, p.description) for p in scenario.personas),
            sources=tuple(Named(s.id, s.title) for s in scenario.sources),
        )

    @cached_property
    def answer_schema(self) -> dict[str, Any]:
        """The JSON schema of an answer; the same for all roles, so it is made once."""
        named = self.issues, self.personas, self.sources
        issues, personas, sources = ([entry.id for entry in entries] for entries in named)
        return schema_of(issues, personas, sources)

    @cached_property
    def names(self) -> Mapping[str, Collection[str]]:
        """The names and titles of each id."""
        names: dict[str, list[str]] = {}
        for entry in itertools.chain(self.issues, self.personas, self.sources):
            names.setdefault(entry.id, []).append(entry.name)
        return names

    @classmethod
    def of_ids(cls, issues: tuple[str, ...], personas: tuple[str, ...]) -> Frame:
        """The frame if only ids are known."""
        return cls(
            language="", issues=tuple(map(Named, issues)), personas=tuple(map(Named, personas))
        )


@dataclass(frozen=True)
class Expected:
    """What the answer of one role must contain; ``counterparts`` are ids of personas."""

    frame: Frame
    persona: str
    counterparts: tuple[str, ...]

    @classmethod
    def of(cls, scenario: Scenario, persona_id: str) -> Expected:
        """What is expected from a role of ``scenario``."""
        others = scenario.counterparts(persona_id)
        return cls(Frame.of(scenario), persona_id, tuple(other.id for other in others))

    @property
    def role(self) -> Named:
        """The role that answers."""
        return next((p for p in self.frame.personas if p.id == self.persona), Named(self.persona))
