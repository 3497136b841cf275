"""What pages say of people's answers beside a scenario's simulated ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import factory
import pytest

SIMULATED: dict[str, dict[str, tuple[int, ...]]] = {
    # In conflict on the first issue: (0.8 - 0.2) · (0.7 - 0.1).
    "role-a": {"issue-1": (5, 5, 10, 40, 40), "issue-2": (20, 20, 20, 20, 20)},
    "role-b": {"issue-1": (40, 30, 10, 10, 10), "issue-2": (20, 20, 20, 20, 20)},
}
PEOPLE: dict[str, dict[str, Any]] = {
    # Hardly different on the first, in conflict on the second: (0.7 - 0.3) · (0.6 - 0.2).
    "role-a": {"issue-1": [60, 40, 100], "issue-2": [40, 20, 140]},
    "role-b": {"issue-1": [62, 40, 98], "issue-2": [120, 20, 60]},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 2))
    factory.write_records(tmp_path, counts=SIMULATED)
    factory.write_observed(
        tmp_path, counts=PEOPLE, people="200 of each", url="https://example.org/a?b=1&c=2"
    )
    return tmp_path


def test_a_stance_shows_people_s_bar_and_how_far_it_is(root: Path) -> None:
    page = factory.pages_of(root)["scenarios/tram/role-a.md"]
    # Half of the sum of |0.1 - 0.3|, |0.1 - 0.2| and |0.8 - 0.5|; by chance, see test_distance.
    assert (
        "**Observed** (200 people, May 2024): 50 of 100 for, 20 neutral, 30 against.\n"
        "Of 100 simulated answers, about 30 would have to be others to match; in a survey of this "
        "size, 4 by chance.\n"
        "{ .psp-observed .psp-bar data-search-exclude "
        'style="--p1:0;--p2:30;--p3:20;--p4:50" }' in page
    )
    assert "Few people were asked." not in page


def test_of_few_people_it_is_said_that_they_are(root: Path) -> None:
    factory.write_observed(root, counts={"role-a": {"issue-1": [30, 40, 29], "issue-2": [9, 9, 9]}})
    page = factory.pages_of(root)["scenarios/tram/role-a.md"]
    assert page.count("**Observed**") == 1
    assert "(99 people, May 2024)" in page
    assert page.count("Few people were asked.") == 1


def test_where_only_those_for_are_known_there_is_no_bar(root: Path) -> None:
    people = {role: {"issue-1": {"for": 0.415, "n": 5501.4}} for role in ("role-a", "role-b")}
    factory.write_observed(root, counts=people)
    pages = factory.pages_of(root)
    assert (
        "**Observed** (5,501 people, May 2024): 42 of 100 for.\n"
        "{ .psp-observed data-search-exclude }"
    ) in pages["scenarios/tram/role-a.md"]
    conflicts = pages["scenarios/tram/conflicts.md"]
    assert "- <small>Observed (5,501)</small> <small>42 of 100 for</small>" in conflicts
    assert "observed: about" not in conflicts
    assert "psp-dot .psp-observed" not in pages["scenarios/tram/index.md"]


def test_a_conflict_shows_people_s_and_that_they_do_not_differ_so(root: Path) -> None:
    page = factory.pages_of(root)["scenarios/tram/conflicts.md"]
    assert page.count('<span class="psp-bar psp-observed"') == 2
    assert '<b class="psp-a">30</b> against, 20 neutral, <b class="psp-f">50</b> for</span>' in page
    # 0.5 · 0.31 + 0.3 · 0.49, and an excess of (0.5 - 0.49) · (0.31 - 0.3).
    assert "*observed: about 30 of 100 pairs on opposite sides*" in page
    assert page.count("People in these roles did not differ so.") == 1


def test_that_they_do_not_differ_is_said_with_two_hundred_in_both_roles(root: Path) -> None:
    people = {**PEOPLE, "role-b": {"issue-1": [62, 40, 97]}}
    factory.write_observed(root, counts=people)
    page = factory.pages_of(root)["scenarios/tram/conflicts.md"]
    assert "*observed: about" in page
    assert "did not differ so" not in page


def test_conflicts_of_people_that_the_numbers_do_not_show(root: Path) -> None:
    page = factory.pages_of(root)["scenarios/tram/conflicts.md"]
    assert "Of 2 pairs of roles on an issue, so many are in conflict: 1." in page
    # 0.7 · 0.6 + 0.2 · 0.3
    missed = "- Issue 2: Role a × Role b, observed: about 48 of 100 pairs on opposite sides"
    assert missed in page
    assert '<a href="https://example.org/a?b&#61;1&amp;c&#61;2" rel="external">' in page


def test_people_s_dots_hang_below_the_line(root: Path) -> None:
    page = factory.pages_of(root)["scenarios/tram/index.md"]
    assert '{ .psp-axis data-search-exclude style="--h:3;--b:2" }' in page
    assert (
        "[**1** *Role a, observed: 50 for, 20 neutral, 30 against*](role-a.md#issue-1)"
        '{ .psp-dot .psp-observed .psp-for style="--x:60;--y:0" }'
    ) in page
    # One above the other, as close as they are.
    assert 'style="--x:59;--y:1" }' in page


def test_the_notice_tells_people_s_answers_from_the_others(root: Path) -> None:
    pages = factory.pages_of(root)
    who = "200 of each; May 2024."
    called = f"Only what is called **observed** is what people answered: {who}\n"
    squares = f"Circles show this, **only squares what people answered**: {who}\n"
    assert f"no real person said this.\n{squares}" in pages["scenarios/tram/index.md"]
    for page in ("conflicts", "comparisons/index", "role-a"):
        assert f"no real person said this.\n{called}" in pages[f"scenarios/tram/{page}.md"]
    # Without shares nothing is drawn; of another role there is nothing to tell apart.
    factory.write_observed(root, counts={"role-a": {"issue-1": {"for": 0.4, "n": 100}}})
    pages = factory.pages_of(root)
    assert called.replace("200 of each; ", "") in pages["scenarios/tram/index.md"]
    assert "what people answered" not in pages["scenarios/tram/role-b.md"]


def test_common_ground_of_people(root: Path) -> None:
    people = {role: {"issue-2": [20, 20, 60 + n]} for n, role in enumerate(PEOPLE)}
    factory.write_observed(root, counts=people)
    page = factory.pages_of(root)["scenarios/tram/index.md"]
    assert "On “Issue 2”, at least 60 of 100 of them in every role are **for**." in page
    assert "they are not in conflict." in page


def test_nobody_asked_nothing_said(root: Path) -> None:
    (root / "scenarios/tram/observed.yml").unlink()
    pages = factory.pages_of(root)
    assert not [path for path in pages if "calibration" in path]
    for path, content in pages.items():
        if path.startswith("scenarios/tram/") and path.endswith(".md"):
            assert "bserved" not in content, path
            assert "calibration" not in content, path


def test_the_data_file_has_people_s_answers(root: Path) -> None:
    factory.write_observed(
        root,
        counts={
            "role-a": {"issue-1": [60, 40, 100], "issue-2": {"for": 0.25, "n": 80.5}},
            "role-b": {"issue-1": [10, 20, 30, 80, 60]},
        },
    )
    data = json.loads(factory.pages_of(root)["scenarios/tram/perspectives.json"])
    found = {(s["persona"], s["issue"]): s["observed"] for s in data["stances"]}
    three = found["role-a", "issue-1"]
    assert list(three) == ["shares", "n", "tv", "tv_by_chance", "for_error"]
    assert (three["shares"], three["n"]) == ([0.3, 0.2, 0.5], 200)
    # Simulated minus observed.
    assert (three["tv"], three["for_error"]) == (0.3, 0.3)
    assert found["role-b", "issue-1"]["shares"] == [0.05, 0.1, 0.15, 0.4, 0.3]
    assert found["role-a", "issue-2"] == {
        **dict.fromkeys(("shares", "tv", "tv_by_chance")),
        "n": 80.5,
        "for_error": 0.15,
    }
    assert found["role-b", "issue-2"] is None
    pairs = {p["issue"]: p["observed"] for p in data["pairs"]}
    # 0.5 · 0.15 + 0.3 · 0.7, and (0.5 - 0.7) · (0.15 - 0.3)
    assert pairs == {"issue-1": {"opposed": 0.285, "excess": 0.03}, "issue-2": None}


def test_in_korean(root: Path) -> None:
    data = factory.scenario(2, 2, language="ko")
    factory.write_scenario(root, data=data)
    factory.write_records(root, counts=SIMULATED)
    pages = factory.pages_of(root, "ko")
    assert (
        "**실제 응답** (200명, May 2024): 100명 가운데 찬성 50명"
        in pages["scenarios/tram/role-a.md"]
    )
    assert "그렇게 다르지 않았습니다" in pages["scenarios/tram/conflicts.md"]
    assert "# 실제 응답과의 비교" in pages["scenarios/calibration.md"]
