"""A site's own words: read from ``scenarios/locales/``, with every fault told like a scenario's."""

from __future__ import annotations

from pathlib import Path

import pytest
from languages_site import CATALOGUES, write_words
from mkdocs_perspectives.scenario import load_library, read_catalogues
from scenario_files import first_lines, told, write


def _folder(tmp_path: Path, name: str, text: str) -> Path:
    folder = write(tmp_path)
    (folder / "locales").mkdir()
    (folder / "locales" / name).write_text(text, "utf-8")
    return folder


def test_a_site_without_words_of_its_own(tmp_path: Path) -> None:
    assert load_library(write(tmp_path)).catalogues == {}


def test_words_are_read_and_are_no_scenario(tmp_path: Path) -> None:
    folder = write(tmp_path)
    write_words(tmp_path, *CATALOGUES)
    (folder / "locales" / "README.md").write_text("# Words\n", "utf-8")
    library = load_library(folder)
    assert [scenario.id for scenario in library.scenarios] == ["x"]
    assert set(library.catalogues) == set(CATALOGUES)
    assert library.words("nl")("issue") == "Kwestie"
    assert library.words("nl").of("zh-Hant")("issue") == "議題"


@pytest.mark.parametrize("text", ["", "# issue: Frage\n", "---\n"])
def test_a_catalogue_without_words_is_none(tmp_path: Path, text: str) -> None:
    assert load_library(_folder(tmp_path, "nl.yml", text)).words("nl").untranslated > 100


@pytest.mark.parametrize(
    ("name", "text", "place", "remedy"),
    [
        ("de.yml", "isue: Frage\n", "de.yml:1:1: unknown key 'isue'", "'issue'"),
        ("de.yml", "xyz: a\n", "de.yml:1:1: unknown key 'xyz'", "the guide on languages"),
        ("de.yml", "scale: [a, b]\n", "de.yml:1:1: unknown key 'scale'", "'scaled'"),
        ("de.yml", "goals: Z\nwith_role: Mit\n", "de.yml:2:12: the gap {name} is", "Put it where"),
        (
            "ja.yml",
            'roles_count:\n  n:\n    one: "{n}"\n    other: "{n}"\n',
            "ja.yml:3:5: 'one' is no plural form of Japanese",
            "Its forms are other.",
        ),
        ("de.yml", "filter_any: no\n", "de.yml:1:13: 'filter_any' must be text", '"no"'),
        (
            "de.yml",
            "roles_count: {n: {other: 3}}\n",
            "de.yml:1:26: 'other' must be text, but YAML reads 3 as a number",
            '"3"',
        ),
        ("de.yml", "- a\n", "de.yml:1:1: this is no list of words by key", "issue"),
        ("de.yml", "issue: [a\n", "de.yml:2:1: not valid YAML", "brackets"),
        ("de.yml", "goals: A\ngoals: B\n", "de.yml:2:1: the key 'goals' is given twice", "Keep"),
        (
            "de_DE.yml",
            "goals: Z\n",
            "de_DE.yml:1:1: 'de_DE' is not the standard tag",
            "Write `de-DE`",
        ),
        ("klingon.yml", "", "klingon.yml:1:1: 'klingon' is not a known language tag", "BCP 47"),
        ("de.yaml", "", "de.yaml:1:1: the file is not read under this name", "Rename it to de.yml"),
        ("de.YML", "", "de.YML:1:1: the file is not read under this name", "Rename it to de.yml"),
    ],
)
def test_a_fault_is_reported_with_its_place_and_a_remedy(
    tmp_path: Path, name: str, text: str, place: str, remedy: str
) -> None:
    (fault,) = told(_folder(tmp_path, name, text))
    assert fault.startswith(f"scenarios/locales/{place}")
    assert remedy in fault.splitlines()[1]


def test_the_faults_of_words_are_reported_with_those_of_scenarios(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "de.yml", "a: b\nwith_role: x\n")
    file = folder / "x" / "scenario.yml"
    file.write_text(file.read_text("utf-8").replace("title: A tram", "title: 1"), "utf-8")
    assert [line.split(": ")[0] for line in first_lines(folder)] == [
        "scenarios/locales/de.yml:1:1",
        "scenarios/locales/de.yml:2:12",
        "scenarios/x/scenario.yml:1:8",
    ]


def test_what_is_sound_can_be_had_beside_what_is_not(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "de.yml", "goals: Ziele\nxyz: a\n")
    found, problems = read_catalogues(folder, "scenarios")
    assert found == {"de": {"goals": "Ziele"}}
    assert len(problems) == 1
