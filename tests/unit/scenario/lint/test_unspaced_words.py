"""Japanese and Chinese are judged by single words, though no spaces part them."""

from __future__ import annotations

import pytest
import yaml
from commands import ROOT
from mkdocs_perspectives.scenario.lint.languages import wording_of

SHIPPED = {"ja": "weekend-school-clubs", "zh": "lift-in-an-old-block"}


def _true(judge: object, text: str) -> bool:
    assert callable(judge)
    return bool(judge(text))


@pytest.mark.parametrize(
    ("language", "text", "unopposed"),
    [
        ("ja", "安全な練習は重要である。", True),
        ("ja", "安全な練習は、費用が倍になっても重要である。", False),
        ("ja", "夜市は午後11時に終えるべきである。", False),
        ("zh", "老人的安全非常重要。", True),
        ("zh", "应当多花 14 万元，做成平层入户。", False),
        ("zh-TW", "長者的安全是不可或缺的。", True),
    ],
)
def test_what_nobody_opposes(language: str, text: str, unopposed: bool) -> None:
    assert _true(wording_of(language).is_unopposed, text) is unopposed


@pytest.mark.parametrize(
    ("language", "text", "measured"),
    [
        ("ja", "平日に問い合わせに答え、待ち時間で評価されます。", True),
        ("ja", "路線バスを週に6晩運転し、常連の顔を知っています。", False),
        ("zh", "解答客户的问题，考核指标是等待时间。", True),
        ("zh", "每周开六晚夜班车，认识很多老乘客。", False),
        ("zh-TW", "解答客戶的問題，對投訴件數負責。", True),
    ],
)
def test_what_a_role_is_measured_by(language: str, text: str, measured: bool) -> None:
    assert _true(wording_of(language).has_a_measure, text) is measured


@pytest.mark.parametrize("language", SHIPPED)
def test_the_shipped_scenario_is_left_alone(language: str) -> None:
    file = ROOT / "scenarios" / SHIPPED[language] / "scenario.yml"
    data = yaml.safe_load(file.read_text("utf-8"))
    wording = wording_of(language)
    for persona in data["personas"]:
        assert _true(wording.has_a_measure, persona["description"]), persona["id"]
    for issue in data["issues"]:
        assert not _true(wording.is_unopposed, issue["statement"])
        assert not _true(wording.asks, issue["statement"])
