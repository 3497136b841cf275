"""From an empty folder: ``init`` and ``new`` write what builds and passes, and replace nothing."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import factory
import jsonschema
import pytest
import yaml
from commands import Run, environment, tool, tree
from fake_server import FakeServer
from mkdocs_perspectives.scenario import json_schema, load_library, slug


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_new_site_builds_at_once_and_its_scenario_is_answered(
    tmp_path: Path, run: Run, server: FakeServer, asking: dict[str, str], language: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    result = run("perspectives", "init", "--language", language, cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "scenarios/four-day-week/scenario.yml" in result.stdout
    check = run("perspectives", "check", cwd=folder)
    assert check.stdout == "1 scenario with 2 roles: no errors, 0 warnings.\n"
    built = run("mkdocs", "build", cwd=folder)
    assert built.returncode == 0
    assert built.stderr.count("WARNING") == 1
    home = (folder / "site/index.html").read_text("utf-8")
    assert {"en": "A four-day week", "ko": "주 4일 근무"}[language] in home
    page = (folder / "site/scenarios/four-day-week/index.html").read_text("utf-8")
    assert {"en": "Not answered yet", "ko": "아직 답이 없는 역할"}[language] in page
    strict = run("mkdocs", "build", "--strict", cwd=folder, **asking)
    assert strict.returncode == 0, strict.stderr
    assert server.count == 2
    data = yaml.safe_load((folder / "scenarios/four-day-week/scenario.yml").read_text("utf-8"))
    jsonschema.validate(data, json_schema())
    assert data["language"] == language


@pytest.mark.parametrize(
    "there", ["mkdocs.yml", "scenarios/schema.json", ".gitignore", ".gitattributes"]
)
def test_init_replaces_nothing(tmp_path: Path, run: Run, there: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / there).parent.mkdir(exist_ok=True)
    (folder / there).write_text("mine\n", "utf-8")
    result = run("perspectives", "init", cwd=folder)
    assert result.returncode == 1
    assert there in result.stderr
    assert tree(folder) == {there: b"mine\n"}


def test_new_takes_options_and_writes_what_passes(site: Path, run: Run) -> None:
    (site / "scenarios").mkdir()
    (site / "scenarios/personas.yml").write_text(
        "[{id: shared, name: Shared, description: Shared.}]", "utf-8"
    )
    roles = ["shared", "Zoë's boss", "손님"]
    result = run(
        *("perspectives", "new", "--title", 'Café & "bar": a # test', "--question", "Why?"),
        *(part for role in roles for part in ("--role", role)),
    )
    assert result.returncode == 0, result.stderr
    file = site / "scenarios/cafe-bar-a-test/scenario.yml"
    assert f"Written: {file.relative_to(site)}" in result.stdout
    assert "perspectives ask cafe-bar-a-test" in result.stdout
    (scenario,) = load_library(site / "scenarios").scenarios
    assert scenario.title == 'Café & "bar": a # test'
    assert [p.id for p in scenario.personas] == ["shared", "zoes-boss", "role-3"]
    assert [p.name for p in scenario.personas] == ["Shared", "Zoë's boss", "손님"]
    assert (site / "scenarios/schema.json").exists()
    assert (site / "scenarios/personas.schema.json").exists()
    check = run("perspectives", "check")
    assert check.returncode == 0
    # The situation, two descriptions, and the titles and statements of two issues.
    assert check.stderr.count("still to be written") == 1 + 2 + 4
    assert check.stderr.count("warning: ") == 7


def test_new_never_replaces_a_scenario(site: Path, run: Run) -> None:
    file = factory.write_scenario(site)
    before = file.read_bytes()
    options = ("--title", "Tram", "--question", "Why?", "--role", "A")
    result = run("perspectives", "new", *options)
    assert result.returncode == 1
    assert "there is a " in result.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["../up", "Upper", "a b", "index"])
def test_new_refuses_an_id_that_is_none(site: Path, run: Run, name: str) -> None:
    before = tree(site)
    options = ("--title", "Tram", "--question", "Why?", "--role", "A")
    result = run("perspectives", "new", name, *options)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert re.search("is no id|is taken by a page", result.stderr)
    assert tree(site) == before


def test_new_without_a_terminal_names_what_is_not_given(site: Path, run: Run) -> None:
    result = run("perspectives", "new", "--title", "Tram")
    assert result.returncode == 2
    assert "--question is not given" in result.stderr


def test_new_asks_on_a_terminal(site: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [tool("perspectives"), "new"],
        cwd=site,
        env=environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(theirs)
    os.write(ours, "야시장\nWho wins?\nTrader, Neighbour\nen\nnight-market\n".encode())
    output, _ = process.communicate(timeout=60)
    os.close(ours)
    text = output.decode("utf-8")
    assert process.returncode == 0, text
    for asked in ("Title:", "What is every role asked?:", "Roles", "Language", "Id "):
        assert asked in text
    (scenario,) = load_library(site / "scenarios").scenarios
    assert (scenario.id, scenario.title, scenario.language) == ("night-market", "야시장", "en")
    assert [p.name for p in scenario.personas] == ["Trader", "Neighbour"]


def test_slugs() -> None:
    assert slug("Un Événement: l'été!") == "un-evenement-lete"
    assert slug("주 4일 근무") == ""
    assert slug("야시장") == ""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug("x" * 79 + " yy"))
