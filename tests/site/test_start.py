"""From an empty folder: ``init`` and ``new`` write what builds and passes, and replace nothing."""

from __future__ import annotations

import os
import pty
from pathlib import Path

import jsonschema
import pytest
import yaml
from commands import ROOT, Run, finished, start, tool, tree
from fake_server import FakeServer
from mkdocs_perspectives.scenario import json_schema, load_library


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
    assert (
        check.stdout
        == {
            "en": "1 scenario with 2 roles: no errors, 0 warnings.\n",
            "ko": "시나리오 1개, 역할 2개: 오류 없음, 경고 0건.\n",
        }[language]
    )
    built = run("mkdocs", "build", cwd=folder)
    assert built.returncode == 0
    assert built.stderr.count("WARNING") == 1
    home = (folder / "site/index.html").read_text("utf-8")
    assert {"en": "A four-day week", "ko": "주 4일 근무"}[language] in home
    page = (folder / "site/scenarios/four-day-week/index.html").read_text("utf-8")
    assert {"en": "Not answered yet", "ko": "아직 답변이 없는 역할"}[language] in page
    strict = run("mkdocs", "build", "--strict", cwd=folder, **asking)
    assert strict.returncode == 0, strict.stderr
    assert server.count == 2
    data = yaml.safe_load((folder / "scenarios/four-day-week/scenario.yml").read_text("utf-8"))
    jsonschema.validate(data, json_schema())
    assert data["language"] == language


def test_in_a_site_init_says_what_to_add_and_writes_nothing(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mkdocs.yml").write_text("site_name: Mine\nplugins: [search]\n", "utf-8")
    before = tree(folder)
    result = run("perspectives", "init", cwd=folder)
    assert result.returncode == 1
    assert result.stderr.startswith("Error: there is a mkdocs.yml already, so nothing was written")
    for line in ("- perspectives", "/.cache/", "perspectives new"):
        assert line in result.stderr
    assert tree(folder) == before


def test_in_a_site_init_writes_workflows_alone(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mkdocs.yml").write_text("site_name: Mine\nplugins: [perspectives]\n", "utf-8")
    result = run("perspectives", "init", "--ci", "github", cwd=folder)
    assert result.returncode == 0
    assert f"pip wheel --no-deps --wheel-dir vendor {ROOT}" in result.stdout
    assert "under `plugins:`" not in result.stdout
    assert [name for name in tree(folder) if not name.startswith(".github/workflows/")] == [
        "mkdocs.yml"
    ]


def test_new_takes_options_and_says_what_to_do_next(site: Path, run: Run) -> None:
    options = ("--title", 'Café & "bar": a # test', "--question", "Why?", "--role", "손님")
    result = run("perspectives", "new", *options)
    assert result.returncode == 0, result.stderr
    file = site / "scenarios/cafe-bar-a-test/scenario.yml"
    assert f"Written: {file.relative_to(site)}" in result.stdout
    assert "perspectives ask cafe-bar-a-test" in result.stdout
    check = run("perspectives", "check")
    assert check.returncode == 0
    # The situation, a description, and the titles and statements of two issues.
    assert check.stderr.count("still to be written") == 1 + 1 + 4
    assert check.stderr.count("warning: ") == 6
    before = tree(site)
    for name, told in (("cafe-bar-a-test", "there is a "), ("../up", "is not a valid id")):
        again = run("perspectives", "new", name, *options)
        assert again.returncode == 1
        assert told in again.stderr
    assert tree(site) == before


def test_new_without_a_terminal_names_what_is_not_given(site: Path, run: Run) -> None:
    result = run("perspectives", "new", "--title", "Tram")
    assert result.returncode == 2
    assert "--question is required" in result.stderr


def test_new_asks_on_a_terminal(site: Path) -> None:
    ours, theirs = pty.openpty()
    process = start(tool("perspectives"), "new", cwd=site, stdin=theirs)
    os.close(theirs)
    typed = (
        "야시장\nWho wins?\nTrader, Neighbour\nen\nnight-market\nsells noodles\nthe cart\nsales\n"
    )
    os.write(ours, f"{typed}\n\n\n".encode())
    result = finished(process)
    os.close(ours)
    assert result.returncode == 0, result.stderr
    text = result.stdout + result.stderr
    prompts = ("Title:", "What is every role asked?:", "Roles", "Language", "Id ", "Trader does:")
    for asked in prompts:
        assert asked in text
    (scenario,) = load_library(site / "scenarios").scenarios
    assert (scenario.id, scenario.title, scenario.language) == ("night-market", "야시장", "en")
    assert [p.name for p in scenario.personas] == ["Trader", "Neighbour"]
    assert scenario.personas[0].description == (
        "Sells noodles. Answers for the cart. Is measured by sales."
    )
    assert scenario.personas[1].description.startswith("TODO")


def test_a_korean_title_proposes_an_id_and_is_asked_about_in_korean(
    tmp_path: Path, run: Run
) -> None:
    run("perspectives", "init", "--language", "ko", cwd=tmp_path)
    ours, theirs = pty.openpty()
    process = start(tool("perspectives"), "new", cwd=tmp_path, stdin=theirs)
    os.close(theirs)
    typed = "급식 개편\n무엇을 바라는가?\n조리사\n\n\n급식을 만듭니다\n위생\n남은 음식\n"
    os.write(ours, typed.encode())
    result = finished(process)
    os.close(ours)
    assert result.returncode == 0, result.stderr
    text = result.stdout + result.stderr
    for asked in (
        *("제목:", "모든 역할에게 무엇을 묻습니까?:", "언어 [ko]:"),
        *("[geupsik-gaepyeon]:", "조리사가 하는 일:", "조리사의 평가 기준:"),
    ):
        assert asked in text
    assert "저장한 파일: scenarios/geupsik-gaepyeon/scenario.yml\n\n다음 할 일:\n" in result.stdout
    scenarios = {s.id: s for s in load_library(tmp_path / "scenarios").scenarios}
    (role,) = scenarios["geupsik-gaepyeon"].personas
    assert (role.id, role.name) == ("jorisa", "조리사")
    assert role.description == "급식을 만듭니다. 책임지는 일: 위생. 평가 기준: 남은 음식."


def test_a_title_that_makes_no_id_is_given_a_number_on_a_terminal(site: Path) -> None:
    (site / "scenarios/scenario-1").mkdir(parents=True)
    (site / "scenarios/scenario-1/scenario.yml").write_text(
        "title: T\nlanguage: en\nsituation: S\nquestion: Q?\npersonas:\n"
        "- {id: a, name: A, description: D}\nissues: []\n",
        "utf-8",
    )
    ours, theirs = pty.openpty()
    process = start(tool("perspectives"), "new", cwd=site, stdin=theirs)
    os.close(theirs)
    os.write(ours, "給食\nWhy?\nCook\nja\n\n\n\n\n".encode())
    result = finished(process)
    os.close(ours)
    assert result.returncode == 0, result.stderr
    assert (site / "scenarios/scenario-2/scenario.yml").is_file()
