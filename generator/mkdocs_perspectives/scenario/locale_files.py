"""Reads the words that a site gives the pages, ``locales/<tag>.yml``, and finds their faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mkdocs_perspectives.common import Language, Problem, tag_fault
from mkdocs_perspectives.common.locales import (
    OPTIONAL,
    Catalogue,
    catalogue,
    message_fault,
    message_of,
)
from mkdocs_perspectives.scenario.source import Place, Source
from mkdocs_perspectives.scenario.validation_errors import read_as, suggest
from mkdocs_perspectives.scenario.yaml_source import read_source

__all__ = ["LOCALES_FOLDER", "read_catalogues"]

LOCALES_FOLDER = "locales"
"""The folder beside the scenarios that holds a site's own words; no scenario's name."""

_ENDINGS = (".yaml", ".yml.txt", ".yaml.txt")
"""How the name of a file ends that was meant to be read."""

Read = Callable[[Path, str], tuple[Source, list[Problem]]]


def read_catalogues(
    scenarios_dir: Path, shown: str, read: Read = read_source
) -> tuple[Mapping[Language, Catalogue], list[Problem]]:
    """A site's own catalogues by language, and what is wrong with them.

    Args:
        shown: what messages call the folder of the scenarios.
        read: reads a file, given its path and what messages call it.
    """
    found: dict[Language, Catalogue] = {}
    problems: list[Problem] = []
    for file in _files(scenarios_dir / LOCALES_FOLDER):
        name = f"{shown}/{LOCALES_FOLDER}/{file.name}"
        if fault := _name_fault(file.name):
            problems.append(Problem(name, 1, 1, *fault))
            continue
        source, faults = read(file, name)
        messages, more = _messages(file.stem, source)
        found[file.stem] = messages
        problems += faults + more
    return found, problems


def _files(folder: Path) -> list[Path]:
    """The files that are catalogues, or were meant to be."""
    try:
        return sorted(
            file
            for file in folder.iterdir()
            if file.name[0] not in "._" and file.name.casefold().endswith((".yml", *_ENDINGS))
        )
    except OSError:
        return []


def _name_fault(name: str) -> tuple[str, str] | None:
    stem = name.split(".")[0]
    if not name.endswith(".yml") or name != f"{stem}.yml":
        return "the file is not read under this name", f"Rename it to {stem}.yml."
    if fault := tag_fault(stem):
        message, remedy = fault
        return message, f"Name the file after its language. {remedy}"
    return None


def _messages(language: Language, source: Source) -> tuple[Catalogue, list[Problem]]:
    """The sound messages of a file, and the faults of the others."""
    if source.data is None:
        return {}, []
    if not isinstance(source.data, dict):
        remedy = 'Write lines such as `question: "..."`.'
        return {}, [source.problem((), "this is no list of words by key", remedy)]
    known = {**catalogue("en"), **OPTIONAL}
    found = {}
    problems = []
    for key, value in source.data.items():
        if key not in known:
            remedy = suggest(key, known) or "Remove it; the guide on languages lists the keys."
            problems.append(source.problem((key,), f"unknown key {key!r}", remedy, key=True))
        elif raw := _misread((key,), value, source):
            problems.append(raw)
        elif fault := message_fault(language, key, value):
            place = (key, *fault.place)
            at_key = bool(fault.place) and place not in source.raw
            problems.append(source.problem(place, fault.message, fault.remedy, key=at_key))
        else:
            found[key] = message_of(value)
    return found, problems


def _misread(place: Place, value: object, source: Source) -> Problem | None:
    """A value that YAML takes for something else than the text that it was meant to be."""
    if isinstance(value, dict):
        inner = (_misread((*place, key), below, source) for key, below in value.items())
        return next(filter(None, inner), None)
    raw = source.raw.get(place)
    if raw is None or isinstance(value, str):
        return None
    message = f"{place[-1]!r} must be text, but YAML reads {read_as(raw, value)}"
    return source.problem(place, message, f'Put it in quotes: "{raw}".')
