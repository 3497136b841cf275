"""The site that a command is for."""

from __future__ import annotations

from mkdocs_perspectives.cli.speaking import speak
from mkdocs_perspectives.common import Settings
from mkdocs_perspectives.plugin import load_settings

__all__ = ["site_settings"]


def site_settings(config_file: str | None) -> Settings:
    """The settings of the site; from now on the command speaks its language.

    Raises:
        ConfigError: as ``load_settings``.
    """
    settings = load_settings(config_file)
    speak(settings.language)
    return settings
