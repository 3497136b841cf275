"""Invisible characters that can change how a text reads: one list for the whole project.

There are three kinds:

- refused in every file: control characters, surrogates, marks that reorder text, and tag
  characters, which spell out text that is displayed nowhere;
- removed: zero-width marks, which only hide;
- allowed, but a text must not consist of them alone: blanks and fillers, and the joiners and
  variation selectors that scripts and emoji need.
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

# All but tabs and line breaks.
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
    """The first refused character of ``text``, or None."""
    # No refused character is printable.
    return None if text.isprintable() else _REFUSED.search(text)


def hidden_marks(text: str) -> tuple[str, list[str]]:
    """``text`` without zero-width marks, and those marks in order."""
    if text.isprintable():
        return text, []
    return _HIDDEN.sub("", text), _HIDDEN.findall(text)


def cleaned(text: str, instead: str = "") -> str:
    """``text`` with refused characters replaced by ``instead``, and without zero-width marks.

    Tabs and line breaks stay.
    """
    if text.isprintable():
        return text
    return _REMOVED.sub("", text) if not instead else _REMOVED.sub(instead, _HIDDEN.sub("", text))


def collapsed(text: str) -> str:
    """``text`` with every run of blanks replaced by a single space, and stripped.

    No-break spaces stay: French has them before a colon and inside quotes.
    """
    if "\u00a0" in text or "\u202f" in text:
        return _BREAKABLE.sub(" ", text).strip()
    return " ".join(text.split())


def masked(text: str) -> str:
    """``text`` with a visible replacement for each invisible character; its length is the same."""
    return text if text.isprintable() else _REMOVED.sub("\N{REPLACEMENT CHARACTER}", text)


def in_ascii(text: str) -> str:
    """JSON ``text`` with invisible characters escaped; it parses to the same data."""
    return _REMOVED.sub(lambda found: json.dumps(found.group())[1:-1], text)


def shows(text: str) -> bool:
    """Whether ``text`` has a visible character, not only blanks, fillers and joiners."""
    return _SHOWN.search(text) is not None


def right_to_left(text: str) -> bool:
    """Whether ``text`` has letters or digits that are read from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def code_point(character: str) -> str:
    """A character as named in messages: ``U+202E``."""
    return f"U+{ord(character):04X}"
