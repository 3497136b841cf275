"""The MkDocs plugin: options, events, navigation and search. The only package that imports MkDocs.

``load_settings`` reads the same configuration for the command line.
"""

from mkdocs_perspectives.plugin.material_files import search_languages, theme_language
from mkdocs_perspectives.plugin.plugin import PerspectivesPlugin
from mkdocs_perspectives.plugin.project_settings import CONFIG_FILES, load_settings

__all__ = [
    "CONFIG_FILES",
    "PerspectivesPlugin",
    "load_settings",
    "search_languages",
    "theme_language",
]
