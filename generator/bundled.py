"""Files that travel with the package: templates, scripts, the words of the pages."""

from __future__ import annotations

from importlib import resources

__all__ = ["bundled"]


def bundled(path: str) -> str:
    """The text of a file of the package, by its path with forward slashes."""
    return resources.files("generator").joinpath(path).read_text("utf-8")
