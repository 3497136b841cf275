"""Links from generated pages to the files that they are made from, in the repository."""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin

from mkdocs_perspectives.common import Settings

__all__ = ["in_repository", "link_sources"]

_SOURCE = re.compile(r'<code class="psp-source">([^<]+)</code>')
"""How a generated page names a file of the repository."""


def link_sources(html: str, base: str, settings: Settings) -> str:
    """Turn the names of files into links to where they lie in the repository."""

    def link(found: re.Match[str]) -> str:
        file = settings.source_root / unescape(found[1])
        address = in_repository(base, file, settings)
        # What is read there is no page to edit.
        return f'<a href="{address.replace("/edit/", "/blob/", 1)}">{found[0]}</a>'

    return _SOURCE.sub(link, html)


def in_repository(base: str, file: Path, settings: Settings) -> str:
    """The address of a file, given that of the folder of the pages."""
    return urljoin(base, quote(Path(os.path.relpath(file, settings.docs_dir)).as_posix()))
