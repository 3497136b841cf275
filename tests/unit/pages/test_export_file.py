"""A scenario as one file: whole, well-formed, and in need of nothing else."""

from __future__ import annotations

import base64
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import factory
from languages_site import write_in
from mkdocs_perspectives.pages import EXPORT_MARK, export_file
from mkdocs_perspectives.scenario import load_library

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class _File(HTMLParser):
    """The ids, addresses and texts of an exported file, whose tags must all be balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        assert tag not in {"img", "link", "script", "iframe", "object"}
        self.addresses += [str(given[key]) for key in ("href", "src", "action") if key in given]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _exported(root: Path, language: str = "en") -> str:
    library = load_library(root / "scenarios")
    view = factory.views_of(root)[0]
    return export_file(view, library.words(language), "scenarios")


def _site(root: Path, **more: object) -> Path:
    data = factory.scenario(3, 2) | more
    factory.write_scenario(root, data=data)
    factory.write_records(root)
    return root


def test_every_link_leads_to_a_place_in_the_file_that_is_there_once(tmp_path: Path) -> None:
    file = _File(_exported(_site(tmp_path)))
    assert {name: count for name, count in file.ids.items() if count > 1} == {}
    data = [address for address in file.addresses if address.startswith("data:")]
    anchors = {unquote(a).removeprefix("#") for a in file.addresses if a not in data}
    assert len(data) == 2
    assert anchors <= file.ids.keys()
    # A number in the table leads to the reason behind it, a conflict to its line.
    assert {"role-a.issue-1", "conflicts.", "role-b.", "_how-to-read-en.", "_data"} <= anchors


def test_it_refers_to_nothing_else(tmp_path: Path) -> None:
    html = _exported(_site(tmp_path))
    assert "http:" not in html
    assert "https:" not in html
    assert not re.search(r"url\(|@import", html)
    assert "default-src 'none'" in html


def test_all_pages_and_data_are_there(tmp_path: Path) -> None:
    html = _exported(_site(tmp_path))
    pages = factory.pages_of(tmp_path)
    inside = re.findall(r'href="data:([a-z/]+);base64,([^"]+)" download="([^"]+)"', html)
    assert [(kind, name) for kind, _, name in inside] == [
        ("application/json", "tram-perspectives.json"),
        ("text/csv", "tram-stances.csv"),
    ]
    for _, content, name in inside:
        there = pages[f"scenarios/tram/{name.removeprefix('tram-')}"]
        assert base64.b64decode(content).decode() == there
    text = " ".join("".join(_File(html).text).split())
    for path, page in pages.items():
        if path.startswith("scenarios/tram/") and path.endswith(".md"):
            # What one reads on a page, without its marks, in one sentence that it alone has.
            (heading,) = re.findall(r"^# ([^<{\n]+)", page, re.MULTILINE)
            assert heading.strip() in text, path


def test_an_address_that_an_author_gave_is_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "scenarios/tram/sources"
    folder.mkdir(parents=True)
    (folder / "survey.md").write_text("Many people were asked.\n", "utf-8")
    source = {"id": "survey", "title": "Survey", "file": "sources/survey.md"}
    html = _exported(_site(tmp_path, sources=[source | {"url": "https://example.org/a?b=1&c=2"}]))
    outside = [a for a in _File(html).addresses if a.startswith("http")]
    assert outside == ["https://example.org/a?b=1&c=2"]


def test_a_missing_answer_is_shown_as_missing(tmp_path: Path) -> None:
    _site(tmp_path)
    (tmp_path / "scenarios/tram/answers/role-b.json").unlink()
    html = _exported(tmp_path)
    assert "To get the answer for Role b, run" in html
    assert "perspectives ask tram --persona role-b" in html


def test_it_is_in_the_language_of_the_scenario(tmp_path: Path) -> None:
    write_in(tmp_path, ["ar"])
    html = _exported(tmp_path, "ko")
    assert '<html lang="ar" dir="rtl">' in html
    # How to read the numbers is not written in Arabic, but in English.
    assert '<article class="psp-page psp-page-other" lang=en dir=ltr>' in html
    assert html.startswith("<!doctype html>")
    assert EXPORT_MARK in html[:1024]
