"""The file of a scenario whose roles and statements a model proposed, to be edited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs_perspectives.scenario.starter_files import (
    Start,
    new_file,
    scenario_text,
    shared_ids,
    slug,
    try_loading,
    write_new,
)
from mkdocs_perspectives.scenario.values import RESERVED_IDS

__all__ = ["drafted_scenario", "try_start"]

_ROLE = {"id": "role", "name": "A role", "description": "Does its work."}
_ISSUE = {"id": "issue", "title": "An issue", "statement": "A claim."}


def try_start(scenarios_dir: Path, scenario_id: str, start: Start) -> None:
    """See to it that a draft can be written, before anything is paid for it.

    Raises:
        OutputError, ConfigError, InputError: as ``new_scenario``.
    """
    new_file(scenarios_dir, scenario_id)
    try_loading(scenarios_dir, scenario_id, _text(start, [_ROLE], [_ISSUE], "a model"))


def drafted_scenario(
    scenarios_dir: Path,
    scenario_id: str,
    start: Start,
    roles: Sequence[dict[str, str]],
    issues: Sequence[dict[str, str]],
    drafted_by: str,
) -> Path:
    """Write a commented scenario with what a model proposed, and with its mark; the path.

    Args:
        roles: each with id, name and description; an id that is none is replaced by one.
        issues: the same with id, title and statement.

    Raises:
        OutputError, ConfigError, InputError: as ``new_scenario``.
    """
    file = new_file(scenarios_dir, scenario_id)
    taken = RESERVED_IDS | shared_ids(scenarios_dir)
    named = _with_ids(roles, "role", taken)
    text = _text(start, named, _with_ids(issues, "issue", frozenset()), drafted_by)
    try_loading(scenarios_dir, scenario_id, text)
    write_new(scenarios_dir, file, text)
    return file


def _text(start: Start, roles: list[Any], issues: list[Any], drafted_by: str) -> str:
    return scenario_text(
        start.language,
        title=start.title,
        question=start.question,
        situation=start.situation,
        tags=[],
        roles=roles,
        issues=issues,
        drafted_by=drafted_by,
    )


def _with_ids(
    entries: Sequence[dict[str, str]], kind: str, taken: frozenset[str] | set[str]
) -> list[dict[str, str]]:
    """The entries with ids that differ from one another and from those that are ``taken``."""
    used = set(taken)
    found = []
    for number, entry in enumerate(entries, 1):
        own = slug(entry["id"])
        wanted = own if own and own not in used else f"{kind}-{number}"
        while wanted in used:
            wanted += "-2"
        used.add(wanted)
        found.append({**entry, "id": wanted})
    return found
