"""Faults between values that are each well formed: unknown or repeated ids, missing texts.

The checks look at the plain data, so that they find their faults also where some other value is of
the wrong form; what has the wrong form itself is left to the models of the files.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from mkdocs_perspectives.common import Problem, english_name
from mkdocs_perspectives.scenario.file_models import PersonaFile, ScenarioFile
from mkdocs_perspectives.scenario.scales import default_scale, suggested_scale
from mkdocs_perspectives.scenario.scenario import SharedPersona
from mkdocs_perspectives.scenario.source import Place, Source
from mkdocs_perspectives.scenario.validation_errors import MOST, suggest
from mkdocs_perspectives.scenario.values import RESERVED_IDS

__all__ = [
    "ids_of",
    "missing_scale",
    "missing_translations",
    "reference_problems",
    "repeated_ids",
    "reserved_ids",
    "unknown_roles",
]


def _entries(data: Any, key: str) -> list[tuple[int, Any]]:
    """The entries of a list in a scenario, if it is one."""
    entries = data.get(key) if isinstance(data, dict) else None
    return list(enumerate(entries)) if isinstance(entries, list) else []


def ids_of(source: Source, key: str) -> list[tuple[Place, str]]:
    """The ids of a list's entries and where they stand; an entry may be the id itself."""
    ids: list[tuple[Place, str]] = []
    for i, entry in _entries(source.data, key):
        if isinstance(entry, str):
            ids.append(((key, i), entry))
        elif isinstance(entry, dict) and isinstance(entry.get("id"), str):
            ids.append(((key, i, "id"), entry["id"]))
    return ids


def unknown_roles(
    source: Source, shared: dict[str, SharedPersona], shared_source: Source
) -> list[Problem]:
    problems: list[Problem] = []
    for place, name in ids_of(source, "personas"):
        if len(problems) == MOST:
            break
        if place[-1] == "id" and name in shared:
            message = f"{name!r} is already a shared role"
            remedy = f"Write `- {name}` to use that role, or choose another id for this one."
            problems.append(source.problem(place, message, remedy))
        elif place[-1] != "id" and name not in shared:
            message = f"unknown role {name!r}: it is not in {shared_source.path}"
            remedy = suggest(name, shared) or (
                f"Add it to {shared_source.path}, or write it out here with id, name and "
                "description."
            )
            problems.append(source.problem(place, message, remedy))
    return problems


def reference_problems(source: Source) -> list[Problem]:
    """Repeated and reserved ids, comparisons of somebody who is not asked, and no negations."""
    personas = ids_of(source, "personas")
    problems = reserved_ids(source, personas) + repeated_ids(source, "persona", personas)
    problems += repeated_ids(source, "issue", ids_of(source, "issues"))
    problems += repeated_ids(source, "source", ids_of(source, "sources"))
    comparisons = ids_of(source, "comparisons")
    problems += repeated_ids(source, "comparison", comparisons)
    problems += reserved_ids(source, comparisons, {"index"})
    problems += _no_negations(source)
    known = dict.fromkeys(name for _, name in personas)
    strangers = 0
    for i, comparison in _entries(source.data, "comparisons"):
        members: list[tuple[Place, str]] = [
            (("comparisons", i, "personas", j), name)
            for j, name in _entries(comparison, "personas")
            if isinstance(name, str)
        ]
        problems += repeated_ids(source, "persona", members)
        for place, name in members:
            if name not in known and strangers < MOST:
                strangers += 1
                message = f"unknown persona {name!r}: the scenario does not list it"
                remedy = suggest(name, known) or "Add it to the scenario's personas."
                problems.append(source.problem(place, message, remedy))
    return problems


def _no_negations(source: Source) -> list[Problem]:
    """Statements that are said to be negated and are the same, so that answers would be mirrored
    that are to the statement itself."""
    found = []
    for i, issue in _entries(source.data, "issues"):
        both = (
            [issue.get(key) for key in ("statement", "reversed")] if isinstance(issue, dict) else []
        )
        texts = [" ".join(text.casefold().split()) for text in both if isinstance(text, str)]
        if len(texts) == 2 and texts[0] == texts[1]:
            message = "the reversed statement is the statement itself"
            remedy = "Negate it: who is for the one must be against the other. Or leave it out."
            found.append(source.problem(("issues", i, "reversed"), message, remedy))
    return found


def reserved_ids(
    source: Source, ids: Sequence[tuple[Place, str]], reserved: Set[str] = RESERVED_IDS
) -> list[Problem]:
    return [
        source.problem(place, f"the id {name!r} is taken by a page", "Choose another id.")
        for place, name in ids
        if name in reserved
    ]


def repeated_ids(source: Source, kind: str, ids: Sequence[tuple[Place, str]]) -> list[Problem]:
    """One problem for every id that was there before."""
    problems = []
    first: dict[str, Place] = {}
    for place, name in ids:
        if name in first:
            line = source.values[first[name]][0]
            message = f"the {kind} {name!r} is given twice (first on line {line})"
            problems.append(source.problem(place, message, "Give every one an id of its own."))
        first.setdefault(name, place)
    return problems


def missing_translations(
    scenario_id: str,
    entry: ScenarioFile,
    source: Source,
    shared: dict[str, SharedPersona],
    shared_source: Source,
) -> list[Problem]:
    """Roles that lack a text in the scenario's language."""
    language = entry.language
    places = {name: index for index, name in enumerate(shared)}
    remedy = f"Add `{language}: ...` to it."
    problems = []
    for i, item in enumerate(entry.personas):
        if isinstance(item, PersonaFile):
            for place in item.shared_persona().lacking(language):
                message = f"{place[0]} has no text in {language!r}, the scenario's language"
                problems.append(source.problem(("personas", i, *place), message, remedy))
        elif item in shared:
            for place in shared[item].lacking(language):
                message = (
                    f"{place[0]} of {item!r} has no text in {language!r}, "
                    f"which the scenario {scenario_id!r} needs"
                )
                problems.append(shared_source.problem((places[item], *place), message, remedy))
    return problems


def missing_scale(entry: ScenarioFile, source: Source) -> list[Problem]:
    """A problem where issues have no labels and their language has none by default."""
    lacking = entry.scale is None and any(issue.scale is None for issue in entry.issues)
    if not lacking or default_scale(entry.language):
        return []
    labels = ", ".join(suggested_scale(entry.language))
    name = english_name(entry.language)
    message = f"the issues have no `scale`, and there are no labels by default in {name}"
    remedy = (
        "Add five labels from strongly against to strongly for, in words that suit you: "
        f"`scale: [{labels}]`"
    )
    return [source.problem(("issues",), message, remedy, key=True)]
