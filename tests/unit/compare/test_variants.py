"""The effect of a change: only comparable answers are used, and others are listed with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
import pytest
from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.compare import Effect, effect_of_change

FOR, AGAINST = (0, 0, 20, 40, 40), (40, 40, 20, 0, 0)
# Ten of a hundred move from neutral to for: 0.1 points, which is less than counts.
A_LITTLE_MORE_FOR = (0, 0, 10, 50, 40)
LATE = {"title": "Late", "extends": "tram", "change": "It comes later."}


def _parts(root: Path) -> list[list[Entry]]:
    """The entries of the scenario, and of its variant."""
    entries = factory.entries_of(root)
    return [[e for e in entries if e.scenario.id == name] for name in ("tram", "late")]


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
    return effect_of_change(*_parts(root))


def test_moves_are_listed_by_size_and_small_ones_counted(
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


def test_where_voices_are_further_apart_a_move_has_to_be_as_far(tmp_path: Path) -> None:
    moved = {"role-b": {"issue-2": (0, 20, 20, 20, 40)}, "role-c": {"issue-1": AGAINST}}
    _effect(tmp_path, moved)
    parts = _parts(tmp_path)
    # The first moved by 0.4 points, the other by 2.4.
    for apart, expected in ((0.4, ["role-c", "role-b"]), (0.41, ["role-c"])):
        ranges = {("role-b", "issue-2"): apart, ("role-c", "issue-1"): apart}
        effect = effect_of_change(*parts, ranges)
        assert [move.persona for move in effect.moves] == expected
        assert effect.changes is not None
        assert effect.changes.small == 2 - len(expected)


def test_what_rests_on_small_moves_alone_is_counted(tmp_path: Path) -> None:
    """No role moves far, but two roles that were just short of a conflict now have one.

    For 0.50 and 0.30, against 0.20 and 0.42: an excess of 0.2 · 0.22 = 0.044; and after that for
    0.52 and 0.30, against 0.18 and 0.42: 0.22 · 0.24 = 0.0528, with a move of 0.04 points.
    """
    before, after = (0, 20, 30, 50, 0), (0, 18, 30, 52, 0)
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    factory.write_scenario(tmp_path, "late", LATE)
    other = {"role-b": {"issue-1": (0, 42, 28, 30, 0)}}
    factory.write_records(tmp_path, counts={"role-a": {"issue-1": before}, **other}, only=("tram",))
    factory.write_records(tmp_path, counts={"role-a": {"issue-1": after}, **other}, only=("late",))
    effect = effect_of_change(*_parts(tmp_path))
    assert (effect.moves, effect.faint) == ([], 1)
    assert effect.changes is not None
    assert (effect.changes.appeared, effect.changes.small) == ((), 1)


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
    effect = effect_of_change(*_parts(tmp_path))
    assert effect.personas == ("role-a", "role-c")
    assert [(left.persona, left.why) for left in effect.left_out] == [("role-b", why)]


@pytest.mark.parametrize("scenario", ["tram", "late"])
def test_a_role_that_is_not_answered_in_both_is_not_compared(tmp_path: Path, scenario: str) -> None:
    _effect(tmp_path)
    for role in ("role-a", "role-b", "role-c"):
        (tmp_path / f"scenarios/{scenario}/answers/{role}.json").unlink()
    effect = effect_of_change(*_parts(tmp_path))
    assert effect.changes is None
    assert {left.why for left in effect.left_out} == {"unanswered"}


def test_stale_answers_are_compared_and_marked(tmp_path: Path) -> None:
    _effect(tmp_path)
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2, situation="Another."))
    effect = effect_of_change(*_parts(tmp_path))
    assert effect.stale
    assert len(effect.personas) == 3
