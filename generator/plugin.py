"""The MkDocs plugin: the only module that knows MkDocs' events."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from generator.build import (
    OUTPUT_FOLDERS,
    Project,
    build_pages,
    get_answers,
    read_project,
    report,
    require_current,
)
from generator.errors import PerspectivesError
from generator.options import PluginOptions, settings_from
from generator.pages import STYLE_SHEET
from generator.settings import Settings
from generator.words import Words

__all__ = ["PerspectivesPlugin"]

log = logging.getLogger("mkdocs.plugins.perspectives")

EXTENSIONS = ("attr_list", "md_in_html", "tables", "toc")
"""The Markdown extensions that generated pages need."""

MAX_IN_NAV = 20
"""Up to so many scenarios are in the navigation; a sidebar of more weighs on every page."""


class PerspectivesPlugin(BasePlugin[PluginOptions]):
    """Gets the answers and writes the pages before MkDocs collects its files."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._project: Project | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add what the pages need and the configuration lacks."""
        for extension in EXTENSIONS:
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)
        if STYLE_SHEET not in config.extra_css:
            config.extra_css.append(STYLE_SHEET)
        settings = self._settings(config)
        if settings.scenarios_dir.is_dir():
            config.watch.append(str(settings.scenarios_dir))
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """The whole way, up to the pages in ``docs/``."""
        settings = self._settings(config)
        try:
            self._project = self._build(settings)
        except PerspectivesError as error:
            raise PluginError(f"perspectives: {error}") from None

    def _build(self, settings: Settings) -> Project:
        project = read_project(settings)
        if settings.mode == "frozen":
            require_current(project, settings)
        elif project.open_entries():
            network = not self._serving or self.config.ask_on_serve
            project, result = get_answers(project, settings, network=network)
            report(result, settings)
        written = build_pages(project, settings)
        if written.written or written.deleted:
            log.info("Pages: %d written, %d deleted", len(written.written), len(written.deleted))
        return project

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Keep the deep pages out of the navigation, which would weigh on every page."""
        scenarios = len(self._project.library.scenarios) if self._project else 0
        for file in files.documentation_pages():
            if file.inclusion.is_in_nav() and not _in_nav(file.src_uri, scenarios):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Show generated pages by their titles, not as folders of one page each."""
        if config.nav is None:
            words = Words(self._settings(config).language)
            titles = {name: str(words(f"{name}_title")) for name in OUTPUT_FOLDERS}
            for i, item in enumerate(nav.items):
                folder = _folder(item)
                if isinstance(item, Section) and folder in titles:
                    item.title = titles[folder]
                    item.children[:] = [_flat(child, item) for child in item.children]
                    nav.items[i] = _flat(item, None)
        return nav

    def _settings(self, config: MkDocsConfig) -> Settings:
        try:
            return settings_from(config, self.config)
        except PerspectivesError as error:
            raise PluginError(f"perspectives: {error}") from None


def _in_nav(src_uri: str, scenarios: int) -> bool:
    """Whether a page belongs in the navigation, as far as it lies where pages are generated."""
    parts = Path(src_uri).parts
    if parts[0] not in OUTPUT_FOLDERS or parts[1:] == ("index.md",):
        return True
    return parts[0] == "scenarios" and parts[2:] == ("index.md",) and scenarios <= MAX_IN_NAV


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
