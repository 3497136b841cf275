"""What a run did and what is still missing, for the log and the terminal."""

from __future__ import annotations

import logging
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult, failure_table
from mkdocs_perspectives.common import (
    Language,
    PerspectivesError,
    Settings,
    code_point,
    counted,
    english_name,
)
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.scenario import LOCALES_FOLDER, Library

__all__ = ["missing_report", "report", "report_hidden", "report_untranslated"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_NAMED = 20
"""How many of the answers in a batch are or of the places of hidden marks are listed by name."""

_ROLES = 8
"""So many roles that a run left without an answer are named for a scenario."""

_WIDTH = 96
"""Characters of a line that names many roles."""

_NO_KEY = "There is no API key: set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server."


def report_hidden(library: Library, entries: Sequence[Entry]) -> None:
    """Log once where marks that nobody sees were left out of what was read."""
    places = list(library.hidden)
    for entry in entries:
        if entry.record is not None and entry.record.hidden:
            codes = ", ".join(sorted(set(map(code_point, entry.record.hidden))))
            places.append(f"the record of {entry.key} ({codes})")
    if places:
        log.info(
            "Invisible marks were left out: %s",
            ", ".join(places[:_NAMED]) + (" ..." if len(places) > _NAMED else ""),
        )


def report_untranslated(words: Words, languages: Iterable[Language], settings: Settings) -> None:
    """Log once in which languages pages have English words, and where to write others.

    Args:
        words: those of the site, in its own language.
        languages: those of its scenarios.
    """
    folder = settings.shown(settings.scenarios_dir / LOCALES_FOLDER)
    lacking = []
    for language in sorted({words.language, *languages}):
        if count := words.of(language).untranslated:
            name = english_name(language)
            lacking.append(f"{name} ({counted(count, 'word')}; {folder}/{language}.yml)")
    if lacking:
        log.info(
            "Words of pages are still English in %s. To give them in that language, write the file "
            "in parentheses.",
            ", ".join(lacking),
        )


def report(result: AskResult, settings: Settings) -> None:
    """Log what a run did: the causes first, then what they affected and what to do."""
    if result.answered or result.from_cache or result.requests:
        log.info("Answers: %s", result.summary())
    reported = {failure.key for failure in result.failures} | result.waiting.keys()
    missing = [
        entry
        for key, entry in result.entries.items()
        if entry.state != "current" and key not in reported
    ]
    if result.stopped_by is not None:
        log.warning("%s", _given_up(result.stopped_by, missing, result))
    elif missing:
        no_key = "" if settings.can_ask else f"{_NO_KEY}\n  "
        log.warning(
            "%s%s missing or stale. To get them:\n%s",
            no_key,
            counted(len(missing), "answer"),
            _commands(missing),
        )
    for since in sorted(set(result.waiting.values())):
        names = [str(key) for key, then in result.waiting.items() if then == since]
        log.warning(
            "%s in a batch since %s: %s. To get them:\n  perspectives ask --batch",
            counted(len(names), "answer"),
            since,
            ", ".join(names[:_NAMED]) + (" ..." if len(names) > _NAMED else ""),
        )
    if result.failures:
        log.warning(
            "%s not answered:\n\n%s\n",
            counted(len(result.failures), "role"),
            failure_table(result.failures),
        )


def _given_up(error: PerspectivesError, missing: Sequence[Entry], result: AskResult) -> str:
    """Why a run ended early, what to do about it, and which roles it leaves without an answer."""
    text = f"Stopped asking: {error}"
    if missing:
        text += (
            f"\n\n  This left {counted(len(missing), 'role')} without a current answer. "
            "Once it is solved, ask again:\n"
        )
        text += "\n".join(_again(missing, result))
    return text


def _again(missing: Sequence[Entry], result: AskResult) -> Iterator[str]:
    """One command a scenario, and the roles that it asks."""
    for scenario, group in groupby(missing, key=lambda entry: entry.scenario.id):
        roles = [entry.persona.id for entry in group]
        wanted = sum(key.scenario == scenario for key in result.entries)
        more = f" and {len(roles) - _ROLES} more" if len(roles) > _ROLES else ""
        named = ", ".join(roles[:_ROLES]) + more
        if len(roles) == wanted:
            named = f"all {len(roles)} roles" if len(roles) > 1 else named
        yield f"    {_command(scenario, roles)}  ({named})"


def _command(scenario: str, roles: Sequence[str]) -> str:
    command = f"perspectives ask {scenario}"
    return f"{command} --persona {roles[0]}" if len(roles) == 1 else command


def missing_report(entries: Sequence[Entry], settings: Settings) -> str:
    """Every missing or stale answer, and the commands that would get them, one a scenario."""
    text = _commands(entries)
    return text if settings.can_ask else f"{text}\n  {_NO_KEY}"


def _commands(entries: Sequence[Entry]) -> str:
    lines = []
    for scenario, group in groupby(entries, key=lambda entry: entry.scenario.id):
        alike: dict[str, list[Entry]] = {}
        for entry in group:
            alike.setdefault(entry.reason, []).append(entry)
        for reason, same in alike.items():
            names = ", ".join(str(entry.key) for entry in same)
            lines.append(textwrap.indent(_wrapped(f"{names}: {reason}"), "  "))
        roles = [entry.persona.id for same in alike.values() for entry in same]
        lines.append(f"    {_command(scenario, roles)}")
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_on_hyphens=False, break_long_words=False)
