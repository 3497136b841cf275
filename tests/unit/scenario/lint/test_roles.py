"""Roles: what a description lacks is named, and good ones are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
import pytest
import yaml
from drafts import good, rules_in, warnings_in

FOUND = {
    ("short-text", "en"): ("Drives.", "The night driver.", "A bus company."),
    ("short-text", "ko"): ("운전합니다.", "심야 버스 기사", "버스 회사입니다."),
    ("empty-words", "en"): (
        "An experienced and committed driver.",
        "Drives the night bus. Is very important for the town.",
        "A highly motivated team member.",
    ),
    ("empty-words", "ko"): (
        "경험 많은 성실한 버스 기사입니다.",
        "심야 버스를 운전합니다. 매우 유능합니다.",
        "열정적인 시청 교통과 공무원입니다.",
    ),
    ("no-measure", "en"): (
        "Drives the bus on six nights a week and knows the regulars.",
        "Lives above the stop and goes to bed at ten.",
        "Plans lines, stops and timetables for the whole town.",
    ),
    ("no-measure", "ko"): (
        "한 주에 여섯 번 심야 버스를 운전하고 단골을 잘 압니다.",
        "정류장 위층에 살며 열 시에 잠자리에 듭니다.",
        "시 전체의 노선과 정류장, 시간표를 짭니다.",
    ),
}

LEFT_ALONE = {
    "en": (
        "Drives at night; paid by the shift.",
        "Sits on the council and must be re-elected in two years.",
        "Answers to the mayor for every complaint about noise.",
        "Is good with people and is judged by how many fights there are on board.",
        "Sweeps the stops before dawn, and loses the contract where one is left dirty: the "
        "deadline is six.",
    ),
    "ko": (
        "밤에 운전하며 운행 횟수만큼 수당을 받습니다.",
        "시의원이며 2년 뒤 선거에서 다시 뽑혀야 합니다.",
        "소음 민원을 줄이는 일을 시장에게 책임집니다.",
        "사람을 잘 대하고, 차 안의 다툼 건수로 평가받습니다.",
    ),
}


def _describe(text: str) -> Any:
    return lambda data: data["personas"][0].update(description=text)


@pytest.mark.parametrize(
    ("rule", "language", "text"),
    [(rule, lang, text) for (rule, lang), texts in FOUND.items() for text in texts],
)
def test_a_description_that_lacks_something(
    tmp_path: Path, rule: str, language: str, text: str
) -> None:
    assert rules_in(tmp_path, good(language, _describe(text))) == [rule]


@pytest.mark.parametrize(
    ("language", "text"), [(lang, text) for lang, texts in LEFT_ALONE.items() for text in texts]
)
def test_a_description_that_is_as_it_should_be(tmp_path: Path, language: str, text: str) -> None:
    assert rules_in(tmp_path, good(language, _describe(text))) == []


def test_a_goal_may_say_what_counts(tmp_path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["personas"][0]["description"] = "Drives the bus on six nights a week."
        data["personas"][0]["goals"] = ["No complaints"]

    assert rules_in(tmp_path, good("en", edit)) == []


def test_in_other_languages_only_the_length_is_judged(tmp_path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data.update(language="nl", scale=list("abcde"))
        data["personas"][0]["description"] = "Rijdt zes avonden in de week de bus."
        data["personas"][1]["description"] = "Een waard."

    assert rules_in(tmp_path, good("en", edit)) == ["short-text"]


def test_a_shared_role_is_named_once_in_its_own_file(tmp_path: Path) -> None:
    shared = [
        {
            "id": "neighbour",
            "name": {"en": "Neighbour", "ko": "이웃"},
            "description": {"ko": "위층에 살며 소음 민원을 냅니다.", "en": "Lives upstairs."},
        }
    ]
    for name in ("bus", "tram"):
        data = good("en", lambda data: data["personas"].append("neighbour"))
        factory.write_scenario(tmp_path, name, data)
    factory.write_scenario(
        tmp_path, "metro", good("ko", lambda d: d["personas"].append("neighbour"))
    )
    file = tmp_path / "scenarios/personas.yml"
    file.write_text(yaml.safe_dump(shared, allow_unicode=True, sort_keys=False), "utf-8")
    (warning,) = warnings_in(tmp_path)
    assert (warning.path, warning.line, warning.rule) == ("scenarios/personas.yml", 7, "short-text")
    assert warning.excerpt.strip() == "en: Lives upstairs."


ALIKE = {
    "en": (
        (
            "Drives the bus at night, six shifts a week, and is rated by punctuality and care.",
            "Drives the bus at night, five shifts a week, and is rated by punctuality and care.",
        ),
        (
            "Plans all lines, answers to the council and is measured by riders per kilometre.",
            "Plans all lines, answers to the mayor and is measured by riders per kilometre.",
        ),
        (
            "Runs a bar by the station and lives on what is drunk after ten o'clock.",
            "Runs a club by the station and lives on what is drunk after ten o'clock.",
        ),
    ),
    "ko": (
        (
            "한 주에 여섯 번 밤에 시내 버스를 운전하며 정시 도착률과 민원 건수로 평가받습니다.",
            "한 주에 다섯 번 밤에 시내 버스를 운전하며 정시 도착률과 민원 건수로 평가받습니다.",
        ),
        (
            "시의 모든 노선과 시간표를 짜고 시의회에 책임지며 승객 수로 평가받습니다.",
            "시의 모든 노선과 시간표를 짜고 시장에게 책임지며 승객 수로 평가받습니다.",
        ),
        (
            "역 앞에서 술집을 운영하며 밤 열 시가 지난 뒤의 매출로 가족과 먹고삽니다.",
            "역 앞에서 식당을 운영하며 밤 열 시가 지난 뒤의 매출로 가족과 먹고삽니다.",
        ),
    ),
}
APART = {
    "en": (
        (
            "Drives the bus at night and is rated by punctuality.",
            "Repairs the bus by day and is rated by how few break down.",
        ),
        (
            "Plans lines and is measured by riders per kilometre.",
            "Plans shifts and is measured by overtime and sick leave.",
        ),
        (
            "Runs a bar and lives on what is drunk after ten.",
            "Runs a taxi and lives on those who have missed the last bus.",
        ),
    ),
    "ko": (
        (
            "밤에 버스를 운전하며 정시 도착률로 평가받습니다.",
            "낮에 버스를 수리하며 고장 건수로 평가받습니다.",
        ),
        ("노선을 짜고 승객 수로 평가받습니다.", "근무표를 짜고 초과 근무 시간으로 평가받습니다."),
        (
            "역 앞 술집의 매출로 먹고삽니다.",
            "막차를 놓친 손님을 태우는 택시의 수입으로 먹고삽니다.",
        ),
    ),
}


def _pair(texts: tuple[str, str]) -> Any:
    def edit(data: dict[str, Any]) -> None:
        for persona, text in zip(data["personas"], texts, strict=True):
            persona["description"] = text

    return edit


@pytest.mark.parametrize(
    ("language", "texts"), [(lang, pair) for lang, pairs in ALIKE.items() for pair in pairs]
)
def test_roles_in_nearly_the_same_words(
    tmp_path: Path, language: str, texts: tuple[str, str]
) -> None:
    (warning,) = warnings_in(tmp_path, good(language, _pair(texts)))
    assert warning.rule == "same-description"
    assert "'publican' is described in nearly the same words as 'driver'" in warning.message


@pytest.mark.parametrize(
    ("language", "texts"), [(lang, pair) for lang, pairs in APART.items() for pair in pairs]
)
def test_roles_that_differ(tmp_path: Path, language: str, texts: tuple[str, str]) -> None:
    assert rules_in(tmp_path, good(language, _pair(texts))) == []


def test_roles_described_alike_without_spaces(tmp_path: Path) -> None:
    data = factory.scenario(3, 0, language="ja")
    told = (
        "資料の選定と相談窓口を担当し、週末の勤務表に従って働く。貸出数で評価される。",
        "資料の選定と相談窓口を担当し、休日の勤務表に従って働く。貸出数で評価される。",
        "図書館の運営と予算に責任を負い、来館者数で評価される。",
    )
    for persona, description in zip(data["personas"], told, strict=True):
        persona["description"] = description
    (alike,) = warnings_in(tmp_path, data)
    assert "'role-b' is described in nearly the same words as 'role-a'" in alike.message


@pytest.mark.parametrize(
    ("language", "names", "same"),
    [
        ("en", ("Driver", "Night driver"), False),
        ("en", ("Driver", "Drivers"), False),
        ("en", ("Driver (day)", "Driver (night)"), False),
        ("en", ("Driver", "driver"), True),
        ("en", ("Night driver", "Night  driver"), True),
        ("en", ("DRIVER", "Driver"), True),
        ("ko", ("버스 기사", "심야 버스 기사"), False),
        ("ko", ("버스 기사", "버스기사"), False),
        ("ko", ("기사", "기사님"), False),
        ("ko", ("버스 기사", "버스  기사"), True),
        ("ko", ("술집 주인", "술집 주인"), True),
        ("ko", ("CCTV 담당", "cctv 담당"), True),
    ],
)
def test_roles_and_issues_with_one_name(
    tmp_path: Path, language: str, names: tuple[str, str], same: bool
) -> None:
    for key, word in (("personas", "name"), ("issues", "title")):

        def edit(data: dict[str, Any], key: str = key, word: str = word) -> None:
            for entry, name in zip(data[key], names, strict=False):
                entry[word] = name

        assert rules_in(tmp_path, good(language, edit)) == ["same-name"] * same
