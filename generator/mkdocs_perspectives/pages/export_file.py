"""One scenario as a single HTML file that needs no other file and no host.

The pages are those of the site, through the same Markdown extensions. Links between them become
anchors, the data files are within the file, and what leads elsewhere on the site is no link.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from markdown import Markdown
from markupsafe import Markup

from mkdocs_perspectives.common import Language, package_text
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.pages.page import MARKDOWN_EXTENSIONS, Page
from mkdocs_perspectives.pages.rendering import how_to_read, render
from mkdocs_perspectives.pages.scenario_pages import scenario_pages
from mkdocs_perspectives.pages.scenario_view import ScenarioView

__all__ = ["EXPORT_MARK", "export_file"]

EXPORT_MARK = '<meta name="generator" content="perspectives export">'
"""By this an exported file is known; no other is overwritten."""

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_ELSEWHERE = re.compile(r"https?:")
_LABELS = {"perspectives.json": "machine", "stances.csv": "table"}
_TYPES = {".json": "application/json", ".csv": "text/csv"}

_STYLES = ("pages/assets/perspectives.css", "pages/assets/export.css")

FIRST_PARTS = ("", "_change", "_stances", "_numbers")
"""The parts of the scenario's page that come first: its head, the picture, the table."""

_FIRST_PAGES = ("index.", "conflicts.")


@dataclass(frozen=True)
class Part:
    """What a page says under one heading of the second level; ``name`` is "" for what is before."""

    name: str
    html: Markup


@dataclass(frozen=True)
class ExportedPage:
    """A page of the file: its id there, its title, and its parts; ``language`` is its own."""

    id: str
    title: Markup
    language: Language
    parts: Sequence[Part]


@dataclass(frozen=True)
class DataFile:
    """A data file: its name, the key of what it is called, and an address that holds all of it."""

    name: str
    label: str
    address: Markup


class _Fitted(HTMLParser):
    """The HTML of one page, cut into parts, with ids and links that fit into the file.

    Args:
        page: the path of the page.
        pages: the paths of all pages in the file.
    """

    def __init__(self, page: str, pages: Collection[str]) -> None:
        super().__init__(convert_charrefs=False)
        self._page, self._pages = page, pages
        self._parts: list[tuple[str, list[str]]] = [("", [])]

    def parts_of(self, html: str) -> list[Part]:
        self.feed(html)
        self.close()
        return [Part(name, Markup("".join(pieces))) for name, pieces in self._parts]  # noqa: S704

    def _put(self, text: str) -> None:
        self._parts[-1][1].append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "h2":
            self._parts.append((given.get("id") or "", []))
        if tag == "h1":
            given["id"] = _id_of(self._page)
        elif given.get("id"):
            given["id"] = _id_of(self._page, str(given["id"]))
        given.pop("data-search-exclude", None)
        if given.get("href") is not None and (address := self._address(str(given.pop("href")))):
            given["href"] = address
        shown = (f' {key}="{escape(value or "")}"' for key, value in given.items())
        self._put(f"<{tag}{''.join(shown)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._put(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._put(data)

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def _address(self, address: str) -> str | None:
        """Where a link leads in the file; None if that is not in it."""
        if _ELSEWHERE.match(address):
            return address
        path, _, anchor = address.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self._page), path))
        target = target if path else self._page
        if target in self._pages:
            return f"#{_id_of(target, anchor)}"
        return "#_data" if posixpath.splitext(target)[1] in _TYPES else None


def _id_of(page: str, anchor: str = "") -> str:
    """The id in the file of a page, or of an anchor on it.

    Ids of roles and comparisons hold no dot or underscore, so none is that of another page. The
    choice of two roles has its anchors to itself, and the style sheet knows them.
    """
    if anchor.startswith("any_two--"):
        return anchor
    names = page.removesuffix(".md").split("/")
    key = ".".join(names[2:]) or f"_{names[1]}"
    return f"{key}.{anchor}" if anchor else f"{key}."


def export_file(view: ScenarioView, words: Words, scenarios_folder: str) -> str:
    """A scenario as one HTML file; ``words`` are those of the site, in any language."""
    files = list(scenario_pages(view, words, scenarios_folder))
    words = words.of(view.scenario.language)
    guide = how_to_read(words.language)
    texts = {file.path: file.content for file in files if file.path.endswith(".md")}
    reading = f"how-to-read-{guide}.md"
    texts[f"scenarios/{reading}"] = render(f"{reading}.j2", words.of(guide))
    pages = sorted(_exported(texts, words.language, guide), key=_place)
    return render(
        "export.html.j2",
        words,
        scenario=view.scenario,
        pages=pages,
        shown=list(_in_order(pages, {persona.id for persona in view.scenario.personas})),
        data=[_data_file(file, view.scenario.id) for file in files if file.path not in texts],
        mark=Markup(EXPORT_MARK),  # noqa: S704 - of this module
        style=Markup("".join(map(package_text, _STYLES))),  # noqa: S704 - of the package
    )


def _place(page: ExportedPage) -> int:
    """Where a page stands: the scenario's, the conflicts, and then all others as they are."""
    return _FIRST_PAGES.index(page.id) if page.id in _FIRST_PAGES else len(_FIRST_PAGES)


def _in_order(
    pages: Sequence[ExportedPage], roles: Collection[str]
) -> Iterator[tuple[ExportedPage, str, Sequence[Part]]]:
    """The pages with their kinds and parts, as they are read.

    The picture, the table and the conflicts come first, then what else the scenario's page says.
    """
    main, conflicts, *others = pages
    yield main, "index", [part for part in main.parts if part.name in FIRST_PARTS]
    yield conflicts, "conflicts", conflicts.parts
    yield main, "more", [part for part in main.parts if part.name not in FIRST_PARTS]
    for page in others:
        yield page, "role" if page.id.removesuffix(".") in roles else "other", page.parts


def _exported(texts: dict[str, str], language: Language, guide: Language) -> Iterator[ExportedPage]:
    convert = Markdown(extensions=list(MARKDOWN_EXTENSIONS))
    for path, text in texts.items():
        html = convert.reset().convert(_FRONT.sub("", text))
        parts = _Fitted(path, texts.keys()).parts_of(html)
        title = Markup(convert.toc_tokens[0]["html"])  # type: ignore[attr-defined]  # noqa: S704
        own = guide if "/how-to-read-" in path else language
        yield ExportedPage(_id_of(path), title, own, parts)


def _data_file(file: Page, scenario: str) -> DataFile:
    name = posixpath.basename(file.path)
    kind = _TYPES[posixpath.splitext(name)[1]]
    content = b64encode(file.content.encode()).decode()
    address = Markup(f"data:{kind};base64,{content}")  # noqa: S704 - of letters and digits
    return DataFile(f"{scenario}-{name}", _LABELS[name], address)
