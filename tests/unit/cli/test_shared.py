"""What commands share: the choice of scenarios and roles, and errors without a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import click
import factory
import pytest
from mkdocs_perspectives.cli.shared import choose, clean_errors, say_annotation
from mkdocs_perspectives.common import ConfigError
from mkdocs_perspectives.pipeline import Project, read_project


@pytest.fixture
def project(site: Path) -> Project:
    for name in ("bus", "tram"):
        factory.write_scenario(site, name, factory.scenario(2, 1))
    return read_project(factory.settings_of(site))


@pytest.mark.parametrize(
    ("scenarios", "personas", "chosen"),
    [
        ((), (), ["bus/role-a", "bus/role-b", "tram/role-a", "tram/role-b"]),
        (("tram",), (), ["tram/role-a", "tram/role-b"]),
        ((), ("role-b",), ["bus/role-b", "tram/role-b"]),
        (("bus", "bus"), ("role-a",), ["bus/role-a"]),
    ],
)
def test_what_is_named_is_chosen(
    project: Project, scenarios: tuple[str, ...], personas: tuple[str, ...], chosen: list[str]
) -> None:
    assert [str(entry.key) for entry in choose(project, scenarios, personas)] == chosen


@pytest.mark.parametrize(
    ("scenarios", "personas", "told"),
    [
        (("ferry",), (), "unknown scenario 'ferry'; known: bus, tram"),
        (("bus",), ("nobody",), "unknown role 'nobody'; known: role-a, role-b"),
    ],
)
def test_what_is_not_there_is_wrong_use(
    project: Project, scenarios: tuple[str, ...], personas: tuple[str, ...], told: str
) -> None:
    with pytest.raises(click.UsageError, match=told):
        choose(project, scenarios, personas)


@pytest.fixture
def _own_log() -> Iterator[None]:
    logger = logging.getLogger("mkdocs")
    handlers, level = logger.handlers[:], logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.mark.usefixtures("_own_log")
@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("It is wrong.", "Error: It is wrong.\n  Mend it.\n"),
        ("a.yml:1:1: wrong\n  why", "a.yml:1:1: wrong\n  why\n  Mend it.\n"),
    ],
)
def test_an_error_for_users_ends_with_1_and_its_remedy(
    capsys: pytest.CaptureFixture[str], message: str, told: str
) -> None:
    @clean_errors
    def command() -> None:
        raise ConfigError(message, "Mend it.")

    with pytest.raises(SystemExit) as caught:
        command()
    assert caught.value.code == 1
    assert capsys.readouterr().err == told


@pytest.mark.usefixtures("_own_log")
def test_any_other_error_is_a_bug_and_is_not_hidden() -> None:
    @clean_errors
    def command() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        command()


def test_what_github_reads_is_one_command_whatever_it_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_annotation("warning", "100%\n::error::no", file="a,b.yml", line=3, title="check: x")
    assert capsys.readouterr().out == (
        "::warning file=a%2Cb.yml,line=3,title=check%3A x::100%25%0A: :error::no\n"
    )
