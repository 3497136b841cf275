"""The pictures as readers meet them: soon, whole on a phone, in words, by touch and keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from browsing import new_page
from playwright.sync_api import Browser

SCENARIOS = ("new-electric-car", "new-electric-car-en", "saturday-surgery", "doctors-on-ai")


@pytest.mark.parametrize(
    ("width", "height", "above"), [(1280, 900, 700), (360, 780, 1000)], ids=["wide", "phone"]
)
def test_the_first_picture_comes_soon(
    address: str, browser: Browser, width: int, height: int, above: int
) -> None:
    page = new_page(browser, viewport={"width": width, "height": height})
    for scenario in SCENARIOS:
        page.goto(f"{address}scenarios/{scenario}/")
        first = page.locator(".psp-axis").first.bounding_box()
        assert first is not None
        assert first["y"] < above, scenario
        assert first["x"] >= 0
        assert first["x"] + first["width"] <= width
    page.close()


def test_every_dot_lies_where_its_words_say(address: str, browser: Browser, shipped: Path) -> None:
    """By the data file, in pixels; *against* is at the left in Korean too."""
    for scenario in SCENARIOS[:2]:
        page = new_page(browser, viewport={"width": 1280, "height": 900})
        page.goto(f"{address}scenarios/{scenario}/")
        dots: list[tuple[str, str, float, float]] = page.evaluate(
            """() => [...document.querySelectorAll('.psp-axis .psp-dot')].map(dot => {
                const axis = dot.parentElement.getBoundingClientRect()
                const own = dot.getBoundingClientRect()
                const text = dot.querySelector('em').textContent
                return [dot.hash.slice(1), text, own.left + own.width / 2 - axis.left, axis.width]
            })"""
        )
        data = json.loads((shipped / f"scenarios/{scenario}/perspectives.json").read_text("utf-8"))
        names = {persona["id"]: persona["name"] for persona in data["personas"]}
        assert len(dots) == len(data["stances"])
        for stance in data["stances"]:
            name, issue = names[stance["persona"]], stance["issue"]
            ((_, text, x, wide),) = [
                dot for dot in dots if dot[0] == issue and dot[1].startswith(f"{name}:")
            ]
            said = sorted(int(number) for number in re.findall(r"\d+", text.removeprefix(name)))
            shares = stance["for"], stance["against"], stance["shares"][2]
            assert said == sorted(round(100 * share) for share in shares)
            # The ends of the axis are 0.75 rem from its edges; a rem is 20 pixels.
            place = (1 + stance["for"] - stance["against"]) / 2
            assert x == pytest.approx(15 + (wide - 30) * place, abs=1.5)
        page.close()


def test_a_dot_says_its_numbers_when_it_is_pointed_at_or_focused(
    address: str, browser: Browser
) -> None:
    page = new_page(browser, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}scenarios/new-electric-car-en/")
    dot = page.locator(".psp-axis .psp-dot").first
    words = dot.locator("em")
    assert words.evaluate("e => e.getBoundingClientRect().width") < 30
    for point in (dot.hover, dot.focus):
        point()
        page.keyboard.press("Shift")
        assert words.evaluate("e => e.getBoundingClientRect().width") > 100
        page.mouse.move(0, 0)
    with page.expect_navigation():
        dot.press("Enter")
    assert page.locator(":target").count() == 1
    page.close()


def test_the_half_matrix_leads_to_each_conflict_and_is_a_list_on_a_phone(
    address: str, browser: Browser
) -> None:
    for width, shown in ((1280, "grid"), (360, "list")):
        page = new_page(browser, viewport={"width": width, "height": 800})
        page.goto(f"{address}scenarios/saturday-surgery/conflicts/")
        conflicts = page.locator(".psp-clash")
        assert conflicts.count() > 3
        for conflict in conflicts.all():
            # Its own issue is read in it, and the line that it leads to is about the same.
            issue = re.sub(r" \+\d+$", "", conflict.locator("strong").inner_text())
            line = page.locator(f"[id='{conflict.get_attribute('href').removeprefix('#')}']")  # type: ignore[union-attr]
            if line.get_attribute("id") != "more":
                assert line.inner_text().startswith(issue)
        tops = [conflict.bounding_box()["y"] for conflict in conflicts.all()]  # type: ignore[index]
        assert (len(set(tops)) == len(tops)) == (shown == "list")
        page.close()


def test_twelve_conflicts_are_seen_together(address: str, browser: Browser) -> None:
    page = new_page(browser, viewport={"width": 1280, "height": 900})
    for scenario in SCENARIOS[:3]:
        page.goto(f"{address}scenarios/{scenario}/conflicts/")
        lines = page.locator(".psp-line")
        last = lines.nth(min(12, lines.count()) - 1).bounding_box()
        assert last is not None
        assert last["y"] + last["height"] < 2400, scenario
    page.close()


VARIANTS = ("new-electric-car-delayed", "new-electric-car-en-delayed")


@pytest.mark.parametrize("width", [1280, 360])
def test_every_arrow_ends_where_its_words_say(address: str, browser: Browser, width: int) -> None:
    """By for minus against; *against* is at the left in Korean too."""
    page = new_page(browser, viewport={"width": width, "height": 900})
    for variant in VARIANTS:
        page.goto(f"{address}scenarios/{variant}/")
        arrows: list[tuple[str, str, float]] = page.evaluate(
            """() => [...document.querySelectorAll('.psp-move')].map(arrow => [
                arrow.textContent,
                getComputedStyle(arrow, '::after').left,
                arrow.getBoundingClientRect().width,
            ])"""
        )
        assert len(arrows) > 5
        for text, left, wide in arrows:
            old_for, new_for, old_against, new_against = map(int, re.findall(r"\d+", text))
            # The ends of the axis are 0.3 rem from its edges; a rem is 20 pixels.
            place = (100 + new_for - new_against) / 200
            assert float(left.removesuffix("px")) == pytest.approx(6 + (wide - 12) * place, abs=1)
            assert (old_for, old_against) != (new_for, new_against)
        # What is said beside an arrow can be read, and leads to the reason.
        words = page.locator(".psp-move").first
        assert words.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > 10
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        with page.expect_navigation():
            page.locator(".psp-moves .psp-line li a").first.click()
        assert page.locator(":target").count() == 1
    page.close()


def test_a_parents_page_leads_to_its_variants(address: str, browser: Browser) -> None:
    page = new_page(browser, viewport={"width": 360, "height": 780})
    page.goto(f"{address}scenarios/new-electric-car-en/#_variants")
    variant = page.locator(".psp-moves .psp-name a")
    assert variant.inner_text() == "The launch slips by six months"
    assert page.locator(".psp-moves .psp-line li").count() == 3
    with page.expect_navigation():
        variant.click()
    assert page.url.endswith("scenarios/new-electric-car-en-delayed/")
    page.close()
