"""Hebrew and Arabic beside numbers in a browser: shown in the order in which they are read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import factory
import pytest
from browsing import new_page, served
from commands import command
from languages_site import write_in, write_words
from playwright.sync_api import Browser, Page

HEBREW = ["נגד מאוד", "נגד", "לא זה ולא זה", "בעד", "בעד מאוד"]
ARABIC = ["معارض بشدة", "معارض", "محايد", "مؤيد", "مؤيد بشدة"]


@pytest.fixture(scope="module", params=[HEBREW, ARABIC], ids=["Hebrew", "Arabic"])
def labels(request: pytest.FixtureRequest) -> list[str]:
    found: list[str] = request.param
    return found


@pytest.fixture(scope="module")
def page(
    labels: list[str], browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    site = factory.write_site(tmp_path_factory.mktemp("rtl") / "site")
    data = factory.scenario(3, 2)
    for issue in data["issues"]:
        issue["scale"] = labels
    for persona, name in zip(data["personas"], labels, strict=False):
        persona["name"] = name
    factory.write_scenario(site, data=data)
    against = {"role-a": {"issue-1": (80, 0, 20, 0, 0)}}
    factory.write_records(site, counts=against)
    result = command("mkdocs", "build", "--strict", cwd=site, PERSPECTIVES_MODE="frozen")
    assert result.returncode == 0, result.stderr
    with served(site / "site") as address:
        opened = new_page(browser, viewport={"width": 1600, "height": 1000})
        opened.goto(address)
        yield opened
        opened.close()


_ORDER = """
(texts) => {
  // Where on the screen each text begins that a part of the page holds, in the order of reading.
  const holder = document.querySelector(texts.shift());
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  const places = [];
  let node, from = 0;
  for (const text of texts) {
    while (node = node || walker.nextNode()) {
      const at = node.data.indexOf(text, from);
      if (at >= 0) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        const box = range.getBoundingClientRect();
        places.push([Math.round(box.top), box.left, box.right]);
        from = at + text.length;
        break;
      }
      node = null;
      from = 0;
    }
  }
  return places;
}
"""


def _places(page: Page, holder: str, *texts: str) -> list[list[float]]:
    places: list[list[float]] = page.evaluate(_ORDER, [holder, *texts])
    assert len(places) == len(texts), (texts, places)
    return places


def _in_order(places: list[list[float]]) -> bool:
    """Whether each is in a later line, or to the right of the one before."""
    pairs = itertools.pairwise(places)
    return all(b[0] > a[0] + 5 or b[1] >= a[2] - 1 for a, b in pairs)


def test_each_number_stands_before_its_label(page: Page, labels: list[str]) -> None:
    page.goto(page.url.split("/scenarios")[0].rstrip("/") + "/scenarios/tram/role-a/")
    # 80, 0, 20, 0 and 0 of 100, each with its label behind it.
    parts = [
        part for pair in zip(("80", "0", "20", "0", "0"), labels, strict=True) for part in pair
    ]
    assert _in_order(_places(page, "p.psp-bar", *parts))


def test_a_heading_of_two_roles_keeps_their_order(page: Page, labels: list[str]) -> None:
    page.goto(page.url.split("/scenarios")[0].rstrip("/") + "/scenarios/tram/conflicts/")
    heading = page.locator("h3:has(bdi)").first
    first, second = (text for text in heading.locator("bdi").all_text_contents())
    heading.evaluate("element => element.id = 'looked-at'")
    assert _in_order(_places(page, "#looked-at", "Issue 1", first, " × ", second))


def test_no_attribute_or_option_holds_markup(page: Page) -> None:
    root = page.url.split("/scenarios")[0].rstrip("/")
    for path in ("/scenarios/", "/scenarios/tram/comparisons/", "/scenarios/tram/conflicts/"):
        page.goto(root + path)
        found = page.evaluate(
            "[...document.querySelectorAll('.md-content *')].flatMap(e =>"
            " [...e.attributes].map(a => a.value).concat(e.tagName == 'OPTION' ? e.text : []))"
        )
        assert found
        assert not [text for text in found if "bdi" in text]


@pytest.fixture(scope="module")
def arabic(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an English site is served that has a scenario in Arabic, with some Arabic words."""
    site = factory.write_site(tmp_path_factory.mktemp("arabic") / "site")
    write_in(site, ["ar", "nl"])
    write_words(site, "ar")
    result = command("mkdocs", "build", "--strict", cwd=site, PERSPECTIVES_MODE="frozen")
    assert result.returncode == 0, result.stderr
    with served(site / "site") as address:
        yield f"{address}scenarios/in-ar/"


WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 800}


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = new_page(browser, viewport=request.param)
    yield opened
    opened.close()


def _left(page: Page, selector: str, number: int = 0) -> float:
    box = page.locator(selector).nth(number).bounding_box()
    assert box is not None, selector
    return box["x"]


def test_a_page_in_arabic_is_read_from_the_right(arabic: str, window: Page) -> None:
    window.goto(arabic)
    facts = "[lang=ar] > h1, [lang=ar] .psp-question, [lang=ar] h2"
    sides = window.eval_on_selector_all(facts, "all => all.map(e => getComputedStyle(e).textAlign)")
    assert set(sides) == {"start"}
    assert window.eval_on_selector("div[lang=ar]", "e => getComputedStyle(e).direction") == "rtl"
    # The first role stands at the right of the others in the table.
    heads = "#_numbers ~ .psp-scroll th"
    assert _left(window, heads, 1) > _left(window, heads, 2)
    wide = window.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_pictures_keep_against_at_the_left(arabic: str, window: Page) -> None:
    window.goto(arabic)
    # The director is for, the librarian against: 1 and 2 of the roles, as the dots are numbered.
    dots = window.locator(".psp-axis").first.locator(".psp-dot")
    places = {}
    for dot in dots.all():
        box = dot.bounding_box()
        assert box is not None
        places[dot.locator("b, strong").first.inner_text()] = box["x"]
    assert places["2"] < places["1"] < places["3"]
    against, favour = (f".psp-ends span:has-text('{word}')" for word in ("معارض", "مؤيد"))
    assert _left(window, f"{against} >> nth=0") < _left(window, f"{favour} >> nth=-1")


def test_a_date_and_a_name_keep_their_order(arabic: str, window: Page) -> None:
    window.goto(arabic)
    assert _in_order(_places(window, ".psp-notice", "2026", "-11", "-01"))
    assert _in_order(_places(window, ".psp-notice", "test", "-model"))
