"""Notes on batches: sufficient to continue after a killed run, and dropped in time."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import AnswerError, parse_reply
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.ask.batch.notes import (
    Batch,
    BatchNotes,
    Request,
    identity,
    waiting_in,
)
from mkdocs_perspectives.common import ModelSettings

SETTINGS = ModelSettings("m", "http://a:b@h/v1")


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    with AnswerCache(tmp_path / "cache") as cache:
        yield cache


@pytest.fixture
def root(tmp_path: Path) -> Path:
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2))
    return tmp_path


def _batch(token: str = "t", **more: object) -> Batch:
    given = {"base_url": "http://h/v1", "model": "m", "created_at": time.time(), "count": 3}
    return Batch.model_validate({"token": token, "stage": "sent", **given, **more})


def _requests(root: Path) -> list[Request]:
    return [Request.of(entry, str(entry.key), refresh=False) for entry in factory.entries_of(root)]


def test_what_is_in_a_batch_is_known_to_every_run(root: Path, cache: AnswerCache) -> None:
    notes, entries = BatchNotes(cache), factory.entries_of(root)
    notes.add(_batch(created_at=0), _requests(root)[:2])
    assert waiting_in(cache, entries, SETTINGS) == {
        entry.key: "1970-01-01 00:00 UTC" for entry in entries[:2]
    }
    # Another model's is another question.
    assert waiting_in(cache, entries, ModelSettings("n", "http://h/v1")) == {}
    (batch,) = notes.all()
    notes.drop(batch)
    assert waiting_in(cache, entries, SETTINGS) == {}
    assert list(cache.notes("batch")) == []


@pytest.mark.parametrize(
    ("stage", "under_way"),
    [("noted", False), ("sending", True), ("sent", True), ("collected", False)],
)
def test_only_what_the_server_may_have_is_under_way(
    root: Path, cache: AnswerCache, stage: str, under_way: bool
) -> None:
    BatchNotes(cache).add(_batch(stage=stage), _requests(root))
    assert bool(waiting_in(cache, factory.entries_of(root), SETTINGS)) == under_way


def test_an_edited_question_is_another(root: Path, cache: AnswerCache) -> None:
    BatchNotes(cache).add(_batch(), _requests(root))
    before = [identity(entry) for entry in factory.entries_of(root)]
    data = factory.scenario(3, 2)
    data["personas"][0]["description"] = "Does other work."
    factory.write_scenario(root, data=data)
    entries = factory.entries_of(root)
    assert [identity(entry) == old for entry, old in zip(entries, before, strict=True)] == [
        *(False, True, True)
    ]
    assert [str(key) for key in waiting_in(cache, entries, SETTINGS)] == [
        "tram/role-b",
        "tram/role-c",
    ]


def test_an_answer_is_checked_against_the_question_as_it_was_asked(root: Path) -> None:
    """Regardless of later changes of the scenario."""
    (request, *_), of = _requests(root), factory.load(root)
    text = json.dumps(factory.answer(of, "role-a"))
    answer = parse_reply(text, request.expected)
    assert list(answer.stances) == ["issue-1", "issue-2"]
    assert [friction.with_ for friction in answer.frictions] == ["role-b", "role-c"]
    with pytest.raises(AnswerError, match=r"issue-2 is missing"):
        parse_reply(text.replace("issue-2", "issue-3"), request.expected)


def test_invalid_notes_are_skipped(
    root: Path, cache: AnswerCache, caplog: pytest.LogCaptureFixture
) -> None:
    notes = BatchNotes(cache)
    notes.add(_batch(), _requests(root))
    cache.set("batch:damaged", {"token": 5})
    cache.set("batch-requests:t", {"requests": [{"key": 5}]})
    (batch,) = notes.all()
    assert notes.requests(batch) == []
    assert "'batch:damaged' in the answer cache is damaged" in caplog.text


def test_what_is_over_or_too_old_is_pruned_and_no_answer_is(root: Path, cache: AnswerCache) -> None:
    notes = BatchNotes(cache)
    month_old = time.time() - 31 * 86_400
    for batch in (
        _batch("new"),
        _batch("old", created_at=month_old),
        _batch("over", stage="collected"),
    ):
        notes.add(batch, _requests(root))
    cache.set("batch-requests:orphan", {"requests": []})
    cache.set("0" * 64, {"answer": {}})
    notes.prune()
    assert [batch.token for batch in notes.all()] == ["new"]
    assert [key for key, _ in cache.notes("batch-requests:")] == ["batch-requests:new"]
    assert len(cache) == 1
