"""Fixtures: a site of its own in a temporary folder, commands as a user runs them, and a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
from browsing import chromium, served
from commands import NOT_OURS, OURS, ROOT, SITE_URL, Run, command
from fake_server import FakeServer
from faults import KEY
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

# The same examples every time, however long they take.
settings.register_profile(
    "calm", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("calm")


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith(OURS + NOT_OURS) or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An empty site with the plugin and nothing else."""
    return factory.write_site(tmp_path / "site")


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """An OpenAI-compatible server on loopback that answers whatever schema it is given."""
    with FakeServer() as running:
        yield running


@pytest.fixture
def run(site: Path) -> Run:
    """Run a command in the site as a user would: ``run("mkdocs", "build", OPENAI_API_KEY=...)``."""

    def call(name: str, *arguments: str, cwd: Path = site, **env: str):  # type: ignore[no-untyped-def]
        return command(name, *arguments, cwd=cwd, **env)

    return call


@pytest.fixture
def asking(server: FakeServer) -> dict[str, str]:
    """The environment that points the tool at the server."""
    return {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY}


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site, built as it is published, without a key."""
    folder = tmp_path_factory.mktemp("shipped")
    repository = {"REPO_URL": "https://example.org/o/r", "EDIT_URI": "edit/main/docs/"}
    result = command(
        *("mkdocs", "build", "--strict", "-q", "-d", str(folder)),
        cwd=ROOT,
        PERSPECTIVES_MODE="frozen",
        SITE_URL=SITE_URL,
        **repository,
    )
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture(scope="session")
def address(shipped: Path) -> Iterator[str]:
    """Where the shipped site is served, on loopback."""
    with served(shipped) as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running
