"""Notes on batches, written by this version and by earlier ones."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import Expected, parse_reply, read_entries
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.answers.expected import Named
from mkdocs_perspectives.ask.batch.notes import Batch, BatchNotes, Request
from mkdocs_perspectives.scenario import load_library

BATCH = Batch(token="t", base_url=None, model="m", created_at=0, count=6)

OF_OLD = {
    "key": "k",
    "scenario": "tram",
    "persona": "role-a",
    "digests": {"scenario": "0"},
    "prompt": "1",
    "issues": ["issue-1", "issue-2"],
    "counterparts": ["role-b"],
    "refresh": False,
    "tries": 1,
    "first": {
        "text": "{}",
        "fault": "summary is missing",
        "only_sums": False,
        "model": "m",
        "usage": {"input_tokens": 5, "cached_tokens": 0, "output_tokens": 3},
    },
}


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "cache")


def test_what_is_noted_is_read_again_and_what_is_shared_is_noted_once(
    tmp_path: Path, cache: AnswerCache
) -> None:
    for name in ("tram", "ferry"):
        factory.write_scenario(tmp_path, name, factory.scenario(3, 2))
    scenarios = tmp_path / "scenarios"
    entries = read_entries(load_library(scenarios).scenarios, scenarios)
    requests = [Request.of(entry, str(i), refresh=False) for i, entry in enumerate(entries)]
    notes = BatchNotes(cache)
    notes.add(BATCH, requests)
    assert notes.requests(BATCH) == requests
    for entry, request in zip(entries, notes.requests(BATCH), strict=True):
        assert request.expected == Expected.of(entry.scenario, entry.persona.id)
    (noted,) = [value for _, value in cache.notes("batch-requests:")]
    assert len(noted["requests"]) == 6
    assert len(noted["frames"]) == 2
    # Once more, as where some of them are left.
    notes.add(BATCH, notes.requests(BATCH)[2:])
    assert notes.requests(BATCH) == requests[2:]


def test_notes_of_earlier_versions_are_read(tmp_path: Path, cache: AnswerCache) -> None:
    cache.set("batch-requests:t", {"requests": [OF_OLD]})
    (request,) = BatchNotes(cache).requests(BATCH)
    assert (request.tries, request.used.input_tokens) == (1, 0)
    assert request.first is not None
    assert not (request.first.no_content or request.first.schema_ignored)
    expected = request.expected
    assert expected.frame.issues == (Named("issue-1"), Named("issue-2"))
    assert expected.frame.personas == (Named("role-a"), Named("role-b"))
    factory.write_scenario(tmp_path, data=factory.scenario(2, 2))
    (of,) = load_library(tmp_path / "scenarios").scenarios
    answer = factory.answer(of, "role-a")
    assert parse_reply(json.dumps(answer), expected).to_json() == answer


@pytest.mark.parametrize(
    "noted",
    [
        {},
        {"requests": None},
        {"requests": [5]},
        {"requests": [OF_OLD | {"frame": 0}]},
        {"requests": [OF_OLD | {"frame": "x"}], "frames": [{}]},
        {"requests": [OF_OLD | {"frame": 0}], "frames": None},
        {"requests": [{"key": "k"}]},
    ],
)
def test_damaged_notes_are_ignored(cache: AnswerCache, noted: dict[str, object]) -> None:
    cache.set("batch-requests:t", noted)
    assert BatchNotes(cache).requests(BATCH) == []
