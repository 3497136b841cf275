"""A project's scenarios with their answers: read, and completed from the cache or the model.

The plugin and the command line go through the functions of this package and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from mkdocs_perspectives.answers import Entry, read_entries
from mkdocs_perspectives.ask import AskResult, Estimator, Tallies, get_answers, tallies_of
from mkdocs_perspectives.common import NotCurrentError, Settings, counted
from mkdocs_perspectives.pages import ScenarioView
from mkdocs_perspectives.pipeline.reporting import missing_report, report_hidden
from mkdocs_perspectives.pipeline.unchanged import Unchanged, read_unchanged
from mkdocs_perspectives.scenario import Library, load_library

__all__ = ["Project", "complete", "read_project", "require_current"]


@dataclass(frozen=True)
class Project:
    """All scenarios and roles, and for every persona of every scenario its answer, if any.

    ``unchanged`` are the scenarios that the last build has made already; those are not read
    again, and are in neither ``library`` nor ``entries``.
    """

    library: Library
    entries: tuple[Entry, ...]
    unchanged: Unchanged | None = None

    def views(self) -> Iterator[ScenarioView]:
        """One view per scenario, in order."""
        for _, group in groupby(self.entries, key=lambda entry: entry.scenario.id):
            entries = tuple(group)
            yield ScenarioView(entries[0].scenario, entries)

    def open_entries(self) -> list[Entry]:
        """The entries whose answer is missing or stale."""
        return [entry for entry in self.entries if entry.state != "current"]

    @cached_property
    def estimator(self) -> Estimator:
        """Estimates tokens from what all earlier answers are known to have used."""

        def tallies() -> list[Tallies]:
            known = self.unchanged.tallies.values() if self.unchanged else ()
            return [*known, tallies_of(self.entries)]

        return Estimator(tallies)


def read_project(settings: Settings, *, changed: bool = False, warn: bool = False) -> Project:
    """Load everything; no network, no answer cache.

    Args:
        changed: leave out the scenarios that are as the last build left them; a frozen build goes
            by the sources alone.
        warn: whether to look for what weakens a scenario without being wrong.

    Raises:
        InputError: with every fault of every file.
    """
    unchanged = read_unchanged(settings) if changed and settings.mode != "frozen" else None
    library = load_library(
        settings.scenarios_dir,
        settings.shown(settings.scenarios_dir),
        without=unchanged.summaries.keys() if unchanged else (),
        warn=warn,
    )
    entries = read_entries(library.scenarios, settings.scenarios_dir)
    report_hidden(library, entries)
    return Project(library, tuple(entries), unchanged)


def complete(
    project: Project,
    settings: Settings,
    *,
    only: Sequence[Entry] | None = None,
    refresh: bool = False,
    network: bool = True,
    batch: bool = False,
) -> tuple[Project, AskResult]:
    """Get what is missing or stale, from the cache or the model; see ``get_answers``.

    Args:
        only: the entries to get, by default all.
        refresh: ask all of them anew.
        network: whether the model may be asked.
        batch: whether it is asked through the Batch API.
    """
    wanted = project.entries if only is None else only

    def others() -> list[Entry]:
        """All that a batch may hold answers of, also of scenarios that were not read."""
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
        NotCurrentError: naming every one and the command that would get it.
    """
    if entries := project.open_entries():
        raise NotCurrentError(
            f"{counted(len(entries), 'answer')} missing or stale, and nothing is asked in frozen "
            "mode:\n" + missing_report(entries, settings),
            "Get them where asking is allowed, and commit the records.",
        )
