"""The settings of a project for the command line, read by MkDocs' own loader.

So there is one configuration: the plugin's entry in ``mkdocs.yml``.
"""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.exceptions import ConfigurationError

from mkdocs_perspectives.common import ConfigError, Settings
from mkdocs_perspectives.plugin.options import PLUGIN_NAME, settings_from
from mkdocs_perspectives.plugin.plugin import PerspectivesPlugin

__all__ = ["CONFIG_FILES", "load_settings"]

log = logging.getLogger("mkdocs.plugins.perspectives")

CONFIG_FILES = ("mkdocs.yml", "properdocs.yml")
"""What a site's configuration is called, by MkDocs and by its fork ProperDocs."""


def load_settings(given: str | None) -> Settings:
    """The settings that a site's configuration and the environment give.

    Args:
        given: the file; by default the nearest one, here or in a folder above.

    Raises:
        ConfigError: the file is missing, cannot be used, or does not use the plugin.
    """
    config_file = given or _nearest(Path.cwd())
    if not Path(config_file).is_file():
        raise ConfigError(
            f"{config_file} not found", "Name the file of your site's configuration with -f FILE."
        )
    try:
        config = load_config(config_file)
    except ConfigurationError as error:
        raise ConfigError(f"{config_file} cannot be used: {error}", "Fix it; see above.") from None
    plugin = config.plugins.get(PLUGIN_NAME)
    if not isinstance(plugin, PerspectivesPlugin):
        raise ConfigError(
            f"{config_file} does not use the plugin {PLUGIN_NAME}",
            f"Add `- {PLUGIN_NAME}` to its plugins.",
        )
    settings = settings_from(config, plugin.config)
    log.debug("Configuration: %s; mode %s", config_file, settings.mode)
    return settings


def _nearest(start: Path) -> str:
    """The nearest configuration in ``start`` or a folder above it."""
    for folder in (start, *start.parents):
        for name in CONFIG_FILES:
            if (folder / name).is_file():
                # As short as it can be, since messages name it.
                return name if folder == start else str(folder / name)
    raise ConfigError(
        f"{' or '.join(CONFIG_FILES)} not found, here or in a folder above",
        "Run this in the folder of your site, or name its configuration with -f FILE.",
    )
