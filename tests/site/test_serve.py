"""``mkdocs serve``: it watches the scenarios, asks nobody, and settles after an edit."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import factory
import pytest
from commands import ends_before, start, tool
from fake_server import FakeServer

QUIET = 4.0
"""Seconds without a build after which there will be none; the site is looked at twice a second."""


class Served:
    """A running ``mkdocs serve`` and its log."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process, self._log = process, log

    def log(self) -> str:
        return self._log.read_text("utf-8")

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait as long as there is something new in the log."""
        ended = ends_before(self._process, condition, sign=lambda: self._log.stat().st_size)
        assert not ended, self.log()

    def _builds(self) -> int:
        """How many builds have ended."""
        return len(re.findall(r"Documentation built in", self.log()))

    def settled(self, after: int = 0) -> int:
        """Wait for more than ``after`` builds and then for quiet; the number of builds."""
        # What is edited before it watches is not seen.
        self.wait_for(lambda: self._builds() > after and "Serving on" in self.log())
        count, since = self._builds(), time.monotonic()
        while time.monotonic() - since < QUIET:
            assert self._builds() <= after + 10, f"it never settles:\n{self.log()}"
            if self._builds() != count:
                count, since = self._builds(), time.monotonic()
            time.sleep(0.1)
        return count


@contextmanager
def _serving(site: Path, **env: str) -> Iterator[Served]:
    log = site.parent / "serve.log"
    with log.open("w") as stream:
        process = start(
            *(tool("mkdocs"), "serve", "--livereload", "-a", "127.0.0.1:0"),
            cwd=site,
            env={"PYTHONUNBUFFERED": "1", **env},
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Served(process, log)
        finally:
            process.send_signal(signal.SIGINT)
            ends_before(process, lambda: False, sign=lambda: log.stat().st_size)


@pytest.fixture
def tram(site: Path) -> Path:
    file = factory.write_scenario(site)
    factory.write_records(site)
    return file


@pytest.fixture
def served(site: Path, tram: Path, asking: dict[str, str]) -> Iterator[Served]:
    with _serving(site, **asking) as running:
        yield running


def test_serve_settles_after_an_edit_and_sends_nothing(
    site: Path, tram: Path, served: Served, server: FakeServer
) -> None:
    builds = served.settled()
    page = site / "docs" / "scenarios" / "tram" / "role-a.md"
    assert "Role a does its work." in page.read_text("utf-8")
    tram.write_text(tram.read_text("utf-8").replace("Role a does its", "Role a does other"))
    after = served.settled(builds)
    # One build for the edit, and one more at the most for the pages that it changed.
    assert after - builds <= 2
    text = page.read_text("utf-8")
    assert "Role a does other work." in text
    assert "has changed since this answer was recorded" in text
    assert server.count == 0


def test_ask_on_serve_asks(
    site: Path, tram: Path, server: FakeServer, asking: dict[str, str]
) -> None:
    mkdocs = site / "mkdocs.yml"
    text = mkdocs.read_text("utf-8")
    mkdocs.write_text(text.replace("perspectives]", "perspectives: {ask_on_serve: true}]"))
    tram.write_text(tram.read_text("utf-8").replace("Role a does its", "Role a does other"))
    with _serving(site, **asking) as served:
        served.settled()
    assert server.count == 1


def test_a_typo_while_serving_is_reported_until_it_is_fixed(
    site: Path, tram: Path, served: Served
) -> None:
    builds = served.settled()
    good = tram.read_text("utf-8")
    tram.write_text(good.replace("title:", "titel:", 1))
    served.wait_for(lambda: "unknown key 'titel'" in served.log())
    tram.write_text(good.replace("A new tram line", "A mended title", 1))
    served.settled(builds)
    page = site / "docs" / "scenarios" / "tram" / "index.md"
    assert "# A mended title" in page.read_text("utf-8")


def test_two_saves_are_asked_about_once_it_is_quiet_and_built_once(
    site: Path, tram: Path, server: FakeServer, asking: dict[str, str]
) -> None:
    mkdocs = site / "mkdocs.yml"
    text = mkdocs.read_text("utf-8")
    mkdocs.write_text(text.replace("perspectives]", "perspectives: {ask_on_serve: true}]"))
    with _serving(site, **asking) as served:
        builds = served.settled()
        for old, new in (("does its", "does other"), ("does other", "does no")):
            tram.write_text(tram.read_text("utf-8").replace(f"Role a {old}", f"Role a {new}"))
            served.wait_for(lambda: "to ask once nothing has been saved" in served.log())
        after = served.settled(builds)
    assert after - builds == 1
    # The role as it was saved last, and nobody as it was in between.
    assert server.count == 1
    page = (site / "docs/scenarios/tram/role-a.md").read_text("utf-8")
    assert "Role a does no work." in page
    assert "has changed since" not in page
