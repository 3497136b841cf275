"""The progress of a run: a bar on a terminal, lines in a log, and nothing with -q."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import termios
from collections.abc import Iterator
from pathlib import Path

import factory
import fake_server as fake
import pytest
from commands import Run, ends_before, finished, start, tool
from fake_batches import FakeBatches
from fake_server import FakeServer
from faults import KEY


def _on_a_terminal(
    site: Path, server: FakeServer, *words: str, columns: int = 80, **env: str
) -> tuple[int, str]:
    """Run a command on a terminal with this many columns; returns its exit status and output."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = start(
        *(tool(words[0]), *words[1:]),
        cwd=site,
        env={"OPENAI_BASE_URL": server.base_url, "TERM": "xterm", **env},
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
    return process.wait(), output.decode("utf-8")


def _lines(output: str) -> list[str]:
    """What was written, line by line, without what only moves the cursor or colours."""
    return re.split(r"[\r\n]+", re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", output))


@pytest.fixture
def troubled(site: Path, server: FakeServer) -> Path:
    """A site of five roles, one of which is answered late, and one after a repair."""
    factory.write_site(
        site, factory.MKDOCS.replace("perspectives]", "perspectives: {timeout: 5, max_retries: 2}]")
    )
    factory.write_scenario(site, data=factory.scenario(5))
    late = [fake.hang()]
    broken = [fake.mutate(lambda answer: "Well ...")]
    server.fault_for = lambda request: (
        late.pop()
        if request.role == "Role b" and late
        else broken.pop()
        if request.role == "Role c" and broken
        else None
    )
    return site


@pytest.mark.parametrize("columns", [120, 80, 40])
def test_a_bar_on_a_terminal(troubled: Path, server: FakeServer, columns: int) -> None:
    status, output = _on_a_terminal(troubled, server, "perspectives", "ask", columns=columns)
    assert status == 0
    lines = _lines(output)
    bar = [line for line in lines if line.startswith("Asking")]
    assert " 5/5 " in bar[-1]
    assert all(len(line) <= columns for line in bar)
    state = [line for line in lines if re.search(r" running( for up to \d+ s)?, ", line)]
    counts = "0 running, 0 failed, 1 timed out, 1 sent again, 1 repair"
    assert state[-1] == (counts if columns >= len(counts) else f"{counts[: columns - 1]}…")
    assert re.match(r"1 running for up to \d+ s, 0 failed, 1 timed", state[-2]) or columns == 40
    # What has just gone wrong, and who has just been answered.
    for said in (
        "tram/role-b: no answer within 5 seconds; sent again (1 of at most 1)",
        "tram/role-c: its answer cannot be used",
    ):
        cut = said if len(said) <= columns else said[: columns - 1]
        assert any(line.startswith(cut) for line in lines), said
    spent, last = lines[len(lines) - lines[::-1].index(state[-1]) :][:2]
    assert re.fullmatch(r"[\d,]+ tokens, 1 request unknown", spent)
    assert last == "tram/role-b answered"
    # The lines of the bar fit; what is longer is cut.
    assert all(len(line) <= columns for line in (*bar, *state))
    assert "Asking 5 questions" not in output
    # After the bar, the account: once.
    assert output.count("5 answered by the model") == 1
    assert "The usage of 1 request is unknown (1 timed out)" in " ".join(" ".join(lines).split())


def test_log_lines_appear_above_the_bar(site: Path, server: FakeServer) -> None:
    factory.write_scenario(site, data=factory.scenario(3))
    server.unsupported = {"json_schema"}
    status, output = _on_a_terminal(site, server, "perspectives", "ask", columns=100)
    assert status == 0
    assert output.count("requesting a JSON object") == 1
    lines = _lines(output)
    assert (
        sum(line.startswith("INFO: The server does not support json_schema") for line in lines) == 1
    )
    # Whatever is shown is put in a place that was cleared before.
    assert not any("Asking" in line and "INFO" in line for line in lines)


def test_colours_can_be_disabled(site: Path, server: FakeServer) -> None:
    factory.write_scenario(site, data=factory.scenario(2))
    # ``NO_COLOR`` is set for all commands of the tests.
    _, output = _on_a_terminal(site, server, "perspectives", "ask")
    assert not re.search(r"\x1b\[(3\d|4\d|9\d|38|48)[;\dm]", output)


def test_a_terminal_that_cannot_move_its_cursor_gets_lines(site: Path, server: FakeServer) -> None:
    factory.write_scenario(site, data=factory.scenario(2))
    status, output = _on_a_terminal(site, server, "perspectives", "ask", TERM="dumb")
    assert status == 0
    assert "\x1b" not in output
    assert "INFO: Asking 2 questions ..." in output
    assert output.count("answered\r\n") == 2


def test_quiet_is_quiet_on_a_terminal_and_in_a_log(
    troubled: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    status, output = _on_a_terminal(troubled, server, "mkdocs", "build", "-q")
    assert (status, output) == (0, "")
    again = run("mkdocs", "build", "-q", **asking)
    assert (again.returncode, again.stderr) == (0, "")


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


def test_mkdocs_build_says_the_same_in_a_log(
    troubled: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    result = run("mkdocs", "build", **asking)
    assert result.returncode == 0, result.stderr
    for said in (
        "tram/role-b: no answer within 5 seconds; sent again (1 of at most 1)",
        "tram/role-c: its answer cannot be used (",
        "tram/role-a answered",
        "The usage of 1 request is unknown (1 timed out)",
    ):
        assert result.stderr.count(said) == 1, said


@pytest.fixture
def batches() -> Iterator[FakeBatches]:
    with FakeBatches(api_key=KEY) as server:
        yield server


# A run as a user starts it, but with short waits.
_IN_BATCHES = """\
import sys
from mkdocs_perspectives.ask.batch import waiting
from mkdocs_perspectives.cli import main
waiting.POLL_FIRST = waiting.POLL_MOST = 0.05
waiting.HEARTBEAT = waiting.HEARTBEAT_MOST = 0.01
main(["ask", "--batch"], prog_name="perspectives")
"""


def test_a_batch_that_is_waited_for_says_so(site: Path, batches: FakeBatches) -> None:
    factory.write_scenario(site, data=factory.scenario(2))
    batches.holding = True
    log = site / "log.txt"
    with log.open("w") as stream:
        process = start(
            *(tool("python"), "-c", _IN_BATCHES),
            cwd=site,
            env={"OPENAI_BASE_URL": batches.base_url, "OPENAI_API_KEY": KEY},
            stderr=stream,
        )
        waits = re.compile(
            r"^INFO: 1 batch: 0 of 2 done \(in progress\); waiting for \d+ min", re.M
        )
        assert not ends_before(process, lambda: len(waits.findall(log.read_text("utf-8"))) >= 3)
        batches.holding = False
        result = finished(process)
    assert result.returncode == 0
    assert "1 batch: 2 of 2 done (completed)." in log.read_text("utf-8")


def test_what_is_asked_of_the_batch_api_again_is_a_line(site: Path, batches: FakeBatches) -> None:
    factory.write_scenario(site, data=factory.scenario(2))
    faults = [fake.status(503, "busy")]
    batches.call_fault = lambda call, _: faults.pop() if call == "POST /files" and faults else None
    process = start(
        *(tool("python"), "-c", _IN_BATCHES),
        cwd=site,
        env={"OPENAI_BASE_URL": batches.base_url, "OPENAI_API_KEY": KEY},
    )
    result = finished(process)
    assert result.returncode == 0, result.stderr
    assert re.search(
        r"INFO: The batches: http\S+ answered 503: busy; sent again \(1 of at most 4\)",
        result.stderr,
    )
