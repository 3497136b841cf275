"""What Markdown is spared for generated pages: the HTML is the same without it, to the byte."""

from __future__ import annotations

from pathlib import Path

import factory
import markdown
import pytest
from commands import ROOT, Run
from factory import all_pages
from markdown.extensions import Extension
from mkdocs_perspectives.answers import read_entries
from mkdocs_perspectives.pages import ScenarioView
from mkdocs_perspectives.plugin.fast_markdown import LeanExtension, fits
from mkdocs_perspectives.scenario import load_library
from hostile_site import hostile_site
from hostile_text import EXTENSIONS, HOSTILE

MKDOCS = ["toc", "tables", "fenced_code", "attr_list", "md_in_html"]
"""What a site has that asks for nothing else."""


def _html(page: str, names: list[str], *, generated: bool) -> str:
    lean = LeanExtension()
    lean.generated = generated
    extensions: list[str | Extension] = [*names, lean]
    return markdown.markdown(page.split("\n---\n", 1)[1], extensions=extensions)


def _check(pages: dict[str, str], names: list[str]) -> None:
    assert pages
    for path, page in pages.items():
        assert _html(page, names, generated=True) == _html(page, names, generated=False), path


@pytest.mark.parametrize("names", [MKDOCS, EXTENSIONS], ids=["few", "many"])
def test_the_shipped_pages_are_the_same(names: list[str]) -> None:
    files = [f for name in ("scenarios", "personas") for f in (ROOT / "docs" / name).rglob("*.md")]
    _check({str(file): file.read_text("utf-8") for file in files}, names)


@pytest.mark.parametrize("text", HOSTILE)
def test_pages_of_hostile_text_are_the_same(tmp_path: Path, text: str) -> None:
    hostile_site(tmp_path, text, "before")
    library = load_library(tmp_path / "scenarios")
    entries = read_entries(library.scenarios, tmp_path / "scenarios")
    view = ScenarioView(library.scenarios[0], tuple(entries))
    pages = all_pages(library, [view], "en", "scenarios")
    markdown_pages = {page.path: page.content for page in pages if page.path.endswith(".md")}
    _check(markdown_pages, MKDOCS)
    _check(markdown_pages, EXTENSIONS)


def test_pages_that_people_write_are_spared_nothing() -> None:
    page = "---\n---\n> quoted\n\n![picture](p.png) <https://example.org> \\*\n\n---\n"
    html = _html(page, MKDOCS, generated=False)
    assert "<blockquote>" in html
    assert '<img alt="picture" src="p.png"' in html
    assert '<a href="https://example.org">' in html
    assert "<hr" in html
    # And those that are generated hold nothing of it, or it would be left as it is.
    assert "<blockquote>" not in _html(page, MKDOCS, generated=True)


def test_it_is_known_which_extensions_leave_other_text_alone() -> None:
    assert fits([*MKDOCS, "pymdownx.superfences", "markdown.extensions.admonition"])
    assert not fits([*MKDOCS, "abbr"])
    assert not fits([*MKDOCS, "pymdownx.snippets"])
    assert not fits([*MKDOCS, "an.extension.of.ones.own"])


HOOK = """\
def on_page_markdown(markdown, **kwargs):
    return markdown + "\\n\\n> Quoted\\n\\n![logo](https://example.org/logo.png)\\n"
"""


def test_what_a_site_puts_on_every_page_is_rendered(site: Path, run: Run) -> None:
    (site / "hook.py").write_text(HOOK, "utf-8")
    (site / "mkdocs.yml").write_text(factory.MKDOCS + "hooks: [hook.py]\n", "utf-8")
    factory.write_scenario(site)
    factory.write_records(site)
    assert run("mkdocs", "build").returncode == 0
    page = (site / "site/scenarios/tram/role-a/index.html").read_text("utf-8")
    assert "<blockquote>" in page
    assert 'src="https://example.org/logo.png"' in page


def test_a_page_that_others_have_generated_is_theirs(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    for place in ("zoo.md", "scenarios/zoo.md"):
        file = site / "docs" / place
        file.parent.mkdir(exist_ok=True)
        front = "---\ngenerated: 2026-01-01 by another tool\n---\n# Zoo\n\n"
        file.write_text(front + "> Quoted\n\n<https://example.org>\n", "utf-8")
    assert run("mkdocs", "build").returncode == 0
    for place in ("zoo", "scenarios/zoo"):
        page = (site / "site" / place / "index.html").read_text("utf-8")
        assert "<blockquote>" in page
        assert '<a href="https://example.org">' in page
