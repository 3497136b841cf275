"""Answers that arrived and can be kept nowhere in the project: put elsewhere, or named.

A disk that is full, or folders that may not be written, show only once an answer is there, which
was paid for.
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
    """Where the answers of one run are put that neither the cache nor a record could take."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def keep(self, key: EntryKey, record: Record) -> None:
        """Put a record outside the project, as it would lie in it, and log where; or that it is
        lost."""
        for folder in self._folders():
            try:
                write_record(folder, key.scenario, record)
            except (OSError, OutputError):
                if folder != self._folder:
                    _drop(folder)
                continue
            self._folder = folder
            log.warning(
                "%s: its answer cannot be recorded in the project and was put into %s. Once there "
                "is room, copy what is in there into the folder of the scenarios.",
                key,
                folder,
            )
            return
        log.warning(
            "%s: its answer arrived, but can be written nowhere, and is lost. It is asked again "
            "by the next run.",
            key,
        )

    def _folders(self) -> Iterator[Path]:
        """The folder used before, and then a new one wherever one can be made."""
        if self._folder is not None:
            yield self._folder
        for parent in _parents():
            with contextlib.suppress(OSError):
                yield Path(tempfile.mkdtemp(prefix=_NAME, dir=parent))


def _parents() -> Iterator[str]:
    """The folders for temporary files, and the user's own, whichever disks they are on."""
    with contextlib.suppress(OSError):
        yield tempfile.gettempdir()
    yield "/var/tmp"  # noqa: S108 - what is made there has a name that nobody knows before
    with contextlib.suppress(RuntimeError):
        yield str(Path.home())
    yield "/dev/shm"  # noqa: S108


def _drop(folder: Path) -> None:
    """Remove a folder that nothing could be written into, as far as that goes."""
    for inner, _, _ in os.walk(folder, topdown=False):
        with contextlib.suppress(OSError):
            Path(inner).rmdir()
