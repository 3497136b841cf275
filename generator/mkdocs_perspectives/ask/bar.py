"""The bar that shows on a terminal how a run stands: how far it is, what it took, what was last."""

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

__all__ = ["Bar", "has_terminal"]

log = logging.getLogger("mkdocs.plugins.perspectives")


def has_terminal() -> bool:
    """Whether there is a terminal that can show a bar, and the log is neither silent nor verbose.

    A verbose one has a line for everything, which would push the bar about.
    """
    return (
        sys.stderr.isatty()
        and log.isEnabledFor(logging.INFO)
        and not log.isEnabledFor(logging.DEBUG)
        and not Console(stderr=True).is_dumb_terminal
    )


class Bar:
    """A few lines at the foot of a terminal, each cut at its edge. Use as a context manager.

    Args:
        total: how many questions there are.
        ended: gives how many of them are answered or have failed.
        state: gives how long the run has taken, in a few words, and lines on how it stands.
    """

    def __init__(
        self, total: int, ended: Callable[[], int], state: Callable[[], tuple[str, list[str]]]
    ) -> None:
        self._last = ""
        self._ended, self._state = ended, state
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("Asking"),
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
        # What is logged meanwhile goes above the bar, as whatever is written to sys.stderr does.
        for handler in _handlers():
            if handler.stream is terminal:
                handler.setStream(sys.stderr)
                self._handlers.append(handler)

    def __exit__(self, *_: object) -> None:
        self._live.stop()
        for handler in self._handlers:
            handler.setStream(sys.stderr)

    def show(self, text: str, *, seldom: bool = False) -> None:
        """Say what has just happened; if not ``seldom``, at once, since it is worth seeing."""
        self._last = safe_line(text)
        if not seldom:
            self._live.refresh()

    def _lines(self) -> Group:
        took, lines = self._state()
        self._progress.update(self._task, completed=self._ended(), time=took)
        below = (Text(line, no_wrap=True, overflow="ellipsis") for line in (*lines, self._last))
        return Group(self._progress, *below)


def _handlers() -> Iterator[logging.StreamHandler[Any]]:
    """Those that write what the log is given."""
    logger: logging.Logger | None = log
    while logger is not None:
        for handler in logger.handlers:
            if isinstance(handler, logging.StreamHandler):
                yield handler
        logger = logger.parent
