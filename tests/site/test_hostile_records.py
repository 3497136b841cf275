"""Records as they are read: what nobody sees in them, and files that are none or never end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
import pytest
import unseen
from mkdocs_perspectives.answers import Record, new_record, read_record
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import Question, questions_for
from mkdocs_perspectives.scenario import Scenario, load_library


class _Site:
    """A scenario whose first role has a record that a test changes."""

    def __init__(self, root: Path) -> None:
        factory.write_scenario(root, data=factory.scenario(2))
        factory.write_records(root)
        self.folder = root / "scenarios"
        self.file = self.folder / "tram/answers/role-a.json"
        self.scenario: Scenario = load_library(self.folder).scenarios[0]
        self.question: Question = questions_for(self.scenario)[0]

    def change(self, change: Callable[[dict[str, Any]], None]) -> None:
        data = json.loads(self.file.read_text("utf-8"))
        change(data)
        self.file.write_text(json.dumps(data, indent=2), "utf-8")

    def read(self) -> Record:
        record = read_record(self.folder, self.scenario, self.question)
        assert record is not None
        return record

    def fault(self) -> str:
        with pytest.raises(InputError) as caught:
            self.read()
        return str(caught.value)


@pytest.fixture
def site(tmp_path: Path) -> _Site:
    return _Site(tmp_path)


@pytest.mark.parametrize("key", ["model", "prompt"])
@pytest.mark.parametrize("name", unseen.REFUSED)
def test_what_reorders_is_refused_outside_the_answer(site: _Site, name: str, key: str) -> None:
    sign = unseen.REFUSED[name]
    site.change(lambda data: data.update({key: f"gpt-5{sign}"}))
    fault = site.fault()
    code = f"U+{ord(sign):04X}"
    assert "tram/answers/role-a.json:" in fault
    assert f"{key}: the character {code} is not allowed\n" in fault
    assert sign not in fault


@pytest.mark.parametrize("name", unseen.HIDING)
def test_what_only_hides_is_left_out_outside_the_answer(site: _Site, name: str) -> None:
    sign = unseen.HIDING[name]
    site.change(lambda data: data.update(model=f"gpt{sign}-5"))
    record = site.read()
    assert record.model == "gpt-5"
    assert record.hidden == (sign,)


@pytest.mark.parametrize("name", unseen.BLANK)
def test_an_invisible_model_name_is_invalid(site: _Site, name: str) -> None:
    site.change(lambda data: data.update(model=unseen.BLANK[name]))
    assert "model: it has no visible characters\n" in site.fault()


@pytest.mark.parametrize("sign", [*unseen.REFUSED.values(), *unseen.HIDING.values()])
def test_both_are_taken_out_of_an_answer_that_is_read(site: _Site, sign: str) -> None:
    site.change(lambda data: data["answer"].update(summary=f"54 {sign}of 100"))
    record = site.read()
    assert record.answer is not None
    assert record.answer.summary == "54 of 100"
    # What is stored is what the digest is of: this record was edited.
    assert record.answer_json["summary"] == f"54 {sign}of 100"
    assert record.edited


@pytest.mark.parametrize("name", unseen.BLANK)
def test_an_answer_that_shows_nothing_does_not_fit(site: _Site, name: str) -> None:
    site.change(lambda data: data["answer"].update(summary=unseen.BLANK[name]))
    record = site.read()
    assert record.answer is None
    assert record.fault.startswith("summary must not be empty")


def test_allowed_characters_in_an_answer_are_preserved(site: _Site) -> None:
    text = "x".join(unseen.KEPT.values()) + "x"
    site.change(lambda data: data["answer"].update(summary=text))
    answer = site.read().answer
    assert answer is not None
    assert answer.summary == text


@pytest.mark.parametrize("name", [*unseen.REFUSED.values(), *unseen.BLANK.values(), "x" * 300])
def test_whatever_a_server_calls_its_model_can_be_read_back(site: _Site, name: str) -> None:
    answer = site.read().answer
    assert answer is not None
    record = new_record(site.question, "1", f"{name}", "2026-11-01", Usage(), answer)
    site.change(lambda data: data.update(model=record.model))
    assert site.read().model == record.model


def _raw(text: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(text)


def _linked(target: str) -> Callable[[Path], object]:
    return lambda file: file.symlink_to(target)


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(10_000_000_000)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (os.mkfifo, "cannot be read: it is a device or a pipe"),
        (Path.mkdir, "cannot be read: "),
        (_linked("/dev/zero"), "cannot be read: it is a device or a pipe"),
        (_linked("/dev/urandom"), "cannot be read: it is a device or a pipe"),
        (_linked("role-a.json"), "cannot be read: "),
        (_sparse, "cannot be read: is larger than 8000 KB"),
        (_raw(b"[" * 5_000_000), "is not valid"),
        (_raw(b'{"a":' * 1_000_000), "is not valid"),
        (_raw(b'{"format": 1' + b"0" * 100_000 + b"}"), "is not valid"),
        (_raw(b'\xff\xfe{"a": 1}'), "is not valid: it is not UTF-8 text"),
        (_raw(b'{"a": NaN}'), "is not valid: NaN is not a JSON number"),
        (_raw(b'{"a": -Infinity}'), "is not valid: -Infinity is not a JSON number"),
        (_raw(b'{"a": "\\udc00"}'), "is not valid: it contains half of a character"),
        (_raw(b'{"\\uD83D": 1}'), "is not valid: it contains half of a character"),
        (_raw(b'"x"'), "is not valid"),
        (_raw(b"null"), "is not valid"),
        (_raw(b""), "is not valid JSON"),
        (_raw(b"\x00" * 1000), "is not valid JSON"),
    ],
)
def test_an_invalid_or_endless_record(
    site: _Site, place: Callable[[Path], object], told: str
) -> None:
    site.file.unlink()
    place(site.file)
    fault = site.fault()
    assert "tram/answers/role-a.json:1:1: the record " in fault
    assert told in fault
    assert "Restore it from git, or delete it" in fault
    assert len(fault) < 1000


HOSTILE_KEY = "x\n::error file=README.md::PWNED\n::add-mask::e\x1b]52;c;eA==\x07\u202e"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update({HOSTILE_KEY: 1}),
        lambda data: data["usage"].update({HOSTILE_KEY: 1}),
        lambda data: data["question"].update({HOSTILE_KEY: 1}),
        lambda data: data.update(persona=HOSTILE_KEY),
    ],
)
def test_an_unknown_key_does_nothing_where_it_is_shown(
    site: _Site, change: Callable[[dict[str, Any]], None]
) -> None:
    site.change(change)
    _check_shown(site.fault())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["answer"].update({HOSTILE_KEY: 1}),
        lambda data: data["answer"]["stances"].update({HOSTILE_KEY: {}}),
        lambda data: data["answer"]["frictions"].append({HOSTILE_KEY: 1}),
    ],
)
def test_nor_does_one_in_an_answer(site: _Site, change: Callable[[dict[str, Any]], None]) -> None:
    site.change(change)
    record = site.read()
    assert record.answer is None
    assert "\n" not in record.fault
    _check_shown(record.fault)


def _check_shown(text: str) -> None:
    assert text
    for line in text.split("\n"):
        assert line.isprintable()
        assert not line.strip().startswith("::")


def test_a_merge_conflict_is_named(site: _Site) -> None:
    text = site.file.read_text("utf-8")
    first, rest = text.split("\n", 1)
    conflict = f"<<<<<<< HEAD\n{rest[:50]}\n=======\n{rest[:40]}\n>>>>>>> branch\n"
    site.file.write_text(f"{first}\n{conflict}{rest}", "utf-8")
    told = "tram/answers/role-a.json:2:1: the record has an unresolved merge conflict\n"
    assert told in site.fault()
