"""Words: particles, plural forms, lists and dates as each language has them, and what stands in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml
from languages_site import CATALOGUES, catalogue_text
from markupsafe import Markup
from mkdocs_perspectives.common.locales import Catalogue, Words, message_of

OWN: Mapping[str, Catalogue] = {
    language: {key: message_of(value) for key, value in yaml.safe_load(text).items()}
    for language in CATALOGUES
    for text in (catalogue_text(language),)
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("마케팅 임원", "마케팅 임원이"),
        ("마케팅 실무자", "마케팅 실무자가"),
        ("GPT-5", "GPT-5가"),
        ("모델 3", "모델 3이"),
        ("화학 공학자(박사)", "화학 공학자(박사)가"),
        ("Qwen", "Qwen이"),
    ],
)
def test_particles_agree_with_the_last_sound(name: str, expected: str) -> None:
    assert Words("ko")("more_in_favour", name=name, gap="1.0").startswith(expected + " ")


def test_values_are_escaped() -> None:
    message = Words("en")("with_role", name="<b>*x*</b>")
    assert message == "With &lt;b&gt;&#42;x&#42;&lt;/b&gt;"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 role"),
        ("en", 2, "2 roles"),
        ("ko", 1, "역할 1개"),
        ("de", 1, "1 Rolle"),
        ("de", 0, "0 Rollen"),
        ("ja", 1, "立場 1"),
        # As Arabic counts: none, one, two, three to ten, eleven to ninety-nine, a hundred.
        ("ar", 0, "بلا أدوار"),
        ("ar", 1, "دور واحد"),
        ("ar", 2, "دوران"),
        ("ar", 3, "3 أدوار"),
        ("ar", 10, "10 أدوار"),
        ("ar", 11, "11 دورا"),
        ("ar", 99, "99 دورا"),
        ("ar", 100, "100 دور"),
    ],
)
def test_the_plural_form_is_the_one_of_the_number(
    language: str, number: int, expected: str
) -> None:
    assert Words(language, OWN)("roles_count", n=number) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("A", "A and B", "A, B, and C", "A, B, C, and D")),
        ("ko", ("A", "A 및 B", "A, B 및 C", "A, B, C 및 D")),
        ("ja", ("A", "A、B", "A、B、C", "A、B、C、D")),
        ("de", ("A", "A und B", "A, B und C", "A, B, C und D")),
        ("de-JP", ("A", "A und B", "A, B und C", "A, B, C und D")),
    ],
)
def test_lists(language: str, expected: tuple[str, ...]) -> None:
    words = Words(language)
    assert tuple(words.listed("ABCD"[:n]) for n in (1, 2, 3, 4)) == expected
    assert words.listed([]) == ""
    assert words.listed(["<b>", Markup("*b*")]).startswith("&lt;b&gt;")


def test_a_date_is_iso_or_as_the_catalogue_has_it() -> None:
    assert Words("ko").date("2026-11-01") == "2026-11-01"
    assert Words("ja", OWN).date("2026-11-01") == "2026年11月1日"
    assert Words("de-AT", OWN).date("2026-11-01") == "1.11.2026"
    assert Words("ja", OWN).date("yesterday") == "yesterday"


def test_a_word_that_is_wanting_is_english_and_marked() -> None:
    words = Words("ja", OWN)
    assert words("question") == "質問"
    assert words("goals") == '<bdi lang="en" dir="ltr">Goals</bdi>'
    assert words.text("goals") == "Goals"
    assert words("with_role", name="館長").endswith(">With 館長</bdi>")
    several = words("empty", folder="scenarios")
    assert several.startswith('<div lang="en" dir="ltr" markdown>\n\n')
    assert several.endswith("\n\n</div>")


def test_what_is_near_stands_in_before_english() -> None:
    own = {"zh": {"question": "问题"}, "zh-Hant": {"question": "問題"}, "en-GB": {"question": "Q"}}
    assert Words("zh-TW", own)("question") == "問題"
    assert Words("zh-SG", own)("question") == "问题"
    assert Words("zh-TW", {"zh": own["zh"]})("question") == Words("ja")("question")
    assert Words("en-GB", own)("question") == "Q"
    assert Words("en-GB", own)("goals") == "Goals"
    assert Words("en-US", own)("question") == "Question"
    assert Words("ko-KR")("question") == "질문"


def test_a_site_has_the_last_word() -> None:
    own = {"ko": {"question": "물음"}, "en": {"goals": "Aims"}}
    assert Words("ko", own)("question") == "물음"
    assert Words("ko", own)("goals") == "목표"
    assert Words("en", own)("goals") == "Aims"
    assert Words("fr", own).of("ko")("question") == "물음"
    # English as the site has it stands in, too.
    assert "Aims" in Words("fr", own)("goals")


def test_how_many_words_only_english_has() -> None:
    assert [Words(tag).untranslated for tag in ("en", "ko", "en-GB", "ko-KR")] == [0, 0, 0, 0]
    all_of_them = Words("ja").untranslated
    assert all_of_them > 100
    # The date is no word of English.
    assert Words("ja", OWN).untranslated == all_of_them - (len(OWN["ja"]) - 1)


def test_what_a_language_is_called() -> None:
    names = {tag: Words(tag, OWN).name for tag in ("en", "ko", "ja", "fr", "en-GB", "ko-KR")}
    assert names == {
        "en": "English",
        "ko": "한국어",
        "ja": "日本語",
        "fr": "fr",
        "en-GB": "English (en-GB)",
        "ko-KR": "한국어 (ko-KR)",
    }


def test_the_register_is_that_of_the_language_alone() -> None:
    own = {"de": {"register": "Sie"}}
    found = {tag: Words(tag, own).register for tag in ("ko", "ko-KR", "en", "ja", "de", "de-AT")}
    assert found == {
        "ko": "합니다체",
        "ko-KR": "합니다체",
        "en": "",
        "ja": "",
        "de": "Sie",
        "de-AT": "Sie",
    }


def test_among_letters_from_the_right_dates_and_names_stand_apart() -> None:
    words = Words("ar", OWN)
    told = words("simulated_model", model="GPT-5", date=words.date("2026-11-01"))
    assert "<bdi>GPT-5</bdi>" in told
    assert "<bdi>2026-11-01</bdi>" in told
    assert "bdi" not in words("importance_of", n=4)
