"""Scenarios found on the index: by words, role, language and tag, in an order, some at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import factory
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import new_context, new_page, served, wait_for_search
from commands import ROOT, SITE_URL, command
from playwright.sync_api import Browser, Page, expect

FOR, AGAINST, LESS = (0, 5, 10, 40, 45), (45, 40, 10, 5, 0), (20, 20, 20, 20, 20)
MANY = 62


def test_scenarios_are_filtered_and_the_choice_is_in_the_address(
    address: str, browser: Browser
) -> None:
    page = new_page(browser)
    page.goto(f"{address}scenarios/")
    cards = page.locator(".psp-card:visible")
    files = (file.read_text("utf-8") for file in (ROOT / "scenarios").glob("*/scenario.yml"))
    # Variants stand on the card of what they extend.
    whole = sum("\nextends:" not in text for text in files)
    expect(cards).to_have_count(whole)
    count = page.locator(".psp-filter output")
    expect(count).to_have_text(f"{whole} of {whole} scenarios")
    page.select_option("select[name=role]", "theatre-nurse")
    expect(cards).to_have_count(1)
    expect(count).to_have_text(f"1 of {whole} scenarios")
    assert cards.locator("a").first.inner_text() == "Planned operations on Saturdays"
    page.select_option("select[name=language]", "ko")
    expect(cards).to_have_count(0)
    expect(count).to_have_text(f"0 of {whole} scenarios")
    page.select_option("select[name=role]", "logistics-expert")
    expect(cards).to_have_count(1)
    page.wait_for_url(re.compile("role=logistics-expert&language=ko"))
    again = new_page(browser)
    again.goto(page.url)
    expect(again.locator(".psp-card:visible")).to_have_count(1)
    expect(again.locator("select[name=role]")).to_have_value("logistics-expert")
    again.close()
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_tag_leads_to_the_scenarios_that_have_it(
    address: str, browser: Browser, script: bool
) -> None:
    context = new_context(browser, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{address}scenarios/new-electric-car/")
    tag = page.locator(".psp-tags a").first
    name = tag.inner_text()
    with page.expect_navigation():
        tag.click()
    assert urlsplit(page.url).path.endswith("/scenarios/index.html")
    if script:
        expect(page.locator("select[name=tag]")).to_have_value(name)
        for card in page.locator(".psp-card:visible").all():
            assert name in (card.get_attribute("data-tag") or "").split("|")
    assert page.locator(".psp-card:visible").count() > 0
    context.close()


def test_a_search_for_a_scenario_finds_it_above_its_pages(address: str, browser: Browser) -> None:
    page = new_page(browser)
    for words, place in (
        ("Planned operations on Saturdays", "scenarios/saturday-surgery/"),
        ("새 전기차", "scenarios/new-electric-car/"),
    ):
        page.goto(address)
        page.focus("input.md-search__input")
        wait_for_search(page)
        page.fill("input.md-search__input", words)
        page.press("input.md-search__input", "End")
        first = page.locator(".md-search-result__item a").first
        expect(first).to_be_visible()
        assert urlsplit(first.get_attribute("href") or "").path.endswith(f"/{place}")
    page.close()


def test_an_address_that_leads_nowhere_leads_home_and_to_the_search(
    shipped: Path, browser: Browser, tmp_path: Path
) -> None:
    # Served below the path of the site's address, as hosts of many sites do.
    below = urlsplit(SITE_URL).path.strip("/")
    (tmp_path / below).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / below).symlink_to(shipped)
    with served(tmp_path) as where:
        page = new_page(browser)
        page.goto(f"{where}{below}/404.html")
        page.wait_for_selector('[role="dialog"][aria-label]')
        assert Axe().run(page).response["violations"] == []
        links = page.locator("article a")
        assert links.all_inner_texts() == ["Home", "Scenarios", "Search this site"]
        addresses = [link.get_attribute("href") for link in links.all()]
        assert addresses == [f"/{below}/", f"/{below}/scenarios/", f"/{below}/?q="]
        with page.expect_navigation():
            links.last.click()
        expect(page.locator(".md-search__input")).to_be_focused()
        page.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of 62 scenarios: every third is called a tram, and three are apart.

    Number 5 has the newest answers, numbers 7, 8 and 9 are in conflict, 8 the most.
    """
    site = factory.write_site(tmp_path_factory.mktemp("large"))
    for number in range(MANY):
        title = f"{'Tram' if number % 3 == 0 else 'Bus'} {number:02}"
        tags = ["late"] if number % 10 == 0 else []
        data = factory.scenario(2, 1, title=title, tags=tags)
        factory.write_scenario(site, f"s-{number:02}", data)
    same = {"role-a": {"issue-1": LESS}, "role-b": {"issue-1": LESS}}
    factory.write_records(site, counts=same)
    for number, against in ((7, LESS), (8, AGAINST), (9, (30, 30, 10, 20, 10))):
        apart = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": against}}
        factory.write_records(site, counts=apart, only=(f"s-{number:02}",))
    for file in (site / "scenarios/s-05/answers").iterdir():
        file.write_text(file.read_text("utf-8").replace("2026-11-01", "2026-11-05"), "utf-8")
    result = command("mkdocs", "build", "--strict", cwd=site, PERSPECTIVES_MODE="frozen")
    assert result.returncode == 0, result.stderr
    with served(site / "site") as where:
        yield where


