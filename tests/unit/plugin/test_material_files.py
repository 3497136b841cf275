"""Where Material keeps its files: when they move, what leans on them must follow."""

from __future__ import annotations

from pathlib import Path

import material
from mkdocs_perspectives.common import package_text
from mkdocs_perspectives.plugin.material_files import (
    FRAME_WORKER,
    KOREAN_SEARCH,
    THEIR_FRAME_WORKER,
)

MATERIAL = Path(material.__file__).parent
THEME = MATERIAL / "templates"


def test_korean_search_takes_the_place_of_the_themes() -> None:
    assert (THEME / KOREAN_SEARCH).is_file()
    assert "lunr.ko" in package_text("plugin/assets/lunr.ko.js")


def test_what_an_offline_site_asks_another_host_for_is_known() -> None:
    plugin = (MATERIAL / "plugins/offline/plugin.py").read_text("utf-8")
    assert f'"{THEIR_FRAME_WORKER}"' in plugin
    assert not (THEME / FRAME_WORKER).exists()
