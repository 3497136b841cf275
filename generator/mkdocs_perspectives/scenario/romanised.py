"""Korean in Latin letters, for ids: syllable by syllable by the Revised Romanization of Korean.

Of how sounds change where syllables meet, only what shows most is followed: a final consonant goes
over to a syllable that begins with a vowel, and ㄹ beside ㄹ is ``ll``.
"""

from __future__ import annotations

import re

__all__ = ["romanised"]


def _sounds(row: str) -> list[str]:
    """Sounds in a row; a point is none."""
    return ["" if sound == "." else sound for sound in row.split(" ")]


# In the order of Unicode, which composes a syllable of an initial, a vowel and a final.
_INITIALS = _sounds("g kk n d tt r m b pp s ss . j jj ch k t p h")
_VOWELS = _sounds("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINALS = _sounds(". k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
_BEFORE_A_VOWEL = _sounds(". g kk ks n nj n d r lg lm lb ls lt lp r m b ps s ss ng j ch k t p .")

_FIRST, _SILENT = ord("가"), _INITIALS.index("")


def romanised(text: str) -> str:
    """``text`` with its Korean syllables in Latin letters; everything else stays as it is."""
    return re.sub("[가-힣]+", lambda found: _word(found.group()), text)


def _word(syllables: str) -> str:
    parts = []
    for syllable in syllables:
        rest, final = divmod(ord(syllable) - _FIRST, len(_FINALS))
        parts.append((*divmod(rest, len(_VOWELS)), final))
    latin = ""
    for (initial, vowel, final), after in zip(parts, [*parts[1:], None], strict=True):
        before_vowel = after is not None and after[0] == _SILENT
        latin += _INITIALS[initial] + _VOWELS[vowel]
        latin += (_BEFORE_A_VOWEL if before_vowel else _FINALS)[final]
    return latin.replace("lr", "ll")
