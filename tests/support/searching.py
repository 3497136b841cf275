"""Uses the site's search in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from browsing import SEARCH, new_page, wait_for_search
from playwright.sync_api import Browser, Page

__all__ = ["search", "searching"]

_FIELD = "input.md-search__input"
_NOTE_RESULTS = """
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
"""Stores the results of the search's worker before the theme shows the first of them."""


@contextmanager
def searching(browser: Browser, address: str) -> Iterator[Page]:
    """The first page of a site, with its search ready."""
    page = new_page(browser)
    page.add_init_script(_NOTE_RESULTS)
    page.goto(address)
    page.wait_for_selector(_FIELD)
    page.focus(_FIELD)
    wait_for_search(page)
    yield page
    page.close()


def search(page: Page, query: str) -> list[str]:
    """The pages that a query finds, best first, including those shown only after scrolling."""
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
    page.fill(_FIELD, query)
    # The theme listens for keys.
    page.press(_FIELD, "End")
