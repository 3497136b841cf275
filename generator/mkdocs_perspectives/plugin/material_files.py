"""What depends on the paths of Material's files: languages, Korean search, search in offline sites.

The only module that knows these paths; a test fails when they move.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url

from mkdocs_perspectives.common import Language, package_file, with_fallbacks

__all__ = ["add_search_files", "search_languages", "theme_language", "with_own_frame_worker"]

KOREAN_SEARCH = "assets/javascripts/lunr/min/lunr.ko.min.js"
"""Where Material loads Korean search from; a site's own file there is left alone."""

FRAME_WORKER = "assets/javascripts/iframe-worker.js"
THEIR_FRAME_WORKER = "https://unpkg.com/iframe-worker/shim"


_LANGUAGE = "partials/languages/{}.html"
_SEARCH = "assets/javascripts/lunr/min/lunr.{}.min.js"


def theme_language(language: Language) -> str:
    """The nearest language that the theme speaks; English where it speaks none near it."""
    near = with_fallbacks(language)
    return next((tag for tag in near if _is_there(_LANGUAGE.format(tag))), "en")


def search_languages(language: Language) -> tuple[str, ...]:
    """The languages to name for the search of a site in ``language``; English is always one."""
    base = language.split("-")[0]
    if base in {"en", "ko"}:
        return "en", "ko"
    return ("en", base) if _is_there(_SEARCH.format(base)) else ("en",)


def _is_there(path: str) -> bool:
    """Whether the theme has a template or a file of its site by this path."""
    found = importlib.util.find_spec("material")
    folders = (found.submodule_search_locations if found else None) or ()
    return any((Path(folder) / "templates" / path).is_file() for folder in folders)


def add_search_files(files: Files, config: MkDocsConfig) -> None:
    """Replace the theme's Korean search, and add what an offline site needs."""
    there = files.get_file_from_path(KOREAN_SEARCH)
    if there is not None and there.src_dir != config.docs_dir:
        files.remove(there)
        files.append(_own(config, KOREAN_SEARCH, "lunr.ko.js"))
    if _offline(config):
        files.append(_own(config, FRAME_WORKER, "iframe-worker.js"))


def _own(config: MkDocsConfig, address: str, name: str) -> File:
    """A file of the package, which has a place on the disk: other plugins ask for it."""
    place = str(package_file(f"plugin/assets/{name}"))
    return File.generated(config, address, abs_src_path=place)


def with_own_frame_worker(html: str, address: str, config: MkDocsConfig) -> str:
    """The page at ``address``, changed to load the offline search script from the site itself."""
    if not _offline(config):
        return html
    return html.replace(THEIR_FRAME_WORKER, get_relative_url(FRAME_WORKER, address))


def _offline(config: MkDocsConfig) -> bool:
    """Whether the site is to be opened without a web server."""
    return any(name.removeprefix("material/") == "offline" for name in config.plugins)
