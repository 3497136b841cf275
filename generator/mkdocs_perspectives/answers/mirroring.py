"""Converts answers to negated statements into answers to the statements themselves."""

from __future__ import annotations

from collections.abc import Collection

from mkdocs_perspectives.answers.answer import Answer, Shares
from mkdocs_perspectives.common import SCALE_KEYS

__all__ = ["mirrored"]


def mirrored(answer: Answer, negated: Collection[str]) -> Answer:
    """``answer`` with the shares of the issues ``negated`` reversed; texts are unchanged.

    Strongly for a negated statement is strongly against the statement: shares 5, 10, 20, 30, 35
    become 35, 30, 20, 10, 5.
    """
    stances = {
        issue: stance.model_copy(update={"shares": _mirrored(stance.shares)})
        if issue in negated
        else stance
        for issue, stance in answer.stances.items()
    }
    return answer.model_copy(update={"stances": stances})


def _mirrored(shares: Shares) -> Shares:
    counts = reversed(shares.counts())
    return Shares.model_validate(dict(zip(SCALE_KEYS, counts, strict=True)))
