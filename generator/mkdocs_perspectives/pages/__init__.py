"""The generated files: Markdown pages, JSON and CSV, the style sheet and the script.

Pure functions that return text; ``pipeline`` writes the files. Templates are in ``templates/``, and
``rendering`` escapes every value in them.
"""

from mkdocs_perspectives.pages.data_files import GENERATOR
from mkdocs_perspectives.pages.export_file import EXPORT_MARK, export_file
from mkdocs_perspectives.pages.families import with_families
from mkdocs_perspectives.pages.generated_files import OUTPUT_FOLDERS, generated_files, is_generated
from mkdocs_perspectives.pages.observed_summary import lead_of, observed_summary
from mkdocs_perspectives.pages.page import MARK, MARKDOWN_EXTENSIONS, Page
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
from mkdocs_perspectives.pages.variant_line import VariantLine

__all__ = [
    "EXPORT_MARK",
    "GENERATOR",
    "HOME",
    "MARK",
    "MARKDOWN_EXTENSIONS",
    "OUTPUT_FOLDERS",
    "SCRIPT",
    "SITE_DATA",
    "STYLE_SHEET",
    "Page",
    "ScenarioSummary",
    "ScenarioView",
    "VariantLine",
    "export_file",
    "generated_files",
    "is_generated",
    "lead_of",
    "observed_summary",
    "scenario_pages",
    "site_pages",
    "summary_of",
    "with_families",
]
