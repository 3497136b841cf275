"""Where Material keeps its files: when they move, what leans on them must follow."""

from __future__ import annotations

from pathlib import Path

import material
import pytest
from mkdocs_perspectives.common import package_text
from mkdocs_perspectives.plugin.material_files import (
    FRAME_WORKER,
    KOREAN_SEARCH,
    THEIR_FRAME_WORKER,
    search_languages,
    theme_language,
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


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("ko-KR", "ko"),
        ("de-AT", "de"),
        ("pt-BR", "pt-BR"),
        ("zh-TW", "zh-TW"),
        ("zh-HK", "zh-Hant"),
        ("zh-SG", "zh"),
        ("ar", "ar"),
        ("sw", "en"),
    ],
)
def test_the_theme_speaks_what_is_nearest(language: str, expected: str) -> None:
    assert theme_language(language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("en", "ko")),
        ("ko-KR", ("en", "ko")),
        ("ja", ("en", "ko")),
        ("zh-TW", ("en", "ko")),
        ("de", ("en", "de")),
        ("ar", ("en", "ar")),
        ("sw", ("en",)),
    ],
)
def test_the_search_is_given_what_it_can_read(language: str, expected: tuple[str, ...]) -> None:
    assert search_languages(language) == expected
