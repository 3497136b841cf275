"""Logs a sign of life from time to time, so that a waiting run does not seem to hang."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

__all__ = ["HEARTBEAT", "Heartbeat"]

HEARTBEAT = 30.0
"""Seconds without output after which a line says what the run is waiting for."""


class Heartbeat:
    """Calls ``beat`` when there has been no news for a while. Use as a context manager.

    Args:
        beat: called in a thread of its own.
        interval: seconds without news after which it is called.
        most: the interval doubles with each call in a row, up to this many seconds; by default it
            does not grow.
    """

    def __init__(
        self, beat: Callable[[], None], interval: float, most: float | None = None
    ) -> None:
        self._beat, self._interval, self._most = beat, interval, most or interval
        self._news = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Heartbeat:
        # A machine that cannot start another thread can still send requests.
        with contextlib.suppress(RuntimeError):
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._news.set()
        if self._thread.is_alive():
            self._thread.join()

    def news(self) -> None:
        """Something was logged, so the next call is a full interval away."""
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
