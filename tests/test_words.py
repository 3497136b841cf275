"""The catalogues: complete, alike, and used; and Korean particles that agree."""

from __future__ import annotations

import re
from importlib import resources
from string import Formatter

import pytest

from generator.build import OUTPUT_FOLDERS
from generator.prompt import QUESTION_PARTS
from generator.words import LANGUAGES, Words, catalogue


def _gaps(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def _sources() -> str:
    package = resources.files("generator")
    templates = [f for f in (package / "templates").iterdir() if f.name.endswith(".j2")]
    modules = [f for f in package.iterdir() if f.name.endswith(".py")]
    return "\n".join(file.read_text("utf-8") for file in templates + modules)


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
    used |= {f"part_{part}" for part in QUESTION_PARTS}
    used |= {f"language_{language}" for language in LANGUAGES}
    used |= {f"{folder}_title" for folder in OUTPUT_FOLDERS}
    used -= {"part_", "language_"}
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
    assert Words("ko")("more_in_favour", name=name, gap="1.0").startswith(expected + " ")


def test_values_are_escaped() -> None:
    message = Words("en")("with_role", name="<b>*x*</b>")
    assert message == "With &lt;b&gt;&#42;x&#42;&lt;/b&gt;"
