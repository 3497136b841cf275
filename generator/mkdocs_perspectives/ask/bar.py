"""The progress bar on a terminal: how far a run is, what it used, and the latest event."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from mkdocs_perspectives.common import safe_line
from mkdocs_perspectives.common.locales import as_logged

__all__ = ["Bar", "has_terminal"]

log = logging.getLogger("mkdocs.plugins.perspectives")


def has_terminal() -> bool:
    """Whether there is a terminal that can show a bar, and the log is neither quiet nor verbose.

    A verbose log has a line for everything, which would keep moving the bar.
    """
    return (
        sys.stderr.isatty()
        and log.isEnabledFor(logging.INFO)
        and not log.isEnabledFor(logging.DEBUG)
        and not Console(stderr=True).is_dumb_terminal
    )


class Bar:
    """A few lines at the bottom of a terminal, each cut at its edge. Use as a context manager.

    Args:
        total: the number of questions.
        ended: returns how many of them are answered or have failed.
        state: returns the elapsed time, in a few words, and lines on the state of the run.
    """

    def __init__(
        self, total: int, ended: Callable[[], int], state: Callable[[], tuple[str, list[str]]]
    ) -> None:
        self._last = ""
        self._ended, self._state = ended, state
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn(as_logged("Asking")),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[time]}"),
            console=console,
            expand=True,
        )
        self._task = self._progress.add_task("", total=total, time="")
        self._live = Live(get_renderable=self._lines, console=console)
        self._handlers: list[logging.StreamHandler[Any]] = []

    def __enter__(self) -> None:
        terminal = sys.stderr
        self._live.start()
        # Log lines written meanwhile go above the bar, like everything written to sys.stderr.
        for handler in _handlers():
            if handler.stream is terminal:
                handler.setStream(sys.stderr)
                self._handlers.append(handler)

    def __exit__(self, *_: object) -> None:
        self._live.stop()
        for handler in self._handlers:
            handler.setStream(sys.stderr)

    def show(self, text: str, *, routine: bool = False) -> None:
        """Show what has just happened: at once, or if it is ``routine`` with the next update."""
        self._last = as_logged(safe_line(text))
        if not routine:
            self._live.refresh()

    def _lines(self) -> Group:
        took, lines = self._state()
        self._progress.update(self._task, completed=self._ended(), time=as_logged(took))
        below = (
            Text(line, no_wrap=True, overflow="ellipsis")
            for line in (*map(as_logged, lines), self._last)
        )
        return Group(self._progress, *below)


def _handlers() -> Iterator[logging.StreamHandler[Any]]:
    """The handlers that write the log to a stream."""
    logger: logging.Logger | None = log
    while logger is not None:
        for handler in logger.handlers:
            if isinstance(handler, logging.StreamHandler):
                yield handler
        logger = logger.parent
