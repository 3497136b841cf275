"""Records: written deterministically, read strictly, and every fault reported with its place."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import factory
import pytest
from commands import tree
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.answers import new_record, parse_recorded, read_record, write_record
from mkdocs_perspectives.common import InputError, OutputError
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import questions_for

REMEDY = "Restore it from git, or delete it: the answer then comes from the cache or the model."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    factory.write_records(tmp_path)
    return tmp_path


def _file(root: Path, role: str = "role-a") -> Path:
    return root / "scenarios/tram/answers" / f"{role}.json"


# Faults of the file.


def _reported(root: Path) -> str:
    """The only reported fault: its place, what is wrong, and the remedy."""
    with pytest.raises(InputError) as caught:
        factory.entries_of(root)
    message, remedy = str(caught.value).splitlines()
    assert remedy == f"  {REMEDY}"
    path, _, rest = message.partition(".json:")
    assert path == "scenarios/tram/answers/role-a"
    return rest


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"format": 2', '"format": 3', "format: Input should be 2"),
        ('"model": "test-model"', '"model": ""', "model: it has no visible characters"),
        (
            '"asked_on": "2026-11-01"',
            '"asked_on": "2026-13-01"',
            "asked_on: Input should be a valid date or datetime, month value is outside expected "
            "range of 1-12",
        ),
        ('"prompt": "2"', '"prompt": 1', "prompt: Input should be a valid string"),
        (
            '"output_tokens": 500',
            '"output_tokens": -1',
            "usage.output_tokens: Input should be greater than or equal to 0",
        ),
        (
            '"answer_sha256": "',
            '"answer_sha256": "x',
            "answer_sha256: String should match pattern '^[0-9a-f]{64}$'",
        ),
        ('"format": 2', '"mine": 2,\n  "format": 2', "mine: Extra inputs are not permitted"),
        ('"answer": {', '"answer": [],\n  "old": {', "answer: Input should be a valid dictionary"),
        (
            '"scenario": "',
            '"scenario": "x',
            "question.scenario: String should match pattern '^[0-9a-f]{64}$'",
        ),
    ],
)
def test_an_invalid_value_is_reported_at_its_key(
    root: Path, old: str, new: str, message: str
) -> None:
    file = _file(root)
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    before, _, _ = text.partition(old)
    line, column = before.count("\n") + 1, len(before) - before.rindex("\n")
    assert _reported(root) == f"{line}:{column}: the record is not valid: {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1:1: the record is not valid JSON: Expecting value"),
        (b'{\n  "format" 1', "2:12: the record is not valid JSON: Expecting ':' delimiter"),
        (b'{\n  "answer": "cut', "2:13: the record is not valid JSON: Unterminated string"),
        (b"[]", "1:1: the record is not valid: "),
        (b"null", "1:1: the record is not valid: "),
        (b"\xff{}", "1:1: the record is not valid: it is not UTF-8 text"),
        (b"[" * 100_000, "1:1: the record is not valid: maximum recursion depth exceeded"),
        (b'{"format": ' + b"9" * 5000 + b"}", "1:1: the record is not valid: Exceeds the limit"),
    ],
)
def test_a_file_that_is_not_json_or_not_a_record(root: Path, content: bytes, message: str) -> None:
    _file(root).write_bytes(content)
    assert _reported(root).startswith(message)


def test_a_key_that_is_missing(root: Path) -> None:
    file = _file(root)
    data = json.loads(file.read_text("utf-8"))
    del data["usage"]
    file.write_text(json.dumps(data), "utf-8")
    assert _reported(root) == "1:1: the record is not valid: usage: Field required"


def test_the_record_of_another_role(root: Path) -> None:
    _file(root).write_bytes(_file(root, "role-b").read_bytes())
    assert _reported(root) == "1:1: the record is not valid: it is the record of 'role-b'"


def test_a_folder_in_a_records_place(root: Path) -> None:
    _file(root).unlink()
    _file(root).mkdir()
    assert _reported(root) == "1:1: the record cannot be read: Is a directory"


# Nonsense written into a valid record.

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner)),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nonsense")
    factory.write_scenario(folder, data=factory.scenario(2))
    factory.write_records(folder)
    return folder


@settings(max_examples=150)
@given(data=st.data())
def test_a_record_edited_into_nonsense_is_reported_or_shown_and_never_crashes(
    recorded: Path, data: st.DataObject
) -> None:
    sound = _file(recorded).read_text("utf-8")
    record = json.loads(sound.replace("role-a", "role-b"))
    holder, key = data.draw(st.sampled_from(list(_places(record))))
    holder[key] = data.draw(JSON)
    _file(recorded, "role-b").write_text(json.dumps(record), "utf-8")
    try:
        pages = factory.pages_of(recorded)
    except InputError as error:
        assert "role-b.json" in str(error)
        return
    for page in pages.values():
        assert page.encode("utf-8")


def _places(value: Any) -> Any:
    """Every place in nested JSON, as its holder and its key or index."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places(value[key])


