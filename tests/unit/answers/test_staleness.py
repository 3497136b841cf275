"""Which answers are current: changes that make them stale, and changes that do not."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import EntryKey
from mkdocs_perspectives.common import InputError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2))
    factory.write_records(tmp_path)
    return tmp_path


def _record(root: Path, role: str) -> Path:
    return root / "scenarios/tram/answers" / f"{role}.json"


def test_every_role_has_its_entry_in_the_scenarios_order(root: Path) -> None:
    _record(root, "role-b").unlink()
    entries = factory.entries_of(root)
    assert [entry.key for entry in entries] == [
        EntryKey("tram", f"role-{letter}") for letter in "abc"
    ]
    assert str(entries[0].key) == "tram/role-a"
    assert [entry.state for entry in entries] == ["current", "missing", "current"]
    assert [entry.reason for entry in entries] == ["", "missing", ""]


def test_a_question_that_changed_makes_its_answer_stale_and_says_which_part(root: Path) -> None:
    data = factory.scenario(3, 2)
    data["personas"][0]["name"] = "Another name"
    data["issues"][0]["statement"] = "Another claim."
    factory.write_scenario(root, data=data)
    entries = factory.entries_of(root)
    assert [entry.reason for entry in entries] == [
        "changed since: issues, persona",
        "changed since: issues, counterparts",
        "changed since: issues, counterparts",
    ]
    # It is shown all the same.
    assert all(entry.state == "stale" and entry.record.answer for entry in entries if entry.record)


@pytest.mark.parametrize(
    ("edited", "key", "value", "reason"),
    [
        ("tram", "situation", "Another.", "changed since: scenario (situation of tram)"),
        ("tram", "question", "Another?", "changed since: scenario (question of tram)"),
        ("tram", "issues", [], "changed since: issues (of tram)"),
        ("late", "change", "Later still.", "changed since: scenario (change)"),
        ("late", "question", "Its own?", "changed since: scenario (question)"),
        # Its title is its own, and its tags are not asked.
        ("tram", "title", "Another", ""),
        ("tram", "tags", ["another"], ""),
    ],
)
def test_an_answer_of_a_variant_says_what_changed_and_where(
    tmp_path: Path, edited: str, key: str, value: object, reason: str
) -> None:
    data = {
        "tram": factory.scenario(2, 1),
        "late": {"title": "Late", "extends": "tram", "change": "It comes later."},
    }
    for name in data:
        factory.write_scenario(tmp_path, name, data[name])
    factory.write_records(tmp_path)
    factory.write_scenario(tmp_path, edited, {**data[edited], key: value})
    entries = factory.entries_of(tmp_path)
    assert {e.reason for e in entries if e.scenario.id == "late"} == {reason}


def test_a_role_written_out_in_the_parent_is_the_parents(tmp_path: Path) -> None:
    data = factory.scenario(2, 1)
    factory.write_scenario(tmp_path, data=data)
    late = {"title": "Late", "extends": "tram", "change": "It comes later."}
    factory.write_scenario(tmp_path, "late", late)
    factory.write_records(tmp_path)
    data["personas"][0]["description"] = "Another."
    factory.write_scenario(tmp_path, data=data)
    reasons = {str(e.key): e.reason for e in factory.entries_of(tmp_path) if e.reason}
    assert reasons == {
        "late/role-a": "changed since: persona (of tram)",
        "tram/role-a": "changed since: persona",
    }


def test_an_answer_that_does_not_fit_any_more_is_stale_with_its_fault(root: Path) -> None:
    file = _record(root, "role-a")
    data = json.loads(file.read_text("utf-8"))
    data["answer"]["stances"].pop("issue-2")
    file.write_text(json.dumps(data), "utf-8")
    entry = factory.entries_of(root)[0]
    assert (entry.state, entry.reason) == ("stale", "stances.issue-2 is missing")
    assert entry.record is not None
    assert entry.record.answer is None


def test_another_wording_or_model_makes_nothing_stale(root: Path) -> None:
    for role, (key, old, new) in {
        "role-a": ("prompt", "2", "1"),
        "role-b": ("model", "test-model", "another"),
    }.items():
        file = _record(root, role)
        text = file.read_text("utf-8")
        assert f'"{key}": "{old}"' in text
        file.write_text(text.replace(f'"{key}": "{old}"', f'"{key}": "{new}"'), "utf-8")
    entries = factory.entries_of(root)
    assert {entry.state for entry in entries} == {"current"}
    assert [entry.older_prompt for entry in entries] == [True, False, False]


def test_all_invalid_records_are_reported_together(root: Path) -> None:
    for role in ("role-a", "role-c"):
        _record(root, role).write_text("[]", "utf-8")
    with pytest.raises(InputError) as caught:
        factory.entries_of(root)
    assert [problem.path for problem in caught.value.problems] == [
        "scenarios/tram/answers/role-a.json",
        "scenarios/tram/answers/role-c.json",
    ]
