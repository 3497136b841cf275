"""The site's search in a real browser: what people type, and what they find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page
from searching import search, searching

PAIRS = yaml.safe_load((Path(__file__).parent / "search_pairs.yml").read_text("utf-8"))


def _path(short: str) -> str:
    scenario, _, rest = short.partition("/")
    return f"/scenarios/{PAIRS[scenario]}{rest}"


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    with searching(browser, address) as opened:
        yield opened


def test_what_people_type_finds_what_they_mean(page: Page) -> None:
    pairs = PAIRS["pairs"]
    assert len(pairs) >= 70
    missed, false_hits = [], []
    for query, wanted, unwanted in pairs:
        found = search(page, query)
        if not any(path.endswith(_path(wanted)) for path in found):
            missed.append((query, wanted))
        if any(path.endswith(_path(unwanted)) for path in found):
            false_hits.append((query, unwanted))
    print(f"{len(pairs) - len(missed)} of {len(pairs)} found, {len(false_hits)} false hits")
    assert false_hits == []
    assert len(missed) <= 0.04 * len(pairs), missed


def test_a_word_that_is_nowhere_finds_nothing(page: Page) -> None:
    assert search(page, "양자역학은") == []
    assert search(page, "quantum") == []


def test_what_was_found_names_its_scenario(page: Page) -> None:
    search(page, "마케팅은")
    titles = page.locator(".md-search-result__item h1").all_inner_texts()
    assert "마케팅 임원 · 새 전기차가 출시된다" in titles
