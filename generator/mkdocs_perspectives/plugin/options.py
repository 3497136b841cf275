"""The plugin's options in ``mkdocs.yml``, and the settings that result from them."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_perspectives.common import (
    ConfigError,
    Language,
    ModelSettings,
    Settings,
    address_fault,
    code_point,
    hidden_marks,
    meant_tag,
    refused,
    shows,
)
from mkdocs_perspectives.plugin.panel import Panel, panel_settings

__all__ = ["PLUGIN_NAME", "PluginOptions", "settings_from"]

log = logging.getLogger("mkdocs.plugins.perspectives")

PLUGIN_NAME = "perspectives"


class _Number(c.OptionallyRequired[float]):
    """A number above a bound; true and false are not numbers."""

    def __init__(self, default: float | None = None, *, above: float) -> None:
        super().__init__(default=default)
        self._above = above

    def run_validation(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise base.ValidationError(f"Expected a number, not {value!r}.")
        if not value > self._above:
            raise base.ValidationError(f"Expected a number above {self._above:g}, not {value!r}.")
        return float(value)


class _Count(c.OptionallyRequired[int]):
    """A whole number of at least ``least``."""

    def __init__(self, default: int | None = None, *, least: int) -> None:
        super().__init__(default=default)
        self._least = least

    def run_validation(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise base.ValidationError(f"Expected a whole number, not {value!r}.")
        if value < self._least:
            raise base.ValidationError(f"Expected at least {self._least}, not {value}.")
        return value


class _SearchPages(c.OptionallyRequired[str | list[str]]):
    """``all``, ``scenarios``, or a list of scenario ids."""

    def __init__(self) -> None:
        super().__init__(default="all")

    def run_validation(self, value: object) -> str | list[str]:
        if isinstance(value, str) and value in ("all", "scenarios"):
            return value
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        raise base.ValidationError(
            f"Expected all, scenarios, or a list of scenario ids, not {value!r}."
        )


class PluginOptions(base.Config):
    """What can be set under ``plugins: - perspectives:``."""

    scenarios_dir = c.Type(str, default="scenarios")
    """The folder of the scenarios and of `personas.yml`, relative to `mkdocs.yml`."""

    mode = c.Choice(("auto", "frozen"), default="auto")
    """`auto` gets the answers that are missing or stale; `frozen` sends no requests and fails if an
    answer is missing or stale. `PERSPECTIVES_MODE` overrides it."""

    model = c.Type(str, default="gpt-5.6-luna")
    """The model, by the name that the server uses. `PERSPECTIVES_MODEL` overrides it."""

    base_url = c.Optional(c.Type(str))
    """The base URL of an OpenAI-compatible server, usually ending in `/v1`; `null` means OpenAI.
    `OPENAI_BASE_URL` overrides it."""

    panel = Panel()
    """Further models to [check against](voices.md), each a mapping with [these keys](#panel). All
    other options hold for every voice."""

    search_pages = _SearchPages()
    """Which generated pages are in the search index: `all`, or `scenarios` for only the main page
    of each scenario, which makes the index of a large site about a tenth as large, or a list of
    the scenarios whose other pages are indexed as well."""

    concurrency = _Count(16, least=1)
    """How many requests may be in flight at once. After a 429 (too many requests), fewer are sent
    at once until the server accepts more again."""

    timeout = _Number(120.0, above=0)
    """How many seconds one reply may take."""

    max_retries = _Count(4, least=0)
    """How often a request is retried after a temporary failure; half as often after a timeout,
    which may be billed."""

    max_requests = c.Optional(_Count(least=0))
    """The most requests that one build may send, retries included; `null` means no limit."""

    max_cost = c.Optional(_Number(above=0))
    """The most that one build may cost, in US dollars; `null` means no limit. If the estimate is
    higher, no request is sent; if answers turn out longer than estimated, no further requests are
    sent. What a request took that timed out or broke off is counted by estimate."""

    max_output_tokens = c.Optional(_Count(least=1))
    """The longest answer in tokens, for servers that need a limit; `null` leaves it to the
    server."""

    temperature = c.Optional(_Number(above=-1e-9))
    """The sampling temperature; `null` leaves it to the server."""

    seed = c.Optional(c.Type(int))
    """The sampling seed, for servers that support one."""

    cache_dir = c.Type(str, default=".cache/perspectives")
    """The folder of the local answer cache, relative to `mkdocs.yml`."""

    ask_on_serve = c.Type(bool, default=False)
    """Whether `mkdocs serve` may send requests. They are sent once nothing has been saved for five
    seconds. `max_requests` and `max_cost` then hold for the whole session, and without
    `max_requests` it sends at most 100."""


def settings_from(config: MkDocsConfig, options: Any) -> Settings:
    """The settings that a project's configuration and the environment give.

    Args:
        config: the loaded configuration of MkDocs.
        options: the validated ``PluginOptions``.

    Raises:
        ConfigError: an environment variable has an invalid value.
    """
    file = Path(config.config_file_path) if config.config_file_path else Path("mkdocs.yml")
    root = file.resolve().parent
    mode = os.environ.get("PERSPECTIVES_MODE") or options.mode
    if mode not in ("auto", "frozen"):
        raise ConfigError(
            f"PERSPECTIVES_MODE is {mode!r}, not a mode", "Set it to auto or frozen, or unset it."
        )
    if options.base_url is not None and (fault := address_fault(options.base_url.strip())):
        raise ConfigError(
            f"`base_url` of the plugin cannot be used: {fault}",
            "Set it to an address such as http://localhost:8080/v1.",
        )
    # What the environment says is looked at where it is used, so that a site is built without.
    base_url = os.environ.get("OPENAI_BASE_URL", "").strip() or options.base_url
    lead = ModelSettings(
        model=_model_name(options.model),
        base_url=base_url.strip() if base_url else None,
        concurrency=options.concurrency,
        timeout=options.timeout,
        max_retries=options.max_retries,
        max_requests=options.max_requests,
        max_cost=options.max_cost,
        max_output_tokens=options.max_output_tokens,
        temperature=options.temperature,
        seed=options.seed,
    )
    return Settings(
        root=root,
        docs_dir=Path(config.docs_dir).resolve(),
        scenarios_dir=root / _without_refused("scenarios_dir", options.scenarios_dir),
        cache_dir=root / _without_refused("cache_dir", options.cache_dir),
        mode="frozen" if mode == "frozen" else "auto",
        language=_theme_language(config),
        config_file=file.name,
        home=not _has_home_elsewhere(config),
        model=lead,
        panel=tuple(panel_settings(entry, lead) for entry in options.panel),
    )


def _has_home_elsewhere(config: MkDocsConfig) -> bool:
    """Whether the home page comes from a folder of its language, as mkdocs-static-i18n has it."""
    plugin = config.plugins.get("i18n")
    return plugin is not None and plugin.config.get("docs_structure") == "folder"


def _model_name(configured: str) -> str:
    """The model to ask, as pages and messages may name it."""
    given = os.environ.get("PERSPECTIVES_MODEL")
    option, value = ("PERSPECTIVES_MODEL", given) if given else ("model", configured)
    name, marks = hidden_marks(_without_refused(option, value))
    if not shows(name):
        raise ConfigError(f"{option} is empty", "Name the model to ask, as its server names it.")
    if marks:
        codes = ", ".join(sorted(set(map(code_point, marks))))
        log.info("Invisible marks were left out of %s: %s", option, codes)
    return name.strip()


def _without_refused(option: str, value: str) -> str:
    """``value``. ConfigError where it holds a character that no setting may hold."""
    if found := refused(value):
        raise ConfigError(
            f"{option} holds the character {code_point(found.group())}, which is not allowed",
            "Delete it; it is usually invisible.",
        )
    return value


def _theme_language(config: MkDocsConfig) -> Language:
    """The language of the site's theme; English where it names none that is known."""
    try:
        return meant_tag(str(config.theme["language"])) or "en"
    except KeyError:
        return "en"
