"""The shipped site in a real browser: it loads, calls nobody else, and fits a phone."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import environment, tool
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
PAGES = [
    "",
    "scenarios/",
    "scenarios/how-to-read-en/",
    "scenarios/new-electric-car/",
    "scenarios/new-electric-car/marketing-executive/",
    "scenarios/new-electric-car/comparisons/",
    "scenarios/new-electric-car/conflicts/",
    "personas/",
    "personas/logistics-expert/",
]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The shipped site, built without a key and served on loopback."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run(
        [tool("mkdocs"), "build", "--strict", "-q", "-d", str(folder)],
        cwd=ROOT,
        env=environment(PERSPECTIVES_MODE="frozen"),
        check=True,
    )
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_kind_loads_alone_and_fits(address: str, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
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
    page = browser.new_page()
    page.goto(address + "scenarios/new-electric-car/")
    cell = page.locator("td[class*=psp-m] a").first
    cell.click()
    page.wait_for_url("**/mechanical-engineer/#message-freeze")
    assert page.locator("#message-freeze").is_visible()
    page.close()
