"""Statements: each rule finds what it is for in English and Korean, and leaves the rest alone.

The sentences were written for the rules' meaning, not from their patterns.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import good, rules_in, warnings_in

FOUND = {
    ("question", "en"): (
        "Would it be wrong to raise the fare?",
        "Who should clean the buses at dawn",
        "How to pay for the second line",
        "Are the drivers paid enough for it",
    ),
    ("question", "ko"): (
        "요금을 두 배로 올려도 되는가?",
        "새벽 청소는 누가 맡을지",
        "둘째 노선의 비용을 어떻게 마련할 것인지",
        "기사에게 수당을 더 주어야 할까요",
    ),
    ("no-claim", "en"): ("Noise", "The last stop", "Safety on board at night"),
    ("no-claim", "ko"): ("소음", "막차 시간", "심야 승객의 안전과 편의"),
    ("two-claims", "en"): (
        "The bus should run until five and the trams should stop at one.",
        "The town should hire six drivers and raise the parking fee.",
        "Fares should be doubled and the stops lit.",
        "The line must not cross the park; it must serve the hospital.",
        "The old depot is too small. A new one should be built outside the town.",
    ),
    ("two-claims", "ko"): (
        "버스는 다섯 시까지 다녀야 하고 전철은 한 시에 멈춰야 한다.",
        "기사를 여섯 명 뽑고 주차 요금을 올려야 한다.",
        "막차는 늦추고 첫차는 당겨야 한다.",
        "정류장을 옮기고 가로등도 세워야 한다.",
        "차고지가 너무 좁다. 새 차고지를 시 밖에 지어야 한다.",
    ),
    ("unopposed", "en"): (
        "Comfort is crucial.",
        "Passengers should be treated with respect.",
        "The operator should do a good job.",
        "Punctuality matters a lot.",
        "Everybody deserves a safe way home.",
    ),
    ("unopposed", "ko"): (
        "승객의 편의가 중요하다.",
        "기사를 존중해야 한다.",
        "운영사는 최선을 다해야 합니다.",
        "서비스를 개선해야 한다.",
    ),
}

LEFT_ALONE = {
    ("question", "en"): (
        "What is saved by day should be spent at night.",
        "Whoever rides at night should pay more.",
        "Should the trial fail, the money should go to taxis.",
        "When bars close is for the council to decide, not for the bus.",
        "How late the bus runs should depend on the drivers.",
    ),
    ("question", "ko"): (
        "누가 타든 같은 요금을 내야 한다.",
        "언제 운행을 멈출지는 기사가 정해야 한다.",
        "무엇보다 먼저 정류장에 가로등을 세워야 한다.",
    ),
    ("no-claim", "en"): (
        "The night belongs to taxis",
        "Run it until five",
        "Buses win.",
        "Drivers need a second shift",
    ),
    ("no-claim", "ko"): ("밤에는 택시면 충분하다", "막차를 없애자", "심야 운행은 낭비다"),
    ("two-claims", "en"): (
        "Bars and clubs by the station should pay a part of the cost.",
        "The bus should stop at the hospital, the station and the university.",
        "Drivers who work at night and live outside the town should get a flat.",
        "The fare should be the same by day and by night.",
        "St. Mary's Rd. should be served first, i.e. before the park.",
        "Tickets should be sold and checked by the driver.",
        "It is fair that those who drink late and often pay for the bus.",
        "The council should ask riders and residents before it decides.",
        "The line should close if fewer than 40 people ride and nobody complains.",
        "The E.U. should pay for the buses.",
    ),
    ("two-claims", "ko"): (
        "술집과 클럽이 비용의 일부를 내야 한다.",
        "병원과 역, 대학교에 모두 서야 한다.",
        "밤에 일하고 있는 기사에게 먼저 집을 주어야 한다.",
        "주민 의견을 듣고 노선을 정해야 한다.",
        "최고 속도를 시속 40km로 낮춰야 한다.",
        "광고 수입으로 요금을 낮춰야 한다.",
        "낮에 남는 예산을 밤에 써야 한다.",
        "요금은 밤에도 낮과 같아야 한다.",
        "시범 운행을 마치고 요금을 정해야 한다.",
        "중고 버스를 사야 한다.",
    ),
    ("unopposed", "en"): (
        "Comfort is more important than speed.",
        "Passengers should be treated as guests, even when they are drunk.",
        "Only punctuality matters.",
        "The bus should be safe enough without cameras.",
        "Cameras are important at night only.",
    ),
    ("unopposed", "ko"): (
        "편의보다 속도가 중요하다.",
        "늦더라도 서비스를 개선해야 한다.",
        "요금을 10% 올려서 서비스를 개선해야 한다.",
        "야간 수당이 가장 중요하다.",
    ),
}


def _cases(table: dict[tuple[str, str], tuple[str, ...]]) -> list[tuple[str, str, str]]:
    return [(rule, lang, text) for (rule, lang), texts in table.items() for text in texts]


def _found(root: Path, statement: str, language: str) -> list[str]:
    data = good(language, lambda data: data["issues"][0].update(statement=statement))
    return rules_in(root, data)


@pytest.mark.parametrize(("rule", "language", "statement"), _cases(FOUND))
def test_a_statement_that_breaks_a_rule(
    tmp_path: Path, rule: str, language: str, statement: str
) -> None:
    assert _found(tmp_path, statement, language) == [rule]


@pytest.mark.parametrize(("rule", "language", "statement"), _cases(LEFT_ALONE))
def test_a_statement_that_is_as_it_should_be(
    tmp_path: Path, rule: str, language: str, statement: str
) -> None:
    assert _found(tmp_path, statement, language) == [], rule


@pytest.mark.parametrize("rule", ["question", "no-claim", "two-claims"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_negated_statement_is_looked_at_as_well(tmp_path: Path, rule: str, language: str) -> None:
    text = FOUND[rule, language][0]
    data = good(language, lambda data: data["issues"][0].update(reversed=text))
    (warning,) = warnings_in(tmp_path, data)
    assert warning.rule == rule
    assert f"reversed: {text}" in warning.excerpt


SCALE = ["a", "b", "c", "d", "e"]


def _in_another(root: Path, statement: str, language: str) -> list[str]:
    def edit(data: dict[str, object]) -> None:
        data.update(language=language, scale=SCALE)
        data["issues"][0]["statement"] = statement  # type: ignore[index]

    # The roles are described in English, in which no measure is found by words of another.
    return [rule for rule in rules_in(root, good("en", edit)) if rule != "no-measure"]


@pytest.mark.parametrize(
    ("rule", "statement", "language"),
    [
        ("question", "日曜日に開館すべきですか。", "ja"),
        ("question", "日曜日に開館すべきか", "ja"),
        ("question", "医院应当开设夜间门诊吗？", "zh"),
        ("question", "医院应当开设夜间门诊吗", "zh"),
        ("question", "هل ينبغي أن تفتح المكتبة؟", "ar"),
        ("question", "Soll die Bücherei öffnen?", "de"),
        ("question", "Should the bus run at night?", "en-GB"),
        ("no-claim", "Preis", "de"),
        ("no-claim", "運賃", "ja"),
        ("no-claim", "Le prix", "fr"),
        ("two-claims", "図書館は開館すべきである。窓口は無人とすべきである。", "ja"),
        ("two-claims", "应当开设门诊。应当增加护士。", "zh"),
        ("two-claims", "Wir sollten warten. Der Preis ist zu hoch.", "de"),
        ("two-claims", "ينبغي أن ننتظر. الثمن مرتفع.", "ar"),
    ],
)
def test_a_fault_that_shows_in_any_language(
    tmp_path: Path, rule: str, statement: str, language: str
) -> None:
    assert _in_another(tmp_path, statement, language) == [rule]


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("Die Messe soll am 1. Mai beginnen.", "de"),
        ("Kosten wie z. B. Strom sollen sinken.", "de"),
        ("Die Preise sollen fest sein, und der Service soll besser werden.", "de"),
        ("図書館は毎週日曜日に開館すべきである。", "ja"),
        ("三家社区医院都应当开设夜间门诊。", "zh"),
        ("ينبغي أن تفتح المكتبة كل يوم جمعة.", "ar"),
        ("Kirjaston on oltava auki sunnuntaisin, ja se voi olla ilman väkeä.", "fi"),
    ],
)
def test_in_other_languages_words_are_not_judged(
    tmp_path: Path, statement: str, language: str
) -> None:
    assert _in_another(tmp_path, statement, language) == []


ONE_WAY = {
    "en": (
        (
            "all 3 statements begin with the same words",
            "The town should run the bus.",
            "The town should hire drivers at once.",
            "The town should close the bars at two.",
        ),
        (
            "all 3 statements end with the same words",
            "The bus should be paid by the town.",
            "Taxis should be paid by the town.",
            "Lamps should never be paid by the town.",
        ),
        (
            "ask for more",
            "A second line should be introduced.",
            "More drivers should be hired.",
            "The parks should be lit better.",
            "Fares for the rich should be raised.",
        ),
    ),
    "ko": (
        (
            "begin with the same words",
            "시는 버스를 더 사야 한다.",
            "시는 버스를 빌려야 한다.",
            "시는 버스를 팔아야 한다.",
        ),
        (
            "end with the same words",
            "밤 요금은 시가 정해야 한다.",
            "막차는 시가 정해야 한다.",
            "노선은 시가 정해야 한다.",
        ),
        (
            "ask for more",
            "둘째 노선을 새로 열어야 한다.",
            "기사를 더 뽑아야 한다.",
            "공원의 가로등을 늘려야 한다.",
            "야간 수당을 높여야 한다.",
        ),
    ),
}
MIXED = {
    "en": (
        ("The bus should run until five.", "The tram should stop at one.", "Taxis should wait."),
        ("The bus should run.", "The bus is a waste.", "Drivers should decide."),
        (
            "A second line should be introduced.",
            "More drivers should be hired.",
            "The parks should stay dark.",
            "Fares for the rich should be raised.",
        ),
    ),
    "ko": (
        ("버스는 다섯 시까지 다녀야 한다.", "전철은 한 시에 멈춰야 한다.", "택시는 기다려야 한다."),
        ("버스가 다녀야 한다.", "버스는 낭비다.", "기사가 정해야 한다."),
        (
            "둘째 노선을 새로 열어야 한다.",
            "기사를 더 뽑아야 한다.",
            "공원의 가로등을 그대로 두어야 한다.",
            "야간 수당을 높여야 한다.",
        ),
    ),
}


def _together(root: Path, language: str, statements: tuple[str, ...]) -> list[str]:
    def edit(data: dict[str, object]) -> None:
        data["issues"] = [
            {"id": f"issue-{i}", "title": f"Issue {i}", "statement": text}
            for i, text in enumerate(statements)
        ]

    return [str(warning) for warning in warnings_in(root, good(language, edit))]


@pytest.mark.parametrize(
    ("language", "told", "statements"),
    [(lang, told, rest) for lang, cases in ONE_WAY.items() for told, *rest in cases],
)
def test_statements_that_are_all_worded_the_same_way(
    tmp_path: Path, language: str, told: str, statements: list[str]
) -> None:
    (warning,) = _together(tmp_path, language, tuple(statements))
    assert "[same-wording]" in warning
    assert told in warning


@pytest.mark.parametrize(
    ("language", "statements"), [(lang, case) for lang, cases in MIXED.items() for case in cases]
)
def test_statements_that_are_not(
    tmp_path: Path, language: str, statements: tuple[str, ...]
) -> None:
    assert _together(tmp_path, language, statements) == []
