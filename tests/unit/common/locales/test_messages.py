"""The catalogues: complete, alike, and used; and Korean particles that agree."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import mkdocs_perspectives
import pytest
from mkdocs_perspectives.common import LANGUAGES
from mkdocs_perspectives.common.locales import Words, catalogue
from mkdocs_perspectives.pages import OUTPUT_FOLDERS
from mkdocs_perspectives.prompt import QUESTION_PARTS


def _gaps(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def _sources() -> str:
    package = Path(mkdocs_perspectives.__file__).parent
    files = [file for file in package.rglob("*") if file.suffix in {".j2", ".py"}]
    return "\n".join(file.read_text("utf-8") for file in files)


def test_every_language_has_every_message_with_the_same_gaps() -> None:
    english = catalogue("en")
    for language in LANGUAGES:
        other = catalogue(language)
        assert other.keys() == english.keys()
        for key, message in other.items():
            assert _gaps(message) == _gaps(english[key]), key
            assert message, key


def test_every_message_is_used_and_every_used_message_is_there() -> None:
    source = _sources()
    used = set(re.findall(r"\b(?:w(?:ords)?|own)\(\s*['\"](\w+)['\"]", source))
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
    used |= {f"language_{language}" for language in LANGUAGES}
    used |= {f"{folder}_title" for folder in OUTPUT_FOLDERS}
    assert used == catalogue("en").keys()


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
