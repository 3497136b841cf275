"""Texts cut into sentences and words, and how much there is of them, in any script."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["LOOKED_AT", "has_spaces", "sentences", "weight", "words"]

LOOKED_AT = 500
"""Characters of a statement, and words of a longer text, that are looked at; more takes long."""

_LONG_WORDS = 20
"""Where words have so many letters on average or more, spaces part something else."""

_LETTERS = 200
"""So many letters of a text are looked at instead."""

_ABBREVIATION = re.compile(
    r"mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|approx|inc|ltd|co|corp|dept|gov|gen|rep|sen|rev|hon|mt|fig|"
    r"ca|cf|al|pp|eds|ed|vol|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|wed|thu|fri|"
    r"sat|sun|ave|blvd|rd|min|max|avg|est|incl|excl|resp|tel",
    re.IGNORECASE,
)
"""What ends with a full stop inside a sentence, in English."""

# Each run of marks is looked at once, however long it is.
_END = re.compile(r"(?<![.!?。！？।۔።])[.!?。！？।۔።]++[\"'”’»)\]]*+(?=\s|$)")


def sentences(text: str, *, english: bool = False) -> list[str]:
    """The sentences of a text, without a break after ``U.S.``, ``e.g.`` or ``3.5``.

    In ``english`` abbreviations are known; elsewhere words of up to three letters may be some.
    """
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        # Signs that end a sentence in scripts that put no space behind them.
        line = re.sub(r"([。！？])(?=\w)", r"\1 ", " ".join(paragraph.split()))
        begin = 0
        for end in _END.finditer(line):
            word = line[line.rfind(" ", 0, end.start()) + 1 : end.start()].lstrip("\"'“‘«([")
            following = line[end.end() : end.end() + 2].strip()
            if line[end.start()] != "." or _is_end(word, following, english=english):
                found.append(line[begin : end.end()].strip())
                begin = end.end()
        found.append(line[begin:].strip())
    return [sentence for sentence in found if sentence]


def _is_end(word: str, following: str, *, english: bool) -> bool:
    """Whether a sentence ends at the full stop between the two, which may be an abbreviation's."""
    if not following:
        return True
    if word.lower() == word.upper():
        # Scripts without capitals have hardly any abbreviations; numbers have their points.
        return any(letter.isalpha() for letter in word)
    if following.lower() == following and following.upper() != following:
        return False
    if "." in word or len(word) == 1:
        return False
    if english:
        if word.casefold() == "no":
            return not following.isdigit()
        return _ABBREVIATION.fullmatch(word) is None
    return len(word) > 3


def has_spaces(text: str) -> bool:
    """Whether spaces part the words of a text, as they do not in Japanese."""
    return len(text) <= _LONG_WORDS * len(text.split())


def words(text: str) -> list[str]:
    """The words of a text; its letters where no spaces part them."""
    return text.split()[:LOOKED_AT] if has_spaces(text) else list(text[:_LETTERS])


def weight(text: str) -> int:
    """How much a text can say: its letters and digits, those of wide scripts counted twice."""
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
        if letter.isalnum()
    )
