"""The log lines of a run: one for each failure, some for answers, and no long silence."""

from __future__ import annotations

import logging
import re
import threading

import pytest
from mkdocs_perspectives.ask import progress
from mkdocs_perspectives.ask.progress import Progress
from mkdocs_perspectives.llm import Retry


@pytest.fixture(autouse=True)
def _listening(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mkdocs")


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was said, without the times."""
    return [re.sub(r"\d+ s\b", "# s", record.getMessage()) for record in caplog.records]


def test_every_mishap_is_a_line(caplog: pytest.LogCaptureFixture) -> None:
    with Progress(3, lambda: "70 tokens") as run:
        for role in ("s/a", "s/b", "s/c"):
            run.started(role)
        run.timed_out()
        run.sent_again("s/a", Retry("no answer within 9 seconds", 0.5, 1, 2))
        run.answered("s/a")
        run.repairing("s/b", "summary must not be empty")
        run.sent_again("s/b", Retry("answered 429: slow down", 20, 1, 4))
        run.failed("s/b", "the model refused: No.")
        run.answered("s/c")
    assert _lines(caplog) == [
        "Asking 3 questions ...",
        "0 of 3, # s, 70 tokens: s/a: no answer within 9 seconds; sent again (1 of at most 2)",
        "1 of 3, # s, about # s left, 70 tokens: s/a answered",
        "1 of 3, # s, about # s left, 70 tokens: s/b: its answer cannot be used (summary must not "
        "be empty); requesting a repair",
        "1 of 3, # s, about # s left, 70 tokens: s/b: answered 429: slow down; sent again in # s "
        "(1 of at most 4)",
        "2 of 3, # s, about # s left, 70 tokens: s/b failed: the model refused: No.",
        "3 of 3, # s, 70 tokens: s/c answered",
    ]


def test_of_many_answers_a_twentieth_and_of_mishaps_all(caplog: pytest.LogCaptureFixture) -> None:
    with Progress(400) as run:
        for number in range(400):
            run.started(f"s/{number}")
            run.answered(f"s/{number}") if number % 8 else run.failed(f"s/{number}", "It broke.")
    lines = _lines(caplog)
    assert sum("failed: It broke." in line for line in lines) == 50
    # Every twentieth question that ended; of these, 1 in 8 has failed.
    assert sum("answered" in line for line in lines) == 20


def test_silence_is_broken_by_who_is_waited_for(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "HEARTBEAT", 0.001)
    beaten = threading.Event()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "waiting for" in record.getMessage():
                beaten.set()

    listener = Listener()
    logging.getLogger("mkdocs").addHandler(listener)
    try:
        with Progress(9) as run:
            for role in "abcde":
                run.started(f"s/{role}")
            run.finished("s/b")
            beaten.clear()
            beaten.wait()
    finally:
        logging.getLogger("mkdocs").removeHandler(listener)
    assert _lines(caplog)[-1] == (
        "0 of 9, # s: waiting for s/a (for # s), s/c (for # s), s/d (for # s), 1 more"
    )


def test_a_reopened_role_has_not_failed_yet(caplog: pytest.LogCaptureFixture) -> None:
    with Progress(1) as run:
        run.started("s/a")
        run.failed("s/a", "answered 400: no schemas")
        run.reopened("s/a")
        run.started("s/a")
        run.answered("s/a")
        assert run.ended == 1
    assert _lines(caplog)[-1] == "1 of 1, # s: s/a answered"
