"""Fixtures: a site of its own in a temporary folder, commands as a user runs them, and a server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import factory
import pytest
from browsing import chromium, served
from fake_server import FakeServer
from faults import KEY
from playwright.sync_api import Browser

_OURS = ("OPENAI_", "PERSPECTIVES_")

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**more: str) -> dict[str, str]:
    """The environment without keys and settings of the machine, and with ``more``."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
    return kept | {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", **more}


def tool(name: str) -> str:
    """A console script of the environment that runs the tests."""
    return str(Path(sys.executable).with_name(name))


def command(
    name: str,
    *arguments: str,
    cwd: Path,
    prefix: Sequence[str] = (),
    before: Callable[[], None] | None = None,
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Run a console script as a user would, with ``env`` added to a clean environment.

    ``prefix`` is a command that runs it; ``before`` is called in the new process.
    """
    return subprocess.run(
        [*prefix, tool(name), *arguments],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=before,
        check=False,
    )


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_OURS):
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


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


ROOT = Path(__file__).parent.parent
SITE_URL = "https://example.org/perspectives/"


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
