"""Checks whether an arriving answer has content, which its form alone does not show.

Records are not checked: a recorded answer stays current.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_perspectives.answers.expected import Expected
from mkdocs_perspectives.answers.id_matching import squeezed
from mkdocs_perspectives.answers.scripts import letters_within

__all__ = ["without_content"]

_IDS = frozenset({"with", "issue", "based_on"})
"""Fields whose texts are not the model's own."""


def without_content(answer: Mapping[str, Any], expected: Expected) -> str:
    """Why an answer, as JSON, has no content; empty if it has content.

    It has none if fewer than half of its texts are distinct, if every reason is the
    role's name, its description or a statement, or if fewer than half of its letters belong to
    the scripts of the language. Case and punctuation do not count.
    """
    texts = list(_texts(answer))
    different = len({squeezed(text) for text in texts})
    if 2 * different < len(texts):
        return f"only {different} of its {len(texts)} texts are distinct"
    reasons = {squeezed(stance["reason"]) for stance in answer["stances"].values()}
    role = expected.role
    given = [role.name, role.text, *(issue.text for issue in expected.frame.issues)]
    if reasons and reasons <= set(map(squeezed, given)):
        return "every reason only repeats the role's name, its description or the statement"
    language = expected.frame.language
    letters = letters_within(" ".join(texts), language)
    if letters is not None and (2 * letters[0] < letters[1] or letters[1] == 0):
        return f"fewer than half of its letters are in the script of the language ({language})"
    return ""


def _texts(value: Any) -> Iterator[str]:
    """The texts of an answer, without ids."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _IDS:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
