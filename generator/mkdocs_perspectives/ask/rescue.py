"""Saves answers that cannot be written to the project somewhere else, or reports them as lost.

A full disk or a read-only folder is noticed only when an answer has arrived and is paid for.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mkdocs_perspectives.answers import EntryKey, Record, write_record
from mkdocs_perspectives.common import OutputError

__all__ = ["Rescue"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_NAME = "perspectives-rescued-"


class Rescue:
    """Saves those answers of one run that could be stored neither in the cache nor as a record."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def save(self, key: EntryKey, record: Record) -> None:
        """Write a record outside the project, with the same folders, and log where; or log that it
        is lost."""
        for folder in self._folders():
            try:
                write_record(folder, key.scenario, record)
            except (OSError, OutputError):
                if folder != self._folder:
                    _drop(folder)
                continue
            self._folder = folder
            log.warning(
                "%s: its answer cannot be recorded in the project and was saved in %s. Once there "
                "is room, copy its content into the folder of the scenarios.",
                key,
                folder,
            )
            return
        log.warning(
            "%s: its answer arrived, but cannot be written anywhere, and is lost. The next run "
            "requests it again.",
            key,
        )

    def _folders(self) -> Iterator[Path]:
        """The folder used before, then a new one wherever one can be created."""
        if self._folder is not None:
            yield self._folder
        for parent in _parents():
            with contextlib.suppress(OSError):
                yield Path(tempfile.mkdtemp(prefix=_NAME, dir=parent))


def _parents() -> Iterator[str]:
    """Folders for temporary files and the user's home, which may be on different disks."""
    with contextlib.suppress(OSError):
        yield tempfile.gettempdir()
    yield "/var/tmp"  # noqa: S108 - what is created there has an unpredictable name
    with contextlib.suppress(RuntimeError):
        yield str(Path.home())
    yield "/dev/shm"  # noqa: S108


def _drop(folder: Path) -> None:
    """Remove a folder that nothing could be written into, if possible."""
    for inner, _, _ in os.walk(folder, topdown=False):
        with contextlib.suppress(OSError):
            Path(inner).rmdir()
