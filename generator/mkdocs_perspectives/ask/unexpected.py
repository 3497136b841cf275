"""Errors that nobody expected, in a line or two that say enough to be reported."""

from __future__ import annotations

import platform
import traceback
from pathlib import Path

from mkdocs_perspectives import __version__
from mkdocs_perspectives.common import PerspectivesError, masked, safe_line

__all__ = ["unexpected"]

_PLACES = 3
"""So many of the last places of the program are named."""


def unexpected(error: Exception) -> PerspectivesError:
    """What is reported of an error that is no one of ours; it shows no secret and no folder."""
    if isinstance(error, MemoryError) or "can't start new thread" in str(error):
        return PerspectivesError(
            f"this machine gives the program no more memory or threads ({type(error).__name__})",
            "Give it more, or lower `concurrency`.",
        )
    said = safe_line(str(error), 200)
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    places = " < ".join(f"{_file(f.filename)}:{f.lineno} {f.name}" for f in reversed(frames))
    versions = f"mkdocs-perspectives {__version__}, Python {platform.python_version()}"
    return PerspectivesError(
        masked(f"unexpected {type(error).__name__}{f': {said}' if said else ''} [{places}; ")
        + f"{versions}, {platform.system()}]",
        "Ask again; if it stays so, report it with the line above as an issue.",
    )


def _file(path: str) -> str:
    """A file with the folder in it that it lies in, as far as that says something."""
    return "/".join(Path(path).parts[-2:])
