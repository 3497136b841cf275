"""The shipped site as its readers meet it: found, reached, read, heard, and light."""

from __future__ import annotations

import base64
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import new_context, new_page, wait_for_search
from commands import ROOT, SITE_URL, command
from playwright.sync_api import Browser

SITE_ROOT = urlsplit(SITE_URL).path.rstrip("/")
EN, KO = "scenarios/new-electric-car-en/", "scenarios/new-electric-car/"
KINDS = [
    "",
    "scenarios/",
    "scenarios/how-to-read-en/",
    "scenarios/how-to-read-ko/",
    *(f"{scenario}{page}" for scenario in (EN, KO) for page in ("", "comparisons/", "conflicts/")),
    f"{EN}comparisons/four-experts/",
    f"{KO}comparisons/four-experts/",
    "scenarios/new-electric-car-en-delayed/comparisons/four-experts/",
    "scenarios/doctors-on-ai/comparisons/hospital-posts/",
    f"{EN}logistics-expert/",
    f"{KO}logistics-expert/",
    "personas/",
    "personas/logistics-expert/",
    "guide/",
    "guide/configuration/",
    "guide/start-ko/",
    "guide/robustness/",
]


CHOSEN = [
    f"{scenario}comparisons/#any_two--logistics-expert--marketing-executive"
    for scenario in (EN, KO)
]
"""Two roles side by side."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(address: str, browser: Browser, scheme: str) -> None:
    context = new_context(browser, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = []
    for path in (*KINDS, *CHOSEN):
        page.goto(address + path)
        page.wait_for_selector('[role="dialog"][aria-label]')
        for violation in Axe().run(page).response["violations"]:
            found.append((path, violation["id"], violation["nodes"][0]["html"]))
    context.close()
    assert found == []


class _Links(HTMLParser):
    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {str(given[key]) for key in ("id", "name") if given.get(key)}
        if tag != "link" or given.get("rel") != "canonical":
            self.links += [str(given[key]) for key in ("href", "src") if given.get(key)]


def test_no_link_and_no_anchor_is_broken(shipped: Path) -> None:
    pages = {file: _Links(file) for file in shipped.rglob("*.html")}
    assert len(pages) > 50
    broken = []
    for file, page in pages.items():
        here = "/" + file.relative_to(shipped).as_posix().removesuffix("index.html")
        for link in page.links:
            # The page for what is not found knows where the site lies, and names it in full.
            link = link.removeprefix(SITE_ROOT) if file.name == "404.html" else link
            target = urlsplit(urljoin(here, link))
            if target.scheme or target.netloc:
                continue
            path = shipped / unquote(target.path).lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            anchor = unquote(target.fragment)
            anchored = not anchor or path not in pages or anchor in pages[path].ids
            if not path.is_file() or not (anchored or anchor.startswith("__")):
                broken.append((here, link))
    assert broken == []


@pytest.mark.parametrize("width", [320, 360, 720, 768, 1440])
def test_nothing_is_wider_than_the_window(address: str, browser: Browser, width: int) -> None:
    """720 pixels are 1,440 at a zoom of 200 %, 320 are 1,280 at 400 %."""
    page = new_page(browser, viewport={"width": width, "height": 800})
    for path in (*KINDS, *CHOSEN):
        page.goto(address + path)
        wider = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, path
    page.close()


def test_a_table_scrolls_only_where_it_is_wider_than_the_page(
    address: str, browser: Browser
) -> None:
    for width, scrolls in ((1280, False), (360, True)):
        page = new_page(browser, viewport={"width": width, "height": 800})
        page.goto(address + KO)
        page.wait_for_selector(".psp-scroll .md-typeset__scrollwrap")
        assert scrolls == page.evaluate(
            "[...document.querySelectorAll('.psp-scroll')].some(e => e.scrollWidth > e.clientWidth)"
        )
        page.close()


def test_each_text_says_its_language(address: str, browser: Browser) -> None:
    """In the sidebar, the contents, the header, the filters, the cards and the footer too."""
    page = new_page(browser)
    for path in (*KINDS, *CHOSEN, "404.html"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.lang") == "en"
        # Every text in Hangul or kana lies in something marked as Korean or Japanese. What leads
        # to the next page is called after it and in English at once, in a label of the theme.
        unmarked = page.evaluate(
            """() => {
                const letters = { ko: /[\\uac00-\\ud7a3]{2}/, ja: /[\\u3041-\\u30fa]{2}/ }
                const found = []
                const check = (text, element) => {
                    const { lang } = element.closest('[lang]')
                    for (const [tag, of] of Object.entries(letters)) {
                        if (of.test(text) && lang !== tag) found.push(text.trim())
                    }
                }
                const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT)
                while (walker.nextNode()) {
                    const { textContent, parentElement } = walker.currentNode
                    if (!parentElement.closest('code, script, style, [hidden].md-tags')) {
                        check(textContent, parentElement)
                    }
                }
                for (const named of document.querySelectorAll('[aria-label], [title]')) {
                    if (!named.matches('.md-footer__link')) {
                        check(named.getAttribute('aria-label') ?? named.title, named)
                    }
                }
                return found
            }"""
        )
        assert unmarked == [], path
    page.close()


def test_no_page_but_a_roles_is_longer_than_nine_thousand_pixels(
    address: str, browser: Browser, shipped: Path
) -> None:
    page = new_page(browser, viewport={"width": 1280, "height": 900})
    roles = {file.stem for file in (ROOT / "scenarios").glob("*/answers/*.json")}
    long = {}
    for file in sorted((shipped / "scenarios").rglob("index.html")):
        path = file.parent.relative_to(shipped).as_posix()
        if file.parent.name not in roles and "how-to-read" not in path:
            page.goto(f"{address}{path}/")
            long[path] = page.evaluate("document.documentElement.scrollHeight")
    page.close()
    assert len(long) > 25
    assert {path: height for path, height in long.items() if height > 9_000} == {}


def test_every_page_has_a_title_a_description_and_an_address(shipped: Path) -> None:
    for path in KINDS:
        text = (shipped / path / "index.html").read_text("utf-8")
        assert f'<link rel="canonical" href="{SITE_URL}{path}">' in text, path
        assert '<meta name="description" content="' in text, path
        assert re.search(r"<title( lang=\S+)?>.", text)


def test_pages_lead_to_their_sources(address: str, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(f"{address}{KO}logistics-expert/")
    edit = page.locator("a.md-content__button").first.get_attribute("href")
    folder = "https://example.org/o/r/edit/main/scenarios"
    assert edit == f"{folder}/new-electric-car/scenario.yml"
    record = page.locator("a:has(.psp-source)").first.get_attribute("href")
    answers = "https://example.org/o/r/blob/main/scenarios/new-electric-car/answers"
    assert record == f"{answers}/logistics-expert.json"
    page.goto(f"{address}personas/logistics-expert/")
    edit = page.locator("a.md-content__button").first.get_attribute("href")
    assert edit == f"{folder}/personas.yml"
    page.close()


def test_previous_and_next_go_through_all_roles(address: str, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(address + EN)
    with page.expect_navigation():
        page.locator("h2#_roles + div > ul > .psp-card a").first.click()
    seen = [page.locator("h1").inner_text()]
    while page.locator("a[rel=next]").count():
        with page.expect_navigation():
            page.locator(".psp-next a[rel=next]").click()
        seen.append(page.locator("h1").inner_text())
        if not page.locator(".psp-next a[rel=next]").count():
            break
    assert len(seen) == len(set(seen)) == 6
    page.locator(".psp-path a").last.click()
    page.wait_for_url(f"**/{EN}")
    page.close()


def test_the_keyboard_reaches_everything_and_the_focus_is_seen(
    address: str, browser: Browser
) -> None:
    page = new_page(browser)
    page.goto(address + CHOSEN[0])
    page.wait_for_selector("form.psp-choose:not([hidden])")
    wanted = page.evaluate(
        """[...document.querySelectorAll('article :is(a[href], select):not(.headerlink)')]
            .filter(e => e.checkVisibility()).length"""
    )
    reached, unseen = set(), []
    for _ in range(wanted + 200):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const e = document.activeElement
                if (!e.closest('article') || e.matches('.headerlink, summary')) return null
                const all = [...document.querySelectorAll('article a, article select')]
                return [all.indexOf(e), getComputedStyle(e).outlineStyle]
            }"""
        )
        if found:
            reached.add(found[0])
            if found[1] == "none":
                unseen.append(found[0])
    assert len(reached) == wanted
    assert unseen == []
    page.close()


