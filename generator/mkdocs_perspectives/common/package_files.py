"""Files that travel with the package: templates, scripts, the words of the pages."""

from __future__ import annotations

from importlib import resources

__all__ = ["package_text"]


def package_text(path: str) -> str:
    """The text of a file of the package, by its path with forward slashes."""
    return resources.files("mkdocs_perspectives").joinpath(path).read_text("utf-8")
