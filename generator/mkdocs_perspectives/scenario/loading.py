"""Reads ``scenarios/``: all files, all faults at once, each with file, line, column and remedy."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mkdocs_perspectives.common import InputError, Language, Problem, code_point
from mkdocs_perspectives.common.locales import Catalogue, Words
from mkdocs_perspectives.scenario.cross_checks import (
    missing_scale,
    missing_translations,
    reference_problems,
    repeated_ids,
    reserved_ids,
    unknown_roles,
)
from mkdocs_perspectives.scenario.file_models import (
    NEEDED_IN_VARIANT,
    PersonaFile,
    ScenarioFile,
)
from mkdocs_perspectives.scenario.folders import (
    folder_name_problems,
    is_there,
    misnamed,
    scenario_folders,
)
from mkdocs_perspectives.scenario.lint import cut_texts, lint
from mkdocs_perspectives.scenario.locale_files import read_catalogues
from mkdocs_perspectives.scenario.scales import default_scale
from mkdocs_perspectives.scenario.scenario import (
    Comparison,
    Issue,
    Library,
    Scenario,
    SharedPersona,
)
from mkdocs_perspectives.scenario.source import Place, Source
from mkdocs_perspectives.scenario.source_texts import read_sources
from mkdocs_perspectives.scenario.validation_errors import validation_problems
from mkdocs_perspectives.scenario.variants import (
    is_variant,
    parent_named,
    parent_problems,
    variant_problems,
    with_parent,
)
from mkdocs_perspectives.scenario.yaml_source import read_source

__all__ = ["SCENARIO_FILE", "SHARED_FILE", "load_library", "parents_by_variant"]

SCENARIO_FILE = "scenario.yml"
SHARED_FILE = "personas.yml"

_PERSONAS = TypeAdapter(list[PersonaFile])


@dataclass
class _Reading:
    """What is read so far. ``roles`` are the shared ones by id; ``sound`` if all could be read."""

    shown_dir: str
    roles: dict[str, SharedPersona] = field(default_factory=dict)
    roles_source: Source = field(default_factory=lambda: Source(SHARED_FILE))
    catalogues: Mapping[Language, Catalogue] = field(default_factory=dict)
    sound: bool = True
    problems: list[Problem] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def read(self, file: Path, shown: str) -> tuple[Source, list[Problem]]:
        """A file, and what is wrong with it; notes the marks that were left out of it."""
        source, problems = read_source(file, shown)
        marks = sorted({(line, code_point(mark)) for line, mark in source.hidden})
        self.hidden += [f"{shown}:{line} ({code})" for line, code in marks]
        return source, problems


@dataclass(frozen=True)
class _Draft:
    """A scenario's file that was read, and what is wrong with it so far."""

    folder: Path
    source: Source
    problems: list[Problem]


@dataclass(frozen=True)
class _Sound:
    """A scenario without faults, where its texts stand, and what a variant of it leaves out."""

    scenario: Scenario
    source: Source
    left_out: list[Problem]


def load_library(
    scenarios_dir: Path,
    shown: str | None = None,
    *,
    without: Container[str] = (),
    warn: bool = False,
) -> Library:
    """Everything under ``scenarios_dir``, which messages call ``shown`` (by default its name).

    The library is empty where the folder is missing or empty.

    Args:
        without: ids of scenarios that are not read, unless a variant that is read extends them.
        warn: whether to look for what weakens a scenario without being wrong.

    Raises:
        InputError: with every fault of every file.
    """
    if not scenarios_dir.is_dir():
        return Library((), ())
    reading = _Reading(shown or scenarios_dir.name)
    _read_shared(scenarios_dir, reading)
    reading.catalogues, problems = read_catalogues(scenarios_dir, reading.shown_dir, reading.read)
    reading.problems += problems
    warnings = list(cut_texts(reading.roles_source)) if warn else []
    folders, problems = scenario_folders(scenarios_dir, reading.shown_dir)
    reading.problems += problems
    drafts = _read_scenarios(folders, without, reading)
    named = {name: parent_named(draft.source) for name, draft in drafts.items()}
    extends = dict.fromkeys(folders) | named
    sound: dict[str, _Sound] = {}
    # Variants come last: only then is it known what they extend.
    for name in sorted(drafts, key=lambda name: is_variant(drafts[name].source)):
        draft = drafts[name]
        draft.problems.extend(parent_problems(name, draft.source, extends))
        found = _checked(draft, sound, reading)
        reading.problems += draft.problems
        if found is not None:
            sound[name] = found
            warnings += [*found.left_out, *lint(found.scenario, found.source)] if warn else []
    if reading.problems:
        raise InputError(reading.problems)
    scenarios = tuple(sound[name].scenario for name in sorted(sound))
    shared = tuple(reading.roles.values())
    hidden = tuple(reading.hidden)
    return Library(scenarios, shared, tuple(sorted(warnings)), hidden, reading.catalogues)


