"""Links from generated pages to their source files in the repository."""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin

from mkdocs_perspectives.common import Settings

__all__ = ["in_repository", "link_sources"]

_SOURCE = re.compile(r'<code class="psp-source">([^<]+)</code>')
"""How a generated page marks the path of a file in the repository."""


def link_sources(html: str, base: str, settings: Settings) -> str:
    """Turn paths of files into links to these files in the repository."""

    def link(found: re.Match[str]) -> str:
        file = settings.source_root / unescape(found[1])
        address = in_repository(base, file, settings)
        # Link to the view of the file, not to its editor.
        return f'<a href="{address.replace("/edit/", "/blob/", 1)}">{found[0]}</a>'

    return _SOURCE.sub(link, html)


def in_repository(base: str, file: Path, settings: Settings) -> str:
    """The URL of a file, given the URL of the folder of the pages."""
    return urljoin(base, quote(Path(os.path.relpath(file, settings.docs_dir)).as_posix()))
