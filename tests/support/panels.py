"""Sites configured with a panel of further voices."""

from __future__ import annotations

from pathlib import Path

import factory
import yaml

__all__ = ["KEY_OF_OTHER", "OTHER_KEY", "configured", "panel"]

OTHER_KEY = "OTHER_API_KEY"
"""The environment variable that holds the key of the voice ``other``."""

KEY_OF_OTHER = "sk-other-9876543210fedcba"


def configured(site: Path, **options: object) -> None:
    """Write the site's configuration with these options of the plugin."""
    plugin = yaml.safe_dump(options, default_flow_style=True, width=10**6).strip()
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", f"perspectives: {plugin}]"))


def panel(other: str) -> list[dict[str, str]]:
    """Two voices: ``other`` at the address ``other``, with its own key, and ``repeat``, which asks
    the lead's model once more."""
    return [
        {"id": "other", "model": "model-b", "base_url": other, "api_key_env": OTHER_KEY},
        {"id": "repeat", "model": "model-a"},
    ]
