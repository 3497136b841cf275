"""What a parser's complaint most often means, and what to do about it.

A parser names what it stumbled over, which is seldom what was mistyped: so the lines around are
looked at first for signs that look like those of YAML and are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from mkdocs_perspectives.common import Problem, code_point
from mkdocs_perspectives.scenario.source import Source

__all__ = ["odd_sign", "syntax_problem"]

_ABOVE = 5
"""So many lines above the one that the parser names are looked at."""

_COLON = re.compile(r"^\s*(?:- +)?(?P<key>[a-z_]+) ?(?P<sign>[：﹕∶])")
_DASH = re.compile(r"^\s*(?P<sign>[－–—−‐‑•·*])\s+\S")
_SPACE = re.compile(
    "^[ \t]*(?P<sign>[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff])"
    r"\s*(?:- |[a-z_]+:)"
)
_NO_SPACE = re.compile(r"^\s*(?:- +)?(?P<key>[a-z_]+)(?P<sign>:)(?=[^\s:/])")
_QUOTED = re.compile(r""":[ ]+(?P<sign>["']).*(?P=sign)\s*[^\s#,}\]]""")

_KEYS = (
    (
        _COLON,
        "`{key}{sign}` has a full-width colon",
        "Write an ordinary colon and a space: `{key}: ...`.",
    ),
    (_NO_SPACE, "`{key}:` has no space behind it", "Write `{key}: ...`, with a space."),
    (_SPACE, "the line begins with {code} in place of spaces", "Indent with ordinary spaces."),
)
_ENTRY = (
    _DASH,
    "`{sign}` begins no entry of a list",
    "Write an ordinary hyphen and a space, `- `, or put the text in quotes.",
)


def odd_sign(source: Source, line: int) -> Problem | None:
    """What looks like a sign of YAML and is none, in a line (1-based), or None."""
    return _first(source, line, (*_KEYS, _ENTRY))


def _first(
    source: Source, line: int, signs: Sequence[tuple[re.Pattern[str], str, str]]
) -> Problem | None:
    if not 1 <= line <= len(source.lines):
        return None
    for pattern, message, remedy in signs:
        if found := pattern.search(source.lines[line - 1]):
            words = {"key": "", "code": code_point(found["sign"]), **found.groupdict()}
            column = found.start("sign") + 1
            return source.problem_at(line, column, message.format(**words), remedy.format(**words))
    return None


def syntax_problem(error: yaml.MarkedYAMLError, source: Source) -> Problem:
    """A parser's complaint in one line, with the remedy that most often helps."""
    what = " ".join(str(error.problem or error.context or "unreadable").split())
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    if "tab character" in what or re.match(r" *\t", text):
        column = text.index("\t") + 1 if "\t" in text else column
        what, remedy = "a tab is used for indentation", "Indent with spaces; YAML allows no tabs."
    else:
        begun = error.context_mark.line + 1 if error.context_mark is not None else line
        found = [odd_sign(source, number) for number in (line, begun)]
        # A key that the parser did not see as one shows only further down.
        found += [_first(source, number, _KEYS) for number in range(line, line - _ABOVE, -1)]
        if odd := next(filter(None, found), None):
            return odd
        remedy = _remedy(what, text)
    return source.problem_at(line, column, f"not valid YAML: {what}", remedy)


def _remedy(what: str, text: str) -> str:
    if _QUOTED.search(text):
        return (
            "A text that begins with a quotation mark ends at the next: put all of it in the other."
        )
    if "mapping values are not allowed" in what:
        return 'A text that holds ": " needs quotes, or a block: `key: |` and the text below it.'
    if "undefined alias" in what or "alphabetic or numeric" in what:
        return "A text that begins with * or & needs quotes."
    if "could not find expected ':'" in what:
        return "Write `key: value`; a text over several lines needs `key: |` before it."
    if "expected comment or line break" in what:
        return "After `|` or `>` the text begins on the next line, indented."
    if "did not find expected" in what:
        return "Check the indentation here and above, and that quotes and brackets are closed."
    if "cannot start any token" in what:
        return "A text that begins with a sign such as @ ` % needs quotes."
    return "Check quotes, colons and the indentation here and on the line above."
