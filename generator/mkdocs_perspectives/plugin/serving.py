"""What is particular to ``mkdocs serve``: one build a save, and requests within bounds.

A build writes pages and records into folders that MkDocs watches, and so would set off another.
While they are written, the folders are not watched; what an author saves meanwhile is found by its
time instead.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mkdocs_perspectives.ask import AskResult
from mkdocs_perspectives.common import ModelSettings, PerspectivesError, Settings, counted

if TYPE_CHECKING:
    # It brings a server with it, which no command but `mkdocs serve` needs.
    from mkdocs.livereload import LiveReloadServer

__all__ = ["ServeSession"]

log = logging.getLogger("mkdocs.plugins.perspectives")

QUIET = 5.0
"""Seconds without a save after which the model is asked."""

MOST_REQUESTS = 100
"""The requests of a session where ``max_requests`` is not set."""

_LOOK = 0.25
"""Seconds between two looks at the files."""

_TRIES = 3
"""So often is a build begun anew because something was saved during it."""

_T = TypeVar("_T")

_Stamps = dict[str, tuple[int, int]]


class ServeSession:
    """One run of ``mkdocs serve``, from its start to its end.

    Args:
        sleep: waits for so many seconds.
        clock: the time in seconds.
    """

    def __init__(
        self,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep, self._clock = sleep, clock
        self._server: LiveReloadServer | None = None
        self._folders: Sequence[str] = ()
        self._seen: _Stamps = {}
        self._requests = 0
        self._price = 0.0

    def attach(self, server: LiveReloadServer, folders: Sequence[str]) -> None:
        """Remember the server, which watches ``folders`` from the first build on."""
        self._server, self._folders = server, folders

    def build(self, scenarios_dir: Path, build: Callable[[], _T]) -> _T:
        """Run ``build`` unseen by the server, and again where an author saved something meanwhile.

        Raises:
            PerspectivesError: that of ``build``.
        """
        tries = 0
        while True:
            tries += 1
            self._seen = _written_by_hand(scenarios_dir)
            try:
                with self._unwatched():
                    built = build()
            except PerspectivesError:
                if tries == _TRIES or _written_by_hand(scenarios_dir) == self._seen:
                    raise
            else:
                if tries == _TRIES or _written_by_hand(scenarios_dir) == self._seen:
                    return built

    @contextlib.contextmanager
    def _unwatched(self) -> Iterator[None]:
        server = self._server
        if server is None:
            yield
            return
        watched: list[str] = []
        for folder in self._folders:
            # As often as it is watched, since MkDocs counts.
            with contextlib.suppress(KeyError):
                while True:
                    server.unwatch(folder)
                    watched.append(folder)
        try:
            yield
        finally:
            for folder in watched:
                server.watch(folder)

    def wait_until_quiet(self, scenarios_dir: Path, roles: int) -> bool:
        """Wait until nothing has been saved for some seconds; whether anything was since ``build``.

        The first build of a session waits for nothing: nobody has saved anything yet.
        """
        if self._server is None:
            return False
        log.info(
            "%s to ask once nothing has been saved for %d seconds", counted(roles, "role"), QUIET
        )
        read, since = self._seen, self._clock()
        while self._clock() - since < QUIET:
            self._sleep(_LOOK)
            now = _written_by_hand(scenarios_dir)
            if now != self._seen:
                self._seen, since = now, self._clock()
        return self._seen != read

    def within_bounds(self, settings: Settings) -> Settings | None:
        """The settings with what is left of the session's bounds; None where nothing is."""
        model = settings.model
        most = MOST_REQUESTS if model.max_requests is None else model.max_requests
        left = replace(model, max_requests=most - self._requests)
        if model.max_cost is not None:
            left = replace(left, max_cost=model.max_cost - self._price)
        if self._requests and _is_used_up(left):
            log.warning(
                "No more requests in this session: %s sent, and the bound is %s.\n  Start `mkdocs "
                "serve` anew, or raise `max_requests` or `max_cost`.",
                counted(self._requests, "request"),
                f"${model.max_cost:g}" if left.max_requests else most,
            )
            return None
        return replace(settings, model=left)

    def count(self, result: AskResult) -> None:
        """Count what a run has sent and spent."""
        self._requests += result.requests
        self._price += (result.price or 0.0) + (result.estimated_price or 0.0)


def _is_used_up(model: ModelSettings) -> bool:
    return model.max_requests == 0 or (model.max_cost is not None and model.max_cost <= 0)


def _written_by_hand(scenarios_dir: Path) -> _Stamps:
    """Size and time of every file of the scenarios but the records, which a run writes itself."""
    found: _Stamps = {}
    for folder, below, names in os.walk(scenarios_dir):
        if "answers" in below:
            below.remove("answers")
        for file in (Path(folder, name) for name in names):
            with contextlib.suppress(OSError):
                found[str(file)] = (file.stat().st_size, file.stat().st_mtime_ns)
    return found
