"""A scenario as its author wrote it: its texts with their places, and which are still to come."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_perspectives.common import PLACEHOLDER, Problem
from mkdocs_perspectives.scenario.scenario import Persona, Scenario
from mkdocs_perspectives.scenario.source import Place, Source

__all__ = ["Written", "is_unwritten"]

_UNWRITTEN = re.compile(rf"(?<![A-Za-z0-9_]){PLACEHOLDER}(?![A-Za-z0-9_])")

_NO_TEXTS = frozenset({"file", "url"})
"""Keys whose values are no texts, though they may hold any word."""


def is_unwritten(text: str) -> bool:
    """Whether something in ``text`` is still to be written."""
    return _UNWRITTEN.search(text) is not None


@dataclass(frozen=True)
class Written:
    """A scenario, its file, and the file of the shared roles with each role's index there.

    ``parent`` is the scenario that a variant extends; of it the variant's own file holds nothing.
    """

    scenario: Scenario
    source: Source
    shared: Source
    shared_index: Mapping[str, int]
    parent: Written | None = None

    def role(self, index: int) -> tuple[Source, Place]:
        """The file and the place where a persona of the scenario is described."""
        persona = self.scenario.personas[index]
        if persona.shared:
            return self.shared, (self.shared_index[persona.id],)
        return self.source, ("personas", index)

    def description(self, index: int) -> tuple[Source, Place]:
        """The file and the place of a persona's description, in the scenario's language."""
        source, place = self.role(index)
        place = (*place, "description")
        text = self.scenario.personas[index].description
        return source, next((at for at, s in _texts(source.data, place) if s == text), place)

    def warning(
        self,
        rule: str,
        place: Place,
        message: str,
        remedy: str,
        *,
        source: Source | None = None,
        key: bool = False,
    ) -> Iterator[Problem]:
        """A warning, unless a comment switches its rule off; in the scenario's file by default."""
        source = source or self.source
        if not source.allows(rule, place):
            yield source.problem(place, message, remedy, key=key, rule=rule)

    def unwritten(self) -> list[Problem]:
        """A warning for each text in which something is still to be written, also by a parent."""
        texts = [*self._texts(self.source.data.keys())]
        if self.parent is not None:
            texts += self.parent._texts(self.scenario.inherited)
        return [
            problem
            for source, place, text in texts
            if is_unwritten(text)
            for problem in self.warning(
                "unwritten",
                place,
                "this text is still to be written",
                f"Write it in place of {PLACEHOLDER}; until then nobody is asked.",
                source=source,
            )
        ]

    def _texts(self, keys: Container[str]) -> Iterator[tuple[Source, Place, str]]:
        """All texts below ``keys`` with their places; of roles in the scenario's language alone."""
        for place, text in _texts(self.source.data, ()):
            if place[0] != "personas" and place[0] in keys:
                yield self.source, place, text
        if "personas" not in keys:
            return
        for index, persona in enumerate(self.scenario.personas):
            source, entry = self.role(index)
            said = _said(persona)
            for place, text in _texts(source.data, entry):
                if text in said:
                    yield source, place, text


def _said(persona: Persona) -> frozenset[str]:
    level = () if persona.level is None else (persona.level,)
    return frozenset((persona.name, persona.description, *level, *persona.goals))


def _texts(data: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text of a file at or below a place, without blanks around it."""
    for step in place:
        data = data[step]
    yield from _texts_in(data, place)


def _texts_in(data: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(data, str):
        yield place, data.strip()
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _NO_TEXTS:
                yield from _texts_in(value, (*place, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _texts_in(item, (*place, index))