def test_the_first_picture_is_ten_stops_of_the_tab_key_away(address: str, browser: Browser) -> None:
    page = new_page(browser)
    for scenario in (EN, KO):
        page.goto(address + scenario)
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.md-skip, .psp-skip')"):
                page.keyboard.press("Enter")
            if page.evaluate("!!document.activeElement.closest('.psp-axis')"):
                break
        assert page.evaluate("document.activeElement.matches('.psp-dot')"), scenario
    page.close()


def test_a_first_visit_is_light_and_the_next_page_lighter(address: str, browser: Browser) -> None:
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sent: list[int] = []
    context.on("requestfinished", lambda r: sent.append(sum_of(r.sizes())))

    def sum_of(sizes: dict[str, int]) -> int:
        return sizes["responseBodySize"] + sizes["responseHeadersSize"]

    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        " for (const entry of list.getEntries()) window.shift += entry.value"
        "}).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{address}{KO}")
    wait_for_search(page)
    first = sum(sent)
    assert page.evaluate("window.shift") < 0.01
    sent.clear()
    page.click("td[class*=psp-m] a >> nth=0")
    page.wait_for_url("**/mechanical-engineer/**")
    wait_for_search(page)
    second = sum(sent)
    print(f"first visit {first / 1000:.1f} KB, next page {second / 1000:.1f} KB")
    assert page.evaluate("window.shift") < 0.01
    context.close()
    assert 50_000 < first <= 200_000
    assert 1_000 < second <= 40_000


