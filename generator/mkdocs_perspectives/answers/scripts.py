"""Counts the letters of a text that belong to the scripts of a language, by babel's CLDR data."""

from __future__ import annotations

import unicodedata
from collections import Counter

from mkdocs_perspectives.common import script_of

__all__ = ["letters_within"]

# The first words of the Unicode names of each script's letters.
_HAN = ("CJK", "IDEOGRAPHIC")
_NAMES = {
    "Adlm": ("ADLAM",),
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cakm": ("CHAKMA",),
    "Cans": ("CANADIAN",),
    "Cher": ("CHEROKEE",),
    "Copt": ("COPTIC",),
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
    "Hmnp": ("NYIAKENG",),
    "Jpan": ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", *_HAN),
    "Khmr": ("KHMER",),
    "Knda": ("KANNADA",),
    "Kore": ("HANGUL", *_HAN),
    "Laoo": ("LAO",),
    "Latn": ("LATIN",),
    "Mlym": ("MALAYALAM",),
    "Mong": ("MONGOLIAN",),
    "Mymr": ("MYANMAR",),
    "Nkoo": ("NKO",),
    "Olck": ("OL",),
    "Orya": ("ORIYA",),
    "Osge": ("OSAGE",),
    "Rohg": ("HANIFI",),
    "Sinh": ("SINHALA",),
    "Syrc": ("SYRIAC",),
    "Taml": ("TAMIL",),
    "Tavt": ("TAI",),
    "Telu": ("TELUGU",),
    "Tfng": ("TIFINAGH",),
    "Thaa": ("THAANA",),
    "Thai": ("THAI",),
    "Tibt": ("TIBETAN",),
    "Vaii": ("VAI",),
    "Yiii": ("YI",),
}


def letters_within(text: str, language: str) -> tuple[int, int] | None:
    """How many letters of ``text`` belong to the scripts of ``language``, and how many it has.

    In "Das Lager 물류" 8 of 10 belong to the script of German, 2 of 10 to those of Korean. None if
    the script of the language is not known.
    """
    names = _NAMES.get(script_of(language))
    if names is None:
        return None
    counts = Counter(unicodedata.normalize("NFKC", text))
    letters = {c: count for c, count in counts.items() if c.isalpha()}
    of_them = (n for c, n in letters.items() if unicodedata.name(c, "").split(" ")[0] in names)
    return sum(of_them), sum(letters.values())
