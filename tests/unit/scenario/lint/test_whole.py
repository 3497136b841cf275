"""A scenario as a whole: whether its situation states facts, and whether there is too much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
import pytest
from drafts import good, rules_in, warnings_in

FOUND = {
    ("short-text", "en"): ("A town plans a night bus.", "Buses at night?", "The line is to close."),
    ("short-text", "ko"): (
        "시가 심야 버스를 계획한다.",
        "노선을 없애려 한다.",
        "버스 회사를 판다.",
    ),
    ("empty-words", "en"): (
        "The night bus is a unique opportunity. It starts in 2027 on two lines.",
        "Our team is experienced and highly motivated.",
        "There is enough money for it. The council decides in June about both lines.",
        "A town of 52,000 plans a bus. The plan is very promising.",
    ),
    ("empty-words", "ko"): (
        "심야 버스 계획은 획기적이다. 2027년에 두 노선으로 시작한다.",
        "우리 시의 교통과는 매우 유능하다.",
        "예산이 어느 정도 있다. 시의회가 6월에 두 노선을 결정한다.",
    ),
}

LEFT_ALONE = {
    "en": (
        "Bus 7 ends at 0:40.",
        "Two lines are planned. The council is split over who pays for drivers and fuel.",
        "The night bus is important to nurses, who finish at half past two and walk home today.",
        "The old line was popular with students and was closed when the bridge was.",
        "There are 12 drivers too few.",
    ),
    "ko": (
        "7번 버스는 0시 40분에 끊긴다.",
        "두 노선을 계획하고 있으며 기사와 연료의 비용을 누가 낼지 시의회의 의견이 갈린다.",
        "심야 버스는 새벽 두 시 반에 퇴근해 걸어서 집에 가는 간호사에게 중요하다.",
        "기사가 12명 모자란다.",
    ),
}


@pytest.mark.parametrize(
    ("rule", "language", "text"),
    [(rule, lang, text) for (rule, lang), texts in FOUND.items() for text in texts],
)
def test_a_situation_that_states_too_little(
    tmp_path: Path, rule: str, language: str, text: str
) -> None:
    (warning,) = warnings_in(tmp_path, good(language, lambda data: data.update(situation=text)))
    assert (warning.rule, warning.line) == (rule, 3)


@pytest.mark.parametrize(
    ("language", "text"), [(lang, text) for lang, texts in LEFT_ALONE.items() for text in texts]
)
def test_a_situation_that_states_facts(tmp_path: Path, language: str, text: str) -> None:
    assert rules_in(tmp_path, good(language, lambda data: data.update(situation=text))) == []


def test_more_roles_and_issues_than_anybody_reads(tmp_path: Path) -> None:
    def grow(roles: int, issues: int) -> Any:
        def edit(data: dict[str, Any]) -> None:
            data["personas"] = [
                {
                    "id": f"role-{i}",
                    "name": f"Role {i}",
                    "description": f"Sees to {' '.join(f'w{i * 50 + k}' for k in range(9))}, and "
                    "answers for it.",
                }
                for i in range(roles)
            ]
            data["issues"] = [
                {"id": f"i-{i}", "title": f"Issue {i}", "statement": f"Bus {i} should go at {i}."}
                for i in range(issues)
            ]

        return edit

    assert rules_in(tmp_path, good("en", grow(14, 14))) == []
    for roles, issues, told in ((15, 2, ["15 roles"]), (2, 15, ["15 issues"])):
        warnings = warnings_in(tmp_path, good("en", grow(roles, issues)))
        assert [w.rule for w in warnings] == ["too-many"]
        assert [" ".join(w.message.split()[:2]) for w in warnings] == told


def test_a_comparison_of_nothing(tmp_path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["issues"] = []
        data["comparisons"] = [{"id": "all", "title": "All", "personas": ["driver", "publican"]}]

    (warning,) = warnings_in(tmp_path, good("en", edit))
    assert warning.rule == "nothing-to-compare"
    assert "the roles of 'all' share no issue" in warning.message


def test_a_long_text_takes_no_long_time(tmp_path: Path) -> None:
    """Each would take minutes if it were looked at once more for every letter."""
    for text in ("a" * 20_000, "?" * 20_000, "a. " * 6_000, "is very " * 2_500, "x" + '"' * 19_000):
        factory.write_scenario(tmp_path, data=good("en", lambda d, t=text: d.update(situation=t)))
        rules_in(tmp_path)
        factory.write_scenario(tmp_path, data=good("ko", lambda d, t=text: d.update(situation=t)))
        rules_in(tmp_path)
