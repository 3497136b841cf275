"""What commands, errors and warnings say to an author, in the language of the author's site.

The code says it in English. A catalogue, ``at_desk/<language>.yml``, has the same lines in another
language, each by the English one, whose gaps are numbered as they follow one another in the code.
So a line is looked up where it is shown, as a whole, and what no catalogue has stays as it is: what
a server, git or the operating system says, and what authors have written.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

import yaml

from mkdocs_perspectives.common.amounts import counted
from mkdocs_perspectives.common.errors import InputError, PerspectivesError, Problem
from mkdocs_perspectives.common.languages import Language, with_fallbacks
from mkdocs_perspectives.common.locales.particles import with_particle
from mkdocs_perspectives.common.package_files import package_file

__all__ = [
    "as_logged",
    "error_at_desk",
    "log_at_desk",
    "problem_at_desk",
    "said_at_desk",
    "word_at_desk",
]

_LONGEST = 2_000
"""Characters of a line; a longer one quotes more than it says."""

_QUOTED = re.compile(r"\s*\d* \| ")
"""How a line begins that is one of a file."""


_NAMED = re.compile(r"(?:(?:[^\s:,]+, )*[^\s:,]+|(?P<far>[\d,]+ of [\d,]+(?:, [^:]+)?)): +")
"""How a line begins that says something of what it names, as ``tram/boss, tram/clerk: missing``,
or how far a run is."""

_BETWEEN = re.compile(r", (?![^(]*\))")
"""What stands between the parts of a list; not between parentheses."""


def said_at_desk(text: str, language: Language) -> str:
    """What the code says in ``text``, line by line, in ``language`` where there is a catalogue."""
    desk = _desk_of(language)
    return text if desk is None else "\n".join(map(desk.line, text.split("\n")))


def word_at_desk(word: str, language: Language) -> str:
    """A word that stands alone, in ``language``."""
    desk = _desk_of(language)
    return word if desk is None else desk.word(word)


def problem_at_desk(problem: Problem, language: Language) -> Problem:
    """A problem whose message and remedy are said in ``language``."""
    desk = _desk_of(language)
    if desk is None:
        return problem
    message, remedy = desk.line(problem.message), said_at_desk(problem.remedy, language)
    return replace(problem, message=message, remedy=remedy)


def error_at_desk(error: PerspectivesError, language: Language) -> str:
    """What ``str`` gives for an error, in ``language``."""
    if isinstance(error, InputError):
        return "\n".join(str(problem_at_desk(problem, language)) for problem in error.problems)
    return said_at_desk(str(error), language)


def log_at_desk(language: Language) -> None:
    """Let what is logged be said in ``language`` from now on."""
    _LOG_FILTER.language = language
    logging.getLogger("mkdocs.plugins.perspectives").addFilter(_LOG_FILTER)


def as_logged(text: str) -> str:
    """A line, or a part of one, in the language of the log, for what is shown beside the log."""
    desk = _desk_of(_LOG_FILTER.language)
    if desk is None:
        return text
    said = desk.line(text)
    return (desk.part(text) or text) if said == text else said


class _LogFilter(logging.Filter):
    """Says what is logged in a language."""

    language: Language = "en"

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (said := said_at_desk(message, self.language)) != message:
            record.msg, record.args = said, ()
        return True


_LOG_FILTER = _LogFilter()


@dataclass(frozen=True)
class _Line:
    """A line with gaps in English, how it begins and ends, all of it, and the other language's."""

    english: str
    begin: str
    end: str
    whole: re.Pattern[str]
    other: str

    def values(self, line: str) -> tuple[str, ...] | None:
        """What fills the gaps in ``line``; None where it is another line."""
        if not line.startswith(self.begin) or not line.endswith(self.end):
            return None
        found = self.whole.fullmatch(line)
        return found.groups() if found else None


