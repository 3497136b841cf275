"""Language tags: validation, suggestions for invalid ones, and fallbacks."""

from __future__ import annotations

import pytest
from babel import localedata
from mkdocs_perspectives.common import (
    direction,
    english_name,
    locale_of,
    meant_tag,
    script_of,
    tag_fault,
    with_fallbacks,
)

TAGS = ("en", "ko", "ja", "de", "ar", "en-GB", "ko-KR", "pt-BR", "zh-TW", "zh-Hant", "zh-Hant-TW")


@pytest.mark.parametrize("tag", [*TAGS, "sr-Latn", "es-419", "de-JP", "fil", "no"])
def test_a_tag_that_is_written_as_it_should_be_is_taken(tag: str) -> None:
    assert tag_fault(tag) is None


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("deu", "Write `de` (German)."),
        ("de_DE", "Write `de-DE` (German (Germany))."),
        ("DE", "Write `de` (German)."),
        ("zh-hant-tw", "Write `zh-Hant-TW` (Traditional Chinese (Taiwan))."),
        ("de-1996", "Write `de` (German)."),
        ("iw", "Write `he` (Hebrew)."),
        ("jp", "Did you mean `ja` (Japanese)?"),
        ("kr", "Did you mean `ko` (Korean)?"),
        ("German", "Did you mean `de` (German)?"),
        ("deutsch", "Did you mean `de` (German)?"),
        ("日本語", "Did you mean `ja` (Japanese)?"),
        ("klingon", "Write a BCP 47 tag, such as en, de, pt-BR or zh-Hant."),
        ("tlh", "Write a BCP 47 tag, such as en, de, pt-BR or zh-Hant."),
        ("x-foo", "Write a BCP 47 tag, such as en, de, pt-BR or zh-Hant."),
        ("en-XX", "Write a BCP 47 tag, such as en, de, pt-BR or zh-Hant."),
        ("", "Write a BCP 47 tag, such as en, de, pt-BR or zh-Hant."),
    ],
)
def test_invalid_tags_get_a_suggestion(text: str, remedy: str) -> None:
    fault = tag_fault(text)
    assert fault is not None
    assert fault[0].startswith(f"{text!r} is n")
    assert fault[1] == remedy


def test_a_long_text_is_not_quoted_whole() -> None:
    fault = tag_fault("x" * 10_000)
    assert fault is not None
    assert len(fault[0]) < 100


@pytest.mark.parametrize(
    ("tag", "near", "far"),
    [
        ("en-GB", {"en"}, {"ko"}),
        ("ko-KR", {"ko"}, {"en"}),
        ("zh-TW", {"zh-Hant"}, {"zh", "zh-Hans"}),
        ("zh-HK", {"zh-Hant"}, {"zh"}),
        ("zh-SG", {"zh", "zh-Hans"}, {"zh-Hant"}),
        ("sr-ME", {"sr-Latn"}, {"sr"}),
        ("de", set(), {"en", "de-AT"}),
    ],
)
def test_fallbacks_have_the_same_script(tag: str, near: set[str], far: set[str]) -> None:
    found = with_fallbacks(tag)
    assert found[0] == tag
    assert near <= set(found)
    assert far.isdisjoint(found)


@pytest.mark.parametrize(
    ("tag", "script", "side"),
    [
        ("ko", "Kore", "ltr"),
        ("ja", "Jpan", "ltr"),
        ("zh-TW", "Hant", "ltr"),
        ("ar", "Arab", "rtl"),
        ("he", "Hebr", "rtl"),
        ("ur-PK", "Arab", "rtl"),
        ("dv", "Thaa", "rtl"),
        ("az", "Latn", "ltr"),
        ("az-IR", "Arab", "rtl"),
        ("ks-Deva", "Deva", "ltr"),
    ],
)
def test_how_a_language_is_written(tag: str, script: str, side: str) -> None:
    assert (script_of(tag), direction(tag)) == (script, side)


@pytest.mark.parametrize(
    ("tag", "register", "expected"),
    [
        ("en", "", "English"),
        ("ko", "합니다체", "Korean (합니다체)"),
        ("ko-KR", "합니다체", "Korean (South Korea, 합니다체)"),
        ("en-GB", "", "British English"),
        ("zh-TW", "", "Traditional Chinese (Taiwan)"),
        ("de", "Sie", "German (Sie)"),
        # It has no name in English.
        ("lld", "", "ladin"),
    ],
)
def test_the_english_name_of_a_language(tag: str, register: str, expected: str) -> None:
    assert english_name(tag, register) == expected


def test_every_language_that_babel_knows_has_a_name_a_script_and_its_rules() -> None:
    tags = [name for name in localedata.locale_identifiers() if meant_tag(name) == name]
    assert len(tags) > 250
    for tag in tags:
        assert english_name(tag)
        assert script_of(tag), tag
        assert locale_of(tag).list_patterns["standard"]["2"]
        assert locale_of(tag).plural_form(1) in ("zero", "one", "two", "few", "many", "other")
