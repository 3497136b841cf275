"""Rules for a file as it is written, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.allow_comments import COMMENT
from mkdocs_perspectives.scenario.lint.rules import RULES
from mkdocs_perspectives.scenario.source import Source
from mkdocs_perspectives.scenario.validation_errors import suggest

__all__ = ["cut_texts", "unknown_rules"]

_NO_TEXTS = frozenset({"id", "extends", "language", "file", "url"})


def cut_texts(source: Source) -> Iterator[Problem]:
    """A warning for each plain text that ends where a comment begins, as ``Is issue #5 open?``.

    Ids and languages, which have no blanks, are left alone, and so is a comment for the rules.
    """
    for place in source.cut:
        if place[-1] in _NO_TEXTS or (len(place) > 1 and place[-2] == "personas"):
            continue
        line, column = source.values[place]
        text = source.lines[line - 1][column - 1 :]
        if not COMMENT.search(text) and not source.allows("cut-off", place):
            yield source.problem(
                place,
                "this text ends before the #, which begins a comment",
                f"If the # belongs to the text, put it in quotes: {_quoted(text)}. A comment may "
                "stand on a line of its own.",
                rule="cut-off",
            )


def _quoted(text: str) -> str:
    """What an author may have meant, in quotes."""
    text = text.strip()
    whole = "#" in text and len(text) <= 80
    return "'" + text.replace("'", "''") + "'" if whole else "'...'"


def unknown_rules(source: Source) -> Iterator[Problem]:
    """A warning for each comment that is meant to switch a rule off and does not."""
    for line, name in source.allow_comments.written:
        if name in RULES:
            continue
        column = source.lines[line - 1].index("#") + 1
        if name:
            message = f"there is no rule {name!r}, so this comment switches nothing off"
            remedy = suggest(name, RULES) or f"The rules are {', '.join(RULES)}."
        else:
            message = "this comment switches nothing off"
            remedy = "Write `# perspectives: allow RULE`, with the name that `check` shows."
        yield source.problem_at(line, column, message, remedy, "unknown-rule")
