"""Shows the progress of a run: a bar on a terminal, log lines elsewhere.

The log gets a line for everything that goes wrong, about twenty lines for answers however many
questions there are (all of them if verbose), and after a while without output, a line saying what
the run is waiting for.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Literal, Protocol

from mkdocs_perspectives.ask.bar import Bar, has_terminal
from mkdocs_perspectives.ask.heartbeat import HEARTBEAT, Heartbeat
from mkdocs_perspectives.common import counted, safe_line
from mkdocs_perspectives.llm import Retry

__all__ = ["Progress"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_LINES = 20
"""About how many lines a log gets for answers."""

_NAMED = 3
"""How many of the roles being waited for are named."""

_LONGEST = 200
"""Maximum length of the description of what is wrong with an answer."""

_Mishap = Literal["failed", "timed out", "sent again", "repairs"]


class _Display(Protocol):
    """Where progress is shown."""

    def __enter__(self) -> object: ...
    def __exit__(self, *_: object) -> None: ...
    def show(self, text: str, *, routine: bool = False) -> None:
        """Show what has just happened; ``routine`` if it was to be expected."""


class Progress:
    """Counts the questions of one run and shows its progress. Use as a context manager.

    Args:
        total: the number of questions, 1 or more.
        spent: returns what was spent so far, in a few words.
    """

    def __init__(self, total: int, spent: Callable[[], str] = str) -> None:
        self.total, self.spent = total, spent
        self.answers = 0
        self.mishaps: Counter[_Mishap] = Counter()
        self._begun = time.monotonic()
        self._running: dict[str, float] = {}
        """The roles with a request in progress, and since when."""
        self._display: _Display = self._bar() if has_terminal() else _Lines(self)

    def __enter__(self) -> Progress:
        self._display.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._display.__exit__()

    # Events, by the name of the role.

    def started(self, role: str) -> None:
        log.debug("%s: its question is sent", role)
        self._running[role] = time.monotonic()

    def finished(self, role: str) -> None:
        """The request for a role has ended, whatever the outcome."""
        self._running.pop(role, None)

    def answered(self, role: str) -> None:
        self.finished(role)
        self.answers += 1
        self._display.show(f"{role} answered", routine=True)

    def failed(self, role: str, reason: str) -> None:
        self.finished(role)
        self.mishaps["failed"] += 1
        self._display.show(f"{role} failed: {reason}")

    def reopened(self, role: str) -> None:
        """A role that failed will be asked once more, since it may succeed now."""
        self.mishaps["failed"] -= 1

    def timed_out(self) -> None:
        """A request timed out; the retry or failure that follows is shown."""
        self.mishaps["timed out"] += 1

    def sent_again(self, role: str, retry: Retry) -> None:
        self.mishaps["sent again"] += 1
        self._display.show(f"{role}: {retry}")

    def repairing(self, role: str, fault: str) -> None:
        self.mishaps["repairs"] += 1
        said = safe_line(fault, _LONGEST)
        self._display.show(f"{role}: its answer cannot be used ({said}); requesting a repair")

    # The state of the run, for the displays.

    @property
    def ended(self) -> int:
        return self.answers + self.mishaps["failed"]

    def took(self) -> str:
        """The elapsed time, and about how much is left."""
        seconds, ended = time.monotonic() - self._begun, self.ended
        parts = [f"{seconds:.0f} s"]
        if 0 < ended < self.total:
            parts.append(f"about {seconds / ended * (self.total - ended):.0f} s left")
        return ", ".join(parts)

    @property
    def waiting(self) -> list[tuple[str, float]]:
        """The roles with a request in progress, and for how many seconds; the longest first."""
        now = time.monotonic()
        return [(role, now - since) for role, since in dict(self._running).items()]

    def _bar(self) -> Bar:
        return Bar(self.total, lambda: self.ended, self._state)

    def _state(self) -> tuple[str, list[str]]:
        """The elapsed time, and lines on running requests, what went wrong, and the spending."""
        failed = self.mishaps["failed"]
        others: tuple[_Mishap, ...] = ("timed out", "sent again")
        waiting = self.waiting
        longest = f" for up to {waiting[0][1]:.0f} s" if waiting else ""
        parts = [f"{len(waiting)} running{longest}", f"{failed} failed"]
        parts += [f"{self.mishaps[name]} {name}" for name in others if self.mishaps[name]]
        if repairs := self.mishaps["repairs"]:
            parts.append(counted(repairs, "repair"))
        return self.took(), [", ".join(parts), *filter(None, [self.spent()])]


class _Lines:
    """Shows progress as lines in the log."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._heartbeat = Heartbeat(self._beat, HEARTBEAT)

    def __enter__(self) -> None:
        log.info("Asking %s ...", counted(self._progress.total, "question"))
        self._heartbeat.__enter__()

    def __exit__(self, *_: object) -> None:
        self._heartbeat.__exit__()

    def show(self, text: str, *, routine: bool = False) -> None:
        ended, total = self._progress.ended, self._progress.total
        usual = ended % max(1, total // _LINES) == 0 or ended == total
        if routine and not usual and not log.isEnabledFor(logging.DEBUG):
            return
        self._heartbeat.news()
        log.info("%s: %s", self._so_far(), text)

    def _so_far(self) -> str:
        progress = self._progress
        parts = (f"{progress.ended} of {progress.total}", progress.took(), progress.spent())
        return ", ".join(filter(None, parts))

    def _beat(self) -> None:
        waiting = self._progress.waiting
        named = [f"{role} (for {seconds:.0f} s)" for role, seconds in waiting[:_NAMED]]
        if len(waiting) > _NAMED:
            named.append(f"{len(waiting) - _NAMED} more")
        waited_for = ", ".join(named) or "the server"
        log.info("%s: %s", self._so_far(), f"waiting for {waited_for}")
