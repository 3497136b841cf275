"""What a language's module can say of a text; what it cannot say is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Wording", "has"]

Judgement = Callable[[str], bool]
"""Whether a text, in one line, is so."""


@dataclass(frozen=True)
class Wording:
    """What can be said of texts in one language, or by default in any.

    ``asks``, ``names_a_topic``, ``makes_two_claims`` and ``is_unopposed`` are of statements,
    ``is_empty`` of single sentences, ``has_a_measure`` of a role's description and goals.
    ``wants_more`` and ``holds_back`` say which way a statement goes; most go neither.
    """

    asks: Judgement
    names_a_topic: Judgement
    makes_two_claims: Judgement
    is_unopposed: Judgement | None = None
    is_empty: Judgement | None = None
    has_a_measure: Judgement | None = None
    wants_more: Judgement | None = None
    holds_back: Judgement | None = None


def has(pattern: re.Pattern[str]) -> Judgement:
    """Whether ``pattern`` is found anywhere in a text."""
    return lambda text: pattern.search(text) is not None
