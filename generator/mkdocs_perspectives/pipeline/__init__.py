"""The whole pipeline in order: read, complete, compare, write pages; and the plan of a run.

The plugin and the command line call this package, so that both do the same.
``pipeline.plan`` is not imported here, because it imports the price list.
"""

from mkdocs_perspectives.pipeline.accepting import accept_answers
from mkdocs_perspectives.pipeline.conflict_notes import conflict_notes, negation_notes
from mkdocs_perspectives.pipeline.project import Project, complete, read_project, require_current
from mkdocs_perspectives.pipeline.reporting import missing_report, report
from mkdocs_perspectives.pipeline.unfinished import report_unfinished
from mkdocs_perspectives.pipeline.voices import ask_voices
from mkdocs_perspectives.pipeline.write_pages import Written, write_pages

__all__ = [
    "Project",
    "Written",
    "accept_answers",
    "ask_voices",
    "complete",
    "conflict_notes",
    "missing_report",
    "negation_notes",
    "read_project",
    "report",
    "report_unfinished",
    "require_current",
    "write_pages",
]
