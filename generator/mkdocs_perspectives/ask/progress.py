"""How a run of questions shows itself: a bar on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from mkdocs_perspectives.common import shown_price
from mkdocs_perspectives.llm import Usage

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
        self._spent = ""
        self._bar: Bar | None = None

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
        self._show()

    def answered(self, label: str, usage: Usage, price: float | None) -> None:
        self.running -= 1
        self.done += 1
        self._spent = f"{usage.input_tokens + usage.output_tokens:,} tokens"
        if price is not None:
            self._spent += f", {shown_price(price)}"
        self._show()
        self._say(f"{label} answered")

    def failed(self, label: str, reason: str) -> None:
        self.running -= 1
        self.failures += 1
        self._show()
        if self.failures <= _LINES:
            self._say(f"{label} failed: {reason}", always=True)

    def _show(self) -> None:
        if self._bar is not None:
            self._bar.update(
                self._bar.task_ids[0],
                completed=self.done + self.failures,
                counts=f"{self.running} running, {self.failures} failed",
                spent=self._spent,
            )

    def _say(self, text: str, *, always: bool = False) -> None:
        if self._bar is not None:
            return
        ended = self.done + self.failures
        step = max(1, self.total // _LINES)
        if always or ended % step == 0 or ended == self.total:
            seconds = time.monotonic() - self._begun
            left = seconds / ended * (self.total - ended)
            so_far = f"{ended} of {self.total}, {seconds:.0f} s"
            if ended < self.total:
                so_far += f", about {left:.0f} s left"
            log.info("%s: %s", f"{so_far}, {self._spent}" if self._spent else so_far, text)


def _bar(total: int) -> Bar:
    bar = Bar(
        TextColumn("Asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[counts]}"),
        TextColumn("{task.fields[spent]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    bar.add_task("", total=total, counts="", spent="")
    return bar
