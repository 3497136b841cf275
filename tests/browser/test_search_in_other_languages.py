"""The site's search in Japanese and Chinese, which put no spaces between words, and in others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
import yaml
from browsing import served
from commands import ROOT, command
from languages_site import write_in
from mkdocs_perspectives.plugin import search_languages
from playwright.sync_api import Browser, Page
from searching import search, searching

HERE = Path(__file__).parent
PAIRS = yaml.safe_load((HERE / "search_pairs_ja_zh.yml").read_text("utf-8"))
WITH_SPACES = yaml.safe_load((HERE / "search_pairs_de_es_fr.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A site with the search that a new site has in either language."""
    named = search_languages("ja")
    assert named == search_languages("zh")
    site = factory.write_site(
        tmp_path_factory.mktemp("unspaced") / "site",
        "site_name: A site\ntheme: {name: material, font: false}\n"
        f"plugins: [search: {{lang: [{', '.join(named)}]}}, perspectives]\n",
    )
    write_in(site, ("ja", "zh"))
    for shipped in ("weekend-school-clubs", "lift-in-an-old-block"):
        shutil.copytree(ROOT / "scenarios" / shipped, site / "scenarios" / shipped)
    result = command("mkdocs", "build", "--strict", cwd=site, PERSPECTIVES_MODE="frozen")
    assert result.returncode == 0, result.stderr
    with served(site / "site") as address, searching(browser, address) as opened:
        yield opened


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_what_people_type_finds_what_they_mean(page: Page, language: str) -> None:
    pairs = PAIRS[language]
    assert len(pairs) >= 20
    missed, false_hits = [], []
    for query, wanted, unwanted in pairs:
        found = search(page, query)
        if not any(path.endswith(f"/scenarios/{wanted}") for path in found):
            missed.append(query)
        if any(path.endswith(f"/scenarios/{unwanted}") for path in found):
            false_hits.append(query)
    print(f"{language}: {len(pairs) - len(missed)} of {len(pairs)}, {len(false_hits)} false hits")
    assert (missed, false_hits) == ([], [])


@pytest.mark.parametrize("language", WITH_SPACES)
def test_words_of_reasons_are_found_by_their_beginnings(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    """On a new site in the language, with a shipped scenario."""
    scenario, pairs = WITH_SPACES[language]["scenario"], WITH_SPACES[language]["pairs"]
    assert len(pairs) >= 10
    site = tmp_path / "site"
    site.mkdir()
    result = command("perspectives", "init", "--language", language, cwd=site)
    assert result.returncode == 0, result.stderr
    # The theme's own words stay English, which is what is waited for.
    configuration = (site / "mkdocs.yml").read_text("utf-8")
    assert f"lang: [en, {language}]" in configuration
    configuration = configuration.replace(f"  language: {language}\n", "  language: en\n")
    (site / "mkdocs.yml").write_text(configuration, "utf-8")
    shutil.rmtree(site / "scenarios" / "four-day-week")
    shutil.copytree(ROOT / "scenarios" / scenario, site / "scenarios" / scenario)
    result = command("mkdocs", "build", "--strict", cwd=site, PERSPECTIVES_MODE="frozen")
    assert result.returncode == 0, result.stderr
    missed, false_hits = [], []
    with served(site / "site") as address, searching(browser, address) as page:
        for query, wanted, unwanted in pairs:
            found = search(page, query)
            if not any(path.endswith(f"/{scenario}/{wanted}") for path in found):
                missed.append((query, found))
            if any(path.endswith(f"/{unwanted}") for path in found):
                false_hits.append(query)
    assert (missed, false_hits) == ([], [])
