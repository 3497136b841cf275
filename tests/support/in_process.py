"""Runs questions in the process of the test, which is fast, through real HTTP.

They run in a separate thread, since Playwright leaves an event loop running in the test's thread as
long as its browser is open.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mkdocs_perspectives.ask import AskResult
from mkdocs_perspectives.common import ModelSettings, Settings
from mkdocs_perspectives.pipeline import complete, read_project, report

__all__ = ["ask", "settings_of"]


def settings_of(root: Path, base_url: str | None, **options: Any) -> Settings:
    """The settings of the site in ``root``; ``options`` are those of the model."""
    model = {"concurrency": 2, "timeout": 20, "max_retries": 2} | options
    return Settings(
        root=root,
        docs_dir=root / "docs",
        scenarios_dir=root / "scenarios",
        cache_dir=root / ".cache",
        model=ModelSettings("fake-1", base_url=base_url, **model),
    )


def ask(settings: Settings, *, batch: bool = False) -> AskResult:
    """Ask for missing answers, and log the report."""
    with ThreadPoolExecutor(1) as thread:
        _, result = thread.submit(
            lambda: complete(read_project(settings), settings, batch=batch)
        ).result()
    report(result, settings)
    return result
