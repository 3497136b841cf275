"""What Markdown is spared for generated pages: the HTML is the same without it, to the byte."""

from __future__ import annotations

import functools
from pathlib import Path

import factory
import markdown
import pytest
from commands import ROOT
from hostile_site import GROUPS, hostile_site
from hostile_text import EXTENSIONS, HOSTILE
from mkdocs_perspectives.plugin.fast_markdown import LeanExtension, fits

MKDOCS = ("toc", "tables", "fenced_code", "attr_list", "md_in_html")
"""What a site has that asks for nothing else."""

EVERY = tuple(EXTENSIONS)


@functools.cache
def _markdown(names: tuple[str, ...], generated: bool) -> markdown.Markdown:
    lean = LeanExtension()
    lean.generated = generated
    return markdown.Markdown(extensions=[*names, lean])


def _html(page: str, names: tuple[str, ...], *, generated: bool) -> str:
    return _markdown(names, generated).reset().convert(page.split("\n---\n", 1)[1])


def _check(pages: dict[str, str], names: tuple[str, ...]) -> None:
    assert pages
    for path, page in pages.items():
        assert _html(page, names, generated=True) == _html(page, names, generated=False), path


@pytest.mark.parametrize("names", [MKDOCS, EVERY], ids=["few", "many"])
def test_the_shipped_pages_are_the_same(names: tuple[str, ...]) -> None:
    files = [f for name in ("scenarios", "personas") for f in (ROOT / "docs" / name).rglob("*.md")]
    _check({str(file): file.read_text("utf-8") for file in files}, names)


@pytest.mark.parametrize(
    ("names", "text"),
    [*((MKDOCS, text) for text in HOSTILE), *((EVERY, text) for text in GROUPS)],
)
def test_pages_of_hostile_text_are_the_same(
    tmp_path: Path, names: tuple[str, ...], text: str
) -> None:
    hostile_site(tmp_path, text, "before")
    pages = factory.pages_of(tmp_path)
    _check({path: page for path, page in pages.items() if path.endswith(".md")}, names)


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
