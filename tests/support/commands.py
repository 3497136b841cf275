"""Runs commands like a user, in a clean environment, and lists the files that they write.

All processes of the tests are started here. None has a time limit, which a busy machine would
exceed: a process is given up if it makes no progress, or has used more processor time than any of
them needs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

__all__ = [
    "NOT_OURS",
    "OURS",
    "ROOT",
    "SITE_URL",
    "Run",
    "Watch",
    "command",
    "ends_before",
    "environment",
    "finished",
    "git",
    "heed_interrupts",
    "module",
    "processor_time",
    "start",
    "tool",
    "tree",
]

ROOT = Path(__file__).parent.parent.parent
"""The repository."""

OURS = ("OPENAI_", "PERSPECTIVES_")
"""Prefixes of the environment variables that the tool reads."""

NOT_OURS = ("GIT_",)
"""Prefixes of variables of other programs, such as those that git sets for hooks."""

SITE_URL = "https://example.org/perspectives/"
"""Where the tests pretend to publish the shipped site."""

PATIENCE = 300
"""Seconds without any sign of life after which a process is considered to hang."""

MOST = 600
"""Processor time in seconds that no process needs; on a quiet machine they use a few."""

Run = Callable[..., subprocess.CompletedProcess[str]]

Sign = Callable[[], object]
"""Returns something that changes as long as a process, or what it waits for, makes progress."""


def environment(**more: str) -> dict[str, str]:
    """A minimal environment and ``more``, without keys, proxies or settings of this machine."""
    inherited = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ
    }
    return inherited | {"LANG": "C.UTF-8", "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", **more}


def tool(name: str) -> str:
    """A console script of the environment that runs the tests."""
    return str(Path(sys.executable).with_name(name))


def heed_interrupts() -> None:
    """Make sure that processes started from here can be interrupted.

    A shell without job control starts background processes with SIGINT ignored, which child
    processes inherit; a handler is not inherited.
    """
    for number in (signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def start(
    *words: str, cwd: Path, env: dict[str, str] | None = None, **how: Any
) -> subprocess.Popen[str]:
    """Start a program; ``env`` is added to a clean environment, ``how`` are options of Popen."""
    heed_interrupts()
    options: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "encoding": "utf-8",
    }
    return subprocess.Popen(words, cwd=cwd, env=environment(**(env or {})), **(options | how))


def processor_time(process: subprocess.Popen[Any]) -> float:
    """Processor time in seconds that a process and its children have used."""
    try:
        stat = Path(f"/proc/{process.pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return 0
    # The name of the program, in brackets, may hold anything.
    ticks = stat.rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Notices that a process hangs.

    Args:
        sign: shows that it makes progress; by default its processor time.
    """

    def __init__(self, process: subprocess.Popen[Any], sign: Sign | None = None) -> None:
        self._process = process
        self._sign = sign or (lambda: processor_time(process))
        self._last, self._since = self._sign(), time.monotonic()

    def check(self) -> None:
        """Kill the process and fail if it hangs; to be called repeatedly."""
        now, sign = time.monotonic(), self._sign()
        if sign != self._last:
            self._last, self._since = sign, now
        elif now - self._since > PATIENCE:
            self._give_up(f"has shown no sign of life for {PATIENCE} seconds")
        if processor_time(self._process) > MOST:
            self._give_up(f"has used {MOST} seconds of the processor and is not done")

    def _give_up(self, why: str) -> None:
        self._process.kill()
        output, errors = self._process.communicate()
        raise AssertionError(f"{self._process.args} {why}:\n{output}\n{errors}")


def finished(
    process: subprocess.Popen[str], sign: Sign | None = None
) -> subprocess.CompletedProcess[str]:
    """Wait for the end of a process; returns what it printed. For ``sign`` see ``Watch``."""
    watch = Watch(process, sign)
    while True:
        try:
            output, errors = process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            watch.check()
        else:
            return subprocess.CompletedProcess(
                process.args, process.returncode, output or "", errors or ""
            )


def ends_before(
    process: subprocess.Popen[Any], condition: Callable[[], bool], sign: Sign | None = None
) -> bool:
    """Wait until ``condition`` is true or the process has ended; returns whether it ended first."""
    watch = Watch(process, sign)
    while not condition():
        if process.poll() is not None:
            return not condition()
        watch.check()
        time.sleep(0.002)
    return False


def command(
    name: str,
    *arguments: str,
    cwd: Path,
    prefix: Sequence[str] = (),
    sign: Sign | None = None,
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Run a console script as a user would, with ``env`` added to a clean environment.

    ``prefix`` is a command that runs it. For ``sign`` see ``Watch``.
    """
    return finished(start(*prefix, tool(name), *arguments, cwd=cwd, env=env), sign)


def module(name: str, *arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """The same with ``python -m``, or with ``python -c`` if the name is ``-c``."""
    words = (name, *arguments) if name == "-c" else ("-m", name, *arguments)
    return finished(start(sys.executable, *words, cwd=cwd, env=env))


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; returns what it prints."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
    result = finished(start("git", *identity, *arguments, cwd=folder))
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
