"""The files below ``scenarios/`` as they are read: what they hold, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mkdocs_perspectives.common import Language, Problem, code_point
from mkdocs_perspectives.common.locales import Catalogue
from mkdocs_perspectives.scenario.cross_checks import repeated_ids, reserved_ids
from mkdocs_perspectives.scenario.file_models import PersonaFile
from mkdocs_perspectives.scenario.folders import folder_name_problems, is_there, misnamed
from mkdocs_perspectives.scenario.observed import Observed
from mkdocs_perspectives.scenario.observed_loading import observed_of
from mkdocs_perspectives.scenario.scenario import SharedPersona
from mkdocs_perspectives.scenario.source import Place, Source
from mkdocs_perspectives.scenario.validation_errors import validation_problems
from mkdocs_perspectives.scenario.variants import parent_named
from mkdocs_perspectives.scenario.yaml_source import read_source

__all__ = [
    "OBSERVED_FILE",
    "SCENARIO_FILE",
    "SHARED_FILE",
    "Draft",
    "Reading",
    "parents_by_variant",
    "read_observed",
    "read_scenarios",
    "read_shared",
]

SCENARIO_FILE = "scenario.yml"
OBSERVED_FILE = "observed.yml"
SHARED_FILE = "personas.yml"

_PERSONAS = TypeAdapter(list[PersonaFile])


@dataclass
class Reading:
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
class Draft:
    """A scenario's file that was read, and what is wrong with it so far."""

    folder: Path
    source: Source
    problems: list[Problem]


def read_shared(scenarios_dir: Path, reading: Reading) -> None:
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


def read_scenarios(
    folders: Mapping[str, Path], without: Container[str], reading: Reading
) -> dict[str, Draft]:
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


def _read_file(folder: Path, reading: Reading) -> Draft:
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
    return Draft(folder, source, problems)


def read_observed(
    draft: Draft, scenario: Source, reading: Reading
) -> tuple[Source, Observed | None]:
    """What people answered and where its texts stand; None where nobody was asked.

    Args:
        scenario: what the scenario's file says, with all that it takes from another; without data
            where that is not known.
    """
    shown = f"{reading.shown_dir}/{draft.folder.name}/{OBSERVED_FILE}"
    source, file = Source(shown), draft.folder / OBSERVED_FILE
    if other := misnamed(draft.folder, OBSERVED_FILE):
        problem = Problem(shown, 1, 1, f"there is {other} in its place", f"Rename {other}.")
        reading.problems.append(problem)
        return source, None
    if not is_there(file):
        return source, None
    source, problems = reading.read(file, shown)
    observed = None
    if not problems:
        observed, problems = observed_of(source, scenario)
    reading.problems += problems
    return source, observed


def parents_by_variant(scenarios_dir: Path, scenarios: Iterable[str]) -> dict[str, str]:
    """What those of the named scenarios that are variants say they extend, as far as it is read."""
    found = {}
    for name in scenarios:
        source, _ = read_source(scenarios_dir / name / SCENARIO_FILE, SCENARIO_FILE)
        if (parent := parent_named(source)) is not None:
            found[name] = parent
    return found
