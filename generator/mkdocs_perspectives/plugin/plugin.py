"""The MkDocs plugin: handles MkDocs' events."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_perspectives.common import Language, PerspectivesError, Settings, tag_fault
from mkdocs_perspectives.pages import (
    GENERATOR,
    HOME,
    MARKDOWN_EXTENSIONS,
    OUTPUT_FOLDERS,
    SCRIPT,
    STYLE_SHEET,
)
from mkdocs_perspectives.pipeline import (
    Written,
    complete,
    read_project,
    report,
    require_current,
    write_pages,
)
from mkdocs_perspectives.plugin.material_files import add_search_files, with_own_frame_worker
from mkdocs_perspectives.plugin.navigation import (
    INDEX,
    Listed,
    arrange,
    belongs,
    names_scenarios,
)
from mkdocs_perspectives.plugin.options import PluginOptions, settings_from
from mkdocs_perspectives.plugin.other_languages import (
    part_in,
    with_marked_texts,
    with_marked_titles,
)
from mkdocs_perspectives.plugin.source_links import in_repository, link_sources
from mkdocs_perspectives.scenario import SCENARIO_FILE, SHARED_FILE, site_words

__all__ = ["PerspectivesPlugin"]

log = logging.getLogger("mkdocs.plugins.perspectives")

MANY_PAGES = 1_000
"""Above this many generated pages, an index of all of them is heavy for readers."""


class PerspectivesPlugin(BasePlugin[PluginOptions]):
    """Gets the answers and writes the pages before MkDocs collects its files."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._of: MkDocsConfig | None = None
        self._read: Settings
        self._languages: dict[str, Language] = {}
        self._listed = Listed(0)
        self._titles: dict[str, Language] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add what the pages need and the configuration lacks."""
        for extension in MARKDOWN_EXTENSIONS:
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)
        if STYLE_SHEET not in config.extra_css:
            config.extra_css.append(STYLE_SHEET)
        if SCRIPT not in map(str, config.extra_javascript):
            config.extra_javascript.append(SCRIPT)
        settings = self._settings(config)
        if config.nav and not names_scenarios(config.nav):
            title = site_words(settings.scenarios_dir, settings.language).text("scenarios_title")
            config.nav.append({title: INDEX})
            log.info(
                "The navigation names no scenario, so they are added at its end; to place them, "
                "add `- %s: %s` to `nav`.",
                title,
                INDEX,
            )
        if settings.scenarios_dir.is_dir():
            config.watch.append(str(settings.scenarios_dir))
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Run the whole pipeline, up to the pages in ``docs/``."""
        settings = self._settings(config)
        try:
            site = self._build(settings)
        except PerspectivesError as error:
            raise PluginError(f"perspectives: {error}") from None
        self._languages = {summary.id: summary.language for summary in site.summaries}
        variants = {summary.id for summary in site.summaries if summary.variant}
        self._listed = Listed(len(site.summaries) - len(variants), variants)

    def _build(self, settings: Settings) -> Written:
        project = read_project(settings, changed=True)
        if settings.mode == "frozen":
            require_current(project, settings)
        elif project.open_entries():
            network = not self._serving or self.config.ask_on_serve
            project, result = complete(project, settings, network=network)
            report(result, settings)
        written = write_pages(project, settings)
        if written.written or written.deleted:
            log.info("Pages: %d written, %d deleted", len(written.written), len(written.deleted))
        return written

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave most pages out of the navigation, which would make every page larger.

        Also replaces the theme's Korean search.
        """
        add_search_files(files, config)
        own = config.nav is not None
        for file in files.documentation_pages():
            if file.inclusion.is_in_nav() and not belongs(file.src_uri, self._listed, own):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        self._note_large_index(files)
        self._name_unknown_scenarios(files)
        return files

    def _note_large_index(self, files: Files) -> None:
        pages = files.documentation_pages()
        generated = sum(Path(file.src_uri).parts[0] in OUTPUT_FOLDERS for file in pages)
        if generated > MANY_PAGES and self.config.search_pages == "all":
            log.info(
                "The search index holds all %s generated pages; `search_pages: scenarios` makes "
                "the site lighter.",
                f"{generated:,}",
            )

    def _name_unknown_scenarios(self, files: Files) -> None:
        pages = self.config.search_pages
        if isinstance(pages, list):
            for name in pages:
                if files.get_file_from_path(f"scenarios/{name}/index.md") is None:
                    log.warning("search_pages in the configuration: no scenario %r.", name)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give generated sections their titles, and put scenarios below their index."""
        settings = self._settings(config)
        words = site_words(settings.scenarios_dir, settings.language)
        own = config.nav is not None
        arrange(nav, files, self._listed, own=own, words=words)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Note the titles in the navigation that are not in the language of the site."""
        here = self._settings(config).language
        titles: dict[str, set[Language]] = {}
        for file in files.documentation_pages():
            if file.page is not None and belongs(file.src_uri, self._listed, False):
                titles.setdefault(str(file.page.title), set()).add(self._language(file.page, here))
        # A title of pages in several languages may be any of them.
        self._titles = {
            title: language
            for title, (language, *more) in titles.items()
            if language != here and not more
        }
        return env

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Link a page's source files, and mark its language where it is not the site's."""
        parts = Path(page.file.src_uri).parts
        settings = self._settings(config)
        language = self._language(page, settings.language)
        if parts[0] not in OUTPUT_FOLDERS or not _is_generated(page):
            return (
                html
                if language == settings.language
                else part_in(language, html, settings.language)
            )
        scenario = parts[1] if parts[0] == "scenarios" and len(parts) > 2 else None
        if not self._is_searched(scenario, main=parts[-1] == "index.md"):
            page.meta["search"] = {**(page.meta.get("search") or {}), "exclude": True}
        source = settings.scenarios_dir / SHARED_FILE
        if scenario is not None:
            source = settings.scenarios_dir / scenario / SCENARIO_FILE
        if page.edit_url and page.edit_url.endswith(page.file.src_uri):
            base = page.edit_url.removesuffix(page.file.src_uri)
            html = link_sources(html, base, settings)
            if scenario is not None or parts[0] == "personas":
                page.edit_url = in_repository(base, source, settings)
        return part_in(language, html, settings.language)

    def _is_searched(self, scenario: str | None, *, main: bool) -> bool:
        """Whether a page is to be in the search index, as far as ``search_pages`` says it."""
        pages = self.config.search_pages
        return pages == "all" or (scenario is not None and (main or scenario in pages))

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mark titles in other languages, and keep offline pages from loading a foreign script."""
        title = page.meta.get("title") or page.title
        output = with_marked_titles(output, page.content or "", str(title), self._titles)
        return with_own_frame_worker(output, page.url, config)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """The same for pages without a source file, such as 404.html."""
        if template_name.endswith(".html"):
            output_content = with_marked_texts(output_content, self._titles)
        return with_own_frame_worker(output_content, template_name, config)

    def _language(self, page: Page, default: Language) -> Language:
        """The language of a page: its scenario's, that of how to read the pages, or of its own."""
        parts = Path(page.file.src_uri).parts
        if not _is_generated(page):
            own = page.meta.get("language")
            return own if isinstance(own, str) and not tag_fault(own) else default
        if parts[0] != "scenarios" or len(parts) < 2:
            return default
        how_to_read = re.fullmatch(r"how-to-read-(.+)\.md", parts[1])
        return how_to_read[1] if how_to_read else self._languages.get(parts[1], default)

    def _settings(self, config: MkDocsConfig) -> Settings:
        """The settings of this configuration, cached because every page needs them."""
        if self._of is not config:
            try:
                self._read = settings_from(config, self.config)
            except PerspectivesError as error:
                raise PluginError(f"perspectives: {error}") from None
            self._of = config
        return self._read


def _is_generated(page: Page) -> bool:
    """Whether a page was generated by this plugin; others may mark generated pages too."""
    ours = Path(page.file.src_uri).parts[0] in (*OUTPUT_FOLDERS, HOME)
    return ours and page.meta.get("generated") == GENERATOR
