"""The whole workflow with a real language model: only the contract is tested, not its opinions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import factory
import jsonschema
import pytest
import real_model
from commands import ROOT, Run, ends_before, processor_time, start
from mkdocs_perspectives.answers import Expected
from mkdocs_perspectives.answers.content import without_content
from mkdocs_perspectives.prompt import answer_schema
from mkdocs_perspectives.scenario import load_library

MKDOCS = """\
site_name: A real model
theme: {name: material}
plugins:
  - search
  - perspectives:
      model: smollm2
      timeout: 86400
      max_retries: 0
      max_output_tokens: 2000
      temperature: 0.3
      seed: 1
"""
ROLES = ("team-lead", "support-agent")


@dataclass(frozen=True)
class Model:
    """The server with the model: what to ask it with, and what shows that it is at work."""

    asking: dict[str, str]
    work: Callable[[], float]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    log = tmp_path_factory.mktemp("model") / "log.txt"
    with log.open("w") as stream:
        program = str(ROOT / "tests/support/real_model.py")
        server = start(sys.executable, program, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT)

    def address() -> list[str]:
        return re.findall(r"^http://\S+/v1$", log.read_text("utf-8", "replace"), re.MULTILINE)

    try:
        assert not ends_before(server, lambda: bool(address())), log.read_text("utf-8", "replace")
        (base_url,) = address()
        asking = {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": real_model.KEY}
        # While it reads and writes it uses the processor, and else it waits.
        yield Model(asking, lambda: processor_time(server))
    finally:
        server.kill()
        server.wait()


def _counts(log: str) -> dict[str, int]:
    """The counts in the run's summary."""
    named = {
        "answered": r"(\d+) answered by the model",
        "repaired": r"(\d+) after a repair",
        "scaled": r"(\d+) with shares scaled",
        "failed": r"(\d+) failed[;,]",
        "requests": r"(\d+) requests",
    }
    found = {name: re.search(pattern, log) for name, pattern in named.items()}
    return {name: int(match.group(1)) if match else 0 for name, match in found.items()}


def test_a_real_model_answers_or_is_reported(
    site: Path, run: Run, model: Model, capsys: pytest.CaptureFixture[str]
) -> None:
    factory.write_site(site, MKDOCS)
    data = {
        "title": "A four-day week",
        "language": "en",
        "situation": "A firm of 80 people considers a four-day week at full pay.",
        "question": "What does each role want?",
        "personas": [factory.persona(role) for role in ROLES],
        "issues": [{"id": "friday-off", "title": "Friday", "statement": "Friday should be off."}],
    }
    factory.write_scenario(site, "week", data)

    # However long it takes: it is given up only where the model gets on no more.
    first = run("perspectives", "ask", sign=model.work, **model.asking)
    with capsys.disabled():
        print("\n" + first.stderr.split("Some roles")[0].strip())
    assert "Traceback" not in first.stderr
    counts = _counts(first.stderr)
    # Each was asked once, and at most once more to repair its answer.
    assert counts["answered"] + counts["failed"] == len(ROLES)
    assert len(ROLES) <= counts["requests"] <= 2 * len(ROLES)
    assert first.returncode == (1 if counts["failed"] else 0)

    (scenario,) = load_library(site / "scenarios").scenarios
    answers = site / "scenarios" / "week" / "answers"
    answered = sorted(file.stem for file in answers.glob("*.json"))
    assert len(answered) == counts["answered"]
    for role in answered:
        record = json.loads((answers / f"{role}.json").read_text("utf-8"))
        answer = record["answer"]
        assert sum(answer["stances"]["friday-off"]["shares"].values()) == 100
        answer["stances"]["friday-off"].pop("scaled", None)
        jsonschema.validate(answer, answer_schema(scenario))
        # It may be a poor answer, but it says something.
        assert without_content(answer, Expected.of(scenario, role)) == ""
        assert record["usage"]["output_tokens"] > 0
    for role in set(ROLES) - set(answered):
        assert f"week/{role}" in first.stderr

    # Pages for all, and no request is sent: no server listens at this address.
    nobody = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    for role in answered:
        again = run("perspectives", "ask", "week", "--persona", role, **nobody)
        assert again.returncode == 0, again.stderr
    assert run("mkdocs", "build").returncode == 0
    for role in ROLES:
        page = (site / "site" / "scenarios" / "week" / role / "index.html").read_text("utf-8")
        assert ("Not answered yet" in page) == (role not in answered)


def test_a_real_model_drafts_one_statement_or_is_reported(
    site: Path, run: Run, model: Model
) -> None:
    factory.write_site(site, MKDOCS)
    (site / "week.txt").write_text("A firm of 80 people considers a four-day week.", "utf-8")
    options = ("--title", "A four-day week", "--text", "week.txt", "--question", "Who wins?")
    one = ("--roles", "1", "--statements", "1")
    result = run("perspectives", "draft", *options, *one, sign=model.work, **model.asking)
    assert "Traceback" not in result.stderr
    assert re.search(r"Draft: [12] requests?, ", result.stderr)
    if result.returncode:
        assert "Error: " in result.stderr
        assert not (site / "scenarios/a-four-day-week").exists()
        return
    (scenario,) = load_library(site / "scenarios").scenarios
    assert (len(scenario.personas), len(scenario.issues)) == (1, 1)
    assert "smol" in scenario.drafted_by.casefold()


def test_a_wrong_key_is_reported(site: Path, run: Run, model: Model) -> None:
    factory.write_site(site, MKDOCS)
    factory.write_scenario(site)
    result = run("perspectives", "ask", **(model.asking | {"OPENAI_API_KEY": "sk-wrong"}))
    assert result.returncode == 1
    assert "answered 401" in result.stderr
    assert "sk-wrong" not in result.stderr