def test_data_for_machines_is_linked_and_whole(shipped: Path) -> None:
    index = json.loads((shipped / "perspectives/index.json").read_text("utf-8"))
    files = sorted((ROOT / "scenarios").glob("*/scenario.yml"))
    assert [s["scenario"] for s in index["scenarios"]] == [file.parent.name for file in files]
    for scenario in index["scenarios"]:
        folder = (shipped / "perspectives" / scenario["page"]).resolve()
        data = json.loads((shipped / "perspectives" / scenario["data"]).read_text("utf-8"))
        page = (folder / "index.html").read_text("utf-8")
        assert 'href="perspectives.json"' in page
        assert 'href="stances.csv"' in page
        rows = (folder / "stances.csv").read_text("utf-8").splitlines()
        assert len(rows) == 1 + scenario["personas"] * scenario["issues"]
        for row, stance in zip(rows[1:], data["stances"], strict=True):
            cells = row.split(",")
            assert cells[1:3] == [stance["persona"], stance["issue"]]
            assert [float(cell) for cell in cells[3:8]] == stance["shares"]
            assert float(cells[8]) == stance["mean"]
            assert sum(map(float, cells[3:8])) == pytest.approx(1)


def test_from_the_disk_nothing_leaves_it_and_search_works(tmp_path: Path, browser: Browser) -> None:
    for name in ("scenarios", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("  - tags\n", "  - tags\n  - offline\n")
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    built = command("mkdocs", "build", "--strict", cwd=tmp_path, PERSPECTIVES_MODE="frozen")
    assert built.returncode == 0, built.stderr
    site = tmp_path / "site"
    page = new_page(browser)
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: None if r.url.startswith("file:") else foreign.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    for path in KINDS:
        file = site / f"{path.rstrip('/')}.html"
        page.goto((file if path and file.exists() else site / path / "index.html").as_uri())
        page.wait_for_load_state("networkidle")
    page.focus("input.md-search__input")
    page.fill("input.md-search__input", "마케팅은")
    page.press("input.md-search__input", "End")
    page.wait_for_selector(".md-search-result__item")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("**/scenarios/new-electric-car/**")
    page.close()
    assert foreign == []
    assert errors == []


def test_a_scenario_prints_as_a_handout(address: str, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(f"{address}{KO}")
    page.emulate_media(media="print")
    assert page.locator(".psp-scroll table").is_visible()
    assert page.locator(".psp-card").first.is_visible()
    for unneeded in (".psp-path", ".psp-more", ".md-header", ".md-sidebar"):
        assert not page.locator(unneeded).first.is_visible(), unneeded
    page.close()


_COLOURS = """async png => {
  const image = new Image()
  image.src = `data:image/png;base64,${png}`
  await image.decode()
  const canvas = new OffscreenCanvas(image.width, image.height)
  const drawn = canvas.getContext("2d")
  drawn.drawImage(image, 0, 0)
  const { data } = drawn.getImageData(0, 4, image.width, 1)
  const hex = x => [0, 1, 2].map(i => data[4 * x + i].toString(16).padStart(2, "0")).join("")
  return Array.from({ length: image.width }, (_, x) => `#${hex(x)}`)
}"""


def test_a_bar_is_drawn_around_the_middle_of_neutral(address: str, browser: Browser) -> None:
    """Its colours, read off the screen, change where the shares in words say they do."""
    page = new_page(browser, color_scheme="light")
    page.goto(f"{address}{EN}logistics-expert/")
    bar = page.locator("p.psp-bar").first
    counts = [int(number) for number in re.findall(r"\d+", bar.inner_text())]
    assert sum(counts) == 100
    picture = base64.b64encode(bar.screenshot()).decode()
    row = page.evaluate(_COLOURS, picture)
    page.close()
    colours = ["#b35806", "#f1a340", "#d8dae0", "#7fb3dd", "#2166ac"]
    # Neutral's middle is the bar's, and the whole bar stands for 200 people.
    edge = 100 - counts[0] - counts[1] - counts[2] / 2
    seen = 0
    for count, colour in zip(counts, colours, strict=True):
        for person in (edge + 1, edge + count - 1):
            if count > 2 and abs(person - 100) > 1:
                assert row[round(person / 200 * len(row))] == colour
                seen += 1
        edge += count
    assert seen >= 6
