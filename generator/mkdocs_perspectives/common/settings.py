"""The settings of one project, as the plugin's entry in ``mkdocs.yml`` and the environment give."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from mkdocs_perspectives.common.languages import Language
from mkdocs_perspectives.common.safe_text import api_key

__all__ = ["Mode", "ModelSettings", "Settings"]

Mode = Literal["auto", "frozen"]


@dataclass(frozen=True)
class ModelSettings:
    """How the model is asked. Times in seconds; None leaves a parameter out of the request."""

    model: str
    base_url: str | None = None
    concurrency: int = 16
    timeout: float = 120
    max_retries: int = 4
    max_requests: int | None = None
    max_cost: float | None = None
    """US dollars."""
    max_output_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None

    @property
    def shown_base_url(self) -> str | None:
        """The server's address without the parts that may hold secrets: user, password, query."""
        if self.base_url is None:
            return None
        parts = urlsplit(self.base_url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    def parameters(self) -> dict[str, object]:
        """The sampling parameters of a request, as far as they are configured."""
        named = {
            "max_completion_tokens": self.max_output_tokens,
            "temperature": self.temperature,
            "seed": self.seed,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True)
class Settings:
    """Where things are, in absolute paths, and how the model is asked."""

    root: Path
    docs_dir: Path
    scenarios_dir: Path
    cache_dir: Path
    model: ModelSettings
    mode: Mode = "auto"
    language: Language = "en"
    config_file: str = field(default="mkdocs.yml")

    @property
    def can_ask(self) -> bool:
        """Whether there is anybody to ask: a key, or a server that may need none."""
        return api_key() is not None or self.model.base_url is not None

    @property
    def source_root(self) -> Path:
        """What pages name files relative to: the nearest folder that holds both the scenarios and
        the pages, so that pages are the same wherever the configuration lies."""
        scenarios = Path(os.path.normpath(self.scenarios_dir)).parent
        try:
            return Path(os.path.commonpath([self.docs_dir.parent, scenarios]))
        except ValueError:
            # On two drives of Windows.
            return scenarios

    @property
    def scenarios_folder(self) -> str:
        """The folder of the scenarios as pages name it, with forward slashes."""
        folder = Path(os.path.normpath(self.scenarios_dir))
        return folder.relative_to(self.source_root).as_posix()

    def shown(self, path: Path) -> str:
        """``path`` as messages show it: relative to the project where it lies in it."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )
