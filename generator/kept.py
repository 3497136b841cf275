"""What the last build left, so that scenarios whose files are as they were are not made again.

A scenario is unchanged if its own files, the shared roles, the settings that show on pages and this
package are the same, and its pages are as they were written. Files are the same if their size and
times are; one that was touched just before it was looked at is not trusted, as it may have changed
again within the resolution of its time. What is kept can be deleted at any time, and is not used
at all in frozen mode or for ``build --check``.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from generator.digest import sha256
from generator.errors import OutputError
from generator.files import ignored_folder, write_if_changed
from generator.load import SCENARIO_FILE, SHARED_FILE
from generator.record import FOLDER
from generator.settings import Settings
from generator.summary import Summary

__all__ = ["Kept", "keep", "read_kept"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_FILE = "pages.json"
_TOO_NEW = 2_000_000_000
"""Nanoseconds; some file systems give times in steps of two seconds."""

_Stamps = dict[str, list[int]]
"""Size, time of change and time of the inode's change (nanoseconds), by file name."""


@dataclass(frozen=True)
class Kept:
    """``summaries`` of the unchanged scenarios, by id; ``inputs`` of all scenarios, to keep."""

    summaries: Mapping[str, Summary]
    inputs: Mapping[str, _Stamps]
    whole: bool
    """Whether nothing else was kept, nor anything more is there."""
    outputs: Mapping[str, _Stamps]
    site: str
    """The digest of all that bears on every page, as it was before anything was read."""

    def nothing(self) -> Kept:
        """The same without any scenario that need not be made again."""
        return Kept({}, self.inputs, False, {}, self.site)


def read_kept(settings: Settings) -> Kept:
    """What was kept, as far as it still holds."""
    # Looked at before the files are read: what is saved in between counts as changed next time.
    inputs = {name: _inputs(folder) for name, folder in _folders(settings.scenarios_dir)}
    site = _site_digest(settings)
    data: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError, RecursionError):
        data = json.loads((settings.cache_dir / _FILE).read_bytes())
    summaries, outputs = {}, {}
    # Whatever is odd about the file, the remedy is to make everything anew.
    with contextlib.suppress(OSError, KeyError, TypeError, AttributeError, ValueError):
        known = data["scenarios"] if site and data.get("site") == site else {}
        for name, scenario in known.items():
            if inputs.get(name) and inputs[name] == scenario["inputs"]:
                stamps = _stamps(settings.docs_dir / "scenarios" / name)
                if stamps and stamps == scenario["outputs"]:
                    summaries[name] = Summary.from_json(scenario["summary"])
                    outputs[name] = stamps
        whole = summaries.keys() == known.keys() == inputs.keys()
        return Kept(summaries, inputs, whole, outputs, site)
    return Kept({}, inputs, False, {}, site)


def keep(settings: Settings, before: Kept, summaries: Iterable[Summary]) -> None:
    """Keep the ``summaries`` of scenarios whose answers are all current, for the next build.

    Args:
        before: what was known before the scenarios were read.
    """
    if before.whole:
        return
    scenarios = {}
    for summary in summaries:
        inputs = before.inputs.get(summary.id)
        outputs = before.outputs.get(summary.id)
        if outputs is None:
            outputs = _stamps(settings.docs_dir / "scenarios" / summary.id)
        if not inputs or not outputs:
            continue
        scenarios[summary.id] = {
            "inputs": inputs,
            "outputs": outputs,
            "summary": summary.to_json(),
        }
    data = {"format": 1, "site": before.site, "scenarios": scenarios}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        if not scenarios and not (settings.cache_dir / _FILE).exists():
            return
        ignored_folder(settings.cache_dir)
        write_if_changed(settings.cache_dir / _FILE, text, root=settings.cache_dir)
    except (OSError, OutputError) as error:
        log.debug("Pages are not kept for the next build: %s", error)


def _folders(scenarios_dir: Path) -> Iterable[tuple[str, Path]]:
    # What is wrong with a folder is told when it is read.
    with contextlib.suppress(OSError), os.scandir(scenarios_dir) as entries:
        return [(f.name, Path(f.path)) for f in entries if f.is_dir() and f.name[0] not in "._"]
    return ()


def _inputs(folder: Path) -> _Stamps:
    """The stamps of a scenario's file and answers; none, which match nothing, if one is too new."""
    stamps = _stamps(folder / FOLDER)
    try:
        stamps[f"../{SCENARIO_FILE}"] = _stamp((folder / SCENARIO_FILE).stat())
    except OSError:
        return {}
    limit = time.time_ns() - _TOO_NEW
    return {} if any(max(stamp[1:]) > limit for stamp in stamps.values()) else stamps


def _stamps(folder: Path) -> _Stamps:
    """The stamps of what is in a folder; none where that cannot be told."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return {entry.name: _stamp_of(entry) for entry in entries}
    return {}


def _stamp_of(entry: os.DirEntry[str]) -> list[int]:
    try:
        return _stamp(entry.stat())
    except FileNotFoundError:
        # A link that leads nowhere, such as editors leave beside a file that is open.
        return _stamp(entry.stat(follow_symlinks=False))


def _stamp(stat: os.stat_result) -> list[int]:
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def _site_digest(settings: Settings) -> str:
    """All that bears on every page: this package, the shared roles, the settings.

    Empty where that cannot be told.
    """
    shared = settings.scenarios_dir / SHARED_FILE
    try:
        roles = shared.read_bytes().hex() if shared.exists() else ""
    except OSError:
        return ""
    return sha256(
        {
            "package": _package_digest(),
            "jinja2": jinja2.__version__,
            "shared": roles,
            "language": settings.language,
            "folders": [str(settings.scenarios_dir), str(settings.docs_dir)],
            "shown": settings.shown(settings.scenarios_dir),
        }
    )


@functools.cache
def _package_digest() -> str:
    package = Path(__file__).parent
    files = (f for f in sorted(package.rglob("*")) if f.is_file() and f.suffix != ".pyc")
    return sha256({str(f.relative_to(package)): f.read_bytes().hex() for f in files})
