"""What authors start from: it loads, it is valid, and it replaces nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import factory
import jsonschema
import pytest
import yaml
from commands import tree
from mkdocs_perspectives.common import ConfigError, InputError, OutputError
from mkdocs_perspectives.common.locales import shipped_languages
from mkdocs_perspectives.scenario import (
    Start,
    json_schema,
    load_library,
    new_scenario,
    new_site,
    new_variant,
    new_words,
    slug,
)

TRAM = Start("Tram", "Why?", "en", ("A",))


@pytest.mark.parametrize("language", sorted(shipped_languages()))
def test_a_new_site_has_a_scenario_that_is_sound(tmp_path: Path, language: str) -> None:
    written = new_site(tmp_path, language)
    assert {f.relative_to(tmp_path).as_posix() for f in written} == set(tree(tmp_path))
    library = load_library(tmp_path / "scenarios", warn=True)
    (scenario,) = library.scenarios
    assert (scenario.language, library.warnings) == (language, ())
    data = yaml.safe_load((tmp_path / "scenarios/four-day-week/scenario.yml").read_text("utf-8"))
    jsonschema.validate(data, json_schema())


@pytest.mark.parametrize("language", ["nl", "ar", "zh-TW", "sw"])
def test_a_new_site_in_any_other_language_is_sound_and_to_be_written(
    tmp_path: Path, language: str
) -> None:
    new_site(tmp_path, language)
    (scenario,) = load_library(tmp_path / "scenarios").scenarios
    assert (scenario.id, scenario.language) == ("first-scenario", language)
    assert len(set(scenario.issues[0].scale)) == 5
    warnings = load_library(tmp_path / "scenarios", warn=True).warnings
    assert all("still to be written" in str(warning) for warning in warnings)


@pytest.mark.parametrize("language", ["en-GB", "ko-KR", "de-AT"])
def test_a_new_site_takes_the_example_of_a_language_that_is_near(
    tmp_path: Path, language: str
) -> None:
    new_site(tmp_path, language)
    library = load_library(tmp_path / "scenarios", warn=True)
    (scenario,) = library.scenarios
    assert (scenario.id, scenario.language) == ("four-day-week", language)
    assert library.warnings == ()


@pytest.mark.parametrize("there", ["mkdocs.yml", "scenarios/schema.json"])
def test_a_new_site_replaces_nothing(tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine\n", "utf-8")
    with pytest.raises(OutputError, match=re.escape(there)):
        new_site(tmp_path, "en")
    assert tree(tmp_path) == {there: b"mine\n"}


def test_a_new_site_leaves_files_for_git_as_they_are(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", "utf-8")
    written = new_site(tmp_path, "en")
    assert tmp_path / ".gitignore" not in written
    assert tmp_path / ".gitattributes" in written
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n"


def test_a_new_scenario_renews_the_schemas(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{}\n", "utf-8")
    new_scenario(tmp_path, "tram", TRAM)
    assert json.loads((tmp_path / "schema.json").read_text("utf-8")) == json_schema()


def test_a_new_scenario_is_sound_whatever_its_title_and_roles_are(tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    shared = "[{id: shared, name: Shared, description: Shared.}]"
    (scenarios / "personas.yml").write_text(shared, "utf-8")
    start = Start('Café & "bar": a # test', "Why?", "en", ("shared", "Zoë's boss", "손님"))
    file = new_scenario(scenarios, "cafe", start)
    assert file == scenarios / "cafe/scenario.yml"
    assert (scenarios / "schema.json").exists()
    library = load_library(scenarios, warn=True)
    (scenario,) = library.scenarios
    assert scenario.title == start.title
    assert [p.id for p in scenario.personas] == ["shared", "zoes-boss", "sonnim"]
    assert [p.name for p in scenario.personas] == ["Shared", "Zoë's boss", "손님"]
    # The situation, two descriptions, and the titles and statements of two issues.
    assert len(scenario.unwritten) == 1 + 2 + 4
    assert set(scenario.unwritten) <= set(library.warnings)


@pytest.mark.parametrize("language", ["ja", "de", "ar", "zh-TW", "en-GB", "ko", "sw"])
def test_a_new_scenario_in_any_language_is_sound(tmp_path: Path, language: str) -> None:
    scenarios = tmp_path / "scenarios"
    new_scenario(scenarios, "tram", Start("市電", "なぜ？", language, ("館長",)))
    (scenario,) = load_library(scenarios).scenarios
    assert (scenario.language, scenario.persona("role-1").name) == (language, "館長")
    written = (scenarios / "tram/scenario.yml").read_text("utf-8")
    assert ("scale: [" in written) == (language not in {"en-GB", "ko"})


@pytest.mark.parametrize("language", ["nl", "ar", "zh-TW"])
def test_words_to_translate_are_a_sound_catalogue(tmp_path: Path, language: str) -> None:
    file = new_words(tmp_path, language)
    assert file == tmp_path / "locales" / f"{language}.yml"
    text = file.read_text("utf-8")
    before = load_library(tmp_path).words(language)
    assert (before.name != language, before("goals")[:5]) == (True, "<bdi ")
    # Without the signs of comments, every word is there and sound.
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if not line)
    uncommented = (line.removeprefix("#").removeprefix(" ") for line in lines[first:])
    file.write_text("\n".join(uncommented), "utf-8")
    assert load_library(tmp_path).words(language).untranslated == 1
    assert load_library(tmp_path).words(language)("goals") == "Goals"


def test_words_are_written_once_and_only_where_they_are_wanting(tmp_path: Path) -> None:
    assert new_words(tmp_path, "en") is None
    assert new_words(tmp_path, "ko-KR") is None
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/nl.yml").write_text("goals: Doelen\n", "utf-8")
    assert new_words(tmp_path, "nl") is None
    assert tree(tmp_path) == {"locales/nl.yml": b"goals: Doelen\n"}


@pytest.mark.parametrize(
    ("language", "comment"), [("en", "# A variant"), ("ko", "# 가정"), ("pt-BR", "# A variant")]
)
def test_a_new_variant_is_sound_though_not_finished(
    tmp_path: Path, language: str, comment: str
) -> None:
    source = {"id": "survey", "title": "Survey", "file": "survey.md"}
    parent = factory.scenario(2, 1, language=language, sources=[source], scale=list("abcde"))
    factory.write_scenario(tmp_path, data=parent)
    scenarios = tmp_path / "scenarios"
    (scenarios / "tram/survey.md").write_text("Text.\n", "utf-8")
    file = new_variant(scenarios, "late", "tram", 'Late: "a year" # or two')
    assert comment in file.read_text("utf-8")
    jsonschema.validate(yaml.safe_load(file.read_text("utf-8")), json_schema())
    library = load_library(scenarios, warn=True)
    late = next(scenario for scenario in library.scenarios if scenario.extends)
    assert (late.id, late.extends, late.title) == ("late", "tram", 'Late: "a year" # or two')
    (warning,) = [w for w in library.warnings if w.path == "scenarios/late/scenario.yml"]
    assert warning.rule == "unwritten"


@pytest.mark.parametrize(
    ("parent", "told"),
    [
        ("trams", r"there is no scenario 'trams' to extend\n  Did you mean 'tram'\?"),
        ("late", r"'late' is a variant itself, and a variant cannot be extended\n  Extend 'tram'"),
    ],
)
def test_a_variant_extends_a_scenario_that_there_is(tmp_path: Path, parent: str, told: str) -> None:
    factory.write_scenario(tmp_path)
    new_variant(tmp_path / "scenarios", "late", "tram", "Late")
    before = tree(tmp_path)
    with pytest.raises(ConfigError, match=told):
        new_variant(tmp_path / "scenarios", "later", parent, "Later")
    assert tree(tmp_path) == before


def test_a_new_scenario_replaces_none(tmp_path: Path) -> None:
    factory.write_scenario(tmp_path)
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="there is a "):
        new_scenario(tmp_path / "scenarios", "tram", TRAM)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["../up", "Upper", "a b", "index", ""])
def test_an_id_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises((ConfigError, InputError), match=r"is not a valid id|is taken by a page"):
        new_scenario(tmp_path / "scenarios", name, TRAM)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un Événement: l'été!", "un-evenement-lete"),
        ("주 4일 근무", "ju-4il-geunmu"),
        # Composed of single letters, as some systems name files.
        (unicodedata.normalize("NFD", "야시장"), "yasijang"),
        ("学校給食", ""),
        ("  --  ", ""),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_roles_with_korean_names_have_ids_of_their_names(tmp_path: Path) -> None:
    start = Start("급식 개편", "무엇을 바라는가?", "ko", ("조리사", "학부모 대표", "給食委員"))
    new_scenario(tmp_path / "scenarios", "lunch", start)
    (scenario,) = load_library(tmp_path / "scenarios").scenarios
    assert [p.id for p in scenario.personas] == ["jorisa", "hakbumo-daepyo", "role-3"]


def test_a_slug_that_is_cut_off_is_still_an_id() -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug("x" * 79 + " yy"))
