"""Spares Markdown the search for what generated pages never hold.

Three quarters of a page's time in Markdown go into trying every kind of markup on every piece of
text. Generated pages use few kinds, and the escape of data leaves no sign in their texts that any
other kind would react to; so the built-in kinds that they do not use are left out while they are
rendered. The HTML is the same to the byte. What a site's own extensions add is left alone.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension

__all__ = ["LeanExtension"]

_INLINE = (
    *("escape", "reference", "image_link", "image_reference", "short_reference"),
    *("short_image_ref", "autolink", "automail", "linebreak", "not_strong", "em_strong2"),
)
_BLOCK = ("setextheader", "hr", "quote", "reference")


class LeanExtension(Extension):
    """Set ``generated`` before a page is rendered; Markdown is set up anew for each."""

    def __init__(self) -> None:
        super().__init__()
        self.generated = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Markdown's
        if not self.generated:
            return
        for name in _INLINE:
            md.inlinePatterns.deregister(name, strict=False)
        for name in _BLOCK:
            md.parser.blockprocessors.deregister(name, strict=False)
