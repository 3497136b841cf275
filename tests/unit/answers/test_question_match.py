"""Which changes make a recorded answer stale, and which are only reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import pytest
from mkdocs_perspectives.answers import read_entries
from mkdocs_perspectives.common import sha256
from mkdocs_perspectives.prompt import Digests, questions_for
from mkdocs_perspectives.scenario import load_library

TWO = [{"id": "ab", "title": "A and B", "personas": ["role-a", "role-b"]}]


def _after(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], **scenario: Any
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Why answers are stale after a change, and what they were asked before, by role."""
    data = factory.scenario(3, 1, **scenario)
    factory.write_scenario(tmp_path, data=data)
    factory.write_records(tmp_path)
    change(data)
    factory.write_scenario(tmp_path, data=data)
    entries = factory.entries_of(tmp_path)
    return (
        {e.persona.id: e.reason for e in entries if e.reason},
        {e.persona.id: e.asked_before for e in entries if e.asked_before},
    )


def test_a_reworded_description_asks_that_role_alone(tmp_path: Path) -> None:
    stale, before = _after(tmp_path, lambda d: d["personas"][1].update(description="Anew."))
    assert stale == {"role-b": "changed since: persona"}
    assert before == dict.fromkeys(("role-a", "role-c"), ("role-b was reworded",))


def test_a_renamed_role_asks_those_who_were_asked_about_it(tmp_path: Path) -> None:
    stale, before = _after(
        tmp_path, lambda d: d["personas"][1].update(name="Anew"), comparisons=TWO
    )
    assert stale == {"role-a": "changed since: counterparts", "role-b": "changed since: persona"}
    assert before == {}


def test_a_new_role_asks_itself_alone(tmp_path: Path) -> None:
    stale, before = _after(tmp_path, lambda d: d["personas"].append(factory.persona("role-n")))
    assert stale == {"role-n": "missing"}
    assert before == dict.fromkeys(("role-a", "role-b", "role-c"), ("role-n was added",))


def test_a_new_role_in_a_declared_comparison_asks_those_who_share_it(tmp_path: Path) -> None:
    def join(data: dict[str, Any]) -> None:
        data["personas"].append(factory.persona("role-n"))
        data["comparisons"] = [TWO[0] | {"personas": ["role-a", "role-b", "role-n"]}]

    stale, before = _after(tmp_path, join, comparisons=TWO)
    assert stale == {
        "role-a": "changed since: counterparts",
        "role-b": "changed since: counterparts",
        "role-n": "missing",
    }
    assert before == {}


def test_a_role_that_is_gone_makes_nothing_stale(tmp_path: Path) -> None:
    assert _after(tmp_path, lambda d: d["personas"].pop()) == ({}, {})


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        (lambda d: d["personas"][1].update(description="Anew."), {"role-b": "persona"}),
        (
            lambda d: d["personas"].append(factory.persona("role-n")),
            {"role-a": "counterparts", "role-b": "counterparts", "role-c": "counterparts"},
        ),
        (
            lambda d: d["personas"][1].update(name="Anew"),
            {"role-a": "counterparts", "role-b": "persona", "role-c": "counterparts"},
        ),
    ],
)
def test_records_of_format_1_keep_their_rule(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], stale: dict[str, str]
) -> None:
    data = factory.scenario(3, 1)
    factory.write_scenario(tmp_path, data=data)
    factory.write_records(tmp_path)
    names = {f"role-{x}": f"Role {x}" for x in "abc"}
    for role in names:
        others = [{"id": i, "name": n} for i, n in names.items() if i != role]

        def as_in_format_1(record: dict[str, Any], others: Any = others) -> None:
            record["format"] = 1
            record["question"]["counterparts"] = sha256(others)
            del record["context"]

        factory.edit_json(tmp_path / f"scenarios/tram/answers/{role}.json", as_in_format_1)
    assert {entry.state for entry in factory.entries_of(tmp_path)} == {"current"}
    change(data)
    factory.write_scenario(tmp_path, data=data)
    found = {e.persona.id: e.reason for e in factory.entries_of(tmp_path) if e.record and e.reason}
    assert found == {role: f"changed since: {part}" for role, part in stale.items()}


def test_accepting_preserves_the_format(tmp_path: Path) -> None:
    """What was answered in format 1 has none of what format 2 adds, whatever is accepted."""
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    factory.write_records(tmp_path)
    (entry, _) = factory.entries_of(tmp_path)
    assert entry.record is not None
    one: Digests = entry.record.question | {"counterparts": "0" * 64}
    (question, _) = questions_for(entry.scenario)
    accepted = type(entry.record)(**{**vars(entry.record), "question": one}).accepted(question)
    assert accepted.format == 1
    assert accepted.question["counterparts"] == sha256([{"id": "role-b", "name": "Role b"}])
    assert accepted.context == {}


def test_what_was_recorded_in_format_1_is_current(tmp_path: Path) -> None:
    folder = factory.FORMAT_1 / "scenarios"
    entries = read_entries(load_library(folder).scenarios, folder)
    assert len(entries) == 19
    assert {entry.state for entry in entries} == {"current"}
    assert {entry.record.format for entry in entries if entry.record} == {1}
