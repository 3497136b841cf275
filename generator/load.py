"""Reads ``scenarios/``: all files, all faults at once, each with file, line, column and remedy."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.errors import InputError, Problem
from generator.explain import explain, suggest
from generator.formats import RESERVED_IDS, PersonaFile, ScenarioFile
from generator.scenario import (
    DEFAULT_SCALE,
    Comparison,
    Issue,
    Library,
    Scenario,
    SharedPersona,
)
from generator.source import Place, Source, read_source

__all__ = ["SCENARIO_FILE", "SHARED_FILE", "load_library"]

SCENARIO_FILE = "scenario.yml"
SHARED_FILE = "personas.yml"

_PERSONAS = TypeAdapter(list[PersonaFile])
_ID = TypeAdapter(PersonaFile.model_fields["id"].rebuild_annotation())


def load_library(
    scenarios_dir: Path, shown: str | None = None, *, without: Container[str] = ()
) -> Library:
    """Everything under ``scenarios_dir``, which messages call ``shown`` (by default its name).

    The library is empty where the folder is missing or empty. Scenarios whose id is in ``without``
    are not read.

    Raises:
        InputError: with every fault of every file.
    """
    if not scenarios_dir.is_dir():
        return Library((), ())
    shown = shown or scenarios_dir.name
    shared, shared_source, problems = _load_shared(scenarios_dir, shown)
    by_id = {persona.id: persona for persona in shared}
    shared_known = not problems
    scenarios = []
    for folder in sorted(_folders(scenarios_dir)):
        if folder.name in without:
            continue
        scenario, found = _load_scenario(folder, shown, by_id, shared_source, shared_known)
        problems += found
        if scenario is not None:
            scenarios.append(scenario)
    if problems:
        raise InputError(problems)
    return Library(tuple(scenarios), tuple(shared))


def _folders(scenarios_dir: Path) -> Iterable[Path]:
    return (f for f in scenarios_dir.iterdir() if f.is_dir() and f.name[0] not in "._")


def _load_shared(
    scenarios_dir: Path, shown_dir: str
) -> tuple[list[SharedPersona], Source, list[Problem]]:
    file = scenarios_dir / SHARED_FILE
    shown = f"{shown_dir}/{SHARED_FILE}"
    if not file.exists():
        return [], Source(shown), []
    source, problems = read_source(file, shown)
    if source.data is None:
        return [], source, problems
    try:
        entries = _PERSONAS.validate_python(source.data, strict=True)
    except ValidationError as error:
        return [], source, problems + explain(error, source)
    ids: list[tuple[Place, str]] = [((i, "id"), entry.id) for i, entry in enumerate(entries)]
    problems += _reserved(source, ids) + _repeated(source, "role", ids)
    return [_shared(entry) for entry in entries], source, problems


def _shared(entry: PersonaFile) -> SharedPersona:
    return SharedPersona(entry.id, entry.name, entry.description, entry.level, tuple(entry.goals))


def _load_scenario(
    folder: Path,
    shown_dir: str,
    shared: dict[str, SharedPersona],
    shared_source: Source,
    shared_known: bool,
) -> tuple[Scenario | None, list[Problem]]:
    shown = f"{shown_dir}/{folder.name}/{SCENARIO_FILE}"
    problems = _folder_name_problems(folder, shown)
    file = folder / SCENARIO_FILE
    if not file.exists():
        remedy = "Write it, or remove the folder."
        if (folder / "scenario.yaml").exists():
            remedy = "Rename scenario.yaml to scenario.yml."
        return None, [*problems, Problem(shown, 1, 1, "there is no such file", remedy)]
    source, found = read_source(file, shown)
    problems += found
    if source.data is None:
        if not found:
            remedy = "Write at least title, language, situation, question and personas."
            problems.append(Problem(shown, 1, 1, "the file is empty", remedy))
        return None, problems
    if shared_known:
        problems += _unknown_roles(source, shared, shared_source)
    problems += _reference_problems(source)
    try:
        entry = ScenarioFile.model_validate(source.data)
    except ValidationError as error:
        return None, problems + explain(error, source)
    problems += _language_problems(folder.name, entry, source, shared, shared_source)
    if problems or not shared_known:
        return None, problems
    return _resolve(folder.name, entry, shared), []


def _folder_name_problems(folder: Path, shown: str) -> list[Problem]:
    try:
        _ID.validate_python(folder.name)
    except ValidationError:
        message = f"the folder's name {folder.name!r} is no id"
        remedy = "Rename the folder: lower-case words (a-z, 0-9) joined by hyphens."
        return [Problem(shown, 1, 1, message, remedy)]
    if folder.name in RESERVED_IDS:
        message = f"the folder's name {folder.name!r} is taken by a page of the site"
        return [Problem(shown, 1, 1, message, "Choose another name for the folder.")]
    return []


# The checks between values look at the plain data, so that they find their faults too where some
# other value is of the wrong form; what has the wrong form itself is left to the models.


def _entries(data: Any, key: str) -> list[tuple[int, Any]]:
    """The entries of a list in a scenario, if it is one."""
    entries = data.get(key) if isinstance(data, dict) else None
    return list(enumerate(entries)) if isinstance(entries, list) else []


def _ids(source: Source, key: str) -> list[tuple[Place, str]]:
    """The ids of a list's entries and where they stand; an entry may be the id itself."""
    ids: list[tuple[Place, str]] = []
    for i, entry in _entries(source.data, key):
        if isinstance(entry, str):
            ids.append(((key, i), entry))
        elif isinstance(entry, dict) and isinstance(entry.get("id"), str):
            ids.append(((key, i, "id"), entry["id"]))
    return ids


