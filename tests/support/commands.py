"""Commands as a user runs them, in a clean environment, and what they leave on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["OURS", "ROOT", "SITE_URL", "Run", "command", "environment", "tool", "tree"]

ROOT = Path(__file__).parent.parent.parent
"""The repository."""

OURS = ("OPENAI_", "PERSPECTIVES_")
"""How the names of environment variables begin that the tool reads."""

SITE_URL = "https://example.org/perspectives/"
"""Where the tests pretend to publish the shipped site."""

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**more: str) -> dict[str, str]:
    """The environment without keys and settings of the machine, and with ``more``."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    return kept | {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", **more}


def tool(name: str) -> str:
    """A console script of the environment that runs the tests."""
    return str(Path(sys.executable).with_name(name))


def command(
    name: str,
    *arguments: str,
    cwd: Path,
    prefix: Sequence[str] = (),
    before: Callable[[], None] | None = None,
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Run a console script as a user would, with ``env`` added to a clean environment.

    ``prefix`` is a command that runs it; ``before`` is called in the new process.
    """
    return subprocess.run(
        [*prefix, tool(name), *arguments],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=before,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
