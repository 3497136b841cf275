"""A project's scenarios with their answers: read, and completed from the cache or the model.

The plugin and the command line use only the functions of this package.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from mkdocs_perspectives.answers import Entry, read_entries, read_voices
from mkdocs_perspectives.ask import AskResult, Estimator, Tallies, get_answers, tallies_of
from mkdocs_perspectives.common import NotCurrentError, Settings, counted
from mkdocs_perspectives.pages import ScenarioView, with_families
from mkdocs_perspectives.pipeline.reporting import missing_report, report_hidden
from mkdocs_perspectives.pipeline.unchanged import Unchanged, read_unchanged
from mkdocs_perspectives.scenario import Library, Scenario, load_library

__all__ = ["Project", "complete", "read_project", "require_current", "reread"]


@dataclass(frozen=True)
class Project:
    """All scenarios and roles, and the answer of every persona in every scenario, if there is one.

    ``entries`` are the lead's, ``voices`` what other voices are recorded to have answered.
    ``unchanged`` are the scenarios whose files have not changed since the last build; they are not
    read again, and are in neither ``library`` nor ``entries``.
    """

    library: Library
    entries: tuple[Entry, ...]
    voices: tuple[Entry, ...] = ()
    unchanged: Unchanged | None = None

    def views(self) -> list[ScenarioView]:
        """One view per scenario, in order."""
        observed = self.library.observed
        voices: dict[str, list[Entry]] = {}
        for entry in self.voices:
            voices.setdefault(entry.scenario.id, []).append(entry)
        views = [
            ScenarioView(
                scenario,
                tuple(entries),
                observed.get(scenario.id),
                voices=tuple(voices.get(scenario.id, ())),
            )
            for scenario, entries in groupby(self.entries, key=lambda entry: entry.scenario)
        ]
        return with_families(views, self.unchanged.variants() if self.unchanged else ())

    def unfinished(self) -> list[Scenario]:
        """The scenarios in which something is still to be written."""
        return [scenario for scenario in self.library.scenarios if scenario.unwritten]

    def open_entries(self) -> list[Entry]:
        """The entries whose answer is missing or stale."""
        return [entry for entry in self.entries if entry.state != "current"]

    def to_ask(self) -> list[Entry]:
        """The open entries of scenarios that are finished."""
        return [entry for entry in self.open_entries() if not entry.scenario.unwritten]

    @cached_property
    def estimator(self) -> Estimator:
        """Estimates tokens from the known usage of all earlier answers."""

        def tallies() -> list[Tallies]:
            known = self.unchanged.tallies.values() if self.unchanged else ()
            return [*known, tallies_of(self.entries)]

        return Estimator(tallies)


def read_project(settings: Settings, *, changed: bool = False, warn: bool = False) -> Project:
    """Load everything; no network, no answer cache.

    Args:
        changed: read only scenarios whose files have changed since the last build; frozen mode
            reads all.
        warn: whether to look for weaknesses that are not errors.

    Raises:
        InputError: with every error in every file.
    """
    unchanged = read_unchanged(settings) if changed and settings.mode != "frozen" else None
    library = load_library(
        settings.scenarios_dir,
        settings.shown(settings.scenarios_dir),
        without=unchanged.summaries.keys() if unchanged else (),
        warn=warn,
    )
    if unchanged is not None:
        # What a variant extends was read with it.
        read = unchanged.summaries.keys() & {scenario.id for scenario in library.scenarios}
        unchanged = unchanged.without(read) if read else unchanged
    entries = read_entries(library.scenarios, settings.scenarios_dir)
    voices = read_voices(entries, settings.scenarios_dir)
    report_hidden(library, [*entries, *voices])
    return Project(library, tuple(entries), tuple(voices), unchanged)


def reread(project: Project, settings: Settings, scenarios: Set[str]) -> Project:
    """The project with scenarios that were unchanged read all the same, by id.

    Raises:
        InputError: with every error in their files.
    """
    before = project.unchanged
    if before is None:
        return project
    library = load_library(
        settings.scenarios_dir,
        settings.shown(settings.scenarios_dir),
        without=before.inputs.keys() - scenarios,
    )
    # What a variant extends is read with it, and may be there already.
    there = {scenario.id for scenario in project.library.scenarios}
    come = [scenario for scenario in library.scenarios if scenario.id not in there]
    entries = read_entries(come, settings.scenarios_dir)
    voices = read_voices(entries, settings.scenarios_dir)
    read = (*project.library.scenarios, *come)
    return Project(
        replace(
            project.library,
            scenarios=tuple(sorted(read, key=lambda scenario: scenario.id)),
            observed={**project.library.observed, **library.observed},
        ),
        tuple(sorted((*project.entries, *entries), key=lambda entry: entry.scenario.id)),
        (*project.voices, *voices),
        before.without({scenario.id for scenario in come}),
    )


def complete(
    project: Project,
    settings: Settings,
    *,
    only: Sequence[Entry] | None = None,
    refresh: bool = False,
    network: bool = True,
    batch: bool = False,
    force: bool = False,
) -> tuple[Project, AskResult]:
    """Get the lead's answers that are missing or stale, from the cache or the model.

    For the arguments see ``get_answers``; for other voices see ``ask_voices``.

    Scenarios that are not finished are left out.

    Args:
        only: the entries to get; default: all.
        refresh: ask all of them again.
        network: whether requests may be sent.
        batch: whether they are sent through the Batch API.
        force: whether roles of unfinished scenarios are asked, too.
    """
    chosen = project.entries if only is None else only
    wanted = [entry for entry in chosen if force or not entry.scenario.unwritten]

    def others() -> list[Entry]:
        """All other entries that a batch may bring answers for, also of unread scenarios."""
        everything = read_project(settings) if project.unchanged else project
        keys = {entry.key for entry in wanted}
        return [entry for entry in everything.entries if entry.key not in keys]

    result = get_answers(
        wanted,
        settings,
        project.estimator,
        refresh=refresh,
        network=network,
        batch=batch,
        others=others,
    )
    entries = tuple(result.entries.get(entry.key, entry) for entry in project.entries)
    return replace(project, entries=entries), result


def require_current(project: Project, settings: Settings) -> None:
    """Refuse a project in which an answer is missing or stale.

    Raises:
        NotCurrentError: lists every such answer and the command that would get it.
    """
    if entries := project.open_entries():
        raise NotCurrentError(
            f"{counted(len(entries), 'answer')} missing or stale, and frozen mode sends no "
            "requests:\n" + missing_report(entries, settings),
            "Get them in auto mode, and commit the records.",
        )
