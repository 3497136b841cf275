"""The page for addresses that lead nowhere, where the theme has nothing but a heading."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_perspectives.common.locales import Words

__all__ = ["NOT_FOUND", "with_ways_on"]

NOT_FOUND = "404.html"

_HEADING = "<h1>404 - Not found</h1>"
"""All that Material says on that page, in every language."""


def with_ways_on(html: str, config: MkDocsConfig, words: Words) -> str:
    """The theme's page with links home, to the scenarios and to the search.

    A page of the site's own stays as it is.
    """
    own = config.theme.custom_dir and Path(config.theme.custom_dir, NOT_FOUND).exists()
    if own or html.count(_HEADING) != 1:
        return html
    # The server shows this page at any address, so its links do not depend on where it is.
    home = urlsplit(config.site_url or "/").path
    index = "scenarios/" if config.use_directory_urls else "scenarios/index.html"
    # The theme opens its search where an address asks for something.
    links = (
        (words("not_found_home"), home),
        (words("scenarios_title"), home + index),
        (words("not_found_search"), f"{home}?q="),
    )
    ways = [f'<a href="{address}">{text}</a>' for text, address in links]
    return html.replace(
        _HEADING,
        f"<h1>{words('not_found')}</h1>\n<p>{words('not_found_help')}</p>\n"
        f"<p>{' · '.join(ways)}</p>",
    )
