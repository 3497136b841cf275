"""The settings of a project, from the plugin's entry in ``mkdocs.yml`` and the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from mkdocs_perspectives.common.languages import Language
from mkdocs_perspectives.common.safe_text import KEY_VARIABLE, key_in
from mkdocs_perspectives.common.voices import LEAD, REVERSED

__all__ = ["Mode", "ModelSettings", "Settings", "address_fault"]

Mode = Literal["auto", "frozen"]


_NO_PORT = "its port is not a number from 1 to 65535"
_NO_HOST = "it has no valid host"


def address_fault(address: str) -> str:
    """What is wrong with a server's address; empty if it is valid. Never shows a secret."""
    if not address.startswith(("http://", "https://")):
        return "it does not start with http:// or https://"
    if any(not c.isprintable() or c.isspace() for c in address):
        return "it contains a space or an invisible character"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return _NO_PORT if "port" in str(error).lower() else _NO_HOST
    if not host:
        return _NO_HOST
    if port == 0:
        return _NO_PORT
    try:
        host.encode("ascii" if len(host) > 63 else "idna")
    except UnicodeError:
        return _NO_HOST
    return ""


@dataclass(frozen=True)
class ModelSettings:
    """How a model is used. Times in seconds; None omits a parameter from the request."""

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
    voice: str = LEAD
    """The id of the voice that answers; ``LEAD`` for the lead."""
    key_variable: str | None = KEY_VARIABLE
    """The environment variable that holds the key; None if no key may be sent."""
    own_server: bool = False
    """Whether the server is not the lead's; nothing meant for the lead's server is sent to it."""
    requests_before: int = 0
    """Requests sent for other voices in the same run, which count towards ``max_requests``."""
    cost_before: float = 0.0
    """What those requests cost, in US dollars."""

    @property
    def api_key(self) -> str | None:
        """The key for the server, if set."""
        return None if self.key_variable is None else key_in(self.key_variable)

    @property
    def can_ask(self) -> bool:
        """Whether requests can be sent: a key is set, or a server that may not need one."""
        if self.voice != LEAD and self.key_variable not in (None, KEY_VARIABLE):
            return self.api_key is not None
        return self.api_key is not None or self.base_url is not None

    @property
    def model_option(self) -> str:
        """The setting that names the model, for messages."""
        if self.voice in (LEAD, REVERSED):
            return "`model` or PERSPECTIVES_MODEL"
        return f"`model` of {self.voice} in `panel`"

    @property
    def address_option(self) -> str:
        """The setting that holds the server's address, for messages."""
        if not self.own_server:
            return "`base_url` or OPENAI_BASE_URL"
        return f"`base_url` of {self.voice} in `panel`"

    @property
    def key_option(self) -> str:
        """The setting that holds the server's key, for messages."""
        return self.key_variable or f"`api_key_env` of {self.voice} in `panel`"

    @property
    def shown_base_url(self) -> str | None:
        """The server's URL without the parts that may contain secrets: user, password, query."""
        if self.base_url is None:
            return None
        try:
            parts = urlsplit(self.base_url)
            return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
        except ValueError:
            # Invalid; the error is reported where the address is used.
            return "(no address)"

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
    """The project's absolute paths, and how the model is used."""

    root: Path
    docs_dir: Path
    scenarios_dir: Path
    cache_dir: Path
    model: ModelSettings
    """The settings of the voice to ask: the lead, except in the result of ``of_voice``."""
    panel: tuple[ModelSettings, ...] = ()
    """The settings of further voices."""
    mode: Mode = "auto"
    language: Language = "en"
    config_file: str = field(default="mkdocs.yml")
    home: bool = True
    """Whether a home page is generated if the site has none of its own."""

    @property
    def can_ask(self) -> bool:
        """Whether requests can be sent."""
        return self.model.can_ask

    @property
    def voices(self) -> tuple[str, ...]:
        """The ids of the voices other than the lead, those of the panel first."""
        return (*(voice.voice for voice in self.panel), REVERSED)

    def of_voice(self, voice: str) -> Settings:
        """The settings for asking a voice; KeyError if there is no voice with that id."""
        if voice == LEAD:
            return self
        if voice == REVERSED:
            return replace(self, model=replace(self.model, voice=REVERSED))
        return replace(self, model={each.voice: each for each in self.panel}[voice])

    @property
    def source_root(self) -> Path:
        """The folder that file names on pages are relative to: the nearest one that contains both
        the scenarios and the pages, so that pages do not depend on where mkdocs.yml is."""
        scenarios = Path(os.path.normpath(self.scenarios_dir)).parent
        try:
            return Path(os.path.commonpath([self.docs_dir.parent, scenarios]))
        except ValueError:
            # On different Windows drives.
            return scenarios

    @property
    def scenarios_folder(self) -> str:
        """The scenarios folder as shown on pages, with forward slashes."""
        folder = Path(os.path.normpath(self.scenarios_dir))
        return folder.relative_to(self.source_root).as_posix()

    def shown(self, path: Path) -> str:
        """``path`` as shown in messages: relative to the project if inside it."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )
