"""How a run of questions shows itself: a bar on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

from generator.record import Usage

__all__ = ["Progress"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_LINES = 20
"""About how many lines a log gets, however many questions there are."""


class Progress:
    """Counts the questions of one run. Use as a context manager.

    Args:
        total: how many will be asked, 1 or more.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = self.failures = self.running = 0
        self._begun = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self._bar = _bar(self.total)
            self._bar.start()
        else:
            log.info("Asking %d question%s ...", self.total, "" if self.total == 1 else "s")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def started(self) -> None:
        self.running += 1
        self._show("")

    def answered(self, label: str, usage: Usage) -> None:
        self.running -= 1
        self.done += 1
        self._show(f"{usage.input_tokens + usage.output_tokens:,} tokens")
        self._say(f"{label} answered")

    def failed(self, label: str, reason: str) -> None:
        self.running -= 1
        self.failures += 1
        self._show("")
        if self.failures <= _LINES:
            self._say(f"{label} failed: {reason}", always=True)

    def _show(self, tokens: str) -> None:
        if self._bar is not None:
            update = {"tokens": tokens} if tokens else {}
            counts = f"{self.running} running, {self.failures} failed"
            self._bar.update(
                self._bar.task_ids[0], completed=self.done + self.failures, counts=counts, **update
            )

    def _say(self, text: str, *, always: bool = False) -> None:
        if self._bar is not None:
            return
        ended = self.done + self.failures
        step = max(1, self.total // _LINES)
        if always or ended % step == 0 or ended == self.total:
            seconds = time.monotonic() - self._begun
            log.info("%d of %d, %.0f s: %s", ended, self.total, seconds, text)


def _bar(total: int) -> Any:
    # Imported late: only a run on a terminal needs it.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import (
        Progress as Bar,
    )

    bar = Bar(
        TextColumn("Asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}"),
        TextColumn("{task.fields[tokens]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    bar.add_task("", total=total, counts="", tokens="")
    return bar
