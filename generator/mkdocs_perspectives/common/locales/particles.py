"""Korean particles, of which the one is taken that fits the sound before it."""

from __future__ import annotations

from typing import Literal

__all__ = ["with_particle"]


def with_particle(word: str, shown: str, particles: str) -> str:
    """``shown``, and behind it whichever of two ``particles``, as in ``은/는``, fits ``word``.

    The first is the one behind a consonant.
    """
    after_consonant, after_vowel = particles.split("/")
    last = _last_sound(word)
    # The particle of direction is short behind ㄹ, too.
    short = last in {"vowel", "l"} if after_vowel == "로" else last == "vowel"
    return f"{shown}{after_vowel if short else after_consonant}"


def _last_sound(word: str) -> Literal["vowel", "l", "consonant"]:
    """The last sound, as far as the spelling shows it."""
    signs = "".join(c for c in word if c.isalnum()).lower()
    last = signs[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % _FINALS
        return "vowel" if final == 0 else "l" if final == _L else "consonant"
    # Digits as Korean reads them (영 일 이 삼 ...); Latin letters by their usual final sounds.
    if last in {"1", "7", "8", "l"}:
        return "l"
    return "consonant" if last in {"0", "3", "6", "m", "n"} or signs.endswith("ng") else "vowel"


_FINALS, _L = 28, 8
"""How many ways a syllable may end, and which of them is ㄹ."""
