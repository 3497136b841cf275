"""Writes one scenario as a single file."""

from __future__ import annotations

from pathlib import Path

from mkdocs_perspectives.common import OutputError, Settings, read_start, write_if_changed
from mkdocs_perspectives.pages import EXPORT_MARK, export_file
from mkdocs_perspectives.pipeline.calibrated import calibrated
from mkdocs_perspectives.pipeline.project import Project

__all__ = ["write_export"]


def write_export(project: Project, settings: Settings, scenario: str, file: Path) -> None:
    """Write a scenario, by its id, with all its pages and data to ``file``.

    Raises:
        OutputError: the file cannot be written, or is there and was not exported.
    """
    if file.exists() and not _exported(file):
        raise OutputError(
            f"{file} is there already and was not exported, so it is not overwritten",
            "Name another file with --output FILE, or move this one.",
        )
    views = calibrated(project, settings).views
    view = next(view for view in views if view.scenario.id == scenario)
    words = project.library.words(settings.language)
    write_if_changed(file, export_file(view, words, settings.scenarios_folder), root=file.parent)


def _exported(file: Path) -> bool:
    try:
        return EXPORT_MARK.encode() in read_start(file, 1024)
    except OSError:
        return False
