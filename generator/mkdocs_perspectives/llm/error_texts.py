"""Extracts texts, codes and field names from the body of an error reply.

Servers use many formats: ``{"error": {...}}``, a list of these, ``{"error": "text"}``,
``{"detail": ...}`` as in FastAPI, problem documents, JSON inside a string, event streams, HTML
pages, plain text. Only places for the server's own words are read: ``input``, ``flagged_input`` or
``failed_generation`` repeat the request or a reply.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["ErrorContent", "error_content", "own_words"]

_TEXTS = ("message", "msg", "error_description", "title", "description", "reason")
_INNER = ("error", "errors", "detail", "details", "metadata", "raw", "innererror", "cause")
_LISTS = ("fieldviolations", "violations")
_CODES = (
    "code",
    "type",
    "__type",
    "status",
    "reason",
    "error_code",
    "error_type",
    "quotaid",
    "statuscode",
)
_NAMES = ("param", "parameter", "field", "loc")

_DEEPEST = 8
_LONGEST = 20_000
"""How many characters of a body are read as words."""

_GENERAL = frozenset({"error", "errors", "null", "none", "about:blank"})
"""Values that are found instead of a code, but are not codes."""

_ECHO_OF_TEXT = 3
_ECHO_OF_BODY = 6
"""This many consecutive words of the prompt, or of the request as JSON, are a repetition."""

_EVERYDAY = frozenset({"grammar", "grammars", "schema", "schemas", "temperature", "seed", "system"})
"""Words for parts of a request: with one neighbour from the prompt, they are a repetition."""


@dataclass(frozen=True)
class ErrorContent:
    """The content of an error: its text, codes in lower case, and the fields it names.

    ``text`` is unchanged; it must go through ``safe_line`` before it is shown.
    """

    text: str
    codes: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    status: int | None = None
    """An HTTP status (400 to 599) named in the body."""


def error_content(body: object) -> ErrorContent:
    """The content of an error's ``body``: parsed JSON, or its text if it is not JSON."""
    reader = _Reader()
    reader.read(body)
    texts = list(dict.fromkeys(text for text in reader.texts if text.strip()))
    # A text that is part of another adds nothing.
    texts = [t for t in texts if not any(t != other and t in other for other in texts)]
    return ErrorContent(
        text="; ".join(text.strip().rstrip(";") for text in texts)[:_LONGEST],
        codes=frozenset(reader.codes),
        fields=frozenset(reader.fields),
        status=next((s for s in reader.statuses if 400 <= s < 600), None),
    )


class _Reader:
    """Collects texts, codes, fields and statuses from a body."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.codes: set[str] = set()
        self.fields: set[str] = set()
        self.statuses: list[int] = []

    def read(self, value: object, depth: int = 0) -> None:
        if depth > _DEEPEST:
            return
        if isinstance(value, dict):
            self._object(value, depth)
        elif isinstance(value, (list, tuple)):
            for item in value[:20]:
                self.read(item, depth + 1)
        elif isinstance(value, str):
            self._text(value, depth)

    def _object(self, given: dict[Any, Any], depth: int) -> None:
        data = {str(name).lower(): value for name, value in given.items()}
        for name in _CODES:
            self._code(data.get(name))
        place = ""
        for name in _NAMES:
            if found := _place(data.get(name)):
                self.fields.update((found, found.rpartition(".")[2]))
                place = place or (found if name in ("loc", "field") else "")
        inner = [data[name] for name in (*_INNER, *_LISTS) if data.get(name)]
        if isinstance(by_field := data.get("errors"), dict):
            inner += by_field.values()
        for name in _TEXTS:
            text = data.get(name)
            if not isinstance(text, str):
                inner += [text] if text else []
            elif name not in ("title", "reason", "description") or not self.texts:
                # A field named beside the text belongs to it.
                self._text(f"{place}: {text}" if place and place not in text else text, depth)
        for value in inner:
            self.read(value, depth + 1)

    def _text(self, text: str, depth: int) -> None:
        text = text.strip()[:_LONGEST]
        if text.startswith(("data:", "event:", ":")):
            text = _first_event(text)
        if text.startswith(("{", "[", '"')) and depth < _DEEPEST:
            try:
                data = json.loads(text)
            except (ValueError, RecursionError):
                pass
            else:
                self.read(data, depth + 1)
                return
        if text.startswith("<"):
            text = _of_markup(text)
        # pydantic's errors as text repeat the request.
        text = re.sub(r"""['"]input['"]:.*""", "...", text, flags=re.DOTALL)
        if text:
            self.texts.append(text)

    def _code(self, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            return
        text = str(value).strip().lower()
        if re.fullmatch(r"[45]\d\d(\.0)?", text):
            self.statuses.append(int(float(text)))
        elif 0 < len(text) <= 100 and text not in _GENERAL and " " not in text:
            self.codes.add(text)


def _place(value: object) -> str:
    """The name of a field: ``max_tokens``, or a path such as ``messages.0.role``.

    Empty if it is not a field name.
    """
    if isinstance(value, (list, tuple)):
        parts = [str(part) for part in value if isinstance(part, (str, int))]
        value = ".".join(parts[1:] if parts[:1] == ["body"] else parts)
    if not isinstance(value, str) or not re.fullmatch(r"[\w.\[\]-]{1,100}", value):
        return ""
    return re.sub(r"\[(\w+)\]", r".\1", value).strip(".")


def _first_event(text: str) -> str:
    """The data of the first event in an event stream that has any."""
    found = re.search(r"^data:\s*(.*)", text, re.MULTILINE)
    return found[1].strip() if found else ""


def _of_markup(text: str) -> str:
    """The title of a page, else its first heading, else all of its words."""
    for tag in ("title", "h1", "h2"):
        found = re.search(rf"<{tag}\b[^>]{{0,200}}>(.*?)</{tag}", text, re.DOTALL | re.IGNORECASE)
        if found and (words := _without_tags(found[1])):
            return words
    return _without_tags(re.sub(r"(?is)<(script|style)\b.*?(</\1|$)", " ", text))


def _without_tags(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>?", " ", text)).split())


def own_words(text: str, body: str, prompts: Iterable[str]) -> str:
    """The words of ``text`` that do not repeat the request, in lower case, joined by spaces.

    Args:
        body: the request's JSON.
        prompts: the texts of its messages.
    """
    words = _words(text)
    sent = _words(" \n".join(prompts))
    echoed = _repeated(words, _words(body), _ECHO_OF_BODY) | _repeated(words, sent, _ECHO_OF_TEXT)
    echoed |= {i for i in _repeated(words, sent, 2) if words[i] in _EVERYDAY}
    return " ".join(word for i, word in enumerate(words) if i not in echoed)


def _repeated(words: Sequence[str], sent: Sequence[str], run: int) -> set[int]:
    """The indexes of ``words`` in runs of ``run`` consecutive words that are also in ``sent``."""
    known = set(_runs(sent, run))
    starts = [start for start, found in enumerate(_runs(words, run)) if found in known]
    return {start + i for start in starts for i in range(run)}


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(length)), strict=False)


def _words(text: str) -> Sequence[str]:
    return re.findall(r"\w+", text.lower())
