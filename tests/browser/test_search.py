"""The site's search in a real browser: what people type, and what they find."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from browsing import SEARCH, new_page, wait_for_search
from playwright.sync_api import Browser, Page

PAIRS = yaml.safe_load((Path(__file__).parent / "search_pairs.yml").read_text("utf-8"))
FIELD = "input.md-search__input"
NOTE_RESULTS = """
window.Worker = class extends Worker {
  constructor(...all) {
    super(...all)
    this.addEventListener("message", ({ data }) => {
      if (data.data?.items) {
        window.found = data.data.items.map(group => group.map(item => item.location))
      }
    })
  }
}
"""
"""What the search's worker answers, before the theme shows the first of it."""


def _path(short: str) -> str:
    scenario, _, rest = short.partition("/")
    return f"/scenarios/{PAIRS[scenario]}{rest}"


def search(page: Page, query: str) -> list[str]:
    """The pages that a query finds, best first: what the list is made of as it is scrolled."""
    _type(page, "")
    wait_for_search(page)
    page.evaluate("window.found = undefined")
    _type(page, query)
    page.wait_for_function(f"document.querySelector('{SEARCH}').textContent.includes('matching')")
    found: list[list[str]] = page.evaluate("window.found")
    said = page.inner_text(SEARCH)
    assert len(found) == (0 if said.startswith("No ") else int(re.findall(r"\d+", said)[0]))
    return ["/" + location.split("#")[0] for group in found for location in group]


def _type(page: Page, query: str) -> None:
    page.fill(FIELD, query)
    # The theme listens for keys.
    page.press(FIELD, "End")


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Page:
    page = new_page(browser)
    page.add_init_script(NOTE_RESULTS)
    page.goto(address)
    page.wait_for_selector(FIELD)
    page.focus(FIELD)
    wait_for_search(page)
    return page


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
