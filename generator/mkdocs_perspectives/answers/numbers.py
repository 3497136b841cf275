"""Reads numbers as models write them, and converts them to shares of people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from mkdocs_perspectives.answers.answer import rounded_to_100

__all__ = ["Count", "Read", "number", "read_shares"]

_TEXT = re.compile(r"\+?(\d{1,20}(?:\.\d{0,20})?|\.\d{1,20}|\d{1,3},\d{1,2})\s?(%?)")

_SUM_TOLERANCE = 5
"""Shares whose sum is this close to 100 are scaled silently."""

_MOST = 100_000
"""The largest accepted share, which may be a head count."""


class Count(NamedTuple):
    """A number, and whether it was followed by a per cent sign."""

    value: int | Fraction
    per_cent: bool = False


class Read(NamedTuple):
    """Shares that sum to 100, and their original sum if it was not close to 100."""

    counts: tuple[int, ...]
    odd_sum: str = ""


def number(value: Any) -> Count | None:
    """``value`` as a number, even if it is text; None if it is not a number, or a boolean.

    "35%", "35 %", "35.0" and "33,3" are numbers, "about 35" and "30-40" are not.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Count(value)
    if isinstance(value, Decimal):
        # A huge exponent would fill the memory.
        return Count(Fraction(value)) if -20 < value.adjusted() < 20 else None
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        sign = -1 if text.startswith(("-", "\u2212")) else 1
        if match := _TEXT.fullmatch(text[1:] if sign < 0 else text):
            return Count(sign * Fraction(Decimal(match[1].replace(",", "."))), bool(match[2]))
    return None


def read_shares(counts: Sequence[Count]) -> Read | str:
    """Whole numbers that sum to 100 in the proportions of ``counts``, or what is wrong with them.

    The ``counts`` are 0 or more each. Five of at most 1 that sum to about 1 are fractions of it:
    0.35, 0.25, 0.2, 0.1, 0.1 become 35, 25, 20, 10, 10.
    """
    values = [count.value for count in counts]
    if any(value > _MOST for value in values):
        return "must be from 0 to 100"
    total: int | Fraction = sum(values)
    if total == 0:
        return "are all 0; they must sum to 100"
    if max(values) <= 1 and not any(count.per_cent for count in counts):
        total *= 100
    near = -_SUM_TOLERANCE <= total - 100 <= _SUM_TOLERANCE
    return Read(rounded_to_100(values), "" if near else f"{float(total):g}")
