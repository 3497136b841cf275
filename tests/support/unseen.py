"""Invisible characters, by how they are handled; listed by hand."""

from __future__ import annotations

__all__ = ["BLANK", "HIDING", "KEPT", "REFUSED", "RIGHT_TO_LEFT", "escaped"]

REFUSED = {
    "left-to-right embedding": "\u202a",
    "right-to-left embedding": "\u202b",
    "pop directional formatting": "\u202c",
    "left-to-right override": "\u202d",
    "right-to-left override": "\u202e",
    "left-to-right isolate": "\u2066",
    "right-to-left isolate": "\u2067",
    "first strong isolate": "\u2068",
    "pop directional isolate": "\u2069",
    "language tag": "\U000e0001",
    "tag letter a": "\U000e0061",
    "cancel tag": "\U000e007f",
    "escape": "\x1b",
    "bell": "\x07",
    "backspace": "\x08",
    "form feed": "\x0c",
    "delete": "\x7f",
    "control sequence introducer": "\x9b",
    "no character": "\ufffe",
}
"""Refused in files, and removed from answers."""

HIDING = {
    "soft hyphen": "\u00ad",
    "Mongolian vowel separator": "\u180e",
    "zero width space": "\u200b",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "Arabic letter mark": "\u061c",
    "word joiner": "\u2060",
    "function application": "\u2061",
    "invisible times": "\u2062",
    "invisible separator": "\u2063",
    "invisible plus": "\u2064",
    "zero width no-break space": "\ufeff",
    "inhibit symmetric swapping": "\u206a",
    "interlinear annotation anchor": "\ufff9",
}
"""Removed from files and answers alike."""

KEPT = {
    "zero width joiner": "\u200d",
    "zero width non-joiner": "\u200c",
    "emoji variation selector": "\ufe0f",
    "ideographic variation selector": "\U000e0100",
    "Hangul filler": "\u3164",
}
"""Allowed in texts, but not on their own."""

BLANK = {
    "Hangul filler": "\u3164",
    "halfwidth Hangul filler": "\uffa0",
    "Hangul jungseong filler": "\u1160",
    "Braille pattern blank": "\u2800",
    "no-break spaces": "\u00a0\u2007",
    "ideographic space": "\u3000",
    "joiners": "\u200d\u200c",
    "variation selectors": "\ufe0f\ufe0e",
    "zero width spaces": "\u200b\u200b",
    "Mongolian variation selector": "\u180b",
    "combining grapheme joiner": "\u034f",
}
"""Texts without visible characters."""

RIGHT_TO_LEFT = {"Hebrew": "נגד", "Arabic": "ضد", "Thaana": "ދިވެހި"}


def escaped(text: str) -> str:
    """``text`` as a double-quoted YAML string, with every character escaped."""
    return '"' + "".join(f"\\U{ord(c):08x}" for c in text) + '"'
