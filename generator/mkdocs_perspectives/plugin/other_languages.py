"""Marks what is in another language than the page around it, where a theme shows its title.

A theme's sidebar and table of contents show titles as text. What leads to a page or a heading in
another language gets the attribute ``lang`` here, whatever the theme's markup is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs.utils import get_relative_url

from mkdocs_perspectives.common import Language, direction

__all__ = ["part_in", "with_marked_titles"]

_PART = re.compile(r'<div lang="([\w-]+)"(?: dir="\w+")?>')
_HEADING = re.compile(r'<h[2-6]\b([^>]*)>(?:<bdi lang="([\w-]+)")?')
_ATTRIBUTE = re.compile(r'\b(id|lang)="?([^"\s>]+)')
_LINK = re.compile(r'<a\b(?![^>]*\s(?:lang|aria-label)=)([^>]*?\shref="([^"]*)"[^>]*)>')


def part_in(language: Language, html: str, around: Language) -> str:
    """The content of a page as a part in ``language``, on a site in the language ``around``."""
    own = direction(language)
    if language == around and own == "ltr":
        return html
    marked = f' dir="{own}"' if "rtl" in {own, direction(around)} else ""
    return f'<div lang="{language}"{marked}>{html}</div>'


def with_marked_titles(
    output: str, content: str, address: str, pages: Mapping[str, Language]
) -> str:
    """A whole page with marked links to titles in other languages around its content.

    Args:
        output: the page as the theme renders it.
        content: its content, which is left as it is.
        address: that of the page, relative to the site.
        pages: the languages of those pages in the navigation that are not in the site's language,
            by address.
    """
    marks = {f"#{anchor}": language for anchor, language in _headings(content).items()}
    marks |= {get_relative_url(page, address): language for page, language in pages.items()}
    if part := _PART.match(content):
        marks |= dict.fromkeys({get_relative_url(address, address), "./"}, part[1])
    if not marks or not content:
        return output
    before, _, after = output.partition(content)
    if not after:
        # Something else has changed the page since, or shows no content.
        return output

    def mark(link: re.Match[str]) -> str:
        language = marks.get(link[2])
        return f'<a lang="{language}"{link[1]}>' if language else link[0]

    return _LINK.sub(mark, before) + content + _LINK.sub(mark, after)


def _headings(content: str) -> dict[str, Language]:
    """The languages of headings by anchor, as far as they are told."""
    whole = _PART.match(content)
    found = {}
    for heading in _HEADING.finditer(content):
        attributes = dict(_ATTRIBUTE.findall(heading[1]))
        language = heading[2] or attributes.get("lang", whole[1] if whole else None)
        if language and "id" in attributes:
            found[attributes["id"]] = language
    return found
