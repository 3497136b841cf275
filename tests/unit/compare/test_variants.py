"""What a change moved: only what is like is compared, and what is not says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
import pytest
from mkdocs_perspectives.compare import Effect, effect_of_change

FOR, AGAINST = (0, 0, 20, 40, 40), (40, 40, 20, 0, 0)
# Ten of a hundred move from neutral to for: 0.1 points, which is less than counts.
A_LITTLE_MORE_FOR = (0, 0, 10, 50, 40)
LATE = {"title": "Late", "extends": "tram", "change": "It comes later."}


def _effect(
    root: Path, moved: dict[str, dict[str, tuple[int, ...]]] | None = None, **variant: Any
) -> Effect:
    """Three roles, all for both issues, and a variant in which some have ``moved``."""
    factory.write_scenario(root, data=factory.scenario(3, 2))
    all_for = {f"role-{x}": {"issue-1": FOR, "issue-2": FOR} for x in "abc"}
    factory.write_records(root, counts=all_for)
    factory.write_scenario(root, "late", {**LATE, **variant})
    counts = {role: {**stances, **(moved or {}).get(role, {})} for role, stances in all_for.items()}
    factory.write_records(root, counts=counts, only=("late",))
    entries = factory.entries_of(root)
    parts = [[e for e in entries if e.scenario.id == name] for name in ("tram", "late")]
    return effect_of_change(*parts)


def test_what_moved_is_told_the_furthest_first_and_what_hardly_did_is_counted(
    tmp_path: Path,
) -> None:
    effect = _effect(
        tmp_path,
        {
            "role-a": {"issue-1": A_LITTLE_MORE_FOR},
            "role-b": {"issue-2": (0, 20, 20, 20, 40)},
            "role-c": {"issue-1": AGAINST},
        },
    )
    # Of b, 20 move from 4 to 2: 0.4 points. Of c, 40 move from 4 to 1 and 40 from 5 to 2: 2.4.
    assert [(m.persona, m.issue) for m in effect.moves] == [
        ("role-c", "issue-1"),
        ("role-b", "issue-2"),
    ]
    assert effect.changes is not None
    assert effect.changes.small == 1
    # c is now against what a and b are for.
    assert {(r.pair.a, r.pair.b) for r in effect.changes.appeared} == {
        ("role-a", "role-c"),
        ("role-b", "role-c"),
    }
    assert [(g.issue, g.side) for g in effect.changes.lost] == [("issue-1", "for")]
    assert effect.changes.won == ()
    assert (effect.left_out, effect.reworded, effect.stale) == ((), (), False)


def test_nothing_moves_where_the_answers_are_the_same(tmp_path: Path) -> None:
    effect = _effect(tmp_path)
    assert effect.moves == []
    assert effect.changes is not None
    assert (effect.changes.small, effect.changes.appeared, effect.changes.lost) == (0, (), ())


def test_roles_and_issues_that_only_one_has_are_not_compared(tmp_path: Path) -> None:
    roles = [factory.persona(f"role-{x}") for x in "bcd"]
    issues = factory.scenario(3, 2)["issues"][1:]
    issues.append({"id": "new", "title": "New", "statement": "It is new."})
    effect = _effect(tmp_path, {"role-b": {"issue-2": AGAINST}}, personas=roles, issues=issues)
    assert (effect.personas, effect.issues) == (("role-b", "role-c"), ("issue-2",))
    assert [(m.persona, m.issue) for m in effect.moves] == [("role-b", "issue-2")]
    assert effect.changes is not None
    assert [(r.pair.a, r.pair.b) for r in effect.changes.appeared] == [("role-b", "role-c")]


def test_an_issue_in_other_words_is_another_issue(tmp_path: Path) -> None:
    issues = factory.scenario(3, 2)["issues"]
    issues[0]["statement"] = "Another claim."
    issues[1]["title"] = "Another title"
    effect = _effect(tmp_path, issues=issues)
    assert (effect.issues, effect.reworded) == (("issue-2",), ("issue-1",))


@pytest.mark.parametrize(
    ("key", "value", "why"), [("model", "other", "model"), ("prompt", "1", "prompt")]
)
def test_answers_of_another_model_or_prompt_are_not_compared(
    tmp_path: Path, key: str, value: str, why: str
) -> None:
    _effect(tmp_path)
    file = tmp_path / "scenarios/late/answers/role-b.json"
    factory.edit_json(file, lambda data: data.update({key: value}))
    entries = factory.entries_of(tmp_path)
    parts = [[e for e in entries if e.scenario.id == name] for name in ("tram", "late")]
    effect = effect_of_change(*parts)
    assert effect.personas == ("role-a", "role-c")
    assert [(left.persona, left.why) for left in effect.left_out] == [("role-b", why)]


@pytest.mark.parametrize("scenario", ["tram", "late"])
def test_nor_is_a_role_that_is_not_answered_in_both(tmp_path: Path, scenario: str) -> None:
    _effect(tmp_path)
    for role in ("role-a", "role-b", "role-c"):
        (tmp_path / f"scenarios/{scenario}/answers/{role}.json").unlink()
    entries = factory.entries_of(tmp_path)
    parts = [[e for e in entries if e.scenario.id == name] for name in ("tram", "late")]
    effect = effect_of_change(*parts)
    assert effect.changes is None
    assert {left.why for left in effect.left_out} == {"unanswered"}


def test_answers_to_an_earlier_question_are_compared_and_said_to_be(tmp_path: Path) -> None:
    _effect(tmp_path)
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2, situation="Another."))
    entries = factory.entries_of(tmp_path)
    parts = [[e for e in entries if e.scenario.id == name] for name in ("tram", "late")]
    effect = effect_of_change(*parts)
    assert effect.stale
    assert len(effect.personas) == 3
