"""The settings of a project, from the plugin's entry in ``mkdocs.yml`` and the environment."""

from __future__ import annotations

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
        """The server's URL without the parts that may contain secrets: user, password, query."""
        if self.base_url is None:
            return None
        parts = urlsplit(self.base_url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    def parameters(self) -> dict[str, object]:
        """The configured sampling parameters of a request."""
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
    home: bool = True
    """Whether a home page is generated where the site has none of its own."""

    @property
    def can_ask(self) -> bool:
        """Whether requests can be sent: there is a key, or a server that may need none."""
        return api_key() is not None or self.model.base_url is not None

    def shown(self, path: Path) -> str:
        """``path`` as messages show it: relative to the project if it is inside it."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )
