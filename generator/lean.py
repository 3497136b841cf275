"""Spares Markdown the search for what generated pages never hold.

Most of a page's time in Markdown goes into trying every kind of markup on every piece of text.
Generated pages use few kinds, and the escape of data leaves no sign in their texts that any other
kind would react to; so the built-in kinds that they do not use are left out while they are
rendered, and texts without any sign are not looked at. The HTML is the same to the byte. What a
site's own extensions add is left alone.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

__all__ = ["LeanExtension"]

_NOT_USED = (
    *("escape", "reference", "image_link", "image_reference", "short_reference"),
    *("short_image_ref", "autolink", "automail", "linebreak", "not_strong", "em_strong2"),
)
_USED = ("backtick", "link", "html", "entity", "em_strong")
_SIGN = re.compile(r"[`\[<&*\x02]")
"""What the kinds in use begin with, and what Markdown puts in the place of what it has found."""

_BLOCKS_NOT_USED = ("setextheader", "hr", "quote", "reference")


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
