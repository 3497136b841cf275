"""What a variant's page shows of its change: by issue, with the furthest moves first."""

from __future__ import annotations

from pathlib import Path

import factory
from mkdocs_perspectives.pages.change_view import ChangeView, change_view
from mkdocs_perspectives.pages.limits import Limits

FOR, LESS, AGAINST = (0, 0, 20, 40, 40), (0, 40, 20, 0, 40), (40, 40, 20, 0, 0)
LATE = {"title": "Late", "extends": "tram", "change": "It comes later."}


def _view(root: Path, limits: Limits = Limits()) -> ChangeView:  # noqa: B008 - it is frozen
    """Three roles for three issues; of the variant, ``a`` moves on 2, and ``b`` and ``c`` on 3."""
    factory.write_scenario(root, data=factory.scenario(3, 3))
    factory.write_scenario(root, "late", LATE)
    stays = {f"role-{x}": {f"issue-{n}": FOR for n in (1, 2, 3)} for x in "abc"}
    factory.write_records(root, counts=stays)
    moved = {
        "role-a": {**stays["role-a"], "issue-2": LESS},
        "role-b": {**stays["role-b"], "issue-3": LESS},
        "role-c": {**stays["role-c"], "issue-3": AGAINST},
    }
    factory.write_records(root, counts=moved, only=("late",))
    view = next(view for view in factory.views_of(root) if view.parent)
    assert view.effect is not None
    return change_view(view.scenario, view.effect, limits)


def test_issues_come_by_their_furthest_move(tmp_path: Path) -> None:
    view = _view(tmp_path)
    assert [(c.issue.id, [m.persona for m in c.moves]) for c in view.issues] == [
        ("issue-3", ["role-c", "role-b"]),
        ("issue-2", ["role-a"]),
    ]
    assert [issue.id for issue in view.still] == ["issue-1"]
    assert (view.total, view.moved, view.small, view.shown) == (9, 3, 0, 3)
    first = view.issues[0]
    assert {(pair.a, pair.b) for pair in first.appeared} == {
        ("role-a", "role-c"),
        ("role-b", "role-c"),
        ("role-a", "role-b"),
    }
    assert [ground.issue for ground in first.lost] == ["issue-3"]
    assert (first.gone, first.tiers, first.won) == ((), (), ())


def test_of_many_moves_the_furthest_are_shown(tmp_path: Path) -> None:
    view = _view(tmp_path, Limits(moves=1, fates=2))
    assert (view.moved, view.shown) == (3, 1)
    shown = [move.persona for change in view.issues for move in change.moves]
    assert shown == ["role-c"]
    # Of the three conflicts on the third issue, the strongest two; on the second there are two.
    assert [(len(change.appeared), change.left) for change in view.issues] == [(2, 1), (2, 0)]


def test_why_roles_are_not_compared(tmp_path: Path) -> None:
    _view(tmp_path)
    answers = tmp_path / "scenarios/late/answers"
    (answers / "role-a.json").unlink()
    factory.edit_json(answers / "role-b.json", lambda data: data.update(model="other"))
    view = next(view for view in factory.views_of(tmp_path) if view.parent)
    assert view.effect is not None
    found = change_view(view.scenario, view.effect, Limits())
    assert {why: [p.id for p in personas] for why, personas in found.left_out.items()} == {
        "unanswered": ["role-a"],
        "model": ["role-b"],
    }
    # One role alone is in conflict with nobody, but it moved.
    assert [m.persona for change in found.issues for m in change.moves] == ["role-c"]
