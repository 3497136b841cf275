"""Files that are part of the package: templates, scripts, catalogues of words."""

from __future__ import annotations

from pathlib import Path

__all__ = ["package_file", "package_text"]

_PACKAGE = Path(__file__).parent.parent


def package_file(path: str) -> Path:
    """The path of a file of the package, given with forward slashes."""
    return _PACKAGE / path


def package_text(path: str) -> str:
    """The text of a file of the package, given its path with forward slashes."""
    return package_file(path).read_text("utf-8")
