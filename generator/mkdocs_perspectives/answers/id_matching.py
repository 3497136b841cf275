"""Which id is meant where a server let the model write something like it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

__all__ = ["match_id", "squeezed"]

_SIGNS = re.compile(r"[\W_]+")

_BESIDE = re.compile(r"[:=()\[\]<>–—]|\s-\s")
"""What stands between an id and a name put beside it."""


def squeezed(text: str) -> str:
    """``text`` without case and without all that is neither a letter nor a digit."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _words(text: str) -> str:
    return _SIGNS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def match_id(
    said: str, names: Mapping[str, Collection[str]], preferred: Collection[str] = ()
) -> str | None:
    """The one id that ``said`` means without doubt, or None.

    It may differ from the id in case, spaces, hyphens and ``_``, be a name of it, or have that
    beside it: for ``role-1`` also "Role 1", "ROLE_1", "role-1: Role 1" and "Role 1 (role-1)".

    Args:
        names: what each id that may be meant is called besides.
        preferred: those of the ids that are meant where a name is that of several.
    """
    if said in names:
        return said
    for key in (_words, squeezed):
        if found := _called(said, names, key):
            return _only(found, preferred)
    parts = [part for part in _BESIDE.split(said) if _words(part)]
    meant = [found for part in parts if (found := _called(part, names, _words))]
    # A name that nobody has may stand beside an id, but not an id beside another's name.
    if not {_words(part) for part in parts}.intersection(map(_words, names)):
        return None
    return _only(set.intersection(*meant), preferred)


def _called(said: str, names: Mapping[str, Collection[str]], key: Callable[[str], str]) -> set[str]:
    """The ids that go by ``said``, where only what ``key`` leaves of a text counts."""
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
