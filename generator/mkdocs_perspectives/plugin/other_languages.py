"""Marks what is in another language than the page around it, where a theme shows its title.

A theme shows titles as text: in the sidebar, the table of contents, the header and the footer.
What shows one in another language gets the attribute ``lang`` here, whatever the theme's markup is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mkdocs_perspectives.common import Language, direction

__all__ = ["in_other_languages", "part_in", "with_marked_texts", "with_marked_titles"]

_PART = re.compile(r'<div lang="([\w-]+)"(?: dir="\w+")?>')
_PERMALINK = '<a class="headerlink"'
_HEADING = re.compile(r'<h[2-6]\b([^>]*)>(?:<bdi lang="([\w-]+)")?')
_ATTRIBUTE = re.compile(r'\b(id|lang)="?([^"\s>]+)')
_LINK = re.compile(r'<a\b(?![^>]*\s(?:lang|aria-label)=)([^>]*?\shref="(#[^"]*)"[^>]*)>')
_BELOW = re.compile(r'(<a lang="([\w-]+)"[^>]*>(?:(?!</a>).)*</a>\s*<nav)(?=\s)', re.DOTALL)
_TEXT = re.compile(r"<([a-z]+\b(?![^<>]*\slang=)[^<>]*)>(\s*)([^<>\s][^<>]*?)(?=\s*<)")


def in_other_languages(
    titles: Iterable[tuple[str, Language]], here: Language
) -> dict[str, Language]:
    """The ``titles`` that are not in the language ``here``.

    What is a title in several languages may be any of them, and is left out.
    """
    languages: dict[str, set[Language]] = {}
    for title, language in titles:
        languages.setdefault(title, set()).add(language)
    single = {title: next(iter(found)) for title, found in languages.items() if len(found) == 1}
    return {title: language for title, language in single.items() if language != here}


def part_in(language: Language, html: str, around: Language) -> str:
    """The content of a page as a part in ``language``, on a site in the language ``around``."""
    own = direction(language)
    if language == around and own == "ltr":
        return html
    marked = f' dir="{own}"' if "rtl" in {own, direction(around)} else ""
    if language != around:
        # What these say when they are pointed at is the theme's.
        html = html.replace(_PERMALINK, f'{_PERMALINK} lang="{around}"')
    return f'<div lang="{language}"{marked}>{html}</div>'


def with_marked_texts(output: str, titles: Mapping[str, Language]) -> str:
    """A whole page with ``lang`` on every element whose text is one of ``titles``."""

    def mark(found: re.Match[str]) -> str:
        language = titles.get(found[3])
        return f'<{found[1]} lang="{language}">{found[2]}{found[3]}' if language else found[0]

    return _TEXT.sub(mark, output) if titles else output


def with_marked_titles(
    output: str, content: str, title: str, titles: Mapping[str, Language]
) -> str:
    """A whole page with ``lang`` around its content on what shows a title in another language.

    Args:
        output: the page as the theme renders it.
        content: its content, which is left as it is.
        title: that of the page, as the theme writes it.
        titles: those in the navigation that are not in the site's language.
    """
    anchors = {f"#{anchor}": language for anchor, language in _headings(content).items()}
    part = _PART.match(content)
    titles = {**titles, title: part[1]} if part else titles
    if not (anchors or titles) or not content:
        return output
    before, _, after = output.partition(content)
    if not after:
        # Something else has changed the page since, or shows no content.
        return output

    def mark(link: re.Match[str]) -> str:
        language = anchors.get(link[2])
        return f'<a lang="{language}"{link[1]}>' if language else link[0]

    def marked(around: str) -> str:
        # The list below a heading is called after it.
        around = _BELOW.sub(r'\1 lang="\2"', _LINK.sub(mark, around))
        return with_marked_texts(around, titles)

    if part:
        before = before.replace("<title>", f'<title lang="{part[1]}">', 1)
    return marked(before) + content + marked(after)


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
