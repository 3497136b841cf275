"""Where generated pages stand in a site's navigation: few of them, by their titles.

A sidebar that lists every page makes a build quadratic, so the deep pages are reached from the
indexes and from their scenario's page.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.pages import OUTPUT_FOLDERS

__all__ = ["MAX_IN_NAV", "arrange", "belongs"]

MAX_IN_NAV = 20
"""Up to so many scenarios are in the navigation; a sidebar of more weighs on every page."""


def belongs(src_uri: str, scenarios: int, own: bool) -> bool:
    """Whether a page belongs in the navigation, as far as it lies where pages are generated.

    Args:
        scenarios: how many there are.
        own: whether the site has a navigation of its own; it names the indexes, and ``arrange``
            puts the scenarios below theirs.
    """
    parts = Path(src_uri).parts
    if parts[0] not in OUTPUT_FOLDERS or parts[1:] == ("index.md",):
        return True
    return _is_scenario(src_uri) and not own and scenarios <= MAX_IN_NAV


def arrange(nav: Navigation, files: Files, *, own: bool, words: Words) -> None:
    """Show generated pages by their titles, and the scenarios below their index."""
    if own:
        _expand(nav.items, None, files, str(words("scenarios_title")))
        return
    titles = {"scenarios": str(words("scenarios_title")), "personas": str(words("personas_title"))}
    for i, item in enumerate(nav.items):
        folder = _folder(item)
        if isinstance(item, Section) and folder in titles:
            item.title = titles[folder]
            item.children[:] = [_flat(child, item) for child in item.children]
            nav.items[i] = _flat(item, None)


def _expand(items: list[StructureItem], parent: Section | None, files: Files, title: str) -> None:
    """Put the scenarios below their index wherever a navigation of the site's own names it."""
    for i, item in enumerate(items):
        if isinstance(item, Section):
            _expand(item.children, item, files, title)
        elif isinstance(item, Page) and item.file.src_uri == "scenarios/index.md":
            pages = [f.page for f in files.documentation_pages() if _is_scenario(f.src_uri)]
            if 0 < len(pages) <= MAX_IN_NAV:
                section = Section(title, [item, *filter(None, pages)])
                section.parent = parent
                for child in section.children:
                    child.parent = section
                items[i] = section


def _is_scenario(src_uri: str) -> bool:
    parts = Path(src_uri).parts
    return parts[0] == "scenarios" and len(parts) == 3 and parts[2] == "index.md"


def _folder(item: StructureItem) -> str:
    """The folder below ``docs/`` that the first page of an item lies in."""
    while isinstance(item, Section) and item.children:
        item = item.children[0]
    return Path(item.file.src_uri).parts[0] if isinstance(item, Page) else ""


def _flat(item: StructureItem, parent: Section | None) -> StructureItem:
    """A section's only page in place of the section, or else the item."""
    if isinstance(item, Section) and len(item.children) == 1:
        (page,) = item.children
        page.parent = parent
        return page
    return item
