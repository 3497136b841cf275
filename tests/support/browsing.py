"""A real browser, and sites served to it on loopback like from a static host."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from needed import need
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 300_000
"""Milliseconds after which waiting is given up."""

SEARCH = ".md-search-result__meta"
IDLE = "Type to start searching"
"""The message of the search once it has loaded its index, which a page loads last."""

_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv"}


class _Host(http.server.SimpleHTTPRequestHandler):
    """Compresses text and allows caching, as static hosts do."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or file.suffix not in _COMPRESSED:
            super().do_GET()
            return
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder of files, ending in a slash."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Host, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, since Playwright's own browsers are not available everywhere."""
    path = need("chromium", "chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_FLAGS, timeout=PATIENCE
        )
        yield running
        running.close()


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """A new context, as for another visitor."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


def new_page(browser: Browser, **options: Any) -> Page:
    """A page in a new context, which is closed with it."""
    page = browser.new_page(**options)
    page.context.set_default_timeout(PATIENCE)
    return page


def wait_for_search(page: Page) -> None:
    """Wait until the search can be used."""
    page.wait_for_function(f"document.querySelector('{SEARCH}').textContent.trim() === '{IDLE}'")
