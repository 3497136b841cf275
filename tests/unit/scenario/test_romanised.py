"""Korean in Latin letters, by the examples of the Revised Romanization and worked by hand."""

from __future__ import annotations

import pytest
from mkdocs_perspectives.scenario.romanised import romanised


@pytest.mark.parametrize(
    ("korean", "latin"),
    [
        # From the rules as published, where no sounds change but those that are followed.
        ("구미", "gumi"),
        ("영동", "yeongdong"),
        ("백암", "baegam"),
        ("옥천", "okcheon"),
        ("합덕", "hapdeok"),
        ("호법", "hobeop"),
        ("월곶", "wolgot"),
        ("한밭", "hanbat"),
        ("구리", "guri"),
        ("설악", "seorak"),
        ("칠곡", "chilgok"),
        ("임실", "imsil"),
        ("울릉", "ulleung"),
        ("압구정", "apgujeong"),
        # By hand.
        ("학교 급식 개편", "hakgyo geupsik gaepyeon"),
        ("직원", "jigwon"),
        ("값이", "gapsi"),
        ("없다", "eopda"),
        ("주 4일 근무", "ju 4il geunmu"),
        ("KPI를 늘리자", "KPIreul neullija"),
        ("쌍둥이 아빠", "ssangdungi appa"),
        ("야시장 ㄱ", "yasijang ㄱ"),
    ],
)
def test_korean_in_latin_letters(korean: str, latin: str) -> None:
    assert romanised(korean) == latin


def test_every_syllable_has_letters_of_an_id() -> None:
    for code in range(ord("가"), ord("힣") + 1):
        latin = romanised(chr(code))
        assert latin.isascii()
        assert latin.isalpha()
        assert latin.islower()