def parents_by_variant(scenarios_dir: Path, scenarios: Iterable[str]) -> dict[str, str]:
    """What those of the named scenarios that are variants say they extend, as far as it is read."""
    found = {}
    for name in scenarios:
        source, _ = read_source(scenarios_dir / name / SCENARIO_FILE, SCENARIO_FILE)
        if (parent := parent_named(source)) is not None:
            found[name] = parent
    return found


def _read_scenarios(
    folders: Mapping[str, Path], without: Container[str], reading: _Reading
) -> dict[str, _Draft]:
    """The files of all scenarios but those ``without``, and of what variants among them extend."""
    drafts = {
        name: _read_file(folder, reading) for name, folder in folders.items() if name not in without
    }
    while True:
        named = {parent_named(draft.source) for draft in drafts.values()} - drafts.keys()
        wanted = sorted(folders.keys() & named)
        if not wanted:
            # Every scenario that there is can be named, whether it is read or not.
            return drafts
        drafts |= {name: _read_file(folders[name], reading) for name in wanted}


def _read_shared(scenarios_dir: Path, reading: _Reading) -> None:
    """Read the shared roles, if there are any."""
    file = scenarios_dir / SHARED_FILE
    shown = f"{reading.shown_dir}/{SHARED_FILE}"
    reading.roles_source = source = Source(shown)
    if other := misnamed(scenarios_dir, SHARED_FILE):
        remedy = f"Rename {other} to {SHARED_FILE}, the name under which shared roles are read."
        reading.problems.append(Problem(shown, 1, 1, f"there is {other} in its place", remedy))
        reading.sound = False
        return
    if not is_there(file):
        return
    reading.roles_source, problems = reading.read(file, shown)
    source = reading.roles_source
    if source.data is not None:
        try:
            entries = _PERSONAS.validate_python(source.data, strict=True)
        except ValidationError as error:
            problems += validation_problems(error, source)
        else:
            ids: list[tuple[Place, str]] = [
                ((i, "id"), entry.id) for i, entry in enumerate(entries)
            ]
            problems += reserved_ids(source, ids) + repeated_ids(source, "role", ids)
            reading.roles = {entry.id: entry.shared_persona() for entry in entries}
    reading.problems += problems
    reading.sound = not problems


def _read_file(folder: Path, reading: _Reading) -> _Draft:
    """The file of a scenario; without data where it cannot be read."""
    shown = f"{reading.shown_dir}/{folder.name}/{SCENARIO_FILE}"
    problems = folder_name_problems(folder, shown)
    file = folder / SCENARIO_FILE
    source = Source(shown)
    other = misnamed(folder, SCENARIO_FILE)
    if other or not is_there(file):
        remedy = (
            f"Rename {other} to {SCENARIO_FILE}." if other else "Write it, or remove the folder."
        )
        problems.append(Problem(shown, 1, 1, "there is no such file", remedy))
    else:
        source, found = reading.read(file, shown)
        if source.data is None and not found:
            remedy = "Write at least title, language, situation, question and personas."
            found.append(Problem(shown, 1, 1, "the file is empty", remedy))
        problems += found
    return _Draft(folder, source, problems)


_TAKEN_OVER = ScenarioFile.model_fields.keys() - set(NEEDED_IN_VARIANT)
"""What a variant need not say itself."""


def _checked(draft: _Draft, sound: Mapping[str, _Sound], reading: _Reading) -> _Sound | None:
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
        whole, left_out = with_parent(source, parent.source if parent else None)
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
    sources = parent.scenario.sources if parent else ()
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
    return _Sound(scenario, source, left_out)


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
        tags=tuple(dict.fromkeys(entry.tags)),
        personas=tuple(personas),
        issues=tuple(
            Issue(i.id, i.title, i.statement, tuple(i.scale or scale)) for i in entry.issues
        ),
        comparisons=tuple(Comparison(c.id, c.title, tuple(c.personas)) for c in entry.comparisons),
        extends=entry.extends,
        change=entry.change,
    )