class _Desk:
    """The lines of one language.

    In English ``{0:n}`` is a number, ``{0:c}`` so many of something, ``{0:p}`` a price,
    ``{0:w}`` a word and ``{0:q}`` a name in quotes, where any text would be too much.

    In the other language ``{0}`` is what the code fills in, ``{0!l}`` the same in this language if
    it is a line, and ``{0!t}`` if it is a line, a part of one or a list of them; with ``{0!p}`` it
    must be one of those, else this is another line. ``{0:은/는}`` is followed by the particle that
    fits.
    """

    def __init__(self, lines: Mapping[str, str], parts: Mapping[str, str]) -> None:
        self._plain, self._lines = _sorted(lines)
        self._plain_parts, self._parts = _sorted(parts)

    def word(self, word: str) -> str:
        """A word that stands alone."""
        return self._plain_parts.get(word, word)

    def line(self, line: str, depth: int = 0) -> str:
        """A line as it is shown, with the blanks before it."""
        body = line.strip()
        if not body or len(body) > _LONGEST or _QUOTED.match(line):
            return line
        found = self._line(body, depth)
        if found is None and (named := _NAMED.match(body)):
            far = named["far"] or ""
            rest = body[named.end() :]
            said = self._line(rest, depth) or rest
            found = named.group().replace(far, self.part(far) or far, 1) + said
        return line if found is None else line.replace(body, found, 1)

    def part(self, body: str, depth: int = 0) -> str | None:
        """What fills a gap, which may be a list; None where nothing says it otherwise."""
        if depth > _DEEPEST:
            return None
        found = self._line(body, depth) or self._plain_parts.get(body)
        items = _BETWEEN.split(body)
        if found or len(items) == 1:
            return found or self._filled(body, self._parts, depth)
        whole = self._filled(body, [line for line in self._parts if ", " in line.english], depth)
        said = [self.part(item, depth + 1) for item in items]
        if whole or not any(said):
            return whole
        return ", ".join(other or item for other, item in zip(said, items, strict=True))

    def _line(self, body: str, depth: int) -> str | None:
        return self._plain.get(body) or self._filled(body, self._lines, depth)

    def _filled(self, body: str, lines: Iterable[_Line], depth: int) -> str | None:
        if depth > _DEEPEST:
            return None
        for line in lines:
            if (values := line.values(body)) is not None:
                with suppress(LookupError):
                    return _Filling(self, depth + 1).vformat(line.other, values, {})
        return None


_DEEPEST = 5
"""So deep are parts of lines looked for in one another."""


class _Filling(Formatter):
    """Fills the gaps of a line, which may hold other lines."""

    def __init__(self, desk: _Desk, depth: int) -> None:
        self._desk, self._depth = desk, depth

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion is None:
            return value
        if conversion == "l":
            return self._desk.line(value, self._depth)
        body = value.strip()
        found = self._desk.part(body, self._depth)
        if found is None and conversion == "p":
            raise LookupError(value)
        return value if found is None else value.replace(body, found, 1)

    def format_field(self, value: Any, format_spec: str) -> str:
        return with_particle(value, value, format_spec) if format_spec else str(value)


def _sorted(lines: Mapping[str, str]) -> tuple[Mapping[str, str], list[_Line]]:
    """The lines without gaps, and those with gaps, of which those that say most come first."""
    plain: dict[str, str] = {}
    filled: list[tuple[tuple[int, int], _Line]] = []
    for english, other in lines.items():
        parts = list(Formatter().parse(english))
        literals = [literal for literal, _, _, _ in parts]
        if all(name is None for _, name, _, _ in parts):
            plain["".join(literals)] = Formatter().vformat(other, (), {})
            continue
        whole = "".join(
            re.escape(literal) + ("" if name is None else _GAPS[spec or ""])
            for literal, name, spec, _ in parts
        )
        end = literals[-1] if parts[-1][1] is None else ""
        line = _Line(english, literals[0], end, re.compile(whole), other)
        narrow = sum(bool(spec) for _, _, spec, _ in parts)
        filled.append(((sum(map(len, literals)), narrow), line))
    filled.sort(key=lambda entry: entry[0], reverse=True)
    return plain, [line for _, line in filled]


_GAPS = {
    "": "(.*?)",
    "n": r"([\d,]+)",
    "p": r"(\$\d+\.\d+)",
    "w": r"(\S+)",
    "c": r"([\d,]+ .*?)",
    "q": "('.*?'|\".*?\"|this entry)",
}
"""What may fill a gap, by what stands behind its number in English."""


def _desk_of(language: Language) -> _Desk | None:
    """The lines in a language, or in one that stands in for it; None where they are English."""
    return next(filter(None, map(_shipped, with_fallbacks(language))), None)


@functools.cache
def _shipped(language: Language) -> _Desk | None:
    file = package_file(f"common/locales/at_desk/{language}.yml")
    if not file.is_file():
        return None
    data = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    parts = {entry["en"]: entry[language] for entry in data["parts"]}
    for noun, other in data["nouns"].items():
        parts[counted(1, noun)] = other.format(1)
        parts[counted(2, noun).replace("2", "{0:n}", 1)] = other
    return _Desk({entry["en"]: entry[language] for entry in data["lines"]}, parts)
