"""Escapes data for Markdown, so that it renders as exactly the text it is.

Everything from a scenario or a model is data. It is escaped with character entities, which mean
the same in Markdown text, table cells, headings, raw HTML and double-quoted attributes, so one
escape serves everywhere and no template can pick the wrong one. The template environment applies
it to every value that is not ``Markup`` already.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from markupsafe import Markup

from mkdocs_perspectives.common.invisible import cleaned, collapsed, right_to_left

__all__ = [
    "block",
    "escape",
    "flow",
    "front_matter_text",
    "isolated",
    "lines",
    "sentences",
    "unmarked",
]

# Characters that Markdown, HTML or a common Markdown extension may react to anywhere in a line.
_ALWAYS = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]|~^=#$@"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
}

# Characters that are harmless in prose but active next to certain others.
_SOMETIMES = re.compile(
    r"""
      :(?=[\w/+-])            # emoji short codes, URLs
    | (?<=\bwww)\.            # bare domains
    | \+(?=\+) | (?<=\+)\+    # keys, insertions
    | -(?=-) | (?<=-)-        # rules, snippet marks, comment ends
    | (?<=!)!  | !(?=!)       # admonitions
    """,
    re.VERBOSE | re.IGNORECASE,
)

# What starts a block at the start of a line: lists, headings, rules, definitions, blocks.
_AT_START = re.compile(r"^(?:[-+:!?/%]|(?:\d+|[A-Za-z]|[ivxlcIVXLC]+)(?=[.)](?:\s|$)))")

_REMEMBERED = 4096
"""How many escaped texts are cached: about those of a few scenarios."""

# French has a no-break space before the closing quote.
_SENTENCE_END = re.compile(
    r"(?<=[.!?…。！？؟۔।])(?P<close>(?:[\"'“”’»)\]]|[\u00a0\u202f]»)*)[^\S\u00a0\u202f]+(?=\S)"
)


# Letters that are written without spaces between them, so that a line break between two of them
# is dropped, and punctuation that no space follows.
_WIDE = "[\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]"
_WIDE_SIGN = "[\u3001\u3002\u300d\u300f\uff01\uff09\uff0c\uff1a\uff1b\uff1f]"
_BREAK = re.compile(
    rf"(?<={_WIDE})[ \t\r]*\n[ \t\r]*(?={_WIDE})|(?<={_WIDE_SIGN})[ \t\r]*\n[ \t\r]*"
)


def _visible(text: str) -> str:
    """``text`` in one line, without invisible characters."""
    if "\n" in text:
        text = _BREAK.sub("", text)
    return collapsed(cleaned(text))


def _entity(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in found.group())


def escape(value: Any) -> Markup:
    """``value`` as one line of Markdown that renders as that text and nothing else."""
    return _escape(str(value))


# Names, titles and numbers are repeated on many pages of a scenario.
@functools.lru_cache(maxsize=_REMEMBERED)
def _escape(text: str) -> Markup:
    text = _visible(text)
    if not text:
        return Markup("")
    head = ""
    if start := _AT_START.match(text):
        # A number that would start a list keeps its digits; the character after it is escaped.
        cut = start.end() + (1 if start.group().isalnum() else 0)
        head, text = text[:cut], text[cut:]
        head = head[:-1] + f"&#{ord(head[-1])};"
    # Characters already written as entities must not be escaped again.
    parts = []
    position = 0
    for found in _SOMETIMES.finditer(text):
        parts += [text[position : found.start()].translate(_ALWAYS), _entity(found)]
        position = found.end()
    parts.append(text[position:].translate(_ALWAYS))
    return Markup(head + "".join(parts))  # noqa: S704 - this is the escape


def isolated(value: Any) -> Markup:
    """``value`` escaped and, if it is read from right to left, isolated from its sentence.

    Without this, numbers and names that follow right-to-left letters would be displayed before
    them.
    """
    text = str(value)
    return Markup(f"<bdi>{_escape(text)}</bdi>") if right_to_left(text) else _escape(text)  # noqa: S704


_MARKS = re.compile(r"</?bdi[^>]*>")


def unmarked(value: Any) -> str:
    """``value`` as plain text; for ``Markup``, without the tags added by ``isolated``."""
    return Markup(_MARKS.sub("", value)).unescape() if isinstance(value, Markup) else str(value)  # noqa: S704


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph; joined with spaces, they are the paragraph again."""
    text = _visible(text)
    found = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


@functools.lru_cache(maxsize=_REMEMBERED)
def lines(text: str, indent: int = 0) -> Markup:
    """``text`` as Markdown paragraphs, one sentence per line, so that diffs show sentences.

    Every line but the first is indented by ``indent`` spaces, for texts inside list items.
    """
    paragraphs = re.split(r"\n\s*\n", text)
    space = "\n" + " " * indent
    blocks = [
        space.join(str(escape(sentence)) for sentence in sentences(paragraph))
        for paragraph in paragraphs
        if paragraph.strip()
    ]
    return Markup(("\n" + space).join(blocks))  # noqa: S704 - every sentence is escaped


def block(text: str, name: str = "", *, indexed: bool = True) -> Markup:
    """``text`` as paragraphs with the CSS class ``name``, if any.

    Unless ``indexed``, the theme's search skips it: for text that another page has too.
    """
    attributes = [f".{name}"] if name else []
    attributes += [] if indexed else ["data-search-exclude"]
    marked = f"\n{{ {' '.join(attributes)} }}" if attributes else ""
    paragraphs = str(lines(text)).split("\n\n")
    return Markup("\n\n".join(paragraph + marked for paragraph in paragraphs))  # noqa: S704


@functools.lru_cache(maxsize=_REMEMBERED)
def flow(text: str, indent: int = 2) -> Markup:
    """``text`` as one paragraph, one sentence per line, for a list item with nothing else in it.

    A second paragraph would make Markdown wrap every item of the list in paragraphs.
    """
    return Markup(("\n" + " " * indent).join(map(str, map(escape, sentences(text)))))  # noqa: S704


def front_matter_text(value: Any) -> Markup:
    """``value`` as a double-quoted YAML string for front matter.

    Themes insert front matter into pages unescaped, so it is escaped for HTML as well.
    """
    text = _visible(unmarked(value)).translate(
        {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
        | {ord("\\"): "&#92;", ord("{"): "&#123;", ord("}"): "&#125;"}
    )
    return Markup(f'"{text}"')  # noqa: S704 - escaped above
