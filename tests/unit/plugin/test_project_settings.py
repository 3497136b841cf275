"""The settings for the command line: the plugin's own, and a remedy where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_perspectives.common import ConfigError
from mkdocs_perspectives.plugin import load_settings


def test_the_entry_in_the_configuration_is_read(site: Path) -> None:
    file = site / "mkdocs.yml"
    text = file.read_text("utf-8").replace("perspectives]", "perspectives: {model: mine}]")
    file.write_text(text, "utf-8")
    settings = load_settings(str(file))
    assert settings.model.model == "mine"
    assert settings.scenarios_dir == site / "scenarios"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "not found"),
        ("site_name: x\n", "does not use the plugin perspectives"),
        ("site_name: [x\n", "cannot be used"),
    ],
)
def test_what_is_no_configuration_is_reported_with_a_remedy(
    site: Path, content: str | None, told: str
) -> None:
    file = site / "mkdocs.yml"
    file.unlink()
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(ConfigError, match=told) as caught:
        load_settings(str(file))
    assert caught.value.remedy
