"""Measures commands; starts the model server on a core of its own; installs other programs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

import factory

_CORES = sorted(os.sched_getaffinity(0))
_SERVER = Path(__file__).parent.parent / "tests" / "support" / "fake_server.py"


@dataclass(frozen=True, order=True)
class Cost:
    """The cost of a whole process: wall and processor seconds, and peak memory in bytes."""

    wall: float
    processor: float
    memory: int = 0


def cost(command: Sequence[str], cwd: Path, **env: str) -> Cost:
    """Run ``command`` on the first core; its output goes to a log file.

    Raises:
        CalledProcessError: it failed; its output is printed.
    """
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "PERSPECTIVES_"))}
    log = cwd / "benchmark.log"
    with log.open("w") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=clean | {"NO_MKDOCS_2_WARNING": "1"} | env,
            stdout=output,
            stderr=output,
            preexec_fn=partial(os.sched_setaffinity, 0, _CORES[:1]),
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(log.read_text("utf-8"), file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def tool(name: str) -> str:
    """A console script in the environment that runs the benchmark."""
    return str(Path(sys.executable).with_name(name))


def environment(name: str, *packages: str) -> Path:
    """The ``bin`` folder of a separate environment for another program, created when needed."""
    home = Path(__file__).parent.parent / ".venv-bench" / name
    marker = home / ".installed"
    if not marker.exists():
        venv.create(home, clear=True, with_pip=True)
        pip = [home / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        marker.touch()
    return home / "bin"


@contextmanager
def server(delay: float, limit: int | None = None) -> Iterator[str]:
    """Run a server on the last core that replies after ``delay`` seconds; yields its base URL.

    Args:
        limit: requests beyond this many at once are refused with a 429.
    """
    more = [] if limit is None else ["--limit", str(limit)]
    process = subprocess.Popen(
        [sys.executable, _SERVER, "--delay", str(delay), *more],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=partial(os.sched_setaffinity, 0, _CORES[-1:]),
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def write_site(root: Path, personas: int, concurrency: int) -> Path:
    """Write a site of one scenario with one issue; returns the folder of its answers."""
    entry = f"perspectives: {{concurrency: {concurrency}}}]"
    factory.write_site(root, factory.MKDOCS.replace("perspectives]", entry))
    return factory.write_scenario(root, data=factory.scenario(personas, 1)).parent / "answers"


def ask(root: Path, base_url: str) -> Cost:
    """Run ``perspectives ask``."""
    return cost([tool("perspectives"), "ask"], root, OPENAI_BASE_URL=base_url)
