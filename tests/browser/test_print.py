"""Pages on paper, and a scenario as one file: what is read in the PDF that the browser prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from browsing import new_page
from commands import ROOT, command
from mkdocs_perspectives.scenario import Scenario, load_library
from playwright.sync_api import Browser, Page

LIBRARY = load_library(ROOT / "scenarios")
SHIPPED = LIBRARY.scenarios
MOST_SHEETS = 15


@dataclass(frozen=True)
class Sheet:
    """What is printed on one sheet, and how far to the right, in parts of its width."""

    text: str
    right: float


def _printed(page: Page) -> list[Sheet]:
    """The page as Chromium prints it on A4."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    sheets = []
    for sheet in document:
        shown = sheet.get_textpage()
        right = max(
            (shown.get_rect(n)[2] for n in range(shown.count_rects())),
            default=0.0,
        )
        text = " ".join(shown.get_text_range().split())
        sheets.append(Sheet(text, right / sheet.get_width()))
    document.close()
    return sheets


def _squeezed(text: str) -> str:
    """A text as it is found however its lines are broken: in Korean, within words."""
    return re.sub(r"\s", "", text)


def _check_margins(sheets: list[Sheet], scenario: Scenario) -> None:
    simulated = _squeezed(LIBRARY.words(scenario.language).text("printed_simulated"))
    for sheet in sheets:
        assert _squeezed(scenario.title) in _squeezed(sheet.text)
        assert simulated in _squeezed(sheet.text)
        assert sheet.right < 1
    assert f"{len(sheets)}/{len(sheets)}" in _squeezed(sheets[-1].text)


@contextmanager
def _opened(scenario: str, browser: Browser, folder: Path) -> Iterator[Page]:
    """A shipped scenario as a file of its own, opened from the disk on a phone."""
    file = folder / "handout.html"
    result = command("perspectives", "export", scenario, "--output", str(file), cwd=ROOT)
    assert result.returncode == 0, result.stderr
    page = new_page(browser, viewport={"width": 360, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    yield page
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert said == []
    page.close()


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.id)
def test_a_shipped_scenario_is_a_handout(
    scenario: Scenario, browser: Browser, tmp_path: Path
) -> None:
    with _opened(scenario.id, browser, tmp_path) as page:
        _check_handout(scenario, page)


def _check_handout(scenario: Scenario, page: Page) -> None:
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0
    sheets = _printed(page)
    assert len(sheets) <= MOST_SHEETS
    _check_margins(sheets, scenario)
    text = _squeezed(" ".join(sheet.text for sheet in sheets))
    for persona in scenario.personas:
        assert _squeezed(persona.name) in text
    for issue in scenario.issues:
        assert _squeezed(issue.title) in text
    # What is folded stays folded, and what a role says at length is on the screen alone.
    hidden = page.locator(".psp-situation > :not(summary), .psp-why > :not(summary)")
    folded = [_squeezed(part) for part in hidden.all_text_contents() if len(part) > 80]
    folded += [
        _squeezed(part) for part in page.locator(".psp-part_considerations li").all_text_contents()
    ]
    assert len(folded) > 5
    assert [part for part in folded if part in text] == []


def test_the_file_gives_its_data_and_leads_to_its_places(browser: Browser, tmp_path: Path) -> None:
    with _opened("saturday-surgery", browser, tmp_path) as page:
        with page.expect_download() as download:
            page.locator("a[download]").first.click()
        there = ROOT / "docs/scenarios/saturday-surgery/perspectives.json"
        assert Path(download.value.path()).read_bytes() == there.read_bytes()
        page.locator("td[class*=psp-m] a").first.click()
        assert page.url.endswith("#orthopaedic-surgeon.volunteers-only")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_the_site_prints_every_role(address: str, browser: Browser, scheme: str) -> None:
    """Seven roles: the table once ended at the sixth."""
    (scenario,) = (s for s in SHIPPED if s.id == "saturday-surgery")
    page = new_page(browser, color_scheme=scheme)
    for path in ("", "conflicts/", "ward-manager/"):
        page.goto(f"{address}scenarios/{scenario.id}/{path}")
        sheets = _printed(page)
        _check_margins(sheets, scenario)
        if path:
            continue
        # The last line of the table, with a number for and against of each role.
        last = next(sheet.text for sheet in reversed(sheets) if "Open results" in sheet.text)
        line = last.rpartition("Open results")[2]
        assert len(re.findall(r"\d+ : \d+", line)) >= len(scenario.personas)
        page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
        # Whatever the screen's colours, what is printed is dark on white.
        colours = page.evaluate(
            """() => [...document.querySelectorAll('.psp-help, .psp-verdict, td.psp-row a')]
                .map((part) => getComputedStyle(part).color.match(/\\d+/g).slice(0, 3))"""
        )
        assert max(int(value) for colour in colours for value in colour) < 190
        page.emulate_media(media="screen")
    page.close()
