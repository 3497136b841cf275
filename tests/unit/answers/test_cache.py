"""The cache: text in, text out, and nothing else whatever a row claims."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sqlite3
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import cache_key
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.prompt import questions_for
from mkdocs_perspectives.scenario import load_library

VALUE = {"answer": {"summary": "요약"}, "model": "m"}


class _Bomb:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.target),)


def _sql(folder: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(folder / "cache.db") as database:
        database.execute(statement, values)
    database.close()


def test_what_is_set_is_there_after_opening_again(tmp_path: Path) -> None:
    with AnswerCache(tmp_path) as cache:
        cache.set("k", VALUE)
    with AnswerCache(tmp_path) as cache:
        assert cache.get("k") == VALUE
        assert cache.get("other") is None
        assert dict(cache.items()) == {"k": VALUE}
        assert len(cache) == 1
        cache.delete("k")
        assert len(cache) == 0


def test_large_values_stay_in_the_database(tmp_path: Path) -> None:
    with AnswerCache(tmp_path) as cache:
        cache.set("k", {"text": "x" * 3_000_000})
        assert len(cache.get("k")["text"]) == 3_000_000  # type: ignore[index]
    assert not list(tmp_path.rglob("*.val"))


@pytest.mark.parametrize("mode", [2, 3, 4])
def test_a_row_of_another_mode_runs_no_code(tmp_path: Path, mode: int) -> None:
    trap = tmp_path / "trap"
    folder = tmp_path / "cache"
    with AnswerCache(folder) as cache:
        cache.set("k", VALUE)
    _sql(folder, "UPDATE Cache SET mode = ?, value = ?", mode, pickle.dumps(_Bomb(trap)))
    with AnswerCache(folder) as cache:
        assert cache.get("k") is None
        assert dict(cache.items()) == {}
    assert not trap.exists()


def test_a_row_that_names_a_file_neither_reads_nor_removes_it(tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("{}", "utf-8")
    folder = tmp_path / "cache"
    with AnswerCache(folder) as cache:
        cache.set("k", VALUE)
    _sql(folder, "UPDATE Cache SET mode = 3, filename = '../precious.txt', value = NULL")
    with AnswerCache(folder) as cache:
        assert cache.get("k") is None
        cache.set("k", VALUE)
        _sql(folder, "UPDATE Cache SET filename = '../precious.txt'")
        cache.delete("k")
    assert outside.exists()


def test_a_key_that_is_not_text_is_passed_over(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    folder = tmp_path / "cache"
    with AnswerCache(folder) as cache:
        cache.set("k", VALUE)
        cache.set("bad", VALUE)
    _sql(
        folder,
        "UPDATE Cache SET key = ?, raw = 0 WHERE key = 'bad'",
        pickle.dumps(_Bomb(trap)),
    )
    with AnswerCache(folder) as cache:
        assert dict(cache.items()) == {"k": VALUE}
    assert not trap.exists()


@pytest.mark.parametrize("damage", [b"this is no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_set_aside_and_begun_anew(
    tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache.db").write_bytes(damage)
    with AnswerCache(tmp_path) as cache:
        cache.set("k", VALUE)
        assert cache.get("k") == VALUE
    assert "It was set aside as damaged-" in caplog.text
    (aside,) = tmp_path.glob("damaged-*-cache.db")
    assert aside.read_bytes() == damage


def test_nothing_is_evicted_and_nothing_expires(tmp_path: Path) -> None:
    with AnswerCache(tmp_path) as cache:
        settings = cache._cache
        assert settings.eviction_policy == "none"
        assert settings.size_limit >= 2**50
        assert settings.cull_limit == 0
        assert settings.statistics == 0


def test_the_folder_is_ignored_by_git(tmp_path: Path) -> None:
    AnswerCache(tmp_path / "c").close()
    assert (tmp_path / "c" / ".gitignore").read_text("utf-8") == "*\n"


def test_a_key_is_the_digest_of_the_canonical_json_of_the_request(tmp_path: Path) -> None:
    """Another key for the same request would have every answer paid for again."""
    factory.write_scenario(tmp_path)
    (scenario,) = load_library(tmp_path / "scenarios").scenarios
    question = questions_for(scenario)[0]
    for settings in (ModelSettings("m"), ModelSettings("m", "http://h/v1", seed=1)):
        request = {
            "base_url": settings.base_url,
            "messages": question.messages,
            "model": "m",
            "parameters": {"seed": 1} if settings.seed else {},
            "schema": question.schema,
        }
        text = json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert cache_key(question, settings) == hashlib.sha256(text.encode()).hexdigest()
