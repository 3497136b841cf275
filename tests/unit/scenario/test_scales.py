"""The labels of the five points: by default in English and Korean, to be written in the others."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from mkdocs_perspectives.scenario import load_library
from mkdocs_perspectives.scenario.scales import default_scale, suggested_scale
from scenario_files import GOOD, PLACE, SHARED, told, write

ROLE = SHARED.replace("name: {en: Shared role, ko: 공유 역할}", "name: Shared role")


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "Strongly against"),
        ("en-GB", "Strongly against"),
        ("ko", "매우 반대"),
        ("ko-KR", "매우 반대"),
    ],
)
def test_two_languages_and_what_is_near_them_have_labels(language: str, first: str) -> None:
    labels = default_scale(language)
    assert labels is not None
    assert labels[0] == first
    assert len(set(labels)) == 5


@pytest.mark.parametrize("language", ["de", "ja", "zh-Hant", "ar", "sw"])
def test_no_other_has(language: str) -> None:
    """They would enter the digests of what is recorded."""
    assert default_scale(language) is None


@pytest.mark.parametrize("language", ["de", "ja", "ar", "zh", "zh-TW", "pt-BR", "sw"])
def test_a_scenario_without_labels_is_reported_five_to_paste(tmp_path: Path, language: str) -> None:
    text = GOOD.replace("language: en", f"language: {language}")
    (fault,) = told(write(tmp_path, text, ROLE))
    assert fault.startswith(f"{PLACE}:10:1: the issues have no `scale`, and there are no labels")
    line = fault.splitlines()[1]
    pasted = line[line.index("`scale: ") + 1 : line.rindex("`")]
    labels = yaml.safe_load(pasted)["scale"]
    assert labels == list(suggested_scale(language))
    assert len(set(labels)) == 5
    # What is told is what is needed.
    folder = write(tmp_path / "mended", text.replace("issues:", f"{pasted}\nissues:"), ROLE)
    (scenario,) = load_library(folder).scenarios
    assert scenario.issues[0].scale == tuple(labels)


def test_labels_of_every_issue_do(tmp_path: Path) -> None:
    text = GOOD.replace("language: en", "language: de")
    labelled = text.replace("too much.\n", "too much.\n    scale: [a, b, c, d, e]\n")
    assert load_library(write(tmp_path, labelled, ROLE)).scenarios
    (fault,) = told(
        write(
            tmp_path / "more",
            labelled.replace("comparisons:", "  - {id: b, title: B, statement: B.}\ncomparisons:"),
            ROLE,
        )
    )
    assert "the issues have no `scale`" in fault


def test_without_issues_there_is_nothing_to_label(tmp_path: Path) -> None:
    text = GOOD.replace("language: en", "language: de")
    folder = write(tmp_path, text[: text.index("issues:")], ROLE)
    assert load_library(folder).scenarios


def test_labels_in_chinese_are_of_the_script(tmp_path: Path) -> None:
    assert suggested_scale("zh")[3] == "赞成"
    assert suggested_scale("zh-TW")[3] == "贊成"
    assert suggested_scale("sw") == default_scale("en")