# What is written.


def test_a_record_is_laid_out_for_reviewers(root: Path) -> None:
    text = _file(root).read_text("utf-8")
    data = json.loads(text)
    assert text == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert sorted(data) == [
        "answer",
        "answer_sha256",
        "asked_on",
        "context",
        "format",
        "model",
        "persona",
        "prompt",
        "question",
        "usage",
    ]
    assert sorted(data["question"]) == ["counterparts", "issues", "persona", "scenario"]
    assert data["format"] == 2
    # The digests are those of the canonical JSON of a name and of a description.
    of = {"name": '"Role b"', "description": '"Role b does its work."'}
    found = {key: hashlib.sha256(text.encode()).hexdigest() for key, text in of.items()}
    assert data["question"]["counterparts"] == {"role-b": found["name"]}
    assert data["context"] == {"counterpart_descriptions": {"role-b": found["description"]}}


def test_a_record_has_the_same_bytes_whatever_the_order_of_arrival(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 12))
    scenario = factory.load(tmp_path)
    question = questions_for(scenario)[0]
    answer = factory.answer(scenario, "role-a")
    written = set()
    for names in (list(answer["stances"]), list(answer["stances"])[::-1]):
        answer["stances"] = {name: answer["stances"][name] for name in names}
        parsed = parse_recorded(answer, scenario)
        record = new_record(question, "1", "m", "2026-11-01", Usage(), parsed)
        write_record(tmp_path / "scenarios", "tram", record)
        written.add(_file(tmp_path).read_bytes())
        read = read_record(tmp_path / "scenarios", scenario, question)
        assert read is not None
        assert read.answer is not None
        # Sorted by letters issue-10 would come before issue-2.
        assert list(read.answer.stances) == [f"issue-{n}" for n in range(1, 13)]
    assert len(written) == 1


def test_what_is_read_and_written_again_is_not_touched(root: Path) -> None:
    before = tree(root)
    scenario = factory.load(root)
    for question in questions_for(scenario):
        record = read_record(root / "scenarios", scenario, question)
        assert record is not None
        assert not write_record(root / "scenarios", scenario.id, record)
    assert tree(root) == before


def test_a_record_is_written_through_no_link(root: Path, tmp_path: Path) -> None:
    scenario = factory.load(root)
    question = questions_for(scenario)[0]
    record = read_record(root / "scenarios", scenario, question)
    assert record is not None
    outside = tmp_path / "outside"
    _file(root).parent.rename(outside)
    _file(root).parent.symlink_to(outside, target_is_directory=True)
    (outside / "role-a.json").unlink()
    with pytest.raises(OutputError, match="symbolic link"):
        write_record(root / "scenarios", scenario.id, record)
    assert not (outside / "role-a.json").exists()


# What is known of a record.


def test_an_answer_edited_by_hand_is_marked_and_stays_current(root: Path) -> None:
    file = _file(root)
    file.write_text(file.read_text("utf-8").replace("I see it so", "I see it otherwise"), "utf-8")
    edited, other = (entry.record for entry in factory.entries_of(root))
    assert edited is not None
    assert other is not None
    assert (edited.edited, other.edited) == (True, False)
    assert edited.current


def test_accepting_renews_the_question_and_an_answers_digest_only_of_samples(root: Path) -> None:
    for role, model in (("role-a", "sample"), ("role-b", "test-model")):
        text = _file(root, role).read_text("utf-8").replace("test-model", model)
        _file(root, role).write_text(text.replace("I see it so", "I see it otherwise"), "utf-8")
    factory.write_scenario(root, data=factory.scenario(2, 1, title="A tramway"))
    for entry, edited in zip(factory.entries_of(root), (False, True), strict=True):
        assert entry.record is not None
        assert entry.record.stale_parts == ("scenario",)
        accepted = entry.record.accepted(entry.question)
        assert accepted.current
        assert accepted.question == entry.question.digests
        assert accepted.edited == edited
        assert re.fullmatch(r"[0-9a-f]{64}", accepted.answer_sha256)
