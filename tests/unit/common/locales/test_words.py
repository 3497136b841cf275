"""Words: particles, plural forms, lists and dates as each language has them, and what stands in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

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
    assert Words("ko")("expects", name=name, other="x").startswith(expected + " ")


def test_values_are_escaped() -> None:
    message = Words("en")("with_role", name="<b>*x*</b>")
    assert message == "With &lt;b&gt;&#42;x&#42;&lt;/b&gt;"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 role"),
        ("en", 2, "2 roles"),
        ("ko", 1, "역할 1개"),
        ("nl", 1, "1 rol"),
        ("nl", 0, "0 rollen"),
        ("zh-Hant", 1, "1 個角色"),
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
    assert Words("zh-TW", OWN).date("2026-11-01") == "2026年11月1日"
    assert Words("nl-BE", OWN).date("2026-11-01") == "1-11-2026"
    assert Words("zh-TW", OWN).date("yesterday") == "yesterday"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1234, "1,234 of 5"),
        ("en", Decimal("3.60"), "3.60 of 5"),
        ("nl", 1234567, "1.234.567 of 5"),
        ("nl", Decimal("1234.5"), "1.234,5 of 5"),
        ("ar", Decimal("3.6"), "3.6 of 5"),
    ],
)
def test_a_number_is_written_as_the_catalogue_has_it(
    language: str, number: int | Decimal, expected: str
) -> None:
    own = {**OWN, language: {**OWN.get(language, {}), "importance_of": "{n} of 5"}}
    assert Words(language, own)("importance_of", n=number) == expected
    # What is text stays as it is.
    assert Words(language, own)("importance_of", n="1,234.5") in {
        "1,234.5 of 5",
        "<bdi>1,234.5</bdi> of 5",
    }


def test_the_colon_behind_a_label_is_that_of_the_language() -> None:
    own = {"sv": {"colon": "\uff1a"}}
    assert [Words(tag, own).colon for tag in ("en", "ar", "sv-FI")] == [":", ":", "\uff1a"]


def test_the_full_stop_is_that_of_the_language() -> None:
    assert [Words(tag).full_stop for tag in ("en", "ar", "ja", "zh")] == [".", ".", "。", "。"]


def test_a_word_that_is_wanting_is_english_and_marked() -> None:
    words = Words("zh-Hant", OWN)
    assert words("issue") == "議題"
    assert words("goals") == '<bdi lang="en" dir="ltr">Goals</bdi>'
    assert words.text("goals") == "Goals"
    assert words("with_role", name="館長").endswith(">With 館長</bdi>")
    several = words("empty", folder="scenarios")
    assert several.startswith('<div lang="en" dir="ltr" markdown>\n\n')
    assert several.endswith("\n\n</div>")


def test_what_is_near_stands_in_before_english() -> None:
    own = {"zh": {"issue": "问题"}, "zh-Hant": {"issue": "問題"}, "en-GB": {"issue": "Q"}}
    assert Words("zh-TW", own)("issue") == "問題"
    assert Words("zh-SG", own)("issue") == "问题"
    assert Words("zh-TW", {"zh": own["zh"]})("issue") == Words("ar")("issue")
    assert Words("en-GB", own)("issue") == "Q"
    assert Words("en-GB", own)("goals") == "Goals"
    assert Words("en-US", own)("issue") == "Issue"
    assert Words("ko-KR")("issue") == "쟁점"


def test_a_site_has_the_last_word() -> None:
    own = {"ko": {"issue": "물음"}, "en": {"goals": "Aims"}}
    assert Words("ko", own)("issue") == "물음"
    assert Words("ko", own)("goals") == "목표"
    assert Words("en", own)("goals") == "Aims"
    assert Words("nl", own).of("ko")("issue") == "물음"
    # English as the site has it stands in, too.
    assert "Aims" in Words("nl", own)("goals")


def test_how_many_words_only_english_has() -> None:
    assert [Words(tag).untranslated for tag in ("en", "ko", "en-GB", "ko-KR")] == [0, 0, 0, 0]
    all_of_them = Words("nl").untranslated
    assert all_of_them > 100
    # Dates and numbers are no words of English.
    assert Words("nl", OWN).untranslated == all_of_them - (len(OWN["nl"]) - 2)


def test_what_a_language_is_called() -> None:
    names = {tag: Words(tag, OWN).name for tag in ("en", "ko", "zh-Hant", "sw", "en-GB", "ko-KR")}
    assert names == {
        "en": "English",
        "ko": "한국어",
        "zh-Hant": "繁體中文",
        "sw": "sw",
        "en-GB": "English (en-GB)",
        "ko-KR": "한국어 (ko-KR)",
    }


def test_the_register_is_that_of_the_language_alone() -> None:
    own = {"nl": {"register": "u"}}
    found = {tag: Words(tag, own).register for tag in ("ko", "ko-KR", "en", "ar", "nl", "nl-BE")}
    assert found == {
        "ko": "합니다체",
        "ko-KR": "합니다체",
        "en": "",
        "ar": "",
        "nl": "u",
        "nl-BE": "u",
    }


def test_among_letters_from_the_right_dates_and_names_stand_apart() -> None:
    words = Words("ar", OWN)
    reported = words("simulated_model", model="GPT-5", date=words.date("2026-11-01"))
    assert "<bdi>GPT-5</bdi>" in reported
    assert "<bdi>2026-11-01</bdi>" in reported
    assert "bdi" not in words("importance_of", n=4)


def test_signs_without_a_word_are_of_every_language() -> None:
    assert Words("ar", OWN)("pair_short", a="1", b="2") == "1 × 2"
