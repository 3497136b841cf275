"""The catalogues of the package: complete, alike, sound, and used."""

from __future__ import annotations

import re
from pathlib import Path

import mkdocs_perspectives
import pytest
import yaml
from languages_site import CATALOGUES, catalogue_text
from mkdocs_perspectives.common.locales import (
    OPTIONAL,
    catalogue,
    gaps,
    message_fault,
    plural_forms,
    shipped_languages,
)
from mkdocs_perspectives.pages import OUTPUT_FOLDERS
from mkdocs_perspectives.prompt import QUESTION_PARTS

PACKAGE = Path(mkdocs_perspectives.__file__).parent
SHIPPED = sorted(shipped_languages())


def _sources() -> str:
    files = [file for file in PACKAGE.rglob("*") if file.suffix in {".j2", ".py"}]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_english_and_korean_are_there() -> None:
    assert {"en", "ko"} <= shipped_languages()


@pytest.mark.parametrize("language", SHIPPED)
def test_every_language_has_every_message_with_the_same_gaps(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert other.keys() - OPTIONAL.keys() == english.keys() - OPTIONAL.keys()
    for key, message in other.items():
        assert gaps(message) == (OPTIONAL[key] if key in OPTIONAL else gaps(english[key])), key


@pytest.mark.parametrize("language", [*SHIPPED, *CATALOGUES])
def test_every_message_is_sound(language: str) -> None:
    if language in CATALOGUES:
        text = catalogue_text(language)
    else:
        text = (PACKAGE / f"common/locales/{language}.yml").read_text("utf-8")
    data = yaml.safe_load(text)
    assert {
        key: message_fault(language, key, value) for key, value in data.items()
    } == dict.fromkeys(data)


def _keys(value: object) -> set[str]:
    return set(value) if isinstance(value, dict) else set()


@pytest.mark.parametrize("language", SHIPPED)
def test_every_language_has_all_that_makes_it_complete(language: str) -> None:
    starter = PACKAGE / "scenario/starter_templates"
    wanted = (
        PACKAGE / f"pages/templates/how-to-read-{language}.md.j2",
        starter / f"texts-{language}.yml",
        starter / f"scenario-{language}.yml.j2",
        starter / f"variant-{language}.yml.j2",
    )
    assert [file for file in wanted if not file.is_file()] == []
    texts, english = (
        yaml.safe_load((starter / f"texts-{tag}.yml").read_text("utf-8"))
        for tag in (language, "en")
    )
    assert {key: _keys(texts[key]) for key in texts} == {
        key: _keys(english[key]) for key in english
    }


def test_no_catalogue_holds_the_labels_of_a_scale() -> None:
    """They enter digests: a catalogue that comes later would make what is recorded stale."""
    assert [key for key in catalogue("en") if key.startswith(("scale_", "label"))] == []


def test_every_message_is_used_and_every_used_message_is_there() -> None:
    source = _sources()
    used = set(re.findall(r"\b(?:w(?:ords)?|own|say)(?:\.text)?\(\s*f?['\"](\w+)['\"{]", source))
    used |= set(re.findall(r"words_of\([^()]*\)\(['\"](\w+)['\"]", source))
    # Keys of reviews stand in tables.
    used |= set(re.findall(r"['\"](review_\w+)['\"]", source)) | {"review_clear", "review_slight"}
    used -= {"review_text", "review_markdown"}
    # Two messages chosen between in one call.
    for first, second in re.findall(
        r"\bw\(['\"](\w+)['\"] if [^()]+? else ['\"](\w+)['\"]", source
    ):
        used |= {first, second}
    # Chosen among several by the end of their keys.
    chosen = tuple(key for key in used if key.endswith("_"))
    used |= {key for key in catalogue("en") if key.startswith(chosen)} - set(chosen)
    used -= set(chosen)
    used |= {f"part_{part}" for part in QUESTION_PARTS}
    used |= {f"{folder}_title" for folder in OUTPUT_FOLDERS}
    # What `Words.name` looks up.
    used |= {"language_name"}
    assert used == catalogue("en").keys()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", ("other",)),
        ("de", ("one", "other")),
        ("ar", ("zero", "one", "two", "few", "many", "other")),
        ("ru", ("one", "few", "many", "other")),
    ],
)
def test_plural_forms(language: str, expected: tuple[str, ...]) -> None:
    assert plural_forms(language) == expected
