"""The MkDocs plugin: the only module that knows MkDocs' events."""

from __future__ import annotations

import json
import logging
import os
import re
from itertools import chain
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from generator.build import (
    OUTPUT_FOLDERS,
    Written,
    build_pages,
    get_answers,
    read_project,
    report,
    require_current,
)
from generator.bundled import bundled
from generator.errors import PerspectivesError
from generator.finding import role_entries
from generator.lean import LeanExtension, fits
from generator.load import SCENARIO_FILE, SHARED_FILE
from generator.machine import GENERATOR
from generator.navigation import arrange, belongs
from generator.options import PluginOptions, settings_from
from generator.pages import HOME, SCRIPT, STYLE_SHEET
from generator.scenario import Language
from generator.settings import Settings
from generator.words import LANGUAGES, Words

__all__ = ["PerspectivesPlugin"]

log = logging.getLogger("mkdocs.plugins.perspectives")

EXTENSIONS = ("attr_list", "md_in_html", "tables", "toc")
"""The Markdown extensions that generated pages need."""

KOREAN_SEARCH = "assets/javascripts/lunr/min/lunr.ko.min.js"
"""Where Material loads its search's Korean from; a file of the site's own is left alone."""

FRAME_WORKER = "assets/javascripts/iframe-worker.js"
THEIR_FRAME_WORKER = "https://unpkg.com/iframe-worker/shim"