def _unknown_roles(
    source: Source, shared: dict[str, SharedPersona], shared_source: Source
) -> list[Problem]:
    problems = []
    for place, name in _ids(source, "personas"):
        if place[-1] == "id" and name in shared:
            message = f"{name!r} is already a shared role"
            remedy = f"Write `- {name}` to use that role, or choose another id for this one."
            problems.append(source.problem(place, message, remedy))
        elif place[-1] != "id" and name not in shared:
            message = f"there is no role {name!r} in {shared_source.path}"
            remedy = suggest(name, shared) or (
                f"Add it to {shared_source.path}, or write it out here with id, name and "
                "description."
            )
            problems.append(source.problem(place, message, remedy))
    return problems


def _reference_problems(source: Source) -> list[Problem]:
    """Repeated and reserved ids, and comparisons of somebody who is not asked."""
    personas = _ids(source, "personas")
    problems = _reserved(source, personas) + _repeated(source, "persona", personas)
    problems += _repeated(source, "issue", _ids(source, "issues"))
    problems += _repeated(source, "comparison", _ids(source, "comparisons"))
    known = [name for _, name in personas]
    for i, comparison in _entries(source.data, "comparisons"):
        members: list[tuple[Place, str]] = [
            (("comparisons", i, "personas", j), name)
            for j, name in _entries(comparison, "personas")
            if isinstance(name, str)
        ]
        problems += _repeated(source, "persona", members)
        for place, name in members:
            if name not in known:
                message = f"the scenario asks no persona {name!r}"
                remedy = suggest(name, known) or "Add it to the scenario's personas."
                problems.append(source.problem(place, message, remedy))
    return problems


def _reserved(source: Source, ids: Sequence[tuple[Place, str]]) -> list[Problem]:
    return [
        source.problem(place, f"the id {name!r} is taken by a page", "Choose another id.")
        for place, name in ids
        if name in RESERVED_IDS
    ]


def _repeated(source: Source, kind: str, ids: Sequence[tuple[Place, str]]) -> list[Problem]:
    """One problem for every id that was there before."""
    problems = []
    first: dict[str, Place] = {}
    for place, name in ids:
        if name in first:
            line = source.values[first[name]][0]
            message = f"the {kind} {name!r} is here twice (first on line {line})"
            problems.append(source.problem(place, message, "Give every one an id of its own."))
        first.setdefault(name, place)
    return problems


def _language_problems(
    scenario_id: str,
    entry: ScenarioFile,
    source: Source,
    shared: dict[str, SharedPersona],
    shared_source: Source,
) -> list[Problem]:
    """Roles that lack a text in the scenario's language."""
    language = entry.language
    remedy = f"Add `{language}: ...` to it."
    problems = []
    for i, item in enumerate(entry.personas):
        if isinstance(item, PersonaFile):
            for place in _shared(item).lacking(language):
                message = f"{place[0]} has no text in {language!r}, the scenario's language"
                problems.append(source.problem(("personas", i, *place), message, remedy))
        elif item in shared:
            index = list(shared).index(item)
            for place in shared[item].lacking(language):
                message = (
                    f"{place[0]} of {item!r} has no text in {language!r}, "
                    f"which the scenario {scenario_id!r} needs"
                )
                problems.append(shared_source.problem((index, *place), message, remedy))
    return problems


def _resolve(scenario_id: str, entry: ScenarioFile, shared: dict[str, SharedPersona]) -> Scenario:
    """The scenario in its language, with its personas looked up."""
    personas = []
    for item in entry.personas:
        if isinstance(item, PersonaFile):
            personas.append(replace(_shared(item).resolve(entry.language), shared=False))
        else:
            personas.append(shared[item].resolve(entry.language))
    scale = DEFAULT_SCALE[entry.language]
    return Scenario(
        id=scenario_id,
        title=entry.title,
        language=entry.language,
        situation=entry.situation,
        question=entry.question,
        tags=tuple(dict.fromkeys(entry.tags)),
        personas=tuple(personas),
        issues=tuple(
            Issue(i.id, i.title, i.statement, tuple(i.scale or scale)) for i in entry.issues
        ),
        comparisons=tuple(Comparison(c.id, c.title, tuple(c.personas)) for c in entry.comparisons),
    )
