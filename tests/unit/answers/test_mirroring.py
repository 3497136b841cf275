"""Answers to negated statements read as answers to the statements: cases worked by hand."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import Answer, entries_of_voice
from mkdocs_perspectives.answers.mirroring import mirrored
from mkdocs_perspectives.common import REVERSED, sha256


def _answer(root: Path, **counts: tuple[int, ...]) -> Answer:
    factory.write_scenario(root, data=factory.scenario(1, 2))
    by_issue = {name.replace("_", "-"): spread for name, spread in counts.items()}
    return Answer.model_validate(factory.answer(factory.load(root), "role-a", by_issue))


@pytest.mark.parametrize(
    ("given", "read"),
    [
        # 35 are strongly for the negation, and so strongly against the statement.
        ((5, 10, 20, 30, 35), (35, 30, 20, 10, 5)),
        ((100, 0, 0, 0, 0), (0, 0, 0, 0, 100)),
        ((0, 0, 100, 0, 0), (0, 0, 100, 0, 0)),
        # Alike from both ends.
        ((20, 15, 30, 15, 20), (20, 15, 30, 15, 20)),
    ],
)
def test_shares_are_turned_about(
    tmp_path: Path, given: tuple[int, ...], read: tuple[int, ...]
) -> None:
    answer = _answer(tmp_path, issue_1=given)
    turned = mirrored(answer, ["issue-1"])
    assert turned.stances["issue-1"].shares.counts() == read
    assert mirrored(turned, ["issue-1"]) == answer


def test_other_issues_and_all_texts_are_unchanged(tmp_path: Path) -> None:
    answer = _answer(tmp_path, issue_1=(5, 10, 20, 30, 35), issue_2=(1, 2, 3, 4, 90))
    turned = mirrored(answer, {"issue-1"})
    assert turned.stances["issue-2"] == answer.stances["issue-2"]
    was, now = answer.stances["issue-1"], turned.stances["issue-1"]
    assert (now.reason, now.position, now.importance) == (was.reason, was.position, was.importance)
    assert turned.summary == answer.summary


def test_what_was_negated_then_is_mirrored_whatever_is_negated_now(tmp_path: Path) -> None:
    """The record says to which statements it is, so that an edit does not turn it about."""
    data = factory.scenario(1, 2)
    data["issues"][0]["reversed"] = "No claim 1."
    factory.write_scenario(tmp_path, data=data)
    counts = {"issue-1": (5, 10, 20, 30, 35), "issue-2": (1, 2, 3, 4, 90)}
    factory.write_records(tmp_path, counts={"role-a": counts}, voice=REVERSED)
    file = tmp_path / "scenarios/tram/answers/role-a/reversed.json"
    recorded = json.loads(file.read_text("utf-8"))
    assert recorded["answer"]["stances"]["issue-1"]["shares"] == factory.shares(5, 10, 20, 30, 35)
    assert recorded["context"]["reversed"] == {"issue-1": sha256("No claim 1.")}
    del data["issues"][0]["reversed"]
    data["issues"][1]["reversed"] = "No claim 2."
    factory.write_scenario(tmp_path, data=data)
    (entry,) = entries_of_voice(factory.entries_of(tmp_path), REVERSED, tmp_path / "scenarios")
    assert entry.record is not None
    assert entry.record.stale_parts == ("reversed",)
    assert entry.record.mirrored is not None
    stances = entry.record.mirrored.stances
    assert stances["issue-1"].shares.counts() == (35, 30, 20, 10, 5)
    assert stances["issue-2"].shares.counts() == (1, 2, 3, 4, 90)
