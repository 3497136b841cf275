"""What was recorded before answers had minorities and open questions is built as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import factory
from commands import Run


def test_records_of_format_1_are_current_for_ever(site: Path, run: Run) -> None:
    shutil.copytree(factory.FORMAT_1 / "scenarios", site / "scenarios", dirs_exist_ok=True)
    before = {file: file.read_bytes() for file in (site / "scenarios").rglob("*.json")}
    plan = json.loads(run("perspectives", "plan", "--json").stdout)
    assert (plan["requests"], plan["notes"]) == (0, [])
    built = run("mkdocs", "build", "--strict", PERSPECTIVES_MODE="frozen")
    assert built.returncode == 0, built.stderr
    page = (site / "docs/scenarios/saturday-surgery/anaesthetist.md").read_text("utf-8")
    assert "on the other side" not in page
    assert "would want to know" not in page
    assert before == {file: file.read_bytes() for file in (site / "scenarios").rglob("*.json")}


def test_both_formats_stand_side_by_side(site: Path, run: Run) -> None:
    """As where one role of a recorded scenario is asked again."""
    shutil.copytree(factory.FORMAT_1 / "scenarios", site / "scenarios", dirs_exist_ok=True)
    folder = site / "scenarios/saturday-surgery/answers"

    def renew(record: dict) -> None:  # type: ignore[type-arg]
        for stance in record["answer"]["stances"].values():
            stance["minority"] = "Those with small children."
            stance["shares"] = factory.shares(24, 20, 10, 16, 30)
        record["answer"]["open_questions"] = ["Who is on call on Sundays?"]

    factory.edit_json(folder / "theatre-nurse.json", renew)
    assert run("perspectives", "accept", "saturday-surgery").returncode == 0
    built = run("mkdocs", "build", "--strict", PERSPECTIVES_MODE="frozen")
    assert built.returncode == 0, built.stderr
    docs = site / "docs/scenarios/saturday-surgery"
    page = (docs / "theatre-nurse.md").read_text("utf-8")
    # 24 + 20 are against, 16 + 30 for.
    assert "44 of 100 are on the other side:\n" in page
    assert "Those with small children." in page
    assert "Who is on call on Sundays?" in page
    scenario = (docs / "index.md").read_text("utf-8")
    assert "## What the roles want to know" in scenario
    assert "Who is on call on Sundays?" in scenario
