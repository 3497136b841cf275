"""Which letters a language is written with, by CLDR's likely subtags as babel has them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from babel.core import get_global

__all__ = ["letters_within"]

# What the Unicode names of a script's letters begin with, where that is not its name in capitals.
_HAN = ("CJK", "IDEOGRAPHIC")
_NAMES = {
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",),
    "Guru": ("GURMUKHI",),
    "Hang": ("HANGUL",),
    "Hani": _HAN,
    "Hans": _HAN,
    "Hant": (*_HAN, "BOPOMOFO"),
    "Hebr": ("HEBREW",),
    "Jpan": ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", *_HAN),
    "Khmr": ("KHMER",),
    "Knda": ("KANNADA",),
    "Kore": ("HANGUL", *_HAN),
    "Laoo": ("LAO",),
    "Latn": ("LATIN",),
    "Mlym": ("MALAYALAM",),
    "Mong": ("MONGOLIAN",),
    "Mymr": ("MYANMAR",),
    "Orya": ("ORIYA",),
    "Sinh": ("SINHALA",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Thaa": ("THAANA",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
}


def letters_within(text: str, language: str) -> tuple[int, int] | None:
    """How many letters of ``text`` are of the scripts of ``language``, and how many there are.

    In "Das Lager 물류" 8 of 10 are of the scripts of German, 2 of 10 of those of Korean. None
    where it is not known how the language is written.
    """
    names = _NAMES.get(_script(language))
    if names is None:
        return None
    counts = Counter(unicodedata.normalize("NFKC", text))
    letters = {c: count for c, count in counts.items() if c.isalpha()}
    of_them = (n for c, n in letters.items() if unicodedata.name(c, "").split(" ")[0] in names)
    return sum(of_them), sum(letters.values())


def _script(language: str) -> str:
    """The script of a BCP 47 tag: its own, or the one that it is most likely written in."""
    first, *rest = re.split("[-_]", language)
    first = first.lower()
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return part.title()
    likely = get_global("likely_subtags")
    tags = [f"{first}_{part.upper()}" for part in rest if len(part) in (2, 3)]
    found = next((likely[tag] for tag in (*tags, first) if tag in likely), "")
    return str(found).split("_")[1] if found.count("_") == 2 else ""
