"""Settings: what is shown of an address, and which parameters are sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_perspectives.common import ModelSettings, Settings


def test_an_address_is_shown_without_what_may_be_secret() -> None:
    address = "https://user:hunter2@example.org:8080/v1?token=hunter3#hunter4"
    assert ModelSettings("m", address).shown_base_url == "https://example.org:8080/v1"
    assert ModelSettings("m").shown_base_url is None


def test_only_configured_parameters_are_sent() -> None:
    assert ModelSettings("m").parameters() == {}
    named = ModelSettings("m", max_output_tokens=5, temperature=0, seed=0).parameters()
    assert named == {"max_completion_tokens": 5, "temperature": 0, "seed": 0}


def _settings(root: Path, base_url: str | None = None) -> Settings:
    model = ModelSettings("m", base_url)
    return Settings(root, root / "docs", root / "scenarios", root / ".cache", model)


def test_paths_are_shown_from_the_project(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "site")
    assert settings.shown(tmp_path / "site/scenarios/a") == "scenarios/a"
    assert settings.shown(tmp_path / "elsewhere") == str(tmp_path / "elsewhere")


def test_whom_there_is_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _settings(tmp_path).can_ask
    assert _settings(tmp_path, "http://localhost/v1").can_ask
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789abcdef")
    assert _settings(tmp_path).can_ask
