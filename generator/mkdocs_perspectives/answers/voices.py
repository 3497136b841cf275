"""The entries of voices other than the lead, for the same roles as the lead's entries."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from mkdocs_perspectives.answers.record import ANSWERS_FOLDER
from mkdocs_perspectives.answers.record_reading import read_record
from mkdocs_perspectives.answers.staleness import Entry
from mkdocs_perspectives.common import RESERVED_VOICES, REVERSED, InputError, Problem
from mkdocs_perspectives.prompt import questions_for
from mkdocs_perspectives.scenario import ID_PATTERN

__all__ = ["entries_of_voice", "in_order", "is_voice", "read_voices"]

_RECORD = ".json"


def entries_of_voice(entries: Iterable[Entry], voice: str, scenarios_dir: Path) -> list[Entry]:
    """The entries of another voice for the roles in ``entries``, with its records if any.

    Args:
        entries: the lead's, grouped by scenario.

    Raises:
        InputError: lists every invalid record.
    """
    found: list[Entry] = []
    problems: list[Problem] = []
    for _, group in groupby(entries, key=lambda entry: entry.scenario.id):
        leads = list(group)
        scenario = leads[0].scenario
        reversed_ones = questions_for(scenario, REVERSED) if voice == REVERSED else ()
        by_persona = {question.persona_id: question for question in reversed_ones}
        for entry in leads:
            # All voices but the reversed one get the lead's question.
            question = by_persona.get(entry.persona.id) or replace(entry.question, voice=voice)
            try:
                record = read_record(scenarios_dir, scenario, question)
            except InputError as error:
                problems += error.problems
                continue
            found.append(Entry(scenario, entry.persona, question, record))
    if problems:
        raise InputError(problems)
    return found


def read_voices(entries: Iterable[Entry], scenarios_dir: Path) -> list[Entry]:
    """The entries of all other voices with records, by scenario, voice and persona.

    Args:
        entries: the lead's, grouped by scenario.

    Raises:
        InputError: lists every invalid record.
    """
    found: list[Entry] = []
    problems: list[Problem] = []
    for scenario_id, group in groupby(entries, key=lambda entry: entry.scenario.id):
        leads = list(group)
        folder = scenarios_dir / scenario_id / ANSWERS_FOLDER
        recorded = dict(_recorded(folder, [entry.persona.id for entry in leads]))
        for voice in in_order({voice for voices in recorded.values() for voice in voices}):
            if not is_voice(voice):
                names = [persona for persona, voices in recorded.items() if voice in voices]
                problems += [_misnamed(folder / name / f"{voice}{_RECORD}") for name in names]
                continue
            of_voice = [e for e in leads if voice in recorded.get(e.persona.id, ())]
            try:
                found += entries_of_voice(of_voice, voice, scenarios_dir)
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def in_order(voices: Iterable[str]) -> list[str]:
    """The order in which voices are shown: by id, and ``REVERSED`` last."""
    return sorted(voices, key=lambda voice: (voice == REVERSED, voice))


def is_voice(name: str) -> bool:
    """Whether ``name`` is allowed for a voice other than the lead."""
    return bool(re.fullmatch(ID_PATTERN, name)) and (
        name == REVERSED or name not in RESERVED_VOICES
    )


def _recorded(folder: Path, personas: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each persona with the names of the files in its folder that look like records."""
    known = set(personas)
    with contextlib.suppress(OSError), os.scandir(folder) as inner:
        for persona in inner:
            if persona.name in known and persona.is_dir():
                files = [file for file in Path(persona.path).iterdir() if file.name[0] != "."]
                yield persona.name, [file.stem for file in files if file.suffix == _RECORD]


def _misnamed(file: Path) -> Problem:
    shown = "/".join(file.parts[-5:])
    return Problem(
        *(shown, 1, 1, "the record's file is not named after a voice"),
        "Name it after the voice's id: lower-case words joined by hyphens, and neither `lead` nor "
        "`mean`.",
    )
