"""A valid scenario's files, into which tests put faults, and the errors reported for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.scenario import load_library

__all__ = ["GOOD", "PLACE", "SHARED", "first_lines", "spoilt", "told", "write"]

GOOD = """\
title: A tram
language: en
situation: A town plans a tram.
question: What now?
personas:
  - shared-role
  - id: own-role
    name: Own role
    description: Does things.
issues:
  - id: cost
    title: Cost
    statement: It costs too much.
comparisons:
  - id: both
    title: Both
    personas: [shared-role, own-role]
"""
SHARED = """\
- id: shared-role
  name: {en: Shared role, ko: 공유 역할}
  description: Does shared things.
"""
PLACE = "scenarios/x/scenario.yml"


def write(root: Path, scenario: str | bytes = GOOD, shared: str = SHARED, name: str = "x") -> Path:
    """Write a scenario and the shared roles below ``root``; returns the scenarios folder."""
    folder = root / "scenarios"
    (folder / name).mkdir(parents=True)
    data = scenario.encode() if isinstance(scenario, str) else scenario
    (folder / name / "scenario.yml").write_bytes(data)
    (folder / "personas.yml").write_text(shared, "utf-8")
    return folder


def told(folder: Path) -> list[str]:
    """The error for each fault, with all its lines."""
    with pytest.raises(InputError) as caught:
        load_library(folder)
    faults = [str(problem) for problem in caught.value.problems]
    for fault in faults:
        assert fault.splitlines()[1].startswith("  "), "every fault has a remedy below it"
    assert str(caught.value) == "\n".join(faults)
    return faults


def first_lines(folder: Path) -> list[str]:
    """The place and message of each fault."""
    return [fault.splitlines()[0] for fault in told(folder)]


def spoilt(root: Path, old: str, new: str) -> list[str]:
    """The same for the valid scenario with its first ``old`` replaced."""
    assert old in GOOD
    return first_lines(write(root, GOOD.replace(old, new, 1)))
