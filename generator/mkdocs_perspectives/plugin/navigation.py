"""Which generated pages are in the site's navigation, and under which titles.

A sidebar that lists every page makes build time quadratic, so the other pages are reached from the
indexes and from their scenario's page.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.pages import OUTPUT_FOLDERS

__all__ = ["INDEX", "MAX_IN_NAV", "arrange", "belongs", "in_navigation", "names_scenarios"]

INDEX = "scenarios/index.md"

MAX_IN_NAV = 20
"""Up to this many scenarios are in the navigation; a longer sidebar makes every page larger."""


def belongs(src_uri: str, scenarios: int, own: bool) -> bool:
    """Whether a page belongs in the navigation; always true outside the generated folders.

    Args:
        scenarios: the number of scenarios.
        own: whether the site has a ``nav`` of its own; then ``arrange`` puts the scenarios below
            the index that it names.
    """
    parts = Path(src_uri).parts
    if parts[0] not in OUTPUT_FOLDERS or parts[1:] == ("index.md",):
        return True
    return not own and in_navigation(src_uri, scenarios)


def in_navigation(src_uri: str, scenarios: int) -> bool:
    """Whether a page is that of a scenario which a navigation may show, of so many scenarios."""
    return _is_scenario(src_uri) and scenarios <= MAX_IN_NAV


def arrange(nav: Navigation, files: Files, *, own: bool, words: Words) -> None:
    """Give generated sections their titles, and put the scenarios below their index."""
    if own:
        named = _pages(nav.items)
        scenarios = [f.page for f in files.documentation_pages() if _is_scenario(f.src_uri)]
        unnamed = [page for page in scenarios if page is not None and page not in named]
        if unnamed and len(scenarios) <= MAX_IN_NAV:
            _expand(nav.items, None, unnamed, words.text("scenarios_title"))
        return
    titles = {name: words.text(f"{name}_title") for name in ("scenarios", "personas")}
    for i, item in enumerate(nav.items):
        folder = _folder(item)
        if isinstance(item, Section) and folder in titles:
            item.title = titles[folder]
            item.children[:] = [_flat(child, item) for child in item.children]
            nav.items[i] = _flat(item, None)


def names_scenarios(nav: object) -> bool:
    """Whether a site's own ``nav``, as it is configured, names any page of the scenarios."""
    if isinstance(nav, dict):
        return any(names_scenarios(value) for value in nav.values())
    if isinstance(nav, list):
        return any(names_scenarios(item) for item in nav)
    return isinstance(nav, str) and Path(nav).parts[:1] == ("scenarios",)


def _pages(items: Iterable[StructureItem]) -> list[Page]:
    """All pages of a navigation."""
    found: list[Page] = []
    for item in items:
        if isinstance(item, Section):
            found += _pages(item.children)
        elif isinstance(item, Page):
            found.append(item)
    return found


def _expand(
    items: list[StructureItem], parent: Section | None, scenarios: list[Page], title: str
) -> None:
    """Put ``scenarios`` below their index wherever a navigation of the site's own names it.

    A label that the site gives the index stays, as that of the section.
    """
    for i, item in enumerate(items):
        if isinstance(item, Section):
            _expand(item.children, item, scenarios, title)
        elif isinstance(item, Page) and item.file.src_uri == INDEX:
            section = Section(item.title or title, [item, *scenarios])
            section.parent = parent
            for child in section.children:
                child.parent = section
            items[i] = section
            return


def _is_scenario(src_uri: str) -> bool:
    parts = Path(src_uri).parts
    return parts[0] == "scenarios" and len(parts) == 3 and parts[2] == "index.md"


def _folder(item: StructureItem) -> str:
    """The folder below ``docs/`` that the first page of an item lies in."""
    while isinstance(item, Section) and item.children:
        item = item.children[0]
    return Path(item.file.src_uri).parts[0] if isinstance(item, Page) else ""


def _flat(item: StructureItem, parent: Section | None) -> StructureItem:
    """The only page of a section instead of the section; any other item as it is."""
    if isinstance(item, Section) and len(item.children) == 1:
        (page,) = item.children
        page.parent = parent
        return page
    return item
