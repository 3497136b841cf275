"""Characters that nobody sees and that change what is read: one list of them for everything.

Three kinds are told apart. What may stand in no file: control characters, halves of characters,
marks that show text in another order than it is read in, and tag characters, which spell out text
that is shown nowhere. What only hides: marks of no width, which are taken out. And what shows
nothing by itself, of which a text may hold some, but not consist. Joiners and variation selectors,
which scripts and emoji need, are of the last kind.
"""

from __future__ import annotations

import json
import re

__all__ = [
    "cleaned",
    "code_point",
    "collapsed",
    "hidden_marks",
    "in_ascii",
    "masked",
    "refused",
    "right_to_left",
    "shows",
]

# Tabs and line breaks are none; of the others no text has need.
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_BROKEN = "\ud800-\udfff\ufffe\uffff"
_REORDERING = "\u202a-\u202e\u2066-\u2069"
_TAGS = "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
_HIDING = "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb"
_BLANK = (
    "\\s\u0085\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u200c\u200d\u2800\u3164"
    "\ufe00-\ufe0f\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0100-\U000e01ef"
)

_REFUSED = re.compile(f"[{_CONTROL}\x0b\x0c{_BROKEN}{_REORDERING}{_TAGS}]")
_HIDDEN = re.compile(f"[{_HIDING}]")
_REMOVED = re.compile(f"[{_CONTROL}{_BROKEN}{_REORDERING}{_TAGS}{_HIDING}]")
_SHOWN = re.compile(f"[^{_CONTROL}{_BROKEN}{_REORDERING}{_TAGS}{_HIDING}{_BLANK}]")
_BREAKABLE = re.compile("[^\\S\u00a0\u202f]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def refused(text: str) -> re.Match[str] | None:
    """The first character of ``text`` that no file may hold, or None."""
    # Whatever is looked for is not printable.
    return None if text.isprintable() else _REFUSED.search(text)


def hidden_marks(text: str) -> tuple[str, list[str]]:
    """``text`` without the marks that only hide, and those marks in their order."""
    if text.isprintable():
        return text, []
    return _HIDDEN.sub("", text), _HIDDEN.findall(text)


def cleaned(text: str, instead: str = "") -> str:
    """``text`` with ``instead`` for what no file may hold, and without marks that only hide.

    Tabs and line breaks stay.
    """
    if text.isprintable():
        return text
    return _REMOVED.sub("", text) if not instead else _REMOVED.sub(instead, _HIDDEN.sub("", text))


def collapsed(text: str) -> str:
    """``text`` with a single space for every run of blanks, and none at its ends.

    Spaces at which no line breaks stay, as French has them before a colon and within its quotes.
    """
    if "\u00a0" in text or "\u202f" in text:
        return _BREAKABLE.sub(" ", text).strip()
    return " ".join(text.split())


def masked(text: str) -> str:
    """``text`` with a sign that is seen in place of each that is not; as long as before."""
    return text if text.isprintable() else _REMOVED.sub("\N{REPLACEMENT CHARACTER}", text)


def in_ascii(text: str) -> str:
    """JSON ``text`` with an escape in place of each sign that is not seen; the same to machines."""
    return _REMOVED.sub(lambda found: json.dumps(found.group())[1:-1], text)


def shows(text: str) -> bool:
    """Whether anything of ``text`` is seen: not so of blanks, fillers and joiners alone."""
    return _SHOWN.search(text) is not None


def right_to_left(text: str) -> bool:
    """Whether ``text`` has letters or digits that are read from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def code_point(character: str) -> str:
    """A character as messages name it: ``U+202E``."""
    return f"U+{ord(character):04X}"
