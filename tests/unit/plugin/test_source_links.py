"""Links from pages to the files that they are made from."""

from __future__ import annotations

from pathlib import Path

import factory
from mkdocs_perspectives.plugin.source_links import in_repository, link_sources

BASE = "https://example.org/o/r/edit/main/docs/"


def test_a_named_file_becomes_a_link_to_where_it_is_read(tmp_path: Path) -> None:
    html = '<p>Source: <code class="psp-source">scenarios/a b/scenario.yml</code></p>'
    assert link_sources(html, BASE, factory.settings_of(tmp_path)) == (
        '<p>Source: <a href="https://example.org/o/r/blob/main/scenarios/a%20b/scenario.yml">'
        '<code class="psp-source">scenarios/a b/scenario.yml</code></a></p>'
    )


def test_other_code_is_left_alone(tmp_path: Path) -> None:
    html = "<p><code>scenarios/a/scenario.yml</code></p>"
    assert link_sources(html, BASE, factory.settings_of(tmp_path)) == html


def test_an_address_beside_the_pages(tmp_path: Path) -> None:
    settings = factory.settings_of(tmp_path)
    file = settings.scenarios_dir / "personas.yml"
    expected = "https://example.org/o/r/edit/main/scenarios/personas.yml"
    assert in_repository(BASE, file, settings) == expected
