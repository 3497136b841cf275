"""Finds the id that is meant when a model wrote something similar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

__all__ = ["match_id", "squeezed"]

_SIGNS = re.compile(r"[\W_]+")

_BESIDE = re.compile(r"[:=()\[\]<>–—]|\s-\s")
"""What separates an id from a name beside it."""


def squeezed(text: str) -> str:
    """``text`` case-folded, with letters and digits only."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _words(text: str) -> str:
    return _SIGNS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def match_id(
    said: str, names: Mapping[str, Collection[str]], preferred: Collection[str] = ()
) -> str | None:
    """The one id that ``said`` unambiguously means, or None.

    It may differ from the id in case, spaces, hyphens and ``_``, be one of its names, or have such
    a name beside it: for ``role-1`` also "Role 1", "ROLE_1", "role-1: Role 1", "Role 1 (role-1)".

    Args:
        names: the possible ids, each with its other names.
        preferred: the ids to choose if several have the same name.
    """
    if said in names:
        return said
    for key in (_words, squeezed):
        if found := _called(said, names, key):
            return _only(found, preferred)
    parts = [part for part in _BESIDE.split(said) if _words(part)]
    meant = [found for part in parts if (found := _called(part, names, _words))]
    # An unknown name may be beside an id, but an id must not be beside the name of another.
    if not {_words(part) for part in parts}.intersection(map(_words, names)):
        return None
    return _only(set.intersection(*meant), preferred)


def _called(said: str, names: Mapping[str, Collection[str]], key: Callable[[str], str]) -> set[str]:
    """The ids that have the name ``said``, comparing texts by ``key``."""
    given = key(said)
    if not given:
        return set()
    return {
        name
        for name, called in names.items()
        if given in (key(name), *map(key, called))
        or any(given in (key(f"{name} {c}"), key(f"{c} {name}")) for c in called)
    }


def _only(found: Collection[str], preferred: Collection[str]) -> str | None:
    if len(found) > 1:
        found = [name for name in found if name in preferred]
    return next(iter(found)) if len(found) == 1 else None
