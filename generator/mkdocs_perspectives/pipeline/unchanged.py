"""The state of the last build, by which scenarios with unchanged files are skipped.

A scenario is unchanged if its own files, the shared roles, the settings that affect pages and this
package are the same, and its pages are as they were written. Files are the same if their size and
times are; a file modified just before it was checked counts as changed, since it may change again
within the resolution of its timestamp. The saved state can be deleted at any time, and is not used
in frozen mode or by ``build --check``.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jinja2

from mkdocs_perspectives.ask import Tallies, Tally
from mkdocs_perspectives.common import (
    OutputError,
    Settings,
    cldr_version,
    ignored_folder,
    read_bounded,
    sha256,
    write_if_changed,
)
from mkdocs_perspectives.pages import ScenarioSummary
from mkdocs_perspectives.scenario import LOCALES_FOLDER, MAX_BYTES, SCENARIO_FILE, SHARED_FILE

__all__ = ["Unchanged", "read_unchanged", "remember"]

log = logging.getLogger("mkdocs.plugins.perspectives")

_FILE = "pages.json"
_LARGEST = 1_000_000_000
"""Bytes; a site of a thousand scenarios takes a twentieth of it."""

_TOO_NEW = 2_000_000_000
"""Nanoseconds; some file systems give times in steps of two seconds."""

_Stamps = dict[str, list[int]]
"""Size, mtime and ctime (nanoseconds) by file name."""


@dataclass(frozen=True)
class Unchanged:
    """The scenarios whose files have not changed since the last build, by id.

    ``summaries`` is what the pages of the whole site show of them, ``tallies`` the tokens of their
    answers, ``outputs`` their pages. ``inputs`` are the files of all scenarios.
    """

    summaries: Mapping[str, ScenarioSummary]
    tallies: Mapping[str, Tallies]
    inputs: Mapping[str, _Stamps]
    outputs: Mapping[str, _Stamps]
    whole: bool
    """Whether these are all scenarios of the saved state and all that exist."""
    site: str
    """The digest of what affects every page, taken before anything was read."""


def read_unchanged(settings: Settings) -> Unchanged:
    """The saved state, as far as it still holds."""
    # Taken before the files are read: what changes in between counts as changed next time.
    inputs = {name: _inputs(folder) for name, folder in _folders(settings.scenarios_dir)}
    site = _site_digest(settings)
    data: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError, RecursionError, MemoryError):
        data = json.loads(read_bounded(settings.cache_dir / _FILE, _LARGEST))
    summaries, tallies, outputs = {}, {}, {}
    # If the file is damaged in any way, everything is generated again.
    with contextlib.suppress(OSError, KeyError, TypeError, AttributeError, ValueError):
        known = data["scenarios"] if site and data.get("site") == site else {}
        for name, scenario in known.items():
            if inputs.get(name) and inputs[name] == scenario["inputs"]:
                stamps = _stamps(settings.docs_dir / "scenarios" / name)
                if stamps and stamps == scenario["outputs"]:
                    summary = ScenarioSummary.from_json(scenario["summary"])
                    used = {lang: Tally(**tally) for lang, tally in scenario["tokens"].items()}
                    summaries[name], tallies[name], outputs[name] = summary, used, stamps
        whole = summaries.keys() == known.keys() == inputs.keys()
        return Unchanged(summaries, tallies, inputs, outputs, whole, site)
    return Unchanged({}, {}, inputs, {}, False, site)


def remember(
    settings: Settings,
    before: Unchanged,
    summaries: Iterable[ScenarioSummary],
    tallies: Mapping[str, Tallies],
) -> None:
    """Save the state of scenarios whose answers are all current, for the next build.

    Args:
        before: the state from before the scenarios were read.
        tallies: the tokens of their answers, by scenario id.
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
        used = tallies.get(summary.id, {})
        scenarios[summary.id] = {
            "inputs": inputs,
            "outputs": outputs,
            "summary": summary.to_json(),
            "tokens": {language: asdict(tally) for language, tally in used.items()},
        }
    data = {"format": 1, "site": before.site, "scenarios": scenarios}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        if not scenarios and not (settings.cache_dir / _FILE).exists():
            return
        ignored_folder(settings.cache_dir)
        write_if_changed(settings.cache_dir / _FILE, text, root=settings.cache_dir)
    except (OSError, OutputError) as error:
        log.debug("The state of the build cannot be saved: %s", error)


def _folders(scenarios_dir: Path) -> Iterable[tuple[str, Path]]:
    # Problems with a folder are reported when it is read.
    with contextlib.suppress(OSError), os.scandir(scenarios_dir) as entries:
        return [
            (f.name, Path(f.path))
            for f in entries
            if f.is_dir() and f.name[0] not in "._" and f.name != LOCALES_FOLDER
        ]
    return ()


def _inputs(folder: Path) -> _Stamps:
    """The stamps of a scenario's files; empty, which matches nothing, if one is too new."""
    stamps = _stamps(folder)
    if SCENARIO_FILE not in stamps:
        return {}
    limit = time.time_ns() - _TOO_NEW
    return {} if any(max(stamp[1:]) > limit for stamp in stamps.values()) else stamps


def _stamps(folder: Path) -> _Stamps:
    """The stamps of the files in a folder and below it; empty if it cannot be read."""
    stamps: _Stamps = {}
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                below = _stamps(Path(entry.path))
                stamps |= {f"{entry.name}/{name}": stamp for name, stamp in below.items()}
            else:
                stamps[entry.name] = _stamp_of(entry)
        return stamps
    return {}


def _stamp_of(entry: os.DirEntry[str]) -> list[int]:
    try:
        return _stamp(entry.stat())
    except FileNotFoundError:
        # A dangling link, such as editors create beside an open file.
        return _stamp(entry.stat(follow_symlinks=False))


def _stamp(stat: os.stat_result) -> list[int]:
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def _site_digest(settings: Settings) -> str:
    """The digest of what affects every page: this package, shared roles, words, settings.

    Empty if it cannot be computed.
    """
    shared = settings.scenarios_dir / SHARED_FILE
    try:
        roles = read_bounded(shared, MAX_BYTES).hex() if shared.exists() else ""
        words = {
            file.name: read_bounded(file, MAX_BYTES).hex()
            for file in sorted((settings.scenarios_dir / LOCALES_FOLDER).glob("*.yml"))
        }
    except OSError:
        return ""
    return sha256(
        {
            "package": _package_digest(),
            "jinja2": jinja2.__version__,
            "shared": roles,
            "words": words,
            "cldr": cldr_version(),
            "language": settings.language,
            "folders": [str(settings.scenarios_dir), str(settings.docs_dir)],
            "shown": settings.scenarios_folder,
        }
    )


@functools.cache
def _package_digest() -> str:
    package = Path(__file__).parent.parent
    files = (f for f in sorted(package.rglob("*")) if f.is_file() and f.suffix != ".pyc")
    return sha256({str(f.relative_to(package)): f.read_bytes().hex() for f in files})
