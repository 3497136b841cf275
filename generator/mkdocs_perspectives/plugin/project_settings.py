"""The settings of a project for the command line, through MkDocs' own loader.

So there is one configuration: the plugin's entry in ``mkdocs.yml``.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config import load_config
from mkdocs.exceptions import ConfigurationError

from mkdocs_perspectives.common import ConfigError, Settings
from mkdocs_perspectives.plugin.options import PLUGIN_NAME, settings_from
from mkdocs_perspectives.plugin.plugin import PerspectivesPlugin

__all__ = ["load_settings"]


def load_settings(config_file: str) -> Settings:
    """The settings that ``config_file`` and the environment give.

    Raises:
        ConfigError: the file is missing, cannot be used, or does not use the plugin.
    """
    if not Path(config_file).is_file():
        raise ConfigError(
            f"there is no {config_file} here",
            "Run this in the folder of your mkdocs.yml, or give it with -f FILE.",
        )
    try:
        config = load_config(config_file)
    except ConfigurationError as error:
        raise ConfigError(f"{config_file} cannot be used: {error}", "Mend it; see above.") from None
    plugin = config.plugins.get(PLUGIN_NAME)
    if not isinstance(plugin, PerspectivesPlugin):
        raise ConfigError(
            f"{config_file} does not use the plugin {PLUGIN_NAME}",
            f"Add `- {PLUGIN_NAME}` to its plugins.",
        )
    return settings_from(config, plugin.config)
