"""The search index of many pages: its size against plain MkDocs on the same pages.

    python benchmarks/search.py 100

Builds a site with the plugin and again without it; prints the ratio of the two indexes, the size
extrapolated to ten thousand pages, and the ratio of the times to a first result in Chromium.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from browsing import chromium, served
from scale import PLAIN, build
from synthetic import write_site

FIELD = "input.md-search__input"


def first_result(site: Path) -> float:
    """Seconds from opening the first page to the first result."""
    with served(site) as address, chromium() as browser:
        page = browser.new_page()
        begun = time.monotonic()
        page.goto(address)
        page.fill(FIELD, "budget")
        page.press(FIELD, "End")
        page.wait_for_selector(".md-search-result__item", timeout=120_000)
        return time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="?", type=int, default=100)
    count = parser.parse_args().scenarios
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_site(root, count)
        (root / "plain.yml").write_text(PLAIN + f"site_dir: {name}/plain\n", "utf-8")
        build(root, "mkdocs.yml")
        build(root, "plain.yml")
        sites = [root / "site", root / "plain"]
        ours, plain = ((s / "search/search_index.json").stat().st_size for s in sites)
        pages = sum(1 for _ in (root / "site/scenarios").rglob("index.html"))
        fast, slow = map(first_result, sites)
    print(f"index: {ours / plain:.2f} times the theme's own")
    print(f"index of 10,000 pages: {ours / pages / 100:.1f} MB")
    print(f"first result: {fast / slow:.2f} times the theme's own")


if __name__ == "__main__":
    main()
