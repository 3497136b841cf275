"""Reads ``scenarios/``: all files, all faults at once, each with file, line, column and remedy."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from mkdocs_perspectives.common import InputError, Problem
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.scenario.cross_checks import (
    missing_scale,
    missing_translations,
    reference_problems,
    unknown_roles,
)
from mkdocs_perspectives.scenario.file_models import NEEDED_IN_VARIANT, PersonaFile, ScenarioFile
from mkdocs_perspectives.scenario.folders import scenario_folders
from mkdocs_perspectives.scenario.lint import lint, lint_file
from mkdocs_perspectives.scenario.locale_files import read_catalogues
from mkdocs_perspectives.scenario.observed import Observed
from mkdocs_perspectives.scenario.reading import (
    Draft,
    Reading,
    read_observed,
    read_scenarios,
    read_shared,
)
from mkdocs_perspectives.scenario.scales import default_scale
from mkdocs_perspectives.scenario.scenario import (
    Comparison,
    Issue,
    Library,
    Scenario,
    SharedPersona,
)
from mkdocs_perspectives.scenario.source import Source
from mkdocs_perspectives.scenario.source_texts import read_sources
from mkdocs_perspectives.scenario.validation_errors import validation_problems
from mkdocs_perspectives.scenario.variants import (
    is_variant,
    parent_named,
    parent_problems,
    variant_problems,
    with_parent,
)
from mkdocs_perspectives.scenario.written import Written

__all__ = ["load_library"]


@dataclass(frozen=True)
class _Sound:
    """A scenario without faults, and where its texts stand.

    ``whole`` is its file with what it takes from the scenario that it extends, and ``left_out`` are
    warnings of what it does not.
    """

    written: Written
    whole: Source
    left_out: list[Problem]


def load_library(
    scenarios_dir: Path,
    shown: str | None = None,
    *,
    without: Container[str] = (),
    warn: bool = False,
    observed: bool = True,
) -> Library:
    """Everything under ``scenarios_dir``, which messages call ``shown`` (by default its name).

    The library is empty where the folder is missing or empty.

    Args:
        without: ids of scenarios that are not read, unless a variant that is read extends them.
        warn: whether to look for what weakens a scenario without being wrong.
        observed: whether to read what people answered.

    Raises:
        InputError: with every fault of every file.
    """
    if not scenarios_dir.is_dir():
        return Library((), ())
    reading = Reading(shown or scenarios_dir.name)
    read_shared(scenarios_dir, reading)
    reading.catalogues, problems = read_catalogues(scenarios_dir, reading.shown_dir, reading.read)
    reading.problems += problems
    warnings = list(lint_file(reading.roles_source)) if warn else []
    folders, problems = scenario_folders(scenarios_dir, reading.shown_dir)
    reading.problems += problems
    drafts = read_scenarios(folders, without, reading)
    named = {name: parent_named(draft.source) for name, draft in drafts.items()}
    extends = dict.fromkeys(folders) | named
    sound: dict[str, _Sound] = {}
    answered: dict[str, Observed] = {}
    # Variants come last: only then is it known what they extend.
    for name in sorted(drafts, key=lambda name: is_variant(drafts[name].source)):
        draft = drafts[name]
        draft.problems.extend(parent_problems(name, draft.source, extends))
        found = _checked(draft, sound, reading)
        reading.problems += draft.problems
        if found is not None:
            sound[name] = found
            warnings += [*found.left_out, *lint(found.written)] if warn else []
        if observed:
            people_source, people = read_observed(draft, _asked(draft, found), reading)
            warnings += lint_file(people_source) if warn else []
            if people is not None:
                answered[name] = people
    if reading.problems:
        raise InputError(reading.problems)
    scenarios = tuple(sound[name].written.scenario for name in sorted(sound))
    shared = tuple(reading.roles.values())
    hidden, catalogues = tuple(reading.hidden), reading.catalogues
    # What is said of a shared role may be found in several scenarios.
    warned = tuple(sorted(set(warnings)))
    return Library(scenarios, shared, warned, hidden, catalogues, answered)


_TAKEN_OVER = ScenarioFile.model_fields.keys() - set(NEEDED_IN_VARIANT)
"""What a variant need not say itself."""


def _checked(draft: Draft, sound: Mapping[str, _Sound], reading: Reading) -> _Sound | None:
    """A scenario as its file has it; faults are added to the draft's problems.

    Args:
        sound: the scenarios that a variant may extend, by id.
    """
    source, problems, name = draft.source, draft.problems, draft.folder.name
    if source.data is None:
        return None
    variant, whole, left_out = is_variant(source), source, list[Problem]()
    parent = sound.get(parent_named(source) or "")
    if variant:
        whole, left_out = with_parent(source, parent.written.source if parent else None)
    if reading.sound:
        problems += unknown_roles(whole, reading.roles, reading.roles_source)
    problems += reference_problems(whole) + variant_problems(source)
    try:
        entry = ScenarioFile.model_validate(whole.data)
    except ValidationError as error:
        problems += validation_problems(error, source, may_lack=_TAKEN_OVER if variant else ())
        return None
    problems += missing_translations(name, entry, whole, reading.roles, reading.roles_source)
    problems += missing_scale(entry, whole)
    sources = parent.written.scenario.sources if parent else ()
    if not variant or "sources" in source.data:
        sources, faults, hidden = read_sources(draft.folder, entry.sources, source)
        problems += faults
        reading.hidden += hidden
    if problems or not reading.sound or (variant and parent is None):
        return None
    scenario = _resolve(name, entry, reading.roles)
    register = Words(entry.language, reading.catalogues).register
    scenario = replace(scenario, sources=sources, register=register)
    if variant:
        scenario = replace(scenario, inherited=frozenset(whole.data.keys() - source.data.keys()))
    places = {name: index for index, name in enumerate(reading.roles)}
    above = parent.written if parent else None
    written = Written(scenario, source, reading.roles_source, places, above)
    scenario = replace(scenario, unwritten=tuple(written.unwritten()))
    return _Sound(replace(written, scenario=scenario), whole, left_out)


def _asked(draft: Draft, sound: _Sound | None) -> Source:
    """What a scenario's file says with all that it takes from another, as far as that is known."""
    if sound is not None:
        return sound.whole
    return Source(draft.source.path) if is_variant(draft.source) else draft.source


def _resolve(scenario_id: str, entry: ScenarioFile, shared: dict[str, SharedPersona]) -> Scenario:
    """The scenario in its language, with its personas looked up."""
    personas = []
    for item in entry.personas:
        if isinstance(item, PersonaFile):
            personas.append(replace(item.shared_persona().resolve(entry.language), shared=False))
        else:
            personas.append(shared[item].resolve(entry.language))
    scale = entry.scale or default_scale(entry.language) or ()
    return Scenario(
        id=scenario_id,
        title=entry.title,
        language=entry.language,
        situation=entry.situation,
        question=entry.question,
        note=entry.note or "",
        drafted_by=entry.drafted_by or "",
        tags=tuple(dict.fromkeys(entry.tags)),
        personas=tuple(personas),
        issues=tuple(
            Issue(i.id, i.title, i.statement, tuple(i.scale or scale), i.reversed or "")
            for i in entry.issues
        ),
        comparisons=tuple(Comparison(c.id, c.title, tuple(c.personas)) for c in entry.comparisons),
        extends=entry.extends,
        change=entry.change,
    )
