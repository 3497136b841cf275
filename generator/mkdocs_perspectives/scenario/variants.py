"""Variants: a scenario that says only what is different from the one that it extends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.file_models import FORBIDDEN_IN_VARIANT, NEEDED_IN_VARIANT
from mkdocs_perspectives.scenario.source import Source
from mkdocs_perspectives.scenario.validation_errors import suggest

__all__ = ["is_variant", "parent_named", "parent_problems", "variant_problems", "with_parent"]

LEFT_OUT = "comparison-left-out"
"""The rule of `check` for comparisons of which a variant has fewer than two roles."""


def is_variant(source: Source) -> bool:
    """Whether a scenario's file says that it extends another, if only badly."""
    return isinstance(source.data, dict) and "extends" in source.data


def parent_named(source: Source) -> str | None:
    """The id of the scenario that this one says it extends; None where it says none."""
    name = source.data.get("extends") if is_variant(source) else None
    return name if isinstance(name, str) else None


def variant_problems(source: Source) -> list[Problem]:
    """What a variant's file lacks or may not say, and what is only a variant's to say."""
    if not isinstance(source.data, dict):
        return []
    if not is_variant(source):
        remedy = "Add `extends: ...` with another scenario's id, or put it into the situation."
        message = "'change' belongs to a variant, and this scenario extends none"
        given = "change" in source.data
        return [source.problem(("change",), message, remedy, key=True)] if given else []
    problems = [
        source.problem(
            (key,),
            f"a variant has the {key} of the scenario that it extends",
            f"Remove `{key}`; for another {key}, write a scenario of its own.",
            key=True,
        )
        for key in FORBIDDEN_IN_VARIANT
        if key in source.data
    ]
    problems += [
        source.problem((), f"the key {key!r} is missing", f"Add `{key}: ...`.")
        for key in NEEDED_IN_VARIANT
        if key not in source.data
    ]
    return problems


def parent_problems(
    scenario_id: str, source: Source, extends: Mapping[str, str | None]
) -> list[Problem]:
    """What is wrong with the scenario that a variant extends.

    Args:
        extends: what each scenario that there is extends, by id; None for those that extend none.
    """
    parent = parent_named(source)
    if parent is None:
        return []
    if parent not in extends:
        message = f"unknown scenario {parent!r}: there is no such folder"
        known = [name for name in extends if name != scenario_id]
        remedy = suggest(parent, known) or "Write the name of another scenario's folder."
    elif (circle := _circle(scenario_id, extends)) is not None:
        message = f"the scenarios extend one another in a circle: {', '.join(circle)}"
        if len(circle) == 1:
            message = "a scenario cannot extend itself"
        remedy = "Write one of them as a scenario of its own, without `extends`."
    elif (above := extends[parent]) is not None:
        message = f"{parent!r} is a variant itself, and a variant cannot be extended"
        remedy = f"Extend {above!r}, and write out what else is to be as in {parent!r}."
    else:
        return []
    return [source.problem(("extends",), message, remedy)]


def _circle(start: str, extends: Mapping[str, str | None]) -> list[str] | None:
    """The scenarios of the circle that ``start`` is in, itself first; None where it is in none."""
    way = [start]
    while (following := extends.get(way[-1])) is not None:
        if following == start:
            return way
        if following in way:
            return None
        way.append(following)
    return None


def with_parent(source: Source, parent: Source | None) -> tuple[Source, list[Problem]]:
    """A variant's file with what it takes from its parent, and warnings of what is left out.

    Whatever is wrong with the whole is at a place in the variant's own file, as long as nothing is
    wrong with the parent.

    Args:
        parent: the file that it extends; None where that cannot be used. Then only what the
            variant has by itself is there.
    """
    own: dict[str, Any] = dict(source.data)
    if parent is None:
        # Whom its comparisons may name is not known.
        if "personas" not in own:
            own.pop("comparisons", None)
        return replace(source, data=own), []
    data = {**parent.data, **own}
    left_out = []
    if "personas" in own and "comparisons" not in own and "comparisons" in data:
        data["comparisons"] = list(_remaining(data["comparisons"], own["personas"]))
        kept = {comparison["id"] for comparison in data["comparisons"]}
        left_out = [
            _left_out(source, comparison["id"])
            for comparison in parent.data["comparisons"]
            if comparison["id"] not in kept and not source.allows(LEFT_OUT, ("personas",))
        ]
    return replace(source, data=data), left_out


def _remaining(comparisons: list[dict[str, Any]], personas: Any) -> Iterator[dict[str, Any]]:
    """The comparisons with the roles that are still there, as long as there are two."""
    entries = personas if isinstance(personas, list) else []
    ids = {entry.get("id") if isinstance(entry, dict) else str(entry) for entry in entries}
    for comparison in comparisons:
        there = [name for name in comparison["personas"] if name in ids]
        if len(there) > 1:
            yield {**comparison, "personas": there}


def _left_out(source: Source, comparison: str) -> Problem:
    return source.problem(
        ("personas",),
        f"the comparison {comparison!r} is left out: fewer than two of its roles are here",
        "Add roles, or write `comparisons` of this variant's own.",
        key=True,
        rule=LEFT_OUT,
    )
