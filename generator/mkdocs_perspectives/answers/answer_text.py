"""Finds the part of a model's text that is its answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_perspectives.answers.id_matching import squeezed
from mkdocs_perspectives.answers.json_objects import Found, Scan, scan

__all__ = ["AnswerText", "find_answer"]


@dataclass(frozen=True)
class AnswerText:
    """The object that was meant as the answer, and its text.

    ``begun_anew`` is set if the model started another object after it, and the text ends in it.
    """

    value: dict[str, Any]
    text: str
    begun_anew: bool = False


def find_answer(
    text: str, thinking: str, keys: Collection[str], *, thoughts: bool
) -> AnswerText | None:
    """The last complete object in ``text`` that has the answer's ``keys``, or None.

    If there is none, objects in thoughts are used, in the text or in ``thinking``, and then objects
    inside strings. An object with half of the keys or fewer is used if there is no better one.

    Args:
        thoughts: whether objects in thoughts may be used at all.
    """
    wanted = frozenset(map(squeezed, keys))
    aloud = scan(text, keys)
    places = [(text, aloud, [found for found in aloud.objects if not found.thought])]
    strings = [*aloud.strings, *_as_string(text)]
    if thoughts:
        places.append((text, aloud, [found for found in aloud.objects if found.thought]))
        silent = scan(thinking, keys)
        places.append((thinking, silent, silent.objects))
        strings += [*silent.strings, *_as_string(thinking)]
    for inner in strings:
        quoted = scan(inner, keys)
        places.append((inner, quoted, quoted.objects))
    for most in (True, False):
        for whole, result, objects in places:
            best = _last(objects, wanted, most=most)
            if best is not None:
                return _taken(whole, result, best)
        if aloud.begun >= 0:
            return AnswerText({}, text, begun_anew=True)
    return None


def _taken(whole: str, result: Scan, best: Found) -> AnswerText:
    return AnswerText(best.value, whole[best.start : best.end], result.begun >= best.end)


def _last(objects: Iterable[Found], wanted: frozenset[str], *, most: bool) -> Found | None:
    """The last object with more than half of the wanted keys; unless ``most``, with any of them."""
    best: Found | None = None
    for found in objects:
        having = _having(found.value, wanted)
        if 2 * having > len(wanted) or (having and not most):
            best = found
    return best


def _having(value: Mapping[str, Any], wanted: frozenset[str]) -> int:
    """How many of the wanted keys an object has; 0 if it repeats the schema."""
    inner = {key: v for key, v in value.items() if squeezed(key) in wanted}
    if inner and all(isinstance(v, dict) and ("type" in v or "$ref" in v) for v in inner.values()):
        return 0
    return len({squeezed(key) for key in inner})


def _as_string(text: str) -> list[str]:
    """The content of ``text`` if it is a JSON string."""
    if not text.lstrip("\ufeff \r\n\t").startswith('"'):
        return []
    try:
        inner = json.loads(text.strip("\ufeff \r\n\t"), strict=False)
    except (ValueError, RecursionError):
        return []
    return [inner] if isinstance(inner, str) else []
