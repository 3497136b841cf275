"""A site of its own, in this process."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.common import Settings


@pytest.fixture
def settings(site: Path) -> Settings:
    """The settings of the site."""
    return factory.settings_of(site)
