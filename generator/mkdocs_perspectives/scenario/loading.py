"""Reads ``scenarios/``: all files, all faults at once, each with file, line, column and remedy."""

from __future__ import annotations

from collections.abc import Container, Mapping
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
from mkdocs_perspectives.scenario.draft import Draft
from mkdocs_perspectives.scenario.file_models import PersonaFile, ScenarioFile
from mkdocs_perspectives.scenario.lint import lint, lint_file
from mkdocs_perspectives.scenario.locale_files import LOCALES_FOLDER, read_catalogues
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
from mkdocs_perspectives.scenario.values import RESERVED_FOLDERS
from mkdocs_perspectives.scenario.yaml_source import read_source

__all__ = ["SCENARIO_FILE", "SHARED_FILE", "load_library"]

SCENARIO_FILE = "scenario.yml"
SHARED_FILE = "personas.yml"

_PERSONAS = TypeAdapter(list[PersonaFile])
_ID = TypeAdapter(PersonaFile.model_fields["id"].rebuild_annotation())


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
        without: ids of scenarios that are not read.
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
    scenarios: list[Scenario] = []
    warnings = list(lint_file(reading.roles_source)) if warn else []
    for folder in _folders(scenarios_dir, reading):
        if folder.name in without:
            continue
        draft = _read_scenario(folder, reading)
        if draft is not None:
            scenarios.append(draft.scenario)
            warnings += lint(draft) if warn else []
    if reading.problems:
        raise InputError(reading.problems)
    shared = tuple(reading.roles.values())
    hidden = tuple(reading.hidden)
    # What is said of a shared role may be found in several scenarios.
    found = tuple(dict.fromkeys(warnings))
    return Library(tuple(scenarios), shared, found, hidden, reading.catalogues)


_NO_FILE = "Write it, or remove the folder."


def _folders(scenarios_dir: Path, reading: _Reading) -> list[Path]:
    try:
        found = sorted(f for f in scenarios_dir.iterdir() if f.is_dir() and f.name[0] not in "._")
        return [folder for folder in found if folder.name != LOCALES_FOLDER]
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        problem = Problem(reading.shown_dir, 1, 1, message, "Check its permissions.")
        reading.problems.append(problem)
        return []


def _is_there(file: Path) -> bool:
    """Whether there is anything by this name, be it a link that leads nowhere."""
    return file.exists() or file.is_symlink()


def _misnamed(folder: Path, name: str) -> str | None:
    """What lies in a folder under a name that is nearly ``name``, where nothing is called so.

    Some systems do not tell ``scenario.YML`` from it; others, and git, do.
    """
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return None
    stem = name.removesuffix(".yml")
    near = {name, f"{stem}.yaml", f"{stem}.yml.txt", f"{stem}.yaml.txt"}
    if name in names:
        return None
    return next((other for other in names if other.casefold() in near), None)


def _read_shared(scenarios_dir: Path, reading: _Reading) -> None:
    """Read the shared roles, if there are any."""
    file = scenarios_dir / SHARED_FILE
    shown = f"{reading.shown_dir}/{SHARED_FILE}"
    reading.roles_source = source = Source(shown)
    if other := _misnamed(scenarios_dir, SHARED_FILE):
        remedy = f"Rename {other} to {SHARED_FILE}, the name under which shared roles are read."
        reading.problems.append(Problem(shown, 1, 1, f"there is {other} in its place", remedy))
        reading.sound = False
        return
    if not _is_there(file):
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


def _read_scenario(folder: Path, reading: _Reading) -> Draft | None:
    """A scenario and where its texts stand; none where it cannot be used, with the problems."""
    shown = f"{reading.shown_dir}/{folder.name}/{SCENARIO_FILE}"
    problems = _folder_name_problems(folder, shown)
    file = folder / SCENARIO_FILE
    draft = None
    other = _misnamed(folder, SCENARIO_FILE)
    if other or not _is_there(file):
        remedy = f"Rename {other} to {SCENARIO_FILE}." if other else _NO_FILE
        problems.append(Problem(shown, 1, 1, "there is no such file", remedy))
    else:
        source, found = reading.read(file, shown)
        if source.data is None and not found:
            remedy = "Write at least title, language, situation, question and personas."
            found.append(Problem(shown, 1, 1, "the file is empty", remedy))
        problems += found
        if source.data is not None:
            draft = _checked(folder, source, reading, problems)
    reading.problems += problems
    return draft


def _checked(
    folder: Path, source: Source, reading: _Reading, problems: list[Problem]
) -> Draft | None:
    """The scenario of a file's data; its faults are added to ``problems``."""
    if reading.sound:
        problems += unknown_roles(source, reading.roles, reading.roles_source)
    problems += reference_problems(source)
    try:
        entry = ScenarioFile.model_validate(source.data)
    except ValidationError as error:
        problems += validation_problems(error, source)
        return None
    problems += missing_translations(
        folder.name, entry, source, reading.roles, reading.roles_source
    )
    problems += missing_scale(entry, source)
    sources, faults, hidden = read_sources(folder, entry.sources, source)
    problems += faults
    reading.hidden += hidden
    if problems or not reading.sound:
        return None
    words = Words(entry.language, reading.catalogues)
    scenario = _resolve(folder.name, entry, reading.roles)
    scenario = replace(scenario, sources=tuple(sources), register=words.register)
    places = {name: index for index, name in enumerate(reading.roles)}
    draft = Draft(scenario, source, reading.roles_source, places)
    return replace(draft, scenario=replace(scenario, unwritten=tuple(draft.unwritten())))


def _folder_name_problems(folder: Path, shown: str) -> list[Problem]:
    try:
        _ID.validate_python(folder.name)
    except ValidationError:
        message = f"the folder's name {folder.name!r} is not a valid id"
        remedy = "Rename the folder: lower-case words (a-z, 0-9) joined by hyphens."
        return [Problem(shown, 1, 1, message, remedy)]
    if RESERVED_FOLDERS.fullmatch(folder.name):
        message = f"the folder's name {folder.name!r} is taken by a page of the site"
        return [Problem(shown, 1, 1, message, "Choose another name for the folder.")]
    return []


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
    )
