"""``mkdocs serve``: it watches the scenarios, asks nobody, and settles after an edit."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
from commands import environment, tool
from fake_server import FakeServer


class Served:
    """A running ``mkdocs serve`` and its log."""

    def __init__(self, site: Path, **env: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._log = site.parent / "serve.log"
        self._stream = self._log.open("w")
        self._process = subprocess.Popen(
            [tool("mkdocs"), "serve", "--livereload", "-a", f"127.0.0.1:{port}"],
            cwd=site,
            env=environment(PYTHONUNBUFFERED="1", **env),
            stdout=self._stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def log(self) -> str:
        return self._log.read_text("utf-8")

    def builds(self) -> int:
        """How many builds have ended."""
        return len(re.findall(r"Documentation built in", self.log()))

    def settled(self, after: int, quiet: float = 4.0) -> int:
        """Wait for more than ``after`` builds and then for quiet; the number of builds."""
        deadline = time.monotonic() + 60
        while self.builds() <= after:
            assert time.monotonic() < deadline, self.log()
            assert self._process.poll() is None, self.log()
            time.sleep(0.1)
        count, since = self.builds(), time.monotonic()
        while time.monotonic() - since < quiet:
            assert time.monotonic() < deadline, f"it never settles:\n{self.log()}"
            if self.builds() != count:
                count, since = self.builds(), time.monotonic()
            time.sleep(0.1)
        return count

    def stop(self) -> None:
        os.kill(self._process.pid, signal.SIGINT)
        self._process.wait(timeout=20)
        self._stream.close()


@pytest.fixture
def tram(site: Path) -> Path:
    file = factory.write_scenario(site)
    factory.write_records(site)
    return file


@pytest.fixture
def served(site: Path, tram: Path, asking: dict[str, str]) -> Iterator[Served]:
    running = Served(site, **asking)
    yield running
    running.stop()


def test_serve_settles_after_an_edit_and_asks_nobody(
    site: Path, tram: Path, served: Served, server: FakeServer
) -> None:
    builds = served.settled(0)
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


def test_ask_on_serve_asks(site: Path, tram: Path, server: FakeServer, asking: dict[str, str]):
    mkdocs = site / "mkdocs.yml"
    text = mkdocs.read_text("utf-8")
    mkdocs.write_text(text.replace("perspectives]", "perspectives: {ask_on_serve: true}]"))
    tram.write_text(tram.read_text("utf-8").replace("Role a does its", "Role a does other"))
    served = Served(site, **asking)
    try:
        served.settled(0)
    finally:
        served.stop()
    assert server.count == 1


def test_a_typo_while_serving_is_told_and_the_next_save_mends_it(
    site: Path, tram: Path, served: Served
) -> None:
    builds = served.settled(0)
    good = tram.read_text("utf-8")
    tram.write_text(good.replace("title:", "titel:", 1))
    deadline = time.monotonic() + 30
    while "there is no key 'titel' here" not in served.log():
        assert time.monotonic() < deadline, served.log()
        time.sleep(0.1)
    tram.write_text(good.replace("A new tram line", "A mended title", 1))
    served.settled(builds)
    page = site / "docs" / "scenarios" / "tram" / "index.md"
    assert "# A mended title" in page.read_text("utf-8")
