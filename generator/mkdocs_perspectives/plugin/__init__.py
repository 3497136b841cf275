"""The MkDocs plugin: options, events, navigation and search. The only package that knows MkDocs.

``load_settings`` gives the command line the same configuration.
"""

from mkdocs_perspectives.plugin.plugin import PerspectivesPlugin
from mkdocs_perspectives.plugin.project_settings import load_settings

__all__ = ["PerspectivesPlugin", "load_settings"]
