"""The MkDocs plugin: handles MkDocs' events."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_perspectives.common import Language, PerspectivesError, Settings, tag_fault
from mkdocs_perspectives.common.locales import error_at_desk, log_at_desk
from mkdocs_perspectives.pages import (
    GENERATOR,
    HOME,
    MARKDOWN_EXTENSIONS,
    OUTPUT_FOLDERS,
    SCRIPT,
    STYLE_SHEET,
)
from mkdocs_perspectives.pipeline import (
    Project,
    Written,
    complete,
    read_project,
    report,
    report_unfinished,
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
from mkdocs_perspectives.plugin.not_found import NOT_FOUND, with_ways_on
from mkdocs_perspectives.plugin.options import PluginOptions, settings_from
from mkdocs_perspectives.plugin.other_languages import (
    in_other_languages,
    part_in,
    with_marked_texts,
    with_marked_titles,
)
from mkdocs_perspectives.plugin.serving import ServeSession
from mkdocs_perspectives.plugin.source_links import in_repository, link_sources
from mkdocs_perspectives.scenario import SCENARIO_FILE, SHARED_FILE, site_words

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

__all__ = ["PerspectivesPlugin"]

log = logging.getLogger("mkdocs.plugins.perspectives")

MANY_PAGES = 1_000
"""Above this many generated pages, an index of all of them is heavy for readers."""

BOOST = 2
"""How much more a scenario's main page counts in the search than the others, so that it is above
its own pages."""


class PerspectivesPlugin(BasePlugin[PluginOptions]):
    """Gets the answers and writes the pages before MkDocs collects its files."""

    def __init__(self) -> None:
        super().__init__()
        self._session: ServeSession | None = None
        self._of: MkDocsConfig | None = None
        self._read: Settings
        self._languages: dict[str, Language] = {}
        self._listed = Listed(0)
        self._titles: dict[str, Language] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._session = ServeSession() if command == "serve" else None

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """See to it that what a build writes sets off no other."""
        written = (config.docs_dir, str(self._settings(config).scenarios_dir))
        watched = dict.fromkeys(map(os.path.abspath, (config.docs_dir, *config.watch)))
        if self._session is not None:
            self._session.attach(server, [w for w in watched if _holds_one_of(w, written)])
        return server

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
        log_at_desk(settings.language)
        try:
            if self._session is not None:
                site = self._session.build(settings.scenarios_dir, lambda: self._build(settings))
            else:
                site = self._build(settings)
        except PerspectivesError as error:
            raise PluginError(f"perspectives: {error_at_desk(error, settings.language)}") from None
        self._languages = {summary.id: summary.language for summary in site.summaries}
        variants = {summary.id for summary in site.summaries if summary.variant}
        self._listed = Listed(len(site.summaries) - len(variants), variants)

    def _build(self, settings: Settings) -> Written:
        project = read_project(settings, changed=True)
        if settings.mode != "frozen" and project.to_ask():
            project = self._complete(project, settings)
        report_unfinished(project.unfinished())
        if settings.mode == "frozen":
            require_current(project, settings)
        written = write_pages(project, settings)
        if written.written or written.deleted:
            log.info("Pages: %d written, %d deleted", len(written.written), len(written.deleted))
        return written

    def _complete(self, project: Project, settings: Settings) -> Project:
        """Get what is to be had: from the cache or the model, under ``serve`` if that is wanted."""
        session, asking = self._session, settings
        network = session is None or self.config.ask_on_serve
        if session is not None and network and settings.can_ask:
            if session.wait_until_quiet(settings.scenarios_dir, len(project.to_ask())):
                project = read_project(settings, changed=True)
            bounded = session.within_bounds(settings)
            network, asking = bounded is not None, bounded or settings
        project, result = complete(project, asking, network=network)
        report(result, settings)
        if session is not None:
            session.count(result)
        return project

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
        shown = [
            (str(file.page.title), self._language(file.page, here))
            for file in files.documentation_pages()
            if file.page is not None and belongs(file.src_uri, self._listed, False)
        ]
        self._titles = in_other_languages(shown, here)
        return env

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Link a page's source files, and mark its language where it is not the site's."""
        parts = Path(page.file.src_uri).parts
        settings = self._settings(config)
        language = self._language(page, settings.language)
        if parts[0] not in OUTPUT_FOLDERS or not _is_generated(page):
            foreign = language != settings.language
            return part_in(language, html, settings.language) if foreign else html
        scenario = parts[1] if parts[0] == "scenarios" and len(parts) > 2 else None
        page.meta["search"] = self._search_of(parts, scenario, page.meta.get("search") or {})
        source = settings.scenarios_dir / SHARED_FILE
        if scenario is not None:
            source = settings.scenarios_dir / scenario / SCENARIO_FILE
        if page.edit_url and page.edit_url.endswith(page.file.src_uri):
            base = page.edit_url.removesuffix(page.file.src_uri)
            html = link_sources(html, base, settings)
            if scenario is not None or parts[0] == "personas":
                page.edit_url = in_repository(base, source, settings)
        return part_in(language, html, settings.language)

    def _search_of(
        self, parts: Sequence[str], scenario: str | None, own: Mapping[str, object]
    ) -> dict[str, object]:
        """What the search is told of a generated page, with what it and the site say (``own``)."""
        main = scenario is not None and parts[2:] == ("index.md",)
        if not self._is_searched(scenario, main=main):
            return {**own, "exclude": True}
        if main and scenario not in self._listed.variants:
            return {"boost": BOOST, **own}
        return {**own}

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
        """The same for pages without a source file; 404.html gets links to go on from."""
        if template_name.endswith(".html"):
            output_content = with_marked_texts(output_content, self._titles)
        if template_name == NOT_FOUND:
            settings = self._settings(config)
            words = site_words(settings.scenarios_dir, settings.language)
            output_content = with_ways_on(output_content, config, words)
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


def _holds_one_of(folder: str, folders: Iterable[str]) -> bool:
    """Whether one of ``folders`` is ``folder`` or lies in it."""
    return any(Path(other).is_relative_to(folder) for other in folders)
