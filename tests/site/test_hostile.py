"""Hostile text in every field: the built pages hold no element, attribute or link of its making.

Every field is given the text with a mark of its own, so that it can be found on the pages and
compared to the letter with what was put in.
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import factory
import markdown
import pytest
from commands import command
from factory import all_pages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.answers import read_entries
from mkdocs_perspectives.pages import ScenarioView
from mkdocs_perspectives.scenario import load_library
from hostile_site import MKDOCS, Place, hostile_site, squeeze
from hostile_text import EXTENSIONS, HOSTILE, PRINTABLE, SIGNS

HARMLESS = "Harmless words"

class _Shape(HTMLParser):
    """What a page is made of: elements with the names of their attributes, links, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.links: list[str] = []
        self.texts: list[str] = []
        self._text: list[str] = []
        self.feed(text)
        self.close()
        self.texts.append(squeeze(" ".join(self._text)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "bdi" and not attrs:
            # What sets letters that are read from right to left apart.
            return
        self.elements[f"{tag} {sorted(name for name, _ in attrs)}"] += 1
        self.links += [v or "" for name, v in attrs if name in {"href", "src", "action"}]
        self.texts += [squeeze(v) for name, v in attrs if v and name not in {"href", "id"}]

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def _rendered(site: Path) -> dict[str, _Shape]:
    """The generated Markdown pages as Python-Markdown renders them with every extension."""
    library = load_library(site / "scenarios")
    entries = read_entries(library.scenarios, site / "scenarios")
    view = ScenarioView(library.scenarios[0], tuple(entries))
    pages = {}
    for page in all_pages(library, [view], "en", "scenarios"):
        if page.path.endswith(".md"):
            body = page.content.split("\n---\n", 1)[1]
            pages[page.path] = _Shape(markdown.markdown(body, extensions=EXTENSIONS))
    return pages


def _built(site: Path) -> dict[str, _Shape]:
    """The pages as MkDocs, its theme and its plugins build them."""
    result = command("mkdocs", "build", "--strict", cwd=site)
    assert result.returncode == 0, result.stderr
    files = (site / "site").rglob("*.html")
    return {f.relative_to(site).as_posix(): _Shape(f.read_text("utf-8")) for f in files}


def _check(
    found: dict[str, _Shape],
    expected: dict[str, _Shape],
    marks: list[str],
    text: str,
    place: Place,
) -> None:
    assert found.keys() == expected.keys()
    shown = set()
    for name, page in found.items():
        assert page.elements == expected[name].elements, name
        assert len(page.links) == len(expected[name].links), name
        for link, other in zip(page.links, expected[name].links, strict=True):
            # Headings without an anchor of their own get one from their text.
            assert re.sub("#.*", "", link) == re.sub("#.*", "", other), name
        for mark, beside in _beside(page, text, place):
            if place == "before" and beside != squeeze(text):
                # Cards give a reason's first sentence alone.
                assert beside.startswith(_first_sentence(text)), (name, mark)
                continue
            assert beside == squeeze(text), (name, mark)
            shown.add(mark)
    # Whatever a reader may read in one place, each field is whole on some page.
    assert shown == set(marks)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?…。！？])[\"'”’)\]]*\s", squeeze(text))[0]


def _beside(page: _Shape, text: str, place: Place) -> Iterator[tuple[str, str]]:
    """Every mark on a page, with as much text before or after it as was put there."""
    length = len(squeeze(text))
    for seen in page.texts:
        for mark in re.finditer(r"zq\d+q", seen):
            if place == "before":
                yield mark[0], seen[mark.end() + 1 : mark.end() + 1 + length]
            else:
                yield mark[0], seen[max(0, mark.start() - 1 - length) : mark.start() - 1]


# Together, since what one field opens another may close.
GROUPS = [" ".join(HOSTILE[i : i + 8]) for i in range(0, len(HOSTILE), 8)]
ALONE = [
    "# </title><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "- {: onclick=alert(1) }",
    '--8<-- "/etc/passwd"',
    "``` {.x onclick=alert(1)}",
    "[x]: javascript:alert(1)",
]


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("harmless") / "site"
    hostile_site(site, HARMLESS, "after")
    return site


@pytest.fixture(scope="module")
def built(harmless: Path) -> dict[str, _Shape]:
    return _built(harmless)


@pytest.fixture(scope="module")
def rendered(harmless: Path) -> dict[str, _Shape]:
    return _rendered(harmless)


@pytest.mark.parametrize("text", GROUPS + ALONE)
def test_no_page_holds_what_the_templates_did_not_put_there(
    tmp_path: Path, built: dict[str, _Shape], text: str
) -> None:
    site = tmp_path / "site"
    marks = hostile_site(site, text, "after")
    _check(_built(site), built, marks, text, "after")
    # The theme puts what it finds into the page as it stands in the index.
    index = json.loads((site / "site/search/search_index.json").read_text("utf-8"))
    shown = [_Shape(entry[key]) for entry in index["docs"] for key in ("title", "text")]
    assert {element for shape in shown for element in shape.elements} <= {
        f"{tag} []" for tag in ("p", "ul", "li", "ol", "code", "pre")
    }
    assert any(" ".join(text.split()) in shape.texts[-1] for shape in shown)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("text", GROUPS + HOSTILE)
def test_every_hostile_text_in_every_field_is_shown_to_the_letter(
    tmp_path: Path, rendered: dict[str, _Shape], text: str, place: Place
) -> None:
    marks = hostile_site(tmp_path / "site", text, place)
    _check(_rendered(tmp_path / "site"), rendered, marks, text, place)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.one_of(SIGNS, PRINTABLE), min_size=1, max_size=200).filter(
        lambda text: text.strip() and html.unescape(text) == text and "zq" not in text
    ),
    st.sampled_from(["before", "after"]),
)
def test_random_text_in_every_field_is_shown_to_the_letter(
    rendered: dict[str, _Shape], text: str, place: Place
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        marks = hostile_site(Path(folder) / "site", text, place)
        _check(_rendered(Path(folder) / "site"), rendered, marks, text, place)
