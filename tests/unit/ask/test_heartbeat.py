"""Signs of life: only while nothing else is logged."""

from __future__ import annotations

import threading
import time

import pytest
from mkdocs_perspectives.ask.heartbeat import Heartbeat


def test_it_beats_while_nothing_is_logged() -> None:
    third, beats = threading.Event(), 0

    def beat() -> None:
        nonlocal beats
        beats += 1
        if beats == 3:
            third.set()

    with Heartbeat(beat, 0.001):
        third.wait()
    ended = beats
    assert ended >= 3
    # It ends with the block.
    assert not [t for t in threading.enumerate() if "Heartbeat" in t.name]
    assert beats == ended


def test_news_puts_it_off() -> None:
    """An hour is not over while the test runs, and the end does not wait for it."""
    with Heartbeat(lambda: pytest.fail("it beat"), 3600) as heartbeat:
        heartbeat.news()
        heartbeat.news()


def test_the_intervals_grow_where_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    over = threading.Event()
    heartbeat = Heartbeat(lambda: None, 30, 100)

    class Clock(threading.Event):
        """No time passes; the fifth wait is ended by news, the seventh by the end."""

        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0)
            if len(waits) == 7:
                over.wait()
            return len(waits) in (5, 7)

    monkeypatch.setattr(heartbeat, "_news", Clock())
    with heartbeat:
        while len(waits) < 7:
            time.sleep(0.001)
        over.set()
    assert waits == [30, 60, 100, 100, 100, 30, 60]


def test_without_threads_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    with Heartbeat(lambda: None, 0.001) as heartbeat:
        heartbeat.news()