def _titles(page: Page) -> list[str]:
    return page.locator(".psp-card:visible > a:first-child").all_inner_texts()


def test_of_many_scenarios_twenty_four_are_shown_at_a_time(large: str, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(f"{large}scenarios/")
    cards = page.locator(".psp-card:visible")
    further = page.locator(".psp-further")
    for shown in (24, 48):
        expect(cards).to_have_count(shown)
        further.click()
    expect(cards).to_have_count(MANY)
    expect(further).to_be_hidden()
    # By title, as without a script.
    titles = _titles(page)
    assert titles == sorted(titles)
    assert page.locator(".psp-filter output").inner_text() == f"{MANY} of {MANY} scenarios"
    # What is chosen of fewer is shown as a whole.
    page.fill("input[name=text]", "TRAM")
    expect(cards).to_have_count(21)
    page.close()


def test_of_many_scenarios_all_are_listed_without_a_script(large: str, browser: Browser) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{large}scenarios/")
    expect(page.locator(".psp-card:visible")).to_have_count(MANY)
    expect(page.locator(".psp-filter")).to_be_hidden()
    expect(page.locator(".psp-further")).to_be_hidden()
    context.close()


def test_scenarios_are_found_by_words_and_sorted(large: str, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(f"{large}scenarios/?tag=late")
    # Numbers 0, 10, 20 and so on to 60.
    expect(page.locator(".psp-card:visible")).to_have_count(7)
    page.fill("input[name=text]", "tram 3")
    assert _titles(page) == ["Tram 30"]
    page.press("input[name=text]", "Enter")
    page.wait_for_url("**/?tag=late&text=tram+3")
    page.reload()
    expect(page.locator("input[name=text]")).to_have_value("tram 3")
    assert _titles(page) == ["Tram 30"]
    page.goto(f"{large}scenarios/")
    page.select_option("select[name=sort]", "newest")
    assert _titles(page)[:2] == ["Bus 05", "Bus 01"]
    page.select_option("select[name=sort]", "contested")
    assert _titles(page)[:3] == ["Bus 08", "Tram 09", "Bus 07"]
    page.wait_for_url("**/?sort=contested")
    page.select_option("select[name=sort]", "")
    assert _titles(page)[:2] == ["Bus 01", "Bus 02"]
    page.close()


@pytest.mark.parametrize("path", ["scenarios/", "scenarios/?sort=newest", "scenarios/s-08/"])
def test_nothing_moves_while_a_page_loads(large: str, browser: Browser, path: str) -> None:
    page = new_page(browser, viewport={"width": 1280, "height": 900})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        " for (const entry of list.getEntries()) window.shift += entry.value"
        "}).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(large + path)
    wait_for_search(page)
    assert page.evaluate("window.shift") < 0.02
    page.close()
