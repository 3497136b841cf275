"""Other generators: the committed pages through Zensical, the plugin in ProperDocs."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from commands import ROOT, command, environment
from own_environment import own_environment

ZENSICAL = "zensical==0.0.70"
PROPERDOCS = "properdocs==1.6.7"


def _copy(folder: Path) -> Path:
    """The shipped site as somebody has it in a folder of their own."""
    for name in ("docs", "scenarios"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def _pages(site: Path) -> set[str]:
    return {file.relative_to(site).as_posix() for file in site.rglob("*.html")}


class _Page(HTMLParser):
    """The links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            if tag == "a" and name == "href" and value:
                self.links.append(value)


def _broken(site: Path) -> list[str]:
    """Links within the site that lead to no file or to no anchor of it."""
    pages = {file: _Page(file.read_text("utf-8")) for file in site.rglob("*.html")}
    broken = []
    for file, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
                continue
            where = file.parent / unquote(parts.path) if parts.path else file
            if parts.path.startswith("/"):
                where = site / unquote(parts.path).lstrip("/")
            target = (where / "index.html" if where.is_dir() else where).resolve()
            if not target.exists():
                broken.append(f"{file.relative_to(site)}: {link}")
            elif parts.fragment and target.suffix == ".html":
                there = pages.get(target) or _Page(target.read_text("utf-8"))
                if unquote(parts.fragment) not in there.anchors and parts.fragment != "__skip":
                    broken.append(f"{file.relative_to(site)}: {link} (no such anchor)")
    return broken


@pytest.fixture(scope="module")
def zensical(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site, built strictly by Zensical, which knows no plugin of anybody's."""
    root = _copy(tmp_path_factory.mktemp("zensical"))
    program = own_environment("zensical", ZENSICAL) / "zensical"
    result = subprocess.run(
        [program, "build", "--strict"],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return root / "site"


def test_zensical_builds_the_same_pages(zensical: Path, shipped: Path) -> None:
    assert _pages(zensical) == _pages(shipped)
    # What a missing page says is each generator's own.
    for path in sorted(_pages(shipped) - {"404.html"}):
        ours, theirs = ((site / path).read_text("utf-8") for site in (shipped, zensical))
        title = re.search(r"<h1[^>]*>(.*?)<", ours)
        if title is not None:
            assert html.unescape(title[1]) in html.unescape(theirs), path


def test_zensical_leaves_no_link_broken_and_no_fence_raw(zensical: Path) -> None:
    assert _broken(zensical) == []
    for file in zensical.rglob("*.html"):
        article = re.search(r"<article.*</article>", file.read_text("utf-8"), re.DOTALL)
        assert article is None or "```" not in article.group(), file


def test_properdocs_builds_the_site_with_the_plugin(tmp_path: Path, shipped: Path) -> None:
    root = _copy(tmp_path)
    (root / "mkdocs.yml").rename(root / "properdocs.yml")
    constraint = f"--constraint={ROOT / 'constraints.txt'}"
    scripts = own_environment("properdocs", constraint, "--editable", str(ROOT), PROPERDOCS)
    for program in (
        ["properdocs", "build", "--strict", "-q"],
        ["perspectives", "build", "--check"],
    ):
        result = subprocess.run(
            [scripts / program[0], *program[1:]],
            cwd=root,
            env=environment(PERSPECTIVES_MODE="frozen"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
    assert _pages(root / "site") == _pages(shipped)
    # Without a record the plugin is there to fail the build.
    next(root.glob("scenarios/*/answers/*.json")).unlink()
    result = subprocess.run(
        [scripts / "properdocs", "build", "-q"],
        cwd=root,
        env=environment(PERSPECTIVES_MODE="frozen"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "1 answer missing or stale" in result.stdout + result.stderr


def test_before_zensical_publishes_a_missing_record_is_found_by_the_check(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    next(root.glob("scenarios/*/answers/*.json")).unlink()
    result = command("perspectives", "build", "--check", cwd=root)
    assert result.returncode == 1
    assert "out of date, or edited by hand" in result.stderr
