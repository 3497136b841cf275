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


_NO_PORT = "its port is no number from 1 to 65535"
_NO_HOST = "it has no host, or none that can be"


def address_fault(address: str) -> str:
    """What is wrong with the address of a server; empty if nothing is. It shows no secret."""
    if not address.startswith(("http://", "https://")):
        return "it does not begin with http:// or https://"
    if any(not c.isprintable() or c.isspace() for c in address):
        return "it has a blank or an invisible character in it"
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
    """How a model is asked. Times in seconds; None leaves a parameter out of the request."""

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
    """Whose answers these are: the lead's, or those of the voice with this id."""
    key_variable: str | None = KEY_VARIABLE
    """The environment variable that holds the key; None where no key may be sent."""
    own_server: bool = False
    """Whether the server is another than the lead's, which nothing meant for that may reach."""
    requests_before: int = 0
    """Sent for other voices in the same run, and counted by ``max_requests`` too."""
    cost_before: float = 0.0
    """What those cost, in US dollars."""

    @property
    def api_key(self) -> str | None:
        """The key for the server, if there is one."""
        return None if self.key_variable is None else key_in(self.key_variable)

    @property
    def can_ask(self) -> bool:
        """Whether requests can be sent: there is a key, or a server that may need none."""
        if self.voice != LEAD and self.key_variable not in (None, KEY_VARIABLE):
            return self.api_key is not None
        return self.api_key is not None or self.base_url is not None

    @property
    def model_option(self) -> str:
        """Where the model is named, as messages put it."""
        if self.voice in (LEAD, REVERSED):
            return "`model` or PERSPECTIVES_MODEL"
        return f"`model` of {self.voice} in `panel`"

    @property
    def address_option(self) -> str:
        """Where the server's address is set, as messages put it."""
        if not self.own_server:
            return "`base_url` or OPENAI_BASE_URL"
        return f"`base_url` of {self.voice} in `panel`"

    @property
    def key_option(self) -> str:
        """Where the server's key is set, or would be, as messages put it."""
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
            # It cannot be used, which is said where it would be.
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
    """Where things are, in absolute paths, and how the model is asked."""

    root: Path
    docs_dir: Path
    scenarios_dir: Path
    cache_dir: Path
    model: ModelSettings
    """How the voice is asked that is asked with these settings: the lead, unless ``of_voice``."""
    panel: tuple[ModelSettings, ...] = ()
    """How further voices are asked."""
    mode: Mode = "auto"
    language: Language = "en"
    config_file: str = field(default="mkdocs.yml")
    home: bool = True
    """Whether a home page is generated where the site has none of its own."""

    @property
    def can_ask(self) -> bool:
        """Whether requests can be sent."""
        return self.model.can_ask

    @property
    def voices(self) -> tuple[str, ...]:
        """The ids of the voices that can be asked beside the lead, those of the panel first."""
        return (*(voice.voice for voice in self.panel), REVERSED)

    def of_voice(self, voice: str) -> Settings:
        """The settings with which a voice is asked; KeyError where there is none of that id."""
        if voice == LEAD:
            return self
        if voice == REVERSED:
            return replace(self, model=replace(self.model, voice=REVERSED))
        return replace(self, model={each.voice: each for each in self.panel}[voice])

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
        """``path`` as messages show it: relative to the project if it is inside it."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )
