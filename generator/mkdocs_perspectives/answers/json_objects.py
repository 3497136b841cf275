"""Finds JSON objects anywhere in a model's text, in linear time.

A model may reason before the object, using braces, and comment on it afterwards. Deviations from
JSON with only one possible meaning are accepted: trailing commas, raw line breaks in strings,
comments, per cent signs, Python's ``None``. Other values are replaced by markers: ``Doubled``,
``NoNumber``.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from mkdocs_perspectives.answers.id_matching import squeezed

__all__ = ["Doubled", "Found", "NoNumber", "Scan", "quoted", "same", "scan"]


@dataclass(frozen=True)
class Doubled:
    """Replaces a value whose key occurs twice, with different values."""


@dataclass(frozen=True)
class NoNumber:
    """Replaces what is not a JSON number: NaN, an infinity, a hundred digits."""


@dataclass(frozen=True)
class Found:
    """A complete object: ``text[start:end]``, and whether it is in a thought."""

    start: int
    end: int
    value: dict[str, Any]
    thought: bool = False


@dataclass
class Scan:
    """The complete objects of a text that have a wanted key, in the order of their ends.

    ``begun`` is the start of the last object with a wanted key that the text ends inside, or -1.
    ``strings`` are strings that may contain further objects.
    """

    objects: list[Found] = field(default_factory=list)
    begun: int = -1
    strings: list[str] = field(default_factory=list)


# No backtracking anywhere, and no unbounded repetition can contain the start of an object.
_GAP = r"[\s\ufeff]*+(?:(?://[^\n]{0,300}+\n|/\*[^*]{0,300}+\*/)[\s\ufeff]*+){0,20}+"
_QUOTED = r'"((?:[^"\\]++|\\.)*+)"'
_TAG = (
    r"(?i:<\|?\s?(?P<end>/|end_(?:of_)?)?(?:start_|begin_(?:of_)?)?(?:\w{1,20}:)?"
    r"(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad)"
    r"(?:\s[^<>{}]{0,80})?\|?>|[\[◁](?P<end_too>/?)think[\]▷])"
)
_NEXT = re.compile(rf"(?P<object>\{{(?={_GAP}{_QUOTED}{_GAP}:))|{_TAG}", re.DOTALL)
_BROKEN_KEY = re.compile(r'\{\s{0,100}"(\w{1,50})"?\s{0,20}$')
_SPACE = re.compile(_GAP, re.DOTALL)
_KEY = re.compile(rf"{_QUOTED}{_GAP}:{_GAP}", re.DOTALL)
_STRING = re.compile(_QUOTED, re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?%?")
_WORD = re.compile(r"[+-]?[A-Za-z]{1,20}+")
_UNFINISHED_KEY = re.compile(rf'"(?:[^"\\]++|\\.)*+\\?|(?:{_QUOTED}{_GAP})?', re.DOTALL)
_UNFINISHED_VALUE = re.compile(r'"(?:[^"\\]++|\\.)*+\\?|[-+.\w]{0,20}', re.DOTALL)
_WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
_NO_NUMBERS = frozenset({"nan", "inf", "infinity"})
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)

_LONGEST_NUMBER = 40
_MOST_STRINGS = 20


def scan(text: str, wanted: Collection[str]) -> Scan:
    """Find the objects in ``text`` that have at least one of the keys ``wanted``."""
    return _Scanner(text, frozenset(wanted)).scan()


def quoted(text: str) -> Any:
    """The object or list that ``text`` as a whole is, such as the content of a string, or None."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    whole = f'{{"quoted": {text}}}'
    for found in scan(whole, ["quoted"]).objects[-1:]:
        if (found.start, found.end) == (0, len(whole)) and len(found.value) == 1:
            return found.value["quoted"]
    return None


class _SyntaxError(Exception):
    """The text is not JSON from here on; ``at_the_end`` if it just ends."""

    def __init__(self, *, at_the_end: bool) -> None:
        super().__init__()
        self.at_the_end = at_the_end


