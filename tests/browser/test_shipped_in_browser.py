"""The shipped site in a real browser: it loads, calls nobody else, and fits a phone."""

from __future__ import annotations

import pytest
from browsing import new_page
from playwright.sync_api import Browser

PAGES = [
    "",
    "scenarios/",
    "scenarios/how-to-read-en/",
    "scenarios/new-electric-car/",
    "scenarios/new-electric-car/marketing-executive/",
    "scenarios/new-electric-car/comparisons/",
    "scenarios/new-electric-car/conflicts/",
    # German has the longest words.
    "scenarios/how-to-read-de/",
    "scenarios/waermenetz-im-dorf/",
    "scenarios/waermenetz-im-dorf/hauseigentuemerin/",
    "scenarios/waermenetz-im-dorf/comparisons/",
    "scenarios/waermenetz-im-dorf/comparisons/alle-vier/",
    "scenarios/waermenetz-im-dorf/conflicts/",
    "personas/",
    "personas/logistics-expert/",
]


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_kind_loads_alone_and_fits(address: str, browser: Browser, width: int) -> None:
    page = new_page(browser, viewport={"width": width, "height": 800})
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(address) else foreign.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    for path in PAGES:
        response = page.goto(address + path)
        assert response is not None
        assert response.status == 200, path
        page.wait_for_load_state("networkidle")
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{path} is wider than {width} px"
    page.close()
    assert foreign == []
    assert errors == []


def test_a_number_leads_to_the_reason_behind_it(address: str, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(address + "scenarios/new-electric-car/")
    cell = page.locator("td[class*=psp-m] a").first
    cell.click()
    page.wait_for_url("**/mechanical-engineer/#message-freeze")
    assert page.locator("#message-freeze").is_visible()
    page.close()
