"""What authors write: the formats of their files, how they are read, and every fault in them.

Loading, checks, lint and the files that authors start from. Not what is asked of a model
(``prompt``), nor any answer (``answers``).
"""

from mkdocs_perspectives.scenario.json_schema import SCHEMA_FILES, json_schema, schema_text
from mkdocs_perspectives.scenario.loading import SCENARIO_FILE, SHARED_FILE, load_library
from mkdocs_perspectives.scenario.locale_files import LOCALES_FOLDER, read_catalogues
from mkdocs_perspectives.scenario.scenario import (
    Comparison,
    Issue,
    Library,
    Persona,
    Scenario,
    SharedPersona,
    SourceText,
)
from mkdocs_perspectives.scenario.starter_files import (
    Start,
    new_scenario,
    new_site,
    new_words,
    slug,
)
from mkdocs_perspectives.scenario.values import ID_PATTERN
from mkdocs_perspectives.scenario.yaml_source import MAX_BYTES

__all__ = [
    "ID_PATTERN",
    "LOCALES_FOLDER",
    "MAX_BYTES",
    "SCENARIO_FILE",
    "SCHEMA_FILES",
    "SHARED_FILE",
    "Comparison",
    "Issue",
    "Library",
    "Persona",
    "Scenario",
    "SharedPersona",
    "SourceText",
    "Start",
    "json_schema",
    "load_library",
    "new_scenario",
    "new_site",
    "new_words",
    "read_catalogues",
    "schema_text",
    "slug",
]