class _Open:
    """An object or list that is not closed yet; ``key`` is the key of an object's next value."""

    __slots__ = ("closing", "key", "start", "value")

    def __init__(self, start: int, value: dict[str, Any] | list[Any]) -> None:
        self.start, self.value, self.key = start, value, ""
        self.closing = "}" if isinstance(value, dict) else "]"

    def put(self, value: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key in self.value and not same(self.value[self.key], value):
            self.value[self.key] = Doubled()
        else:
            self.value[self.key] = value


class _Scanner:
    """Reads each object once: the result of reading it as part of another is reused."""

    def __init__(self, text: str, wanted: frozenset[str]) -> None:
        self._text, self._wanted = text, wanted
        self._squeezed = frozenset(map(squeezed, wanted))
        self._whole: dict[int, tuple[int, dict[str, Any]]] = {}
        """The ends and values of complete objects, by their starts."""
        self._broken: set[int] = set()
        self._result = Scan()
        self._steps = 4 * len(text) + 1000
        """Far more than are ever needed; after these, the rest is not read."""

    def scan(self) -> Scan:
        position = 0
        tags: list[tuple[int, bool]] = []
        while self._steps > 0 and (mark := _NEXT.search(self._text, position)):
            start = mark.start()
            if mark["object"] is None:
                tags.append((start, bool(mark["end"] or mark["end_too"])))
                position = mark.end()
                continue
            if start not in self._whole and start not in self._broken:
                self._read(start)
            # Continue after a complete object, but inside a broken one.
            position = self._whole[start][0] if start in self._whole else start + 1
        found = self._result
        cut = _BROKEN_KEY.search(self._text, max(0, len(self._text) - 200))
        if cut and any(name.startswith(cut[1]) for name in self._wanted):
            found.begun = cut.start()
        found.objects = [replace(o, thought=_is_thought(o.start, tags)) for o in found.objects]
        return found

    def _read(self, start: int) -> None:
        """Read the object that starts at ``start``, with everything in it."""
        stack = [_Open(start, {})]
        try:
            self._contents(stack, start + 1)
        except _SyntaxError as error:
            self._broken.update(open_.start for open_ in stack)
            if error.at_the_end:
                begun = [open_.start for open_ in stack if self._is_begun(open_)]
                self._result.begun = max([self._result.begun, *begun])

    def _contents(self, stack: list[_Open], i: int) -> None:
        """Read from ``i`` on until the first of ``stack`` is closed."""
        text = self._text
        while stack:
            self._steps -= 1
            top = stack[-1]
            i = self._gap(i)
            if text.startswith(top.closing, i):
                stack.pop()
                i += 1
                if isinstance(top.value, dict):
                    self._close(top.start, i, top.value)
                if stack:
                    i = self._put(stack[-1], top.value, i)
                continue
            if isinstance(top.value, dict):
                i = self._key(top, i)
            if i in self._whole:
                end, value = self._whole[i]
                i = self._put(top, value, end)
            elif i in self._broken:
                raise _SyntaxError(at_the_end=False)
            elif text.startswith(("{", "["), i):
                stack.append(_Open(i, {} if text[i] == "{" else []))
                i += 1
            else:
                scalar, i = self._scalar(i)
                i = self._put(top, scalar, i)

    def _gap(self, i: int) -> int:
        match = _SPACE.match(self._text, i)
        return match.end() if match else i

    def _key(self, into: _Open, i: int) -> int:
        match = _KEY.match(self._text, i)
        if match is None:
            raise _SyntaxError(at_the_end=_UNFINISHED_KEY.fullmatch(self._text, i) is not None)
        into.key = _unescaped(match[1])
        return match.end()

    def _put(self, into: _Open, value: Any, i: int) -> int:
        """Add a value that ends at ``i`` to its object or list; return where the next may start."""
        into.put(value)
        i = self._gap(i)
        if self._text.startswith(",", i):
            return i + 1
        if not self._text.startswith(into.closing, i):
            raise _SyntaxError(at_the_end=i == len(self._text))
        return i

    def _scalar(self, i: int) -> tuple[Any, int]:
        if match := _STRING.match(self._text, i):
            text = _unescaped(match[1])
            if "{" in text and len(self._result.strings) < _MOST_STRINGS:
                self._result.strings.append(text)
            return text, match.end()
        if match := _NUMBER.match(self._text, i):
            return _number(match[0]), match.end()
        match = _WORD.match(self._text, i)
        if match and match[0] in _WORDS:
            return _WORDS[match[0]], match.end()
        if match and match[0].lstrip("+-").lower() in _NO_NUMBERS:
            return NoNumber(), match.end()
        raise _SyntaxError(at_the_end=_UNFINISHED_VALUE.fullmatch(self._text, i) is not None)

    def _close(self, start: int, end: int, value: dict[str, Any]) -> None:
        self._whole[start] = end, value
        if self._has_wanted(value):
            self._result.objects.append(Found(start, end, value))

    def _has_wanted(self, value: dict[str, Any]) -> bool:
        return not self._wanted.isdisjoint(value) or (
            len(value) < 100 and not self._squeezed.isdisjoint(map(squeezed, value))
        )

    def _is_begun(self, open_: _Open) -> bool:
        """Whether an object that the text ends inside has a wanted key, including the last one."""
        return isinstance(open_.value, dict) and self._has_wanted({**open_.value, open_.key: None})


def _is_thought(start: int, tags: list[tuple[int, bool]]) -> bool:
    """Whether an object is in a thought, whose start or end tag may be missing."""
    following = bisect.bisect(tags, (start, False))
    begun = following > 0 and not tags[following - 1][1]
    return begun or (following < len(tags) and tags[following][1])


def _unescaped(quoted: str) -> str:
    """The text of a string; an escape that JSON does not have stands for the escaped character."""
    if "\\" not in quoted:
        return quoted

    def known(match: re.Match[str]) -> str:
        if match[1]:
            return match[0]
        return "\\\\" + match[2] if match[2].isalnum() else match[2]

    text: str = json.loads(f'"{_ESCAPE.sub(known, quoted)}"', strict=False)
    return text


def _number(text: str) -> Any:
    """The number in ``text``; with a per cent sign it stays text, as only some numbers allow it."""
    if len(text) > _LONGEST_NUMBER:
        return NoNumber()
    if text.endswith("%"):
        return text
    return int(text) if text.lstrip("+-").isdecimal() else Decimal(text)


def same(a: Any, b: Any) -> bool:
    """Whether two values are the same; booleans never equal numbers."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    try:
        if isinstance(a, dict) and isinstance(b, dict):
            return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
        if isinstance(a, list) and isinstance(b, list):
            return len(a) == len(b) and all(map(same, a, b))
        return bool(a == b)
    except RecursionError:
        return False
