"""Spares Markdown the search for what generated pages never hold.

Most of a page's time in Markdown goes into trying every kind of markup on every piece of text.
Generated pages use few kinds, and the escape of data leaves no sign in their texts that any other
kind would react to; so the built-in kinds that they do not use are left out while they are
rendered, and texts without any sign are not looked at. The HTML is the same to the byte, as long
as no extension of the site puts text of its own on every page, or changes all text: see ``fits``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

__all__ = ["LeanExtension", "fits"]

_NOT_USED = (
    *("escape", "reference", "image_link", "image_reference", "short_reference"),
    *("short_image_ref", "autolink", "automail", "linebreak", "not_strong", "em_strong2"),
)
_USED = ("backtick", "link", "html", "entity", "em_strong")
_SIGN = re.compile(r"[`\[<&*\x02]")
"""What the kinds in use begin with, and what Markdown puts in the place of what it has found."""

_BLOCKS_NOT_USED = ("setextheader", "hr", "quote", "reference")


_HARMLESS = frozenset(
    """
    admonition attr_list codehilite def_list fenced_code footnotes md_in_html meta sane_lists tables
    toc pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.details
    pymdownx.blocks.tab pymdownx.caret pymdownx.critic pymdownx.details pymdownx.emoji
    pymdownx.highlight pymdownx.inlinehilite pymdownx.keys pymdownx.mark pymdownx.progressbar
    pymdownx.saneheaders pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde
    """.split()  # noqa: SIM905 - read more easily as one text
)
"""Extensions that react to markup of their own and to nothing else."""


def fits(extensions: Iterable[object]) -> bool:
    """Whether a site's Markdown extensions leave alone what holds none of their markup.

    Not so, for example, abbreviations and typographic quotes, or snippets that are put on every
    page; nor is it known of an extension that is not listed here.
    """
    return all(
        isinstance(extension, LeanExtension)
        or str(extension).removeprefix("markdown.extensions.") in _HARMLESS
        for extension in extensions
    )


class LeanExtension(Extension):
    """Set ``generated`` before a page is rendered; Markdown is set up anew for each."""

    def __init__(self) -> None:
        super().__init__()
        self.generated = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        if not self.generated:
            return
        for name in _NOT_USED:
            md.inlinePatterns.deregister(name, strict=False)
        for name in _BLOCKS_NOT_USED:
            md.parser.blockprocessors.deregister(name, strict=False)
        md.treeprocessors.register(_PlainTexts(md), "perspectives_plain_texts", 25)


class _PlainTexts(Treeprocessor):
    """Marks the texts that hold no sign, before inline markup is searched for."""

    def run(self, root: Element) -> None:
        # Another extension's kind may begin with any sign; all have been registered by now.
        if len(self.md.inlinePatterns) > sum(name in self.md.inlinePatterns for name in _USED):
            return
        for element in root.iter():
            if element.text and not _SIGN.search(element.text):
                element.text = AtomicString(element.text)
