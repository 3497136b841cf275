"""What a scenario's pages show of other voices: who counts, and what to check first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
import yaml
from mkdocs_perspectives.pages.voices_view import VoicesView

FOR, AGAINST, MORE = (0, 10, 30, 40, 20), (20, 40, 30, 10, 0), (0, 0, 10, 50, 40)


def _site(root: Path, **issue: Any) -> Path:
    data = factory.scenario(2, 1)
    data["issues"][0] |= issue
    return factory.write_scenario(root, data=data)


def _record(root: Path, voice: str = "", **more: Any) -> None:
    spreads = {role: {"issue-1": counts} for role, counts in more.pop("counts", {}).items()}
    factory.write_records(root, counts=spreads, voice=voice, **more)


def _view(root: Path) -> VoicesView:
    (view,) = factory.views_of(root)
    return view.other_voices


def test_without_other_voices_there_is_nothing_to_check(tmp_path: Path) -> None:
    _site(tmp_path)
    _record(tmp_path)
    view = _view(tmp_path)
    assert (view.names, view.stale, view.checks, view.first) == ([], {}, {}, [])


def test_what_voices_see_on_the_other_side_comes_first_and_the_widest_before(
    tmp_path: Path,
) -> None:
    _site(tmp_path)
    _record(tmp_path, counts={"role-a": FOR, "role-b": MORE})
    _record(tmp_path, "gemma", counts={"role-a": AGAINST, "role-b": AGAINST})
    _record(tmp_path, "reversed", counts={"role-a": FOR, "role-b": MORE})
    view = _view(tmp_path)
    assert view.names == ["gemma", "reversed"]
    # 0.9 to 0.1 for, and 0.6 to 0.1.
    assert [checked.persona.id for checked in view.first] == ["role-b", "role-a"]
    check = view.checks["role-a", "issue-1"]
    assert (check.disagreeing, check.depends_on_wording) == (("gemma",), False)


def test_an_answer_to_an_earlier_question_does_not_count(tmp_path: Path) -> None:
    file = _site(tmp_path)
    _record(tmp_path)
    _record(tmp_path, "gemma")
    data = yaml.safe_load(file.read_text("utf-8"))
    data["personas"][0]["description"] = "Does other work."
    file.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    view = _view(tmp_path)
    assert {voice: [p.id for p in of] for voice, of in view.stale.items()} == {"gemma": ["role-a"]}
    assert (view.stale_for("role-a"), view.stale_for("role-b")) == (["gemma"], [])
    assert list(view.checks) == [("role-b", "issue-1")]


def test_a_voice_without_the_leads_answer_does_not_count(tmp_path: Path) -> None:
    _site(tmp_path)
    _record(tmp_path, leave_out=("role-a",))
    _record(tmp_path, "gemma")
    assert list(_view(tmp_path).checks) == [("role-b", "issue-1")]


def test_a_negated_statement_stands_beside_its_reason(tmp_path: Path) -> None:
    _site(tmp_path, reversed="No claim 1.")
    _record(tmp_path, counts={"role-a": FOR})
    _record(tmp_path, "gemma", counts={"role-a": FOR})
    _record(tmp_path, "reversed", counts={"role-a": FOR})
    view = _view(tmp_path)
    (issue,) = view.scenario.issues
    others = view.others("role-a", issue)
    assert [(o.voice, o.turned, o.negated) for o in others] == [
        ("gemma", False, ""),
        ("reversed", True, "No claim 1."),
    ]
    # 60 of 100 are for the negation, and so against the claim.
    assert others[1].stance.shares.counts() == (20, 40, 30, 10, 0)
    assert view.checks["role-a", "issue-1"].depends_on_wording
