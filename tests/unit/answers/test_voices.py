"""The records of other voices: where they are, and to which voice they belong."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import entries_of_voice, in_order, is_voice, read_voices
from mkdocs_perspectives.common import InputError


def test_voices_are_read_by_scenario_voice_and_persona(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 1))
    factory.write_scenario(tmp_path, "bridge", factory.scenario(2, 1))
    factory.write_records(tmp_path)
    factory.write_records(tmp_path, voice="reversed", only=("bridge",))
    factory.write_records(tmp_path, voice="zeta", leave_out=("role-b",))
    found = read_voices(factory.entries_of(tmp_path), tmp_path / "scenarios")
    assert [str(entry.key) for entry in found] == [
        "bridge/role-a/zeta",
        "bridge/role-a/reversed",
        "bridge/role-b/reversed",
        "tram/role-a/zeta",
        "tram/role-c/zeta",
    ]
    assert {entry.state for entry in found} == {"current"}


def test_a_voice_that_was_never_asked_is_missing_for_every_role(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    leads = factory.entries_of(tmp_path)
    entries = entries_of_voice(leads, "gemma", tmp_path / "scenarios")
    assert [(str(e.key), e.state) for e in entries] == [
        ("tram/role-a/gemma", "missing"),
        ("tram/role-b/gemma", "missing"),
    ]
    # It is asked what the lead is asked.
    assert [e.question.messages for e in entries] == [e.question.messages for e in leads]


def test_folders_without_a_persona_and_other_files_are_ignored(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    factory.write_records(tmp_path, voice="gemma")
    answers = tmp_path / "scenarios/tram/answers"
    (answers / "role-a").rename(answers / "somebody-gone")
    (answers / "role-b/.gemma.json.swp").write_text("x", "utf-8")
    (answers / "role-b/notes.md").write_text("x", "utf-8")
    found = read_voices(factory.entries_of(tmp_path), tmp_path / "scenarios")
    assert [str(entry.key) for entry in found] == ["tram/role-b/gemma"]


def test_every_file_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    factory.write_records(tmp_path, voice="gemma")
    folder = tmp_path / "scenarios/tram/answers/role-a"
    (folder / "gemma.json").write_text("{", "utf-8")
    (folder / "Mean.json").write_text("{}", "utf-8")
    with pytest.raises(InputError) as caught:
        read_voices(factory.entries_of(tmp_path), tmp_path / "scenarios")
    assert [str(p).splitlines()[0] for p in caught.value.problems] == [
        "scenarios/tram/answers/role-a/Mean.json:1:1: the record's file is not named after a voice",
        "scenarios/tram/answers/role-a/gemma.json:1:2: the record is not valid JSON: Expecting "
        "property name enclosed in double quotes",
    ]


def test_what_a_voice_can_be_called() -> None:
    assert all(map(is_voice, ("gemma", "gemma-3", "reversed", "3")))
    assert not any(map(is_voice, ("lead", "mean", "Gemma", "a_b", "", "..", "a.b")))
    assert in_order(["reversed", "b", "a"]) == ["a", "b", "reversed"]
