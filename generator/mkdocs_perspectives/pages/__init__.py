"""The generated files: Markdown pages, JSON and CSV, the style sheet and the script.

Pure functions that return text; ``pipeline`` writes the files. Templates are in ``templates/``, and
``rendering`` escapes every value in them.
"""

from mkdocs_perspectives.pages.data_files import GENERATOR
from mkdocs_perspectives.pages.generated_files import OUTPUT_FOLDERS, generated_files, is_generated
from mkdocs_perspectives.pages.page import MARK, Page
from mkdocs_perspectives.pages.scenario_pages import scenario_pages
from mkdocs_perspectives.pages.scenario_summary import ScenarioSummary, summary_of
from mkdocs_perspectives.pages.scenario_view import ScenarioView
from mkdocs_perspectives.pages.site_pages import (
    HOME,
    SCRIPT,
    SITE_DATA,
    STYLE_SHEET,
    site_pages,
)

__all__ = [
    "GENERATOR",
    "HOME",
    "MARK",
    "OUTPUT_FOLDERS",
    "SCRIPT",
    "SITE_DATA",
    "STYLE_SHEET",
    "Page",
    "ScenarioSummary",
    "ScenarioView",
    "generated_files",
    "is_generated",
    "scenario_pages",
    "site_pages",
    "summary_of",
]
