"""Turns what pydantic found into problems that a person can act on."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.file_models import (
    ComparisonFile,
    IssueFile,
    PersonaFile,
    ScenarioFile,
    SourceFile,
)
from mkdocs_perspectives.scenario.source import Place, Source
from mkdocs_perspectives.scenario.values import (
    DEVICE_NAME,
    ID_PATTERN,
    NO_LANGUAGE,
    SHOWS_NOTHING,
    URL_PATTERN,
)
from mkdocs_perspectives.scenario.yaml_remedies import odd_sign

__all__ = ["MOST", "read_as", "suggest", "validation_problems"]

_MODELS: dict[str, Any] = {
    "personas": PersonaFile,
    "issues": IssueFile,
    "comparisons": ComparisonFile,
    "sources": SourceFile,
}


_BELOW = 3
"""So many lines below a value that has the wrong form are looked at for the reason."""

MOST = 200
"""So many faults of one kind and file are told; more have one that is behind them all."""

_KNOWN = 500
"""Among more words, none is looked for that is like another."""


def suggest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the word among ``known`` that is most like ``word``, or none."""
    known = list(known)
    if len(known) > _KNOWN or len(word) > _KNOWN:
        return ""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else ""


def validation_problems(error: ValidationError, source: Source) -> list[Problem]:
    """Pydantic's findings as problems with places in the file, at most ``MOST`` and one more."""
    details = error.errors(include_url=False)
    problems = [_problem(detail, source) for detail in details[:MOST]]
    if left := len(details) - len(problems):
        remedy = "Mend the others first."
        problems.append(source.problem_at(1, 1, f"and {left:,} more faults in this file", remedy))
    return problems


def _problem(detail: ErrorDetails, source: Source) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    place: Place = ()
    # Names of union branches are in the location too, but are no places in the file.
    for step in detail["loc"]:
        if (*place, step) in source.values:
            place = (*place, step)
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    name = repr(str(place[-1])) if place and isinstance(place[-1], str) else "this entry"
    if kind == "missing":
        return source.problem(place, f"the key {last!r} is missing", f"Add `{last}: ...`.")
    if kind == "extra_forbidden":
        keys = list(_model_at(place).model_fields)
        remedy = suggest(last, keys) or f"Remove it; the keys here are {', '.join(keys)}."
        return source.problem(place, f"unknown key {last!r}", remedy, key=True)
    at_key = last == "[key]"
    raw = None if at_key else source.raw.get(place)
    if raw is not None and kind == "string_type":
        message = f"{name} must be text, but YAML reads {read_as(raw, detail['input'])}"
        return source.problem(place, message, f'Put it in quotes: "{raw}".')
    if kind in {"model_type", "model_attributes_type", "dict_type", "list_type"}:
        line = source.values.get(place, (1, 1))[0]
        near = (odd_sign(source, number) for number in range(line, line + _BELOW + 1))
        if odd := next(filter(None, near), None):
            return odd
    message, remedy = _say(kind, context, detail["input"], name)
    return source.problem(place, message, remedy, key=at_key)


def read_as(raw: str, value: Any) -> str:
    """What YAML takes a text for, as ``raw`` was written and as it reads it."""
    if value is None:
        return f"`{raw}` as nothing"
    if isinstance(value, bool):
        return f"`{raw}` as {str(value).lower()}"
    kind = "number" if isinstance(value, int | float) else "date"
    return f"{raw} as a {kind}" if str(value) == raw else f"`{raw}` as the {kind} {value}"


def _model_at(place: Place) -> Any:
    """The model of the mapping at ``place``; a list at the top is that of ``personas.yml``."""
    if place and isinstance(place[0], int):
        return PersonaFile
    return _MODELS.get(str(place[0]), ScenarioFile) if place else ScenarioFile


def _say(kind: str, context: dict[str, Any], value: Any, name: str) -> tuple[str, str]:
    """What is wrong with ``value``, called ``name``, and the remedy."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    if kind == "string_type":
        if value is None:
            return f"{name} is empty", "Write a text after the colon."
        return (
            f"{name} must be one text, not a list or mapping",
            'Write `key: text`; a text with ": " needs quotes.',
        )
    if kind == "string_too_short":
        return f"{name} is empty", "Write a text."
    if kind == SHOWS_NOTHING:
        return f"{name} shows nothing", "Write a text that can be seen."
    if kind == NO_LANGUAGE:
        return context["fault"], context["remedy"]
    if kind == DEVICE_NAME:
        return (
            f"{shown} is not a valid id: on Windows it is the name of a device",
            "Choose another id.",
        )
    if kind == "string_too_long":
        return f"{name} is longer than {context['max_length']} characters", "Shorten it."
    if kind == "string_pattern_mismatch":
        if context.get("pattern") == ID_PATTERN:
            return (
                f"{shown} is not a valid id",
                "Use lower-case words (a-z, 0-9) joined by hyphens.",
            )
        if context.get("pattern") == URL_PATTERN:
            return f"{shown} is not a web address", "Write it with https:// and without spaces."
        return f"{shown} is not a valid tag", "Use letters, digits and spaces, and . + - inside."
    if kind == "list_type":
        return f"{name} must be a list", "Write one entry a line, each after `- `."
    if kind in {"too_short", "too_long"} and name == "'scale'":
        return f"{name} has {context['actual_length']} labels", "Write exactly five labels."
    if kind == "too_long":
        return f"{name} has too many entries", f"Write at most {context['max_length']}."
    if kind == "too_short":
        least = context["min_length"]
        return f"{name} has too few entries", f"Write at least {least}."
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return f"{name} must be a mapping", "Write `key: value` lines."
    return f"{name}: {kind.replace('_', ' ')}", "See the schema in scenarios/schema.json."
