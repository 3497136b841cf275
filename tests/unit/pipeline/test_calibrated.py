"""People's answers in an incremental build: what comes of them wherever it is shown."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import factory
import pytest
from commands import tree
from mkdocs_perspectives.pipeline import read_project, unchanged, write_pages

ISSUES = 11


@pytest.fixture(autouse=True)
def _trust_new_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test has just written are trusted, so that it need not wait."""
    monkeypatch.setattr(unchanged, "_TOO_NEW", 0)
    monkeypatch.setattr(os, "fsync", lambda _: None)


def _people(against: int) -> dict[str, dict[str, list[int]]]:
    """What two roles answered, differently from issue to issue."""
    return {
        role: {f"issue-{i + 1}": [against + 3 * i, 20, 60 - 2 * i + n] for i in range(ISSUES)}
        for n, role in enumerate(("role-a", "role-b"))
    }


@pytest.fixture
def project(site: Path) -> Path:
    """A scenario in which people were asked, and two in which they were not; one model."""
    factory.write_scenario(site, "asked", factory.scenario(2, ISSUES))
    factory.write_scenario(site, "other", factory.scenario(2, 1))
    factory.write_records(site)
    factory.write_scenario(site, "sampled", factory.scenario(2, 1))
    factory.write_records(site, only=("sampled",), model="sample")
    factory.write_observed(site, "asked", _people(30))
    return site


def _build(site: Path) -> tuple[set[str], tuple[str, ...], tuple[str, ...]]:
    """Build; which scenarios were read at first, and which pages were written and deleted."""
    settings = factory.settings_of(site)
    read = read_project(settings, changed=True)
    pages = write_pages(read, settings)
    return {s.id for s in read.library.scenarios}, pages.written, pages.deleted


def _from_nothing(site: Path) -> dict[str, bytes]:
    other = site.with_name("other-site")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(site, other, ignore=shutil.ignore_patterns(".cache"))
    shutil.rmtree(other / "docs")
    factory.write_site(other)
    _build(other)
    return tree(other / "docs")


def _data(site: Path, name: str) -> dict[str, object]:
    data = json.loads((site / "docs/scenarios" / name / "perspectives.json").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def test_bands_are_those_of_the_model_wherever_it_answered(project: Path) -> None:
    _build(project)
    calibration = json.loads((project / "docs/scenarios/calibration.json").read_text("utf-8"))
    lead, nothing = calibration["voices"]
    assert (lead["voice"], lead["model"], lead["issues"]) == ("lead", "test-model", ISSUES)
    assert (nothing["voice"], nothing["bands"]) == ("knows_nothing", None)
    for name in ("asked", "other"):
        assert _data(project, name)["bands"] == {**lead["bands"], "from": "calibration"}
    borrowed = {"opposed": 0.15, "for": 0.2, "from": "borrowed"}
    assert _data(project, "sampled")["bands"] == borrowed


def test_what_did_not_change_is_neither_read_nor_written(project: Path) -> None:
    _build(project)
    assert _build(project) == (set(), (), ())
    assert tree(project / "docs") == _from_nothing(project)


def test_a_change_of_what_people_answered(project: Path) -> None:
    """Pages of the model's other scenarios are made again, though their files are as before."""
    _build(project)
    factory.write_observed(project, "asked", _people(60))
    read, written, deleted = _build(project)
    assert read == {"asked"}
    assert "scenarios/asked/perspectives.json" in written
    assert "scenarios/other/perspectives.json" in written
    assert "scenarios/calibration.json" in written
    assert not [path for path in written if path.startswith("scenarios/sampled/")]
    assert deleted == ()
    assert tree(project / "docs") == _from_nothing(project)
    assert _build(project) == (set(), (), ())


def test_a_change_that_moves_no_band(project: Path) -> None:
    _build(project)
    factory.write_observed(project, "asked", _people(30), people="242 people")
    read, written, _ = _build(project)
    assert read == {"asked"}
    assert "scenarios/calibration.md" in written
    assert not [path for path in written if "/other/" in path]


def test_people_s_answers_that_come_and_go(project: Path) -> None:
    _build(project)
    (project / "scenarios/asked/observed.yml").unlink()
    read, _, deleted = _build(project)
    assert read == {"asked"}
    assert set(deleted) == {"scenarios/calibration.md", "scenarios/calibration.json"}
    assert tree(project / "docs") == _from_nothing(project)
    factory.write_observed(project, "asked", _people(30))
    assert _build(project)[0] == {"asked"}
    assert tree(project / "docs") == _from_nothing(project)


def test_an_answer_edited_by_hand_is_not_the_model_s(project: Path) -> None:
    record = project / "scenarios/asked/answers/role-a.json"
    factory.edit_json(record, lambda data: data["answer"].update(summary="Mine."))
    _build(project)
    calibration = json.loads((project / "docs/scenarios/calibration.json").read_text("utf-8"))
    # Of the other role there is no pair left.
    assert calibration["voices"][0]["opposed_error"] is None
