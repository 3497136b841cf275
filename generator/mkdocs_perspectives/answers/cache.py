"""The local cache of all answers ever received, a diskcache that stores only text.

The only module that uses diskcache. By default diskcache pickles values, so that reading a tampered
cache would run code (CVE-2025-69872), stores large values in files named by a row, and evicts
entries beyond 1 GB; all three are disabled here.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import MODE_RAW

from mkdocs_perspectives.common import CacheError, ignored_folder

__all__ = ["AnswerCache", "asking_lock"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_SIZE_LIMIT = 2**50
"""Bytes; practically unlimited."""


_NOTE = ":"
"""Keys that contain this belong to notes, not answers."""


class _TextDisk(diskcache.Disk):  # type: ignore[misc]
    """Stores text inline, and refuses to read rows of any other kind."""

    def put(self, key: Any) -> tuple[str, bool]:
        if type(key) is not str:
            raise CacheError("a cache key that is not text")
        return key, True

    def get(self, key: Any, raw: Any) -> str:
        if not raw or type(key) is not str:
            raise CacheError("a cache key that is not text")
        return key

    def store(self, value: Any, read: Any, key: Any = None) -> tuple[int, int, None, str]:
        if read or type(value) is not str:
            raise CacheError("a cache value that is not text")
        return 0, MODE_RAW, None, value

    def fetch(self, mode: Any, filename: Any, value: Any, read: Any) -> str:
        if mode != MODE_RAW or filename is not None or read or type(value) is not str:
            raise CacheError("a cache value that is not text")
        return value

    def filename(self, key: Any = None, value: Any = None) -> tuple[str, str]:
        raise CacheError("a cache value that would need a file")

    def remove(self, file_path: Any) -> None:
        """Do nothing: our values have no files, so a row that names one was tampered with."""


class AnswerCache:
    """Answers by key, and notes on batches in progress, all stored as text.

    A damaged cache is set aside and replaced by a new one.

    Raises:
        CacheError: the folder cannot be used at all (from every method).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cache = self._open()

    def _open(self) -> diskcache.Cache:
        try:
            ignored_folder(self.folder)
        except OSError as error:
            raise CacheError(
                f"the cache folder {self.folder} cannot be written: {error.strerror}",
                "Set `cache_dir` to a writable folder.",
            ) from error
        try:
            return self._connect()
        except (sqlite3.DatabaseError, TypeError, ValueError, CacheError) as error:
            if isinstance(error, sqlite3.OperationalError) and "not a database" not in str(error):
                raise self._unusable(error) from error
            self._set_aside(error)
        try:
            return self._connect()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _connect(self) -> diskcache.Cache:
        return diskcache.Cache(
            str(self.folder),
            timeout=60,
            disk=_TextDisk,
            eviction_policy="none",
            size_limit=_SIZE_LIMIT,
            cull_limit=0,
            statistics=0,
            tag_index=0,
        )

    def _set_aside(self, error: Exception) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        moved = []
        for name in ("cache.db", "cache.db-wal", "cache.db-shm"):
            file = self.folder / name
            if file.exists():
                aside = file.with_name(f"damaged-{stamp}-{name}")
                try:
                    file.rename(aside)
                except OSError as fault:
                    raise self._unusable(fault) from error
                moved.append(aside.name)
        log.warning(
            "The answer cache in %s is damaged (%s). It was set aside as %s; a new one is created.",
            self.folder,
            error,
            moved[0] if moved else "nothing",
        )

    def _unusable(self, error: Exception) -> CacheError:
        return CacheError(
            f"the answer cache in {self.folder} cannot be used: {error}",
            "Check the disk's space and permissions, or set `cache_dir` to another folder "
            "(SQLite needs a local file system).",
        )

    def _guarded(self, action: Callable[[], Any]) -> Any:
        """Run ``action``; if the database is damaged, set it aside and try once more."""
        try:
            return action()
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from error
        except sqlite3.DatabaseError as error:
            self._cache.close()
            self._set_aside(error)
            self._cache = self._open()
        except diskcache.Timeout as error:
            raise self._unusable(error) from error
        try:
            return action()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def get(self, key: str) -> dict[str, Any] | None:
        """The entry for ``key``, or None; a tampered entry counts as missing."""
        try:
            text = self._guarded(lambda: self._cache.get(key, retry=True))
            value = None if text is None else json.loads(text)
        except (CacheError, ValueError) as error:
            if isinstance(error, CacheError) and error.remedy:
                raise
            log.warning("An entry of the answer cache is damaged and is not used.")
            return None
        return value if isinstance(value, dict) else None

    def set(self, key: str, value: dict[str, Any]) -> None:
        """Store ``value``; it survives a kill of the program, but not a power failure just then."""
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        self._guarded(lambda: self._cache.set(key, text, retry=True))

    def keys(self) -> frozenset[str]:
        """The keys of all answers and notes."""
        found: frozenset[str] = self._guarded(self._sound_keys)
        return found

    def _sound_keys(self) -> frozenset[str]:
        # Not diskcache's own iteration, which stops at the first key that is not text.
        rows = self._cache._sql("SELECT key FROM Cache WHERE raw = 1 AND typeof(key) = 'text'")
        return frozenset(key for (key,) in rows.fetchall())

    def items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """All valid answers, by key."""
        return self._values(key for key in self.keys() if _NOTE not in key)

    def notes(self, prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """All valid values whose keys start with ``prefix``, which ends in a colon, by key.

        Keys of answers contain no colon; these are notes on batches in progress.
        """
        return self._values(key for key in self.keys() if key.startswith(prefix))

    def any_notes(self) -> bool:
        """Whether there are any notes."""
        return any(_NOTE in key for key in self.keys())

    def _values(self, keys: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        for key in sorted(keys):
            value = self.get(key)
            if value is not None:
                yield key, value

    def delete(self, key: str) -> None:
        self._guarded(lambda: self._cache.delete(key, retry=True))

    def __len__(self) -> int:
        return sum(_NOTE not in key for key in self.keys())

    def size(self) -> int:
        """The size on the disk in bytes."""
        return int(self._guarded(lambda: self._cache.volume()))

    def close(self) -> None:
        self._cache.close()

    def __enter__(self) -> AnswerCache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextlib.contextmanager
def asking_lock(folder: Path) -> Iterator[None]:
    """Held while asking, so that two builds with one cache never send the same question twice.

    The operating system releases the lock when its process ends, however it ends.
    """
    # Imported here: a run that has all answers already needs no lock.
    from filelock import FileLock, Timeout

    # No soft lock: that is a plain file, which a killed process would leave behind.
    lock = FileLock(folder / "asking.lock", fallback_to_soft=False)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            log.info("Another build is asking with the same cache; waiting until it is done ...")
            lock.acquire()
    except OSError as error:
        raise CacheError(
            f"the cache folder {folder} cannot be locked: {error.strerror}",
            "Set `cache_dir` to a writable local folder.",
        ) from error
    try:
        yield
    finally:
        lock.release()
