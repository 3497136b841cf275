"""What authors start from: it loads, it is valid, and it replaces nothing."""

from __future__ import annotations

import re
from pathlib import Path

import factory
import jsonschema
import pytest
import yaml
from commands import tree
from mkdocs_perspectives.common import ConfigError, InputError, OutputError
from mkdocs_perspectives.scenario import (
    Start,
    json_schema,
    load_library,
    new_scenario,
    new_site,
    slug,
)

TRAM = Start("Tram", "Why?", "en", ("A",))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_new_site_has_a_scenario_that_is_sound(tmp_path: Path, language: str) -> None:
    written = new_site(tmp_path, language)  # type: ignore[arg-type]
    assert {f.relative_to(tmp_path).as_posix() for f in written} == set(tree(tmp_path))
    library = load_library(tmp_path / "scenarios", warn=True)
    (scenario,) = library.scenarios
    assert (scenario.language, library.warnings) == (language, ())
    data = yaml.safe_load((tmp_path / "scenarios/four-day-week/scenario.yml").read_text("utf-8"))
    jsonschema.validate(data, json_schema())


@pytest.mark.parametrize("there", ["mkdocs.yml", "scenarios/schema.json", ".gitignore"])
def test_a_new_site_replaces_nothing(tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine\n", "utf-8")
    with pytest.raises(OutputError, match=re.escape(there)):
        new_site(tmp_path, "en")
    assert tree(tmp_path) == {there: b"mine\n"}


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
    assert [p.id for p in scenario.personas] == ["shared", "zoes-boss", "role-3"]
    assert [p.name for p in scenario.personas] == ["Shared", "Zoë's boss", "손님"]
    # The situation, two descriptions, and the titles and statements of two issues.
    told = [str(warning) for warning in library.warnings]
    assert ["still to be written" in line for line in told] == [True] * (1 + 2 + 4)


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
        ("주 4일 근무", ""),
        ("야시장", ""),
        ("  --  ", ""),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_slug_that_is_cut_off_is_still_an_id() -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug("x" * 79 + " yy"))
