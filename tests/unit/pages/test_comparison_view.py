"""Comparisons: those that are declared, or else the pairs of roles that clash most."""

from __future__ import annotations

from pathlib import Path

import factory
from mkdocs_perspectives.common.locales import Words
from mkdocs_perspectives.pages.comparison_view import FALLBACK_COMPARISONS, comparisons_of
from mkdocs_perspectives.pages.limits import Limits

FOR, AGAINST, LESS = (0, 0, 0, 0, 100), (100, 0, 0, 0, 0), (0, 0, 100, 0, 0)


def test_declared_comparisons_in_their_order(tmp_path: Path) -> None:
    declared = {"second": ["role-b", "role-a"], "all": ["role-a", "role-b", "role-c"]}
    comparisons = [{"id": i, "title": i.title(), "personas": p} for i, p in declared.items()]
    factory.write_scenario(tmp_path, data=factory.scenario(3, 2, comparisons=comparisons))
    factory.write_records(tmp_path, leave_out=("role-c",))
    (view,) = factory.views_of(tmp_path)
    second, everybody = comparisons_of(view, Words("en"), Limits())
    assert (second.id, second.title) == ("second", "Second")
    assert [p.id for p in second.answered] == ["role-b", "role-a"]
    assert [p.id for p in everybody.unanswered] == ["role-c"]
    # Two roles on two issues.
    assert len(everybody.pairs) == 2
    assert [(v.a.id, v.b.id) for v in everybody.verdicts] == [("role-a", "role-b")]


def test_without_any_those_are_compared_that_clash_most(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(4, 1))
    spreads = {"role-a": FOR, "role-b": LESS, "role-c": AGAINST, "role-d": LESS}
    factory.write_records(tmp_path, counts={r: {"issue-1": s} for r, s in spreads.items()})
    (view,) = factory.views_of(tmp_path)
    first, *others = comparisons_of(view, Words("en"), Limits())
    assert len(others) == FALLBACK_COMPARISONS - 1
    assert first.id == "role-a--role-c"
    (verdict,) = first.verdicts
    assert (verdict.count, verdict.worst) == (1, view.worst("role-a", "role-c"))
    assert [verdict.worst for other in others for verdict in other.verdicts] == [None, None]


def test_one_role_is_compared_with_nobody(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(1, 1))
    factory.write_records(tmp_path)
    (view,) = factory.views_of(tmp_path)
    assert list(comparisons_of(view, Words("en"), Limits())) == []
