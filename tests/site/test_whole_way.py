"""The whole way on a site of its own: who is asked, what is written, what is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import factory
import pytest
import yaml
from commands import Run, module, tree
from fake_server import FakeServer

STRICT = ("build", "--strict")


@pytest.fixture
def tram(site: Path) -> Path:
    """A scenario of six personas; the path of its file."""
    return factory.write_scenario(site)


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_each_role_is_asked_once_and_never_again(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    def build(expected: int, **env: str) -> subprocess.CompletedProcess[str]:
        before = server.count
        result = run("mkdocs", *STRICT, **(asking | env))
        assert result.returncode == 0, result.stderr
        assert server.count - before == expected
        return result

    build(6)
    answers = tree(site / "scenarios" / "tram" / "answers")
    assert len(answers) == 6
    docs = tree(site / "docs")
    build(0)
    assert tree(site / "docs") == docs

    _edit(tram, "Role a does its work.", "Role a does other work.")
    build(1)
    assert tree(site / "docs") != docs
    _edit(tram, "Role a does other work.", "Role a does its work.")
    build(0)
    assert tree(site / "docs") == docs
    assert tree(site / "scenarios" / "tram" / "answers") == answers

    shutil.rmtree(site / "scenarios" / "tram" / "answers")
    build(0)
    assert tree(site / "scenarios" / "tram" / "answers") == answers

    for folder in ("scenarios", "personas", "assets"):
        shutil.rmtree(site / "docs" / folder, ignore_errors=True)
    build(0)
    assert tree(site / "docs") == docs

    shutil.rmtree(site / ".cache")
    _edit(site / "mkdocs.yml", "perspectives]", "perspectives: {mode: frozen}]")
    before = server.count
    result = run("mkdocs", *STRICT)
    assert result.returncode == 0, result.stderr
    assert server.count == before
    assert not (site / ".cache").exists()
    assert tree(site / "docs") == docs


def test_a_renamed_persona_asks_its_counterparts_again(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    data = factory.scenario(
        comparisons=[{"id": "two", "title": "Two", "personas": ["role-a", "role-b"]}]
    )
    factory.write_scenario(site, data=data)
    assert run("perspectives", "ask", **asking).returncode == 0
    assert server.count == 6
    data["personas"][0]["name"] = "Role of a new name"
    factory.write_scenario(site, data=data)
    assert run("perspectives", "ask", **asking).returncode == 0
    # The persona itself and the one role that shares a comparison with it.
    assert server.count == 8


def test_pages_build_after_a_role_is_removed(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    # The factory's answers expect friction with role-a and role-b.
    data = factory.scenario(6)
    del data["personas"][0]
    factory.write_scenario(site, data=data)
    result = run("mkdocs", "build")
    assert result.returncode == 0, result.stderr
    # A role that is gone makes nothing stale.
    assert "missing or stale" not in result.stderr
    page = (site / "docs/scenarios/tram/role-c.md").read_text("utf-8")
    assert "With Role b" in page
    assert "Role a" not in page
    assert "roles that the scenario no longer has is left out here: 1." in page
    # The record itself is as it was: nobody edited it.
    assert "edited by hand" not in page
    assert run("mkdocs", "build", "--strict", PERSPECTIVES_MODE="frozen").returncode == 0


def test_nothing_is_said_to_be_expected_of_nobody_where_it_was_left_out(
    site: Path, tram: Path, run: Run
) -> None:
    factory.write_records(site)
    # Those with whom everybody else expects friction.
    data = factory.scenario(6)
    del data["personas"][:2]
    factory.write_scenario(site, data=data)
    assert run("mkdocs", "build").returncode == 0
    page = (site / "docs/scenarios/tram/role-c.md").read_text("utf-8")
    assert "left out here: 2." in page
    assert "expects no friction" not in page


def test_building_twice_writes_nothing(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    assert "16 written" in run("perspectives", "build").stdout
    before = {f: f.stat().st_mtime_ns for f in (site / "docs").rglob("*") if f.is_file()}
    assert run("perspectives", "build").stdout == "Pages: 0 written, 0 deleted.\n"
    after = {f: f.stat().st_mtime_ns for f in (site / "docs").rglob("*") if f.is_file()}
    assert after == before


def test_two_hash_seeds_give_the_same_bytes(site: Path, run: Run) -> None:
    factory.write_scenario(site, data=factory.scenario(6, 4, tags=["b", "a"]))
    factory.write_records(site)
    run("perspectives", "build", PYTHONHASHSEED="1")
    first = tree(site / "docs")
    shutil.rmtree(site / "docs" / "scenarios")
    run("perspectives", "build", PYTHONHASHSEED="2")
    assert tree(site / "docs") == first


def test_a_frozen_build_imports_neither_openai_nor_diskcache(site: Path, tram: Path) -> None:
    factory.write_records(site)
    program = (
        "import sys\n"
        "from mkdocs.__main__ import cli\n"
        "cli(['build', '--strict', '-q'], standalone_mode=False)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    result = module("-c", program, cwd=site, PERSPECTIVES_MODE="frozen")
    assert result.returncode == 0, result.stderr
    assert "'mkdocs_perspectives'" in result.stdout
    for name in ("openai", "diskcache", "httpx2", "rich"):
        assert f"'{name}'" not in result.stdout


def test_frozen_names_every_missing_and_stale_answer(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site, leave_out=("role-b",))
    _edit(tram, "Role a does its work.", "Role a does other work.")
    result = run("mkdocs", "build", PERSPECTIVES_MODE="frozen")
    assert result.returncode == 1
    assert "tram/role-a: changed since: persona" in result.stderr
    assert "tram/role-b: missing" in result.stderr
    assert "    perspectives ask tram\n" in result.stderr
    assert "role-c" not in result.stderr
    assert "Traceback" not in result.stderr
    assert not (site / "docs" / "scenarios").exists()


def test_no_key_and_something_to_ask(site: Path, tram: Path, run: Run) -> None:
    result = run("mkdocs", "build")
    assert result.returncode == 0
    assert "WARNING" in result.stderr
    assert "OPENAI_API_KEY" in result.stderr
    page = (site / "docs" / "scenarios" / "tram" / "role-a.md").read_text("utf-8")
    assert "Not answered yet" in page
    built = (site / "site" / "scenarios" / "tram" / "role-a" / "index.html").read_text("utf-8")
    assert "Not answered yet" in built
    assert run("mkdocs", *STRICT).returncode == 1
    data = json.loads((site / "docs/scenarios/tram/perspectives.json").read_text("utf-8"))
    assert [p["answered"] for p in data["personas"]] == [False] * 6
    assert not (site / ".cache").exists()


@pytest.mark.parametrize("folder", [False, True])
def test_no_scenarios_gives_a_page_that_says_how_to_start(
    site: Path, run: Run, folder: bool
) -> None:
    if folder:
        (site / "scenarios").mkdir()
    result = run("mkdocs", *STRICT)
    assert result.returncode == 0, result.stderr
    page = (site / "docs" / "scenarios" / "index.md").read_text("utf-8")
    assert "There are no scenarios yet" in page
    # What the page tells to write must work as it stands.
    block = page.split("scenario.yml` in it:\n\n")[1].split("\n\n3.")[0]
    example = yaml.safe_load("\n".join(line[8:] for line in block.splitlines()))
    factory.write_scenario(site, "my-first-question", example)
    assert run("perspectives", "check").returncode == 0


def test_a_wrong_key_is_reported_once_and_not_tried_again(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    server.api_key = "another"
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert result.stderr.count("answered 401") == 1
    assert "OPENAI_API_KEY" in result.stderr
    # All six were under way at once; none was tried twice.
    assert server.count <= 6
    assert "Traceback" not in result.stderr


def test_an_unknown_model_is_reported_once_and_not_tried_again(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    server.models = {"fake-1"}
    result = run("mkdocs", "build", **asking, PERSPECTIVES_MODEL="no-such-model")
    assert result.returncode == 0
    assert result.stderr.count("answered 404") == 1
    assert "PERSPECTIVES_MODEL" in result.stderr
    assert server.count <= 6


def test_a_fault_in_a_file_writes_nothing(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    before = tree(site)
    _edit(tram, "title: A new tram line", "titel: A new tram line")
    before["scenarios/tram/scenario.yml"] = tram.read_bytes()
    for command in (("mkdocs", "build"), ("perspectives", "build"), ("perspectives", "check")):
        result = run(*command)
        assert result.returncode == 1
        assert "scenarios/tram/scenario.yml:1:1: unknown key 'titel'" in result.stderr
        assert "Did you mean 'title'?" in result.stderr
        assert "Traceback" not in result.stderr
    assert tree(site) == before


def test_pages_of_scenarios_that_are_gone_are_deleted_and_others_are_not(
    site: Path, tram: Path, run: Run
) -> None:
    factory.write_scenario(site, "bus")
    factory.write_records(site)
    run("perspectives", "build")
    own = site / "docs" / "scenarios" / "bus" / "notes.md"
    own.write_text("# My own notes\n", "utf-8")
    shutil.rmtree(site / "scenarios" / "bus")
    result = run("perspectives", "build")
    assert result.returncode == 0
    assert [f.name for f in (site / "docs/scenarios/bus").iterdir()] == ["notes.md"]
    assert (site / "docs" / "scenarios" / "tram" / "index.md").exists()


def test_a_hand_written_page_is_never_overwritten(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    own = site / "docs" / "scenarios" / "tram" / "index.md"
    own.parent.mkdir(parents=True)
    own.write_text("# My own page\n", "utf-8")
    result = run("perspectives", "build")
    assert result.returncode == 1
    assert "was not generated" in result.stderr
    assert own.read_text("utf-8") == "# My own page\n"
    assert sorted(f.name for f in own.parent.iterdir()) == ["index.md"]


def test_answers_are_recorded_with_their_details(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    assert run("perspectives", "ask", "tram", "--persona", "role-c", **asking).returncode == 0
    (file,) = (site / "scenarios" / "tram" / "answers").iterdir()
    text = file.read_text("utf-8")
    record = json.loads(text)
    assert text == json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert sorted(record) == [
        "answer",
        "answer_sha256",
        "asked_on",
        "context",
        "format",
        "model",
        "persona",
        "prompt",
        "question",
        "usage",
    ]
    assert record["persona"] == "role-c"
    assert sorted(record["question"]) == ["counterparts", "issues", "persona", "scenario"]
    assert record["usage"]["input_tokens"] > 0
    (request,) = server.requests
    assert request.body is not None
    assert sorted(request.body) == ["messages", "model", "response_format"]
    assert request.body["response_format"]["json_schema"]["strict"] is True


def test_refresh_asks_again_and_reads_nothing_from_the_cache(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    run("perspectives", "ask", **asking)
    result = run("perspectives", "ask", "--refresh", "--persona", "role-a", **asking)
    assert result.returncode == 0, result.stderr
    assert server.count == 7


def test_accept_makes_stale_answers_current(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    factory.write_records(site)
    _edit(tram, "A new tram line", "A new tramway line")
    assert run("perspectives", "build").returncode == 1
    result = run("perspectives", "accept", "tram")
    assert result.stdout == "6 records accepted.\n"
    assert run("perspectives", "build").returncode == 0
    assert run("perspectives", "ask", **asking).returncode == 0
    assert server.count == 0


def test_plan_says_who_would_be_asked_and_why(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site, leave_out=("role-f",))
    _edit(tram, "Role a does its work.", "Role a does other work.")
    plan = json.loads(run("perspectives", "plan", "--json").stdout)
    assert plan["requests"] == 2
    assert plan["scenarios"][0]["missing"] == ["role-f"]
    assert plan["scenarios"][0]["stale"] == [
        {"persona": "role-a", "reason": "changed since: persona"}
    ]
    # Two answers at the 500 tokens that the records of the others took.
    assert plan["output_tokens"] == 1000
    text = run("perspectives", "plan").stdout
    assert text.splitlines()[1].split()[:5] == ["tram", "4", "1", "1", "2"]
    assert "tram/role-a: changed since: persona" in text
    assert "tram, missing: role-f\n" in text


def test_an_answer_edited_by_hand_is_shown(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    _edit(site / "scenarios/tram/answers/role-a.json", "I see it so.", "I see it otherwise.")
    assert run("perspectives", "build").returncode == 0
    page = (site / "docs/scenarios/tram/role-a.md").read_text("utf-8")
    assert "edited by hand" in page
    assert "edited by hand" not in (site / "docs/scenarios/tram/role-b.md").read_text("utf-8")


def test_different_models_are_shown(site: Path, tram: Path, run: Run) -> None:
    factory.write_records(site)
    _edit(site / "scenarios/tram/answers/role-a.json", "test-model", "other-model")
    run("perspectives", "build")
    page = (site / "docs/scenarios/tram/index.md").read_text("utf-8")
    assert "different models (other-model and test-model)" in page


def test_cache_info_and_prune(
    site: Path, tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    assert "no cache yet" in run("perspectives", "cache", "info").stdout
    run("perspectives", "ask", **asking)
    _edit(tram, "Role a does its work.", "Role a does other work.")
    run("perspectives", "ask", **asking)
    assert ": 7 answers, " in run("perspectives", "cache", "info").stdout
    assert run("perspectives", "cache", "prune").stdout == "1 answer deleted, 6 remaining.\n"


@pytest.mark.parametrize(
    "arguments",
    [("ask", "no-such-scenario"), ("ask", "--persona", "nobody"), ("accept", "nothing"), ("no",)],
)
def test_wrong_use_is_exit_status_2(
    site: Path, tram: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    result = run("perspectives", *arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_a_folder_without_a_site(run: Run, tmp_path: Path) -> None:
    result = run("perspectives", "check", cwd=tmp_path)
    assert result.returncode == 1
    assert "mkdocs.yml or properdocs.yml not found" in result.stderr
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    (tmp_path / "docs").mkdir()
    result = run("perspectives", "check", cwd=tmp_path)
    assert "Add `- perspectives` to its plugins" in result.stderr


def test_the_module_is_the_command(site: Path, tram: Path) -> None:
    result = module("mkdocs_perspectives", "check", cwd=site)
    assert result.stdout.startswith("1 scenario with 6 roles: no errors, ")


def test_build_check_lists_every_page_that_differs_and_writes_nothing(
    site: Path, tram: Path, run: Run
) -> None:
    factory.write_records(site)
    before = tree(site)
    result = run("perspectives", "build", "--check")
    assert result.returncode == 1
    # Style sheet, script, three for the site; of the scenario six roles, three pages, two of data.
    assert result.stderr.count(": out of date, or edited by hand") == 5 + 11
    assert tree(site) == before
    assert run("perspectives", "build").returncode == 0
    assert run("perspectives", "build", "--check").returncode == 0
    (site / "docs/scenarios/tram/role-a.md").unlink()
    page = site / "docs/scenarios/tram/index.md"
    page.write_text(page.read_text("utf-8") + "More.\n", "utf-8")
    old = site / "docs/scenarios/tram/role-z.md"
    old.write_text(page.read_text("utf-8"), "utf-8")
    before = tree(site)
    result = run("perspectives", "build", "--check")
    assert result.returncode == 1
    assert sorted(result.stderr.splitlines()) == [
        "  Run `perspectives build` and commit the pages.",
        "docs/scenarios/tram/index.md: out of date, or edited by hand",
        "docs/scenarios/tram/role-a.md: out of date, or edited by hand",
        "docs/scenarios/tram/role-z.md: generated earlier, no longer needed",
    ]
    assert tree(site) == before
