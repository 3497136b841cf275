"""A sign of life now and then, so that a run that only waits is not taken for one that hangs."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

__all__ = ["HEARTBEAT", "Heartbeat"]

HEARTBEAT = 30.0
"""Seconds without a line after which one says what is waited for."""


class Heartbeat:
    """Calls ``beat`` when there has been no news for a while. Use as a context manager.

    Args:
        beat: called in a thread of its own.
        interval: seconds without news after which it is called.
        most: the interval doubles with each call in a row, up to so many seconds; by default it
            stays.
    """

    def __init__(
        self, beat: Callable[[], None], interval: float, most: float | None = None
    ) -> None:
        self._beat, self._interval, self._most = beat, interval, most or interval
        self._news = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Heartbeat:
        # A machine that gives no more threads can still ask.
        with contextlib.suppress(RuntimeError):
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._news.set()
        if self._thread.is_alive():
            self._thread.join()

    def news(self) -> None:
        """Something was said; the next call is an interval away."""
        self._news.set()

    def _run(self) -> None:
        interval = self._interval
        while not self._over:
            if self._news.wait(interval):
                self._news.clear()
                interval = self._interval
            else:
                interval = min(2 * interval, self._most)
                self._beat()
