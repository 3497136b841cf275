"""The plugin's options: what can be set, what the environment overrides, and what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs_perspectives.common import ConfigError, Settings
from mkdocs_perspectives.plugin.options import PluginOptions, settings_from


def _problems(**given: Any) -> list[str]:
    options = PluginOptions()
    options.load_dict(given)
    errors, _ = options.validate()
    return [f"{name}: {error}" for name, error in errors]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("mode", "sometimes", "Expected one of"),
        ("concurrency", 0, "Expected at least 1, not 0"),
        ("concurrency", True, "Expected a whole number"),
        ("concurrency", 1.5, "Expected a whole number"),
        ("timeout", "fast", "Expected a number"),
        ("timeout", 0, "Expected a number above 0"),
        ("max_requests", -1, "Expected at least 0"),
        ("max_cost", 0, "Expected a number above 0"),
        ("max_output_tokens", 0, "Expected at least 1"),
        ("seed", "x", "Expected type"),
    ],
)
def test_what_cannot_be(name: str, value: object, told: str) -> None:
    (problem,) = _problems(**{name: value})
    assert problem.startswith(f"{name}: ")
    assert told in problem


def test_what_can_be() -> None:
    assert _problems() == []
    assert _problems(temperature=0, max_requests=0, max_retries=0, timeout=1, seed=0) == []


def _settings(tmp_path: Path, theme: dict[str, str] | None = None, **given: Any) -> Settings:
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_name": "x", "docs_dir": "docs", "theme": theme or {"name": "mkdocs"}})
    (tmp_path / "docs").mkdir(exist_ok=True)
    config.validate()
    options = PluginOptions()
    options.load_dict(given)
    options.validate()
    return settings_from(config, options)


def test_settings_are_absolute_and_lie_beside_the_configuration(tmp_path: Path) -> None:
    settings = _settings(tmp_path, scenarios_dir="content/questions")
    assert settings.root == tmp_path
    assert settings.docs_dir == tmp_path / "docs"
    assert settings.scenarios_dir == tmp_path / "content/questions"
    assert settings.cache_dir == tmp_path / ".cache/perspectives"
    assert (settings.mode, settings.language, settings.model.model) == (
        "auto",
        "en",
        "gpt-5.6-luna",
    )


def test_the_environment_wins_and_an_empty_variable_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"mode": "auto", "model": "mine", "base_url": "http://mine/v1"}
    for name in ("PERSPECTIVES_MODE", "PERSPECTIVES_MODEL", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "")
    settings = _settings(tmp_path, **given)
    assert (settings.mode, settings.model.model) == ("auto", "mine")
    assert settings.model.base_url == "http://mine/v1"
    monkeypatch.setenv("PERSPECTIVES_MODE", "frozen")
    monkeypatch.setenv("PERSPECTIVES_MODEL", "theirs")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://theirs/v1")
    settings = _settings(tmp_path, **given)
    assert (settings.mode, settings.model.model) == ("frozen", "theirs")
    assert settings.model.base_url == "http://theirs/v1"


@pytest.mark.parametrize(
    ("name", "value"), [("PERSPECTIVES_MODE", "often"), ("PERSPECTIVES_MODE", "Frozen!")]
)
def test_what_the_environment_cannot_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        _settings(tmp_path)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ({"name": "material", "language": "de"}, "de"),
        ({"name": "material", "language": "pt-BR"}, "pt-BR"),
        ({"name": "material", "language": "zh-TW"}, "zh-TW"),
        ({"name": "material", "language": "sh"}, "sr-Latn"),
        ({"name": "material"}, "en"),
        ({"name": "mkdocs"}, "en"),
    ],
)
def test_pages_of_the_whole_site_are_in_the_language_of_the_theme(
    tmp_path: Path, theme: dict[str, str], expected: str
) -> None:
    assert _settings(tmp_path, theme).language == expected
