"""Scenarios, personas and issues as the rest of the program sees them: resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mkdocs_perspectives.common import Language, Problem, with_fallbacks
from mkdocs_perspectives.common.locales import Catalogue, Words
from mkdocs_perspectives.scenario.observed import Observed

__all__ = [
    "Comparison",
    "Issue",
    "Library",
    "Persona",
    "Scenario",
    "SharedPersona",
    "SourceText",
]

ALL_OTHERS_LIMIT = 8
"""Up to so many personas, a scenario that declares no comparison compares everybody."""


@dataclass(frozen=True, slots=True)
class Persona:
    """A role in the language of its scenario; ``shared`` if it comes from ``personas.yml``."""

    id: str
    name: str
    description: str
    level: str | None = None
    goals: tuple[str, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """A statement to be for or against, with the labels of its five scale points.

    ``reversed`` is the statement negated, empty where its author gave none. ``from_for`` says that
    the scale is listed from for to against.
    """

    id: str
    title: str
    statement: str
    scale: tuple[str, ...]
    reversed: str = ""
    from_for: bool = False

    def asked_reversed(self) -> Issue:
        """The issue asked the other way round: negated, or else with the scale turned."""
        if self.reversed:
            return replace(self, statement=self.reversed, reversed=self.statement)
        return replace(self, from_for=not self.from_for)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Roles to lay side by side: ids of at least two personas."""

    id: str
    title: str
    personas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """Evidence that every role is given: its text, with LF alone, and where it comes from.

    ``file`` is its path in the folder of ``scenario``, the id of that to which it belongs; ``url``
    is where it was published, or empty.
    """

    id: str
    title: str
    text: str
    file: str
    scenario: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation, a question, and who is asked about what.

    ``id`` is its folder's name; ``note`` is for readers and not asked, empty where there is none.
    ``drafted_by`` is the model that proposed roles and statements, until its author removes that.
    A variant ``extends`` another scenario, named by its id, and says what the ``change`` is;
    ``inherited`` are the keys of the file that it takes from there.
    ``unwritten`` are its texts that are still to be written: until then nobody should be asked.
    ``register`` is how a model is to speak the language, where a catalogue says it.
    """

    id: str
    title: str
    language: Language
    situation: str
    question: str
    tags: tuple[str, ...]
    personas: tuple[Persona, ...]
    issues: tuple[Issue, ...]
    comparisons: tuple[Comparison, ...]
    note: str = ""
    drafted_by: str = ""
    register: str = ""
    sources: tuple[SourceText, ...] = ()
    extends: str = ""
    change: str = ""
    inherited: frozenset[str] = frozenset()
    unwritten: tuple[Problem, ...] = field(default=(), compare=False)

    def persona(self, persona_id: str) -> Persona:
        """The persona with this id; KeyError if the scenario does not ask for it."""
        for persona in self.personas:
            if persona.id == persona_id:
                return persona
        raise KeyError(persona_id)

    def issue(self, issue_id: str) -> Issue:
        """The issue with this id; KeyError if the scenario has none."""
        for issue in self.issues:
            if issue.id == issue_id:
                return issue
        raise KeyError(issue_id)

    def asked_reversed(self) -> Scenario:
        """The scenario asked the other way round: its issues, and their order."""
        issues = tuple(issue.asked_reversed() for issue in reversed(self.issues))
        return replace(self, issues=issues)

    def counterparts(self, persona_id: str) -> tuple[Persona, ...]:
        """Whom a persona is asked about: those that share a comparison with it.

        Where no comparison is declared, all the others, if there are at most eight personas.
        """
        if self.comparisons:
            near = {
                other
                for comparison in self.comparisons
                if persona_id in comparison.personas
                for other in comparison.personas
            }
        elif len(self.personas) <= ALL_OTHERS_LIMIT:
            near = {persona.id for persona in self.personas}
        else:
            return ()
        return tuple(p for p in self.personas if p.id in near and p.id != persona_id)


@dataclass(frozen=True, slots=True)
class SharedPersona:
    """A role of ``personas.yml`` with all its texts: one string, or one by language."""

    id: str
    name: str | dict[Language, str]
    description: str | dict[Language, str]
    level: str | dict[Language, str] | None
    goals: tuple[str | dict[Language, str], ...]

    def lacking(self, language: Language) -> list[tuple[str | int, ...]]:
        """Where a text that may serve in ``language`` is wanting: places below the entry."""
        texts: list[tuple[tuple[str | int, ...], str | dict[Language, str] | None]] = [
            (("name",), self.name),
            (("description",), self.description),
            (("level",), self.level),
            *((("goals", i), goal) for i, goal in enumerate(self.goals)),
        ]
        near = with_fallbacks(language)
        return [
            place
            for place, text in texts
            if isinstance(text, dict) and text.keys().isdisjoint(near)
        ]

    def shown_in(self, language: Language) -> Language:
        """The language of the texts that ``resolve`` gives, judged by the name."""
        return language if isinstance(self.name, str) else _nearest(self.name, language)

    def resolve(self, language: Language) -> Persona:
        """The persona in ``language``, or where it lacks that, in the language it has."""

        def pick(text: str | dict[Language, str]) -> str:
            return text if isinstance(text, str) else text[_source_of(text, language)]

        return Persona(
            id=self.id,
            name=pick(self.name),
            description=pick(self.description),
            level=None if self.level is None else pick(self.level),
            goals=tuple(pick(goal) for goal in self.goals),
            shared=True,
        )


def _source_of(texts: Mapping[Language, str], language: Language) -> Language:
    """Which of ``texts`` serves in ``language``, or else the first."""
    return next((tag for tag in with_fallbacks(language) if tag in texts), next(iter(texts)))


def _nearest(texts: Mapping[Language, str], language: Language) -> Language:
    """``language`` where a text of it or of one that may stand in for it is there."""
    source = _source_of(texts, language)
    return language if source in with_fallbacks(language) else source


@dataclass(frozen=True, slots=True)
class Library:
    """All scenarios, ordered by id, and all shared roles, in the order of their file.

    ``warnings`` say what weakens a scenario without being wrong, where they were asked for.
    ``hidden`` says where marks that only hide were left out, and which. ``catalogues`` are the
    words that the site has of its own, by language. ``observed`` is what people answered, by the
    ids of the scenarios in whose roles somebody asked them.
    """

    scenarios: tuple[Scenario, ...]
    shared: tuple[SharedPersona, ...]
    warnings: tuple[Problem, ...] = ()
    hidden: tuple[str, ...] = ()
    catalogues: Mapping[Language, Catalogue] = field(default_factory=dict)
    observed: Mapping[str, Observed] = field(default_factory=dict)

    def words(self, language: Language) -> Words:
        """The words of the site in a language."""
        return Words(language, self.catalogues)
