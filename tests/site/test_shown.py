"""What commands print and log, whatever files, models and servers say: nothing acts on it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import factory
import fake_server as fake
import pytest
import unseen
from commands import ROOT, Run
from fake_server import FakeServer

PWNED = "x\n::error file=README.md::PWNED\n  ::add-mask::e\r::stop-commands::y\u2028::warning::z"
BELL = "\x1b]52;c;cm0gLXJm\x07\x9b2J\x7f ##[error]a ##vso[task.complete]b \u202e\u2067\U000e0041"
HOSTILE = f"{PWNED} {BELL}"


def _check(result: subprocess.CompletedProcess[str]) -> str:
    """The output of a command, which holds nothing that a terminal or a CI acts on."""
    said = result.stdout + result.stderr
    assert "Traceback" not in said
    for line in said.split("\n"):
        assert not line.strip().startswith("::"), line
        assert not re.search(r"##(\w*)\[", line), line
        odd = [c for c in line if not c.isprintable() and not c.isspace()]
        assert not odd, (line, odd)
        assert not set(line) & set("\r\x0b\x0c\x85\u2028\u2029"), line
    return said


def _fault(key: str, value: object) -> fake.Fault:
    return fake.mutate(lambda answer: answer | {key: value})


@pytest.mark.parametrize("name", ["perspectives", "mkdocs"])
def test_what_a_model_or_server_says(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], name: str
) -> None:
    factory.write_scenario(site)
    faults = {
        "Role a": fake.content(None, refusal=HOSTILE),
        "Role b": _fault(HOSTILE, 1),
        "Role c": fake.content(HOSTILE),
        "Role d": fake.status(400, HOSTILE),
        "Role e": fake.content('{"a": ', HOSTILE),
    }
    server.fault_for = lambda request: faults.get(request.role)
    arguments = ("perspectives", "ask") if name == "perspectives" else ("mkdocs", "build", "-v")
    said = _check(run(*arguments, **asking))
    assert "not answered" in said
    assert "the model refused: x" in said


def test_the_name_of_a_model(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    factory.write_scenario(site)
    factory.write_records(site, model="m")
    for file in (site / "scenarios/tram/answers").iterdir():
        record = json.loads(file.read_text("utf-8"))
        record["model"] = "gpt-5\u202e"
        file.write_text(json.dumps(record), "utf-8")
    result = run("mkdocs", "build")
    assert result.returncode == 1
    assert "model: the character U+202E is not allowed" in _check(result)


@pytest.mark.parametrize("command", [("perspectives", "check"), ("mkdocs", "build")])
def test_names_of_folders_and_keys_of_files(site: Path, run: Run, command: tuple[str, ...]) -> None:
    factory.write_scenario(site, data=factory.scenario() | {"x\n::error::y": 1, "z\x1b": 2})
    folder = site / "scenarios" / PWNED.replace("/", "")
    folder.mkdir()
    (folder / "scenario.yml").write_text("title: x", "utf-8")
    result = run(*command)
    assert result.returncode == 1
    assert "is not a valid id" in _check(result)


def test_a_record_with_an_unknown_key(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    file = site / "scenarios/tram/answers/role-a.json"
    record = json.loads(file.read_text("utf-8"))
    record["answer"][HOSTILE] = 1
    file.write_text(json.dumps(record), "utf-8")
    for command in (("plan",), ("plan", "--json"), ("ask",), ("build",), ("accept", "tram")):
        said = _check(run("perspectives", *command))
        assert "is no key of the form" in said or command == ("build",)
    said = json.loads(run("perspectives", "plan", "--json").stdout)
    assert "x ::error file" in said["scenarios"][0]["stale"][0]["reason"]


def test_what_is_given_on_the_command_line(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    for arguments in (
        ("ask", HOSTILE),
        ("diff", HOSTILE),
        ("accept", "tram", "--persona", HOSTILE),
    ):
        result = run("perspectives", *arguments)
        assert result.returncode == 2
        _check(result)


@pytest.mark.parametrize("name", ["PERSPECTIVES_MODEL", "PERSPECTIVES_MODE"])
@pytest.mark.parametrize("sign", ["\u202e", "\x1b[31m", "\U000e0041"])
def test_a_setting_that_reorders_is_named(site: Path, run: Run, name: str, sign: str) -> None:
    factory.write_scenario(site)
    result = run("mkdocs", "build", **{name: f"gpt{sign}-5"})
    assert result.returncode == 1
    assert name in _check(result)


def test_a_setting_of_the_file_too(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    for option in ("model", "scenarios_dir", "cache_dir"):
        entry = f'perspectives: {{{option}: "a\\u202eb"}}]'
        (site / "mkdocs.yml").write_text(factory.MKDOCS.replace("perspectives]", entry), "utf-8")
        result = run("perspectives", "plan")
        assert result.returncode == 1
        assert f"{option} holds the character U+202E" in _check(result)


def test_marks_that_hide_are_left_out_with_one_line(site: Path, run: Run) -> None:
    hiding = "".join(unseen.HIDING.values())
    data = factory.scenario(title=f"A{hiding} tram", question=f"Wh{hiding}at now?")
    factory.write_scenario(site, data=data)
    factory.write_records(site, model=f"mo{hiding}del")
    result = run("mkdocs", "build", PERSPECTIVES_MODEL="m\u200b")
    assert result.returncode == 0
    said = _check(result)
    assert said.count("Invisible marks were left out:") == 1
    assert "scenarios/tram/scenario.yml:1 (U+00AD), scenarios/tram/scenario.yml:1 (U+061C)" in said
    assert "Invisible marks were left out of PERSPECTIVES_MODEL: U+200B" in said
    page = (site / "docs/scenarios/tram/index.md").read_text("utf-8")
    assert "# A tram\n" in page
    assert not set(hiding) & set(page)


def test_only_the_function_that_cleans_prints() -> None:
    """No command prints past it."""
    package = ROOT / "generator/mkdocs_perspectives"
    for file in package.rglob("*.py"):
        text = file.read_text("utf-8")
        for line in text.splitlines():
            if re.search(r"\bclick\.s?echo\(|(?<![\w.])print\(|click\.secho\(", line):
                # An annotation for GitHub escapes each of its parts.
                cleaned = r"click\.echo\(((on_terminal\()?safe_(text|json)\(|f\"::.*_escaped\()"
                assert re.search(cleaned, line), (file, line)
            if found := re.search(r'getLogger\("(.*?)"\)', line):
                assert found[1] in {"mkdocs.plugins.perspectives", "mkdocs"}
