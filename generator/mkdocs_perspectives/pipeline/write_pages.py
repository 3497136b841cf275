"""Writes the pages whose content changed, and deletes generated pages that are not needed."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mkdocs_perspectives.ask import tallies_of
from mkdocs_perspectives.common import (
    OutputError,
    Settings,
    check_inside,
    differs,
    read_start,
    remove,
    sweep,
    write_if_changed,
)
from mkdocs_perspectives.pages import (
    HOME,
    OUTPUT_FOLDERS,
    SITE_DATA,
    Page,
    ScenarioSummary,
    generated_files,
    is_generated,
    scenario_pages,
    site_pages,
    summary_of,
)
from mkdocs_perspectives.pipeline.calibrated import calibrated
from mkdocs_perspectives.pipeline.project import Project
from mkdocs_perspectives.pipeline.reporting import report_untranslated
from mkdocs_perspectives.pipeline.unchanged import Unchanged, remember
from mkdocs_perspectives.scenario import SharedPersona

__all__ = ["Written", "write_pages"]

log = logging.getLogger("mkdocs.plugins.perspectives")


@dataclass(frozen=True)
class Written:
    """The paths below ``docs/`` that were written and deleted, and what the site now shows.

    ``cldr`` is the version of the data on languages by which the pages were made that were there,
    empty where they do not tell.
    """

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    summaries: tuple[ScenarioSummary, ...]
    shared: tuple[SharedPersona, ...]
    cldr: str = ""


def write_pages(project: Project, settings: Settings, *, dry_run: bool = False) -> Written:
    """Write the pages whose content changed, and delete generated pages that are not needed.

    Args:
        dry_run: write and delete nothing; only return what would be.

    Raises:
        OutputError: a page cannot be written, or a file that was not generated is in its place.
            The latter is found before anything is written.
    """
    shown, docs = settings.scenarios_folder, settings.docs_dir
    site = calibrated(project, settings)
    project, views = site.project, site.views
    unchanged = project.unchanged.summaries if project.unchanged else {}
    words = project.library.words(settings.language)
    by_id = {
        **unchanged,
        **{view.scenario.id: summary_of(view, words) for view in views},
    }
    summaries = tuple(by_id[scenario_id] for scenario_id in sorted(by_id))
    shared = project.library.shared
    pages = [page for view in views for page in scenario_pages(view, words, shown)]
    pages += site_pages(shared, summaries, words, shown, site.measured)
    if not settings.home or _has_home(docs):
        pages = [page for page in pages if page.path != HOME]
    _check_places(docs, pages)
    gone = list(generated_files(docs, unchanged.keys() | {page.path for page in pages}))
    if (docs / "README.md").exists() and is_generated(docs / HOME):
        # MkDocs would show it instead of the hand-written README.md.
        gone.append(HOME)
    if dry_run:
        differing = (page.path for page in pages if differs(docs / page.path, page.content))
        return Written(tuple(differing), tuple(gone), summaries, shared, _cldr_of(docs))
    written = [page.path for page in pages if _write(page, docs)]
    for path in gone:
        remove(docs / path, root=docs)
        log.debug("Deleted: %s/%s", settings.shown(docs), path)
    for path in written:
        log.debug("Written: %s/%s", settings.shown(docs), path)
    for name in OUTPUT_FOLDERS:
        sweep(docs / name, without=unchanged.keys())
    if project.unchanged is not None:
        _remember(project, project.unchanged, summaries, settings)
    if written:
        report_untranslated(words, {summary.language for summary in summaries}, settings)
    return Written(tuple(written), tuple(gone), summaries, shared)


def _remember(
    project: Project,
    before: Unchanged,
    summaries: Iterable[ScenarioSummary],
    settings: Settings,
) -> None:
    """Let the next build skip what this one has generated and has nothing to say about."""
    open_ones = {entry.scenario.id for entry in project.open_entries()}
    open_ones.update(scenario.id for scenario in project.unfinished())
    done = (summary for summary in summaries if summary.id not in open_ones)
    new = {view.scenario.id: tallies_of(view.entries) for view in project.views()}
    remember(settings, before, done, {**before.tallies, **new})


def _cldr_of(docs: Path) -> str:
    """The version of the data on languages that the pages of the site name, if they do."""
    try:
        found = re.search(rb'"cldr": "([\w.]+)"', read_start(docs / SITE_DATA, 4096))
    except OSError:
        return ""
    return found[1].decode() if found else ""


def _has_home(docs: Path) -> bool:
    """Whether there is a hand-written home page; one is generated only if there is none."""
    own = docs / HOME
    return (docs / "README.md").exists() or (own.exists() and not is_generated(own))


def _write(page: Page, docs: Path) -> bool:
    return write_if_changed(docs / page.path, page.content, root=docs)


def _check_places(docs: Path, pages: Iterable[Page]) -> None:
    """Refuse to write through links or over hand-written files."""
    for page in pages:
        file = docs / page.path
        check_inside(file, docs)
        if file.exists() and not is_generated(file):
            raise OutputError(
                f"{file} was not generated, but a generated page would replace it",
                "Move or rename it; generated pages never overwrite hand-written files.",
            )
