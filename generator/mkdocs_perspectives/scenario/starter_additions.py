"""What a site that is there already needs more: lines in its files, and workflows for GitHub."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs_perspectives.common import OutputError, package_text, read_start, write_if_changed

__all__ = ["GIT_FILES", "WORKFLOWS", "lines_to_add", "new_workflows", "refuse_existing"]

GIT_FILES = {
    ".gitignore": "/site/\n/.cache/\n",
    ".gitattributes": """\
# The same line ends on every machine, so that what is generated differs nowhere.
* text=auto eol=lf
# In a pull request the pages are what is read; the records fold.
/scenarios/*/answers/*.json linguist-generated=true
""",
}
"""The files for git of a new site, by their names."""

WORKFLOWS = ("perspectives-pull-request.yml", "perspectives-ask.yml", "perspectives-site.yml")
"""The workflows for GitHub, by the names that they have there."""

_NAMED = re.compile(r"^\s*- [\"']?perspectives(?![\w-])|^plugins:.*\bperspectives\b", re.MULTILINE)
"""The plugin in a site's configuration."""

_LONGEST = 1_000_000
"""So much of a file is looked at, in bytes."""


def lines_to_add(folder: Path, config: str) -> dict[str, str]:
    """What the files of a site lack, to be added by hand: by the name of each, the lines.

    Args:
        config: the name of the site's configuration in ``folder``.
    """
    found: dict[str, str] = {}
    text = _read(folder / config)
    if not _NAMED.search(text):
        listed = re.search(r"^plugins:", text, re.MULTILINE)
        line = "under `plugins:`, the line   - perspectives"
        found[config] = line if listed else "plugins: [search, perspectives]"
    for name, wanted in GIT_FILES.items():
        there = {line.strip("/") for line in _read(folder / name).splitlines()}
        # The line ends of all files are for whoever owns them to decide.
        lines = [line for line in wanted.splitlines() if line[0] == "/"]
        if lines := [line for line in lines if line.strip("/") not in there]:
            found[name] = "\n".join(lines)
    return found


def new_workflows(folder: Path) -> list[Path]:
    """Write the workflows for GitHub into ``folder``; the files written.

    Raises:
        OutputError: one of the files is there already. Then nothing is written.
    """
    files = [folder / ".github" / "workflows" / name for name in WORKFLOWS]
    for file in files:
        refuse_existing(file)
    for file in files:
        text = package_text(f"scenario/starter_templates/{file.name}")
        write_if_changed(file, text, root=folder)
    return files


def refuse_existing(file: Path) -> None:
    """OutputError where there is a ``file`` already."""
    if file.exists() or file.is_symlink():
        raise OutputError(
            f"there is a {file} already", "Nothing was written; existing files are never replaced."
        )


def _read(file: Path) -> str:
    return read_start(file, _LONGEST).decode("utf-8", "replace") if file.is_file() else ""
