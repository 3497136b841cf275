"""Decodes the body of a server's reply as JSON, in any encoding, whole or as an event stream."""

from __future__ import annotations

import codecs
import contextlib
import json
import re
from typing import Any

from mkdocs_perspectives.llm.usage import Usage, usage_in, usage_in_text

__all__ = ["body_text", "parsed_body", "usage_of_body"]

_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")

_JOINED = ("content", "reasoning_content", "reasoning", "refusal")
"""Fields whose pieces are parts of one text."""


def body_text(content: bytes) -> str:
    """The text of a body: UTF-8, UTF-16 with a byte order mark, or else Latin-1.

    Raises:
        UnicodeDecodeError: it is damaged UTF-8.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Latin-1 text hardly ever contains valid multi-byte UTF-8.
        sound = b"".join(_MULTIBYTE.findall(content))
        if 2 * len(sound) >= len(_BEYOND_ASCII.findall(content)):
            raise
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def parsed_body(content: bytes) -> Any:
    """The JSON of a body; the events of a stream are joined into one completion.

    Raises:
        ValueError: it is neither.
    """
    text = body_text(content).lstrip("\ufeff \t\r\n")
    try:
        if text.startswith(("data:", "event:", "id:", "retry:", ":")):
            return _of_events(text)
        return json.loads(text, strict=False)
    except RecursionError:
        raise ValueError("too deep") from None


def usage_of_body(content: bytes) -> Usage:
    """The tokens that any body reports; 0 each if it reports none."""
    try:
        return usage_in(parsed_body(content))
    except ValueError:
        return usage_in_text(content.decode("utf-8", "replace"))


def _of_events(text: str) -> Any:
    """The completion that the events of a stream add up to."""
    chunks = [chunk for event in re.split(r"\r?\n\r?\n", text) for chunk in _of_event(event)]
    if not chunks:
        # Some servers send comments before plain JSON to keep the connection open.
        rest = "\n".join(line for line in text.split("\n") if not line.startswith(":"))
        return json.loads(rest, strict=False)
    whole: dict[str, Any] = {}
    choice: dict[str, Any] = {}
    message = _Message()
    for chunk in chunks:
        whole |= {k: v for k, v in chunk.items() if v is not None and k != "choices"}
        choices = chunk.get("choices")
        for piece in choices if isinstance(choices, list) else ():
            if isinstance(piece, dict) and piece.get("index", 0) == 0:
                choice |= {k: v for k, v in piece.items() if v is not None}
                message.join(piece.get("delta") or piece.get("message"))
    choices = [choice | {"message": message.whole()}] if choice else []
    return whole | {"choices": choices}


def _of_event(event: str) -> list[dict[str, Any]]:
    """The objects in one event: one over several lines, or one in each line."""
    # Not ``splitlines``, which also splits at characters that JSON strings may contain.
    lines = [line[5:].strip() for line in re.split(r"\r?\n", event) if line.startswith("data:")]
    for texts in (["\n".join(lines)], lines):
        found = []
        for text in texts:
            with contextlib.suppress(ValueError):
                found.append(json.loads(text, strict=False))
        if found:
            return [data for data in found if isinstance(data, dict)]
    return []


class _Message:
    """A message that arrives in pieces."""

    def __init__(self) -> None:
        self._parts: dict[str, Any] = {}
        self._calls: dict[Any, str] = {}

    def join(self, piece: Any) -> None:
        """Add a piece to the message."""
        for name, value in piece.items() if isinstance(piece, dict) else ():
            before = self._parts.get(name)
            joins = (
                name in _JOINED and type(before) is type(value) and isinstance(value, str | list)
            )
            if name == "tool_calls" and isinstance(value, list):
                self._call(value)
            elif value is not None:
                alike = type(before) is type(value)
                self._parts[name] = before + value if joins and alike else value

    def _call(self, calls: list[Any]) -> None:
        for call in calls:
            function = call.get("function") if isinstance(call, dict) else None
            arguments = function.get("arguments") if isinstance(function, dict) else None
            if isinstance(arguments, str):
                index = str(call.get("index", 0))
                self._calls[index] = self._calls.get(index, "") + arguments

    def whole(self) -> dict[str, Any]:
        """The whole message, as in a reply without a stream."""
        calls = [{"function": {"arguments": arguments}} for arguments in self._calls.values()]
        return self._parts | ({"tool_calls": calls} if calls else {})
