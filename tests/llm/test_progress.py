"""How a run shows itself: a bar on a terminal, a few calm lines in a log."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import termios
from pathlib import Path

import factory
from commands import Run, start, tool
from fake_server import FakeServer


def test_a_bar_on_a_terminal(site: Path, server: FakeServer) -> None:
    factory.write_scenario(site, data=factory.scenario(5))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    process = start(
        *(tool("perspectives"), "ask"),
        cwd=site,
        env={"OPENAI_BASE_URL": server.base_url, "TERM": "xterm"},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    output = b""
    try:
        while chunk := os.read(ours, 65536):
            output += chunk
    except OSError:
        # The terminal's other end is closed.
        pass
    os.close(ours)
    assert process.wait() == 0
    shown = re.split(r"\x1b\[2K|\r", output.decode("utf-8"))
    last = [line for line in shown if "5/5" in line][-1]
    assert "0 running, 0 failed" in last
    assert re.search(r"[\d,]+ tokens", last)
    assert "answered by the model" in output.decode("utf-8")


def test_a_few_lines_in_a_log(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", "perspectives: {seed: 1}]"))
    factory.write_scenario(site, data=factory.scenario(100))
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0
    lines = result.stderr.splitlines()
    # One for each twentieth of a hundred, the first and the sum.
    assert len(lines) == 1 + 20 + 1
    assert re.match(r"INFO: 50 of 100, \d+ s, about \d+ s left, [\d,]+ tokens: tram/", lines[10])
    assert "\x1b" not in result.stderr
