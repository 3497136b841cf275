"""A project's scenarios held against what people answered, all of them together.

How far off a scenario's numbers may be depends on every other scenario that the same model
answered. So where people's answers come, go or change, the pages of scenarios whose own files are
unchanged may have to be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdocs_perspectives.common import Settings
from mkdocs_perspectives.compare import Measured, bands_for, calibrate
from mkdocs_perspectives.pages import ScenarioView, lead_of, observed_summary
from mkdocs_perspectives.pipeline.project import Project, reread

__all__ = ["Calibrated", "calibrated"]


@dataclass(frozen=True)
class Calibrated:
    """A project with all scenarios read whose pages have to be made, and their views."""

    project: Project
    views: Sequence[ScenarioView]
    measured: Sequence[Measured]


def calibrated(project: Project, settings: Settings) -> Calibrated:
    """Measure every voice, and give each scenario the bands of its own.

    Raises:
        InputError: a scenario that has to be read again cannot be.
    """
    unchanged = project.unchanged.summaries if project.unchanged else {}
    observed = {name: summary.observed for name, summary in unchanged.items()}
    observed |= {view.scenario.id: observed_summary(view) for view in project.views()}
    points = [point for _, of in sorted(observed.items()) if of for point in of.points]
    measured = calibrate(points)
    moved = {
        name
        for name, summary in unchanged.items()
        if bands_for(measured, summary.lead) != summary.bands
    }
    if moved:
        project = reread(project, settings, moved)
    views = [replace(v, bands=bands_for(measured, lead_of(v))) for v in project.views()]
    return Calibrated(project, views, measured)