class PerspectivesPlugin(BasePlugin[PluginOptions]):
    """Gets the answers and writes the pages before MkDocs collects its files."""

    def __init__(self) -> None:
        super().__init__()
        self._serving = False
        self._site: Written | None = None
        self._addresses: dict[str, str] = {}
        self._of: MkDocsConfig | None = None
        self._read: Settings
        self._languages: dict[str, Language] = {}
        self._lean = LeanExtension()
        self._lean_fits = False
        self._markdown = ""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add what the pages need and the configuration lacks."""
        for extension in EXTENSIONS:
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)
        # MkDocs declares names; it hands on whatever Markdown takes.
        config.markdown_extensions.append(self._lean)  # type: ignore[arg-type]
        if STYLE_SHEET not in config.extra_css:
            config.extra_css.append(STYLE_SHEET)
        if SCRIPT not in map(str, config.extra_javascript):
            config.extra_javascript.append(SCRIPT)
        settings = self._settings(config)
        if settings.scenarios_dir.is_dir():
            config.watch.append(str(settings.scenarios_dir))
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """The whole way, up to the pages in ``docs/``."""
        self._lean_fits = fits(config.markdown_extensions)
        settings = self._settings(config)
        try:
            self._site = self._build(settings)
        except PerspectivesError as error:
            raise PluginError(f"perspectives: {error}") from None
        self._languages = {summary.id: summary.language for summary in self._site.summaries}

    def _build(self, settings: Settings) -> Written:
        project = read_project(settings, changed=True)
        if settings.mode == "frozen":
            require_current(project, settings)
        elif project.open_entries():
            network = not self._serving or self.config.ask_on_serve
            project, result = get_answers(project, settings, network=network)
            report(result, settings)
        written = build_pages(project, settings)
        if written.written or written.deleted:
            log.info("Pages: %d written, %d deleted", len(written.written), len(written.deleted))
        return written

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Keep the deep pages out of the navigation, which would weigh on every page.

        And put Korean search in the place of the theme's.
        """
        there = files.get_file_from_path(KOREAN_SEARCH)
        if there is not None and there.src_dir != config.docs_dir:
            files.remove(there)
            text = bundled("templates/lunr.ko.js")
            files.append(File.generated(config, KOREAN_SEARCH, content=text))
        if _offline(config):
            text = bundled("templates/iframe-worker.js")
            files.append(File.generated(config, FRAME_WORKER, content=text))
        self._addresses = {f.src_uri: f.url for f in files.documentation_pages()}
        scenarios = len(self._languages)
        own = config.nav is not None
        for file in files.documentation_pages():
            if file.inclusion.is_in_nav() and not belongs(file.src_uri, scenarios, own):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Show generated pages by their titles, and scenarios below their index."""
        words = Words(self._settings(config).language)
        arrange(nav, files, own=config.nav is not None, words=words)
        return nav

    @event_priority(100)
    def _page_as_written(self, markdown: str, **_: object) -> None:
        self._markdown = markdown

    @event_priority(-100)
    def _page_as_rendered(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Tell the Markdown extension what comes next, unless somebody has put more into it."""
        whole = self._lean_fits and markdown == self._markdown
        self._lean.generated = whole and _is_generated(page)

    on_page_markdown = CombinedEvent(_page_as_written, _page_as_rendered)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Link the files that a page is made from, and say in which language it is written."""
        self._lean.generated = False
        parts = Path(page.file.src_uri).parts
        if parts[0] not in OUTPUT_FOLDERS or not _is_generated(page):
            return html
        settings = self._settings(config)
        if not parts[-1].startswith("how-to-read"):
            # The search is told of it once all is built, and need not read the page.
            page.meta["search"] = {"exclude": True}
        scenario = parts[1] if parts[0] == "scenarios" and len(parts) > 2 else None
        source = settings.scenarios_dir / SHARED_FILE
        if scenario is not None:
            source = settings.scenarios_dir / scenario / SCENARIO_FILE
        if page.edit_url and page.edit_url.endswith(page.file.src_uri):
            base = page.edit_url.removesuffix(page.file.src_uri)
            html = _link_sources(html, base, settings)
            if scenario is not None or parts[0] == "personas":
                page.edit_url = _in_repository(base, source, settings)
        language = self._languages.get(scenario or "") or _language_of(parts[-1], settings.language)
        return html if language == settings.language else f'<div lang="{language}">{html}</div>'

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Tell the search of the generated pages; after it has written its index of the others,
        and before the offline plugin, whose priority is lower still, copies that."""
        index = Path(config.site_dir, "search", "search_index.json")
        if self._site is None or not index.exists():
            return
        data = json.loads(index.read_text("utf-8"))
        language = self._settings(config).language
        own: dict[str, dict[str, object]] = {}
        of_scenarios = (entry for summary in self._site.summaries for entry in summary.search)
        for entry in chain(of_scenarios, role_entries(self._site.shared, language)):
            if address := self._addresses.get(entry.path):
                own[address] = {"location": address, "title": entry.title, "text": entry.text}
                if entry.tags:
                    own[address]["tags"] = list(entry.tags)
        # Not every search plugin leaves out what it is asked to.
        others = [doc for doc in data["docs"] if doc["location"].split("#")[0] not in own]
        data["docs"] = [*others, *own.values()]
        index.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Leave out what a theme's templates indent: of a short page it is a fifth.

        Read from the disk, a page asks another host for what the search needs there.
        """
        if _is_generated(page) and not _SPACED.search(output):
            output = _INDENT.sub("\n", output)
        if not _offline(config):
            return output
        return output.replace(THEIR_FRAME_WORKER, get_relative_url(FRAME_WORKER, page.url))

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """The same for pages without a source, such as that for what is not found."""
        if not _offline(config):
            return output_content
        return output_content.replace(
            THEIR_FRAME_WORKER, get_relative_url(FRAME_WORKER, template_name)
        )

    def _settings(self, config: MkDocsConfig) -> Settings:
        """The settings of this configuration; read once, since every page asks for them."""
        if self._of is not config:
            try:
                self._read = settings_from(config, self.config)
            except PerspectivesError as error:
                raise PluginError(f"perspectives: {error}") from None
            self._of = config
        return self._read


_INDENT = re.compile(r"\n\s+")
_SPACED = re.compile("<(?:pre|textarea)\\b")
"""Where line breaks and indents show; no generated page has such a part, but a theme may."""


def _is_generated(page: Page) -> bool:
    """Whether a page is one of ours; others may say in their own way that they are generated."""
    ours = Path(page.file.src_uri).parts[0] in (*OUTPUT_FOLDERS, HOME)
    return ours and page.meta.get("generated") == GENERATOR


def _offline(config: MkDocsConfig) -> bool:
    """Whether the site is made to be read from the disk."""
    return any(name.removeprefix("material/") == "offline" for name in config.plugins)


_SOURCE = re.compile(r'<code class="psp-source">([^<]+)</code>')
"""How a generated page names a file of the repository."""


def _link_sources(html: str, base: str, settings: Settings) -> str:
    """Turn the names of files into links to where they lie in the repository."""

    def link(found: re.Match[str]) -> str:
        address = _in_repository(base, settings.root / found[1], settings)
        # What is read there is no page to edit.
        return f'<a href="{address.replace("/edit/", "/blob/", 1)}">{found[0]}</a>'

    return _SOURCE.sub(link, html)


def _in_repository(base: str, file: Path, settings: Settings) -> str:
    """The address of a file, given that of the folder of the pages."""
    return urljoin(base, quote(Path(os.path.relpath(file, settings.docs_dir)).as_posix()))


def _language_of(name: str, default: Language) -> Language:
    """The language of a page of the whole site; only the explanations have one of their own."""
    return next((of for of in LANGUAGES if name == f"how-to-read-{of}.md"), default)
