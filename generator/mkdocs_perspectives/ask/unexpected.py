"""Describes unexpected exceptions in a line or two, with enough detail for a bug report."""

from __future__ import annotations

import platform
import traceback
from pathlib import Path

from mkdocs_perspectives import __version__
from mkdocs_perspectives.common import PerspectivesError, masked, safe_line

__all__ = ["unexpected"]

_PLACES = 3
"""How many of the innermost stack frames are named."""


def unexpected(error: Exception) -> PerspectivesError:
    """What is reported for an exception of unknown cause; it shows no secret and no folder."""
    if isinstance(error, MemoryError) or "can't start new thread" in str(error):
        return PerspectivesError(
            f"this machine has run out of memory or threads ({type(error).__name__})",
            "Allow the program more of them, or lower `concurrency`.",
        )
    said = safe_line(str(error), 200)
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    places = " < ".join(f"{_file(f.filename)}:{f.lineno} {f.name}" for f in reversed(frames))
    versions = f"mkdocs-perspectives {__version__}, Python {platform.python_version()}"
    return PerspectivesError(
        masked(f"unexpected {type(error).__name__}{f': {said}' if said else ''} [{places}; ")
        + f"{versions}, {platform.system()}]",
        "Ask again; if it happens again, report it as an issue with the line above.",
    )


def _file(path: str) -> str:
    """The name of a file and of the folder that it is in."""
    return "/".join(Path(path).parts[-2:])
