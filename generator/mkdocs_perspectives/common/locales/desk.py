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


_NAMED = re.compile(r"(?:[^\s:,]+, )*[^\s:,]+: +")
"""How a line begins that says something of what it names, as ``tram/boss, tram/clerk: missing``."""


def said_at_desk(text: str, language: Language) -> str:
    """What the code says in ``text``, line by line, in ``language`` where there is a catalogue."""
    desk = _desk_of(language)
    return text if desk is None else "\n".join(map(desk.line, text.split("\n")))


def word_at_desk(word: str, language: Language) -> str:
    """A word or a part of a line in ``language``, as it is among the parts of lines."""
    desk = _desk_of(language)
    return word if desk is None else desk.part(word)


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
    """A line with gaps in English: how it begins and ends, all of it, and the other language's."""

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


class _Desk(Formatter):
    """The lines of one language.

    ``{0}`` is what the code fills in, ``{0!t}`` the same in this language, as it is among the lines
    or the parts of lines, and ``{0:은/는}`` followed by the particle that fits.
    """

    def __init__(self, lines: Mapping[str, str], parts: Mapping[str, str]) -> None:
        self._lines = _sorted(lines)
        self._parts = _sorted({**lines, **parts})

    def line(self, line: str) -> str:
        """A line as it is shown, with the blanks before it."""
        body = line.strip()
        if not body or len(body) > _LONGEST or _QUOTED.match(line):
            return line
        found = self._found(body, *self._lines)
        if found is None and (named := _NAMED.match(body)):
            name, rest = named.group(), body[named.end() :]
            found = name + self.part(rest)
        return line if found is None else line.replace(body, found, 1)

    def part(self, value: str) -> str:
        """What fills a gap, which may be a list; as it is where nothing says it otherwise."""
        body = value.strip()
        found = self._found(body, *self._parts)
        if found is not None:
            return value.replace(body, found, 1)
        items = value.split(", ")
        return ", ".join(map(self.part, items)) if len(items) > 1 else value

    def _found(self, body: str, plain: Mapping[str, str], filled: Iterable[_Line]) -> str | None:
        if body in plain:
            return plain[body]
        for line in filled:
            if (values := line.values(body)) is not None:
                return self.vformat(line.other, values, {})
        return None

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        return self.part(value) if conversion == "t" else value

    def format_field(self, value: Any, format_spec: str) -> str:
        return with_particle(value, value, format_spec) if format_spec else str(value)


def _sorted(lines: Mapping[str, str]) -> tuple[Mapping[str, str], list[_Line]]:
    """The lines without gaps, and those with gaps, of which those that say most come first."""
    plain: dict[str, str] = {}
    filled: list[tuple[int, _Line]] = []
    for english, other in lines.items():
        parts = list(Formatter().parse(english))
        literals = [literal for literal, _, _, _ in parts]
        if all(name is None for _, name, _, _ in parts):
            plain["".join(literals)] = Formatter().vformat(other, (), {})
            continue
        whole = "".join(
            re.escape(literal) + ("" if name is None else _NUMBER if spec == "n" else "(.*?)")
            for literal, name, spec, _ in parts
        )
        end = literals[-1] if parts[-1][1] is None else ""
        line = _Line(literals[0], end, re.compile(whole), other)
        filled.append((sum(map(len, literals)), line))
    filled.sort(key=lambda entry: -entry[0])
    return plain, [line for _, line in filled]


_NUMBER = r"([\d,]+)"
"""What ``{0:n}`` in English stands for."""


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
