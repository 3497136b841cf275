"""Separate virtual environments for programs that must not share the project's."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

from commands import ROOT
from filelock import FileLock

__all__ = ["own_environment"]


def own_environment(name: str, *packages: str) -> Path:
    """The script folder of an environment with ``packages``, created on first use.

    It is recreated if the packages change.
    """
    home = ROOT / ".venv-real" / name
    marker = home / ".installed"
    wanted = "\n".join(packages)
    home.parent.mkdir(exist_ok=True)
    # Parallel tests may need it at the same time.
    with FileLock(home.with_suffix(".lock")):
        if not marker.exists() or marker.read_text("utf-8") != wanted:
            venv.create(home, clear=True, with_pip=True)
            pip = [home / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
            subprocess.run([*pip, *packages], check=True)
            marker.write_text(wanted, "utf-8")
    return home / "bin"
