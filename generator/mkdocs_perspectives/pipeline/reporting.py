"""What a run did and what is still missing, for the log and the terminal."""

from __future__ import annotations

import logging
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult, failure_table
from mkdocs_perspectives.common import (
    LEAD,
    REVERSED,
    Language,
    PerspectivesError,
    Settings,
    code_point,
    counted,
    english_name,
    voice_option,
)
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.scenario import LOCALES_FOLDER, Library

__all__ = ["missing_report", "no_key", "report", "report_hidden", "report_untranslated"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_NAMED = 20
"""How many of the answers in a batch are or of the places of hidden marks are listed by name."""

_ROLES = 8
"""So many roles that a run left without an answer are named for a scenario."""

_WIDTH = 96
"""Characters of a line that names many roles."""


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
    voice = settings.model.voice
    if result.answered or result.from_cache or result.requests:
        log.info("Answers%s: %s", f" by {voice}" if voice else "", result.summary())
    if unknown := result.unknown_costs():
        log.info("%s", unknown)
    reported = {failure.key for failure in result.failures} | result.waiting.keys()
    missing = [
        entry
        for key, entry in result.entries.items()
        if entry.state != "current" and key not in reported
    ]
    if result.stopped_by is not None:
        log.warning("%s", _given_up(result.stopped_by, missing, result, voice))
    elif missing:
        why = "" if settings.can_ask else f"{no_key(settings)}\n  "
        log.warning(
            "%s%s missing or stale. To get them:\n%s",
            why,
            counted(len(missing), "answer"),
            _commands(missing),
        )
    for since in sorted(set(result.waiting.values())):
        names = [str(key) for key, then in result.waiting.items() if then == since]
        log.warning(
            "%s in a batch since %s: %s. To get them:\n  perspectives ask%s --batch",
            counted(len(names), "answer"),
            since,
            ", ".join(names[:_NAMED]) + (" ..." if len(names) > _NAMED else ""),
            voice_option(voice),
        )
    if result.failures:
        log.warning(
            "%s not answered%s:\n\n%s\n",
            counted(len(result.failures), "role"),
            f" by {voice}" if voice else "",
            failure_table(result.failures),
        )


def no_key(settings: Settings) -> str:
    """What is wanting to ask a voice."""
    voice = settings.model.voice
    if voice in (LEAD, REVERSED):
        return "There is no API key: set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server."
    return f"There is no API key for {voice}: set {settings.model.key_option}."


def _given_up(
    error: PerspectivesError, missing: Sequence[Entry], result: AskResult, voice: str
) -> str:
    """Why a run ended early, what to do about it, and which roles it leaves without an answer."""
    text = f"Stopped asking{f' {voice}' if voice else ''}: {error}"
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
        yield f"    {_command(scenario, roles, missing[0].voice)}  ({named})"


def _command(scenario: str, roles: Sequence[str], voice: str) -> str:
    command = f"perspectives ask {scenario}{voice_option(voice)}"
    return f"{command} --persona {roles[0]}" if len(roles) == 1 else command


def missing_report(entries: Sequence[Entry], settings: Settings) -> str:
    """Every missing or stale answer, and the commands that would get them, one a scenario."""
    text = _commands(entries)
    return text if settings.can_ask else f"{text}\n  {no_key(settings)}"


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
        lines.append(f"    {_command(scenario, roles, entries[0].voice)}")
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_on_hyphens=False, break_long_words=False)
