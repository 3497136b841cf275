"""What authors write: the formats of their files, how they are read, and every fault in them.

Loading, checks, lint and the files that authors start from. Not what is asked of a model
(``prompt``), nor any answer (``answers``).
"""

from mkdocs_perspectives.scenario.answer_counts import AnswerCounts, count_answers
from mkdocs_perspectives.scenario.answer_table import read_table
from mkdocs_perspectives.scenario.drafted_file import drafted_scenario, try_start
from mkdocs_perspectives.scenario.json_schema import SCHEMA_FILES, json_schema, schema_text
from mkdocs_perspectives.scenario.lint import statement_fault
from mkdocs_perspectives.scenario.loading import load_library
from mkdocs_perspectives.scenario.locale_files import LOCALES_FOLDER, read_catalogues, site_words
from mkdocs_perspectives.scenario.observed import LEAST, Observed, ObservedCell
from mkdocs_perspectives.scenario.observed_text import write_observed
from mkdocs_perspectives.scenario.reading import (
    OBSERVED_FILE,
    SCENARIO_FILE,
    SHARED_FILE,
    parents_by_variant,
)
from mkdocs_perspectives.scenario.scenario import (
    Comparison,
    Issue,
    Library,
    Persona,
    Scenario,
    SharedPersona,
    SourceText,
)
from mkdocs_perspectives.scenario.starter_additions import lines_to_add, new_workflows
from mkdocs_perspectives.scenario.starter_files import (
    Start,
    new_scenario,
    new_site,
    new_variant,
    new_words,
    shared_ids,
    slug,
)
from mkdocs_perspectives.scenario.starter_texts import described_in
from mkdocs_perspectives.scenario.values import ID_PATTERN, is_device_name
from mkdocs_perspectives.scenario.yaml_source import MAX_BYTES

__all__ = [
    "ID_PATTERN",
    "LEAST",
    "LOCALES_FOLDER",
    "MAX_BYTES",
    "OBSERVED_FILE",
    "SCENARIO_FILE",
    "SCHEMA_FILES",
    "SHARED_FILE",
    "AnswerCounts",
    "Comparison",
    "Issue",
    "Library",
    "Observed",
    "ObservedCell",
    "Persona",
    "Scenario",
    "SharedPersona",
    "SourceText",
    "Start",
    "count_answers",
    "described_in",
    "drafted_scenario",
    "is_device_name",
    "json_schema",
    "lines_to_add",
    "load_library",
    "new_scenario",
    "new_site",
    "new_variant",
    "new_words",
    "new_workflows",
    "parents_by_variant",
    "read_catalogues",
    "read_table",
    "schema_text",
    "shared_ids",
    "site_words",
    "slug",
    "statement_fault",
    "try_start",
    "write_observed",
]
