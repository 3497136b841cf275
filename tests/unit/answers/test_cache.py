"""The cache stores and returns only text, whatever a row claims."""

from __future__ import annotations

import os
import pickle
import sqlite3
from pathlib import Path

import pytest
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.common import CacheError

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


def test_a_key_that_is_not_text_is_skipped(tmp_path: Path) -> None:
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
def test_a_damaged_cache_is_set_aside_and_replaced(
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


def test_notes_are_no_answers(tmp_path: Path) -> None:
    with AnswerCache(tmp_path) as cache:
        assert not cache.any_notes()
        cache.set("k", VALUE)
        cache.set("batch:1", {"count": 2})
        cache.set("batch-requests:1", {})
        assert cache.any_notes()
        assert len(cache) == 1
        assert [key for key, _ in cache.items()] == ["k"]
        assert dict(cache.notes("batch:")) == {"batch:1": {"count": 2}}


def test_an_unusable_folder_is_reported_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("a file", "utf-8")
    with pytest.raises(CacheError, match="cannot be written") as caught:
        AnswerCache(tmp_path / "c")
    assert "`cache_dir`" in caught.value.remedy
