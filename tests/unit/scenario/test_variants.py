"""Variants: what they take from the scenario that they extend, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
import jsonschema
import pytest
import yaml
from mkdocs_perspectives.common import PLACEHOLDER, Problem
from mkdocs_perspectives.scenario import Library, json_schema, load_library
from scenario_files import first_lines, told

PLACE = "scenarios/late/scenario.yml"
LATE = {"title": "A late tram", "extends": "tram", "change": "The tram comes a year later."}
COMPARISONS = [
    {"id": "two", "title": "Two", "personas": ["role-a", "role-b"]},
    {"id": "three", "title": "Three", "personas": ["role-a", "role-b", "role-c"]},
]


def _write(root: Path, variant: dict[str, Any] | str, **parent: Any) -> Path:
    """A scenario and its variant; the folder of both."""
    factory.write_scenario(root, "tram", factory.scenario(3, 2) | parent)
    text = variant if isinstance(variant, str) else yaml.safe_dump(variant, sort_keys=False)
    (root / "scenarios/late").mkdir(exist_ok=True)
    (root / "scenarios/late/scenario.yml").write_text(text, "utf-8")
    return root / "scenarios"


def _variant(library: Library) -> Any:
    return next(scenario for scenario in library.scenarios if scenario.extends)


def _warnings(root: Path, variant: dict[str, Any] | None, **parent: Any) -> list[Problem]:
    folder = _write(root, variant or LATE, **parent)
    if variant is None:
        (folder / "late/scenario.yml").unlink()
        (folder / "late").rmdir()
    return list(load_library(folder, warn=True).warnings)


def test_a_variant_is_its_parent_with_another_title_and_what_is_different(tmp_path: Path) -> None:
    parent = {
        "tags": ["rail"],
        "note": "A note.",
        "scale": list("abcde"),
        "comparisons": COMPARISONS,
    }
    library = load_library(_write(tmp_path, LATE, **parent), warn=True)
    tram = next(scenario for scenario in library.scenarios if not scenario.extends)
    late = _variant(library)
    assert (late.id, late.title, late.change) == ("late", LATE["title"], LATE["change"])
    assert (late.extends, tram.extends, tram.change) == ("tram", "", "")
    for name in ("language", "situation", "question", "tags", "note", "personas", "issues"):
        assert getattr(late, name) == getattr(tram, name), name
    assert late.comparisons == tram.comparisons
    assert late.issues[0].scale == tuple("abcde")
    assert late.inherited == {
        *("language", "situation", "question", "personas", "issues"),
        *("tags", "note", "scale", "comparisons"),
    }
    assert [w for w in library.warnings if w.path == PLACE] == []


def test_what_a_variant_says_replaces_the_whole_value(tmp_path: Path) -> None:
    own = {"issues": [{"id": "new", "title": "New", "statement": "It is new."}], "tags": []}
    late = _variant(load_library(_write(tmp_path, {**LATE, **own}, tags=["rail"])))
    assert [issue.id for issue in late.issues] == ["new"]
    assert late.tags == ()
    assert {"issues", "tags"}.isdisjoint(late.inherited)


def test_comparisons_lose_the_roles_that_are_absent(tmp_path: Path) -> None:
    """And go where fewer than two remain, which is said."""
    roles = [factory.persona("role-b"), factory.persona("role-c")]
    late = {**LATE, "personas": roles}
    library = load_library(_write(tmp_path, late, comparisons=COMPARISONS), warn=True)
    assert [(c.id, c.personas) for c in _variant(library).comparisons] == [
        ("three", ("role-b", "role-c"))
    ]
    (warning,) = [w for w in library.warnings if w.rule == "comparison-left-out"]
    assert (warning.path, warning.line) == (PLACE, 4)
    assert "the comparison 'two' is left out" in warning.message


def test_inherited_sources_lie_in_the_folder_of_the_parent(tmp_path: Path) -> None:
    entry = {"id": "survey", "title": "Survey", "file": "survey.md"}
    folder = _write(tmp_path, LATE, sources=[entry])
    (folder / "tram/survey.md").write_text("Parent.\n", "utf-8")
    (source,) = _variant(load_library(folder)).sources
    assert (source.text, source.scenario) == ("Parent.\n", "tram")
    # Its own lie in its own.
    _write(tmp_path, {**LATE, "sources": [entry]}, sources=[entry])
    (folder / "late/survey.md").write_text("Variant.\n", "utf-8")
    (source,) = _variant(load_library(folder)).sources
    assert (source.text, source.scenario) == ("Variant.\n", "late")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"extends": "trams"}, "2:10: unknown scenario 'trams': there is no such folder"),
        ({"extends": "late"}, "2:10: a scenario cannot extend itself"),
        ({"extends": None}, "2:9: 'extends' is empty"),
        ({"extends": 5}, "2:10: 'extends' must be text, but YAML reads 5 as a number"),
        ({"change": None}, "3:8: 'change' is empty"),
        ({"change": "  "}, "3:9: 'change' is empty"),
        ({"language": "ko"}, "4:1: a variant has the language of the scenario that it extends"),
        ({"quest": "x"}, "4:1: unknown key 'quest'"),
        (
            {"comparisons": [{"id": "x", "title": "X", "personas": ["role-a", "role-z"]}]},
            "9:5: unknown persona 'role-z': the scenario does not list it",
        ),
        ({"personas": ["nobody"]}, "5:3: unknown role 'nobody'"),
        (
            {"sources": [{"id": "a", "title": "A", "file": "a.md"}]},
            "7:9: there is no source 'a.md' where this says",
        ),
    ],
)
def test_its_faults_are_at_its_own_lines(
    tmp_path: Path, more: dict[str, Any], expected: str
) -> None:
    text = yaml.safe_dump({**LATE, **more}, sort_keys=False).replace("null", "")
    (fault,) = first_lines(_write(tmp_path, text))
    assert fault.startswith(f"{PLACE}:{expected}")


@pytest.mark.parametrize("key", ["title", "change"])
def test_what_every_variant_needs(tmp_path: Path, key: str) -> None:
    late = {name: text for name, text in LATE.items() if name != key}
    (fault,) = told(_write(tmp_path, late))
    assert fault.startswith(f"{PLACE}:1:1: the key {key!r} is missing")


def test_a_change_is_that_of_a_variant(tmp_path: Path) -> None:
    folder = _write(tmp_path, LATE, change="It is late.")
    (fault,) = first_lines(folder)
    assert "'change' belongs to a variant, and this scenario extends none" in fault
    assert fault.startswith("scenarios/tram/scenario.yml:")


def test_a_variant_extends_no_variant(tmp_path: Path) -> None:
    folder = _write(tmp_path, LATE)
    factory.write_scenario(tmp_path, "later", {**LATE, "extends": "late"})
    (fault,) = told(folder)
    assert "'late' is a variant itself, and a variant cannot be extended" in fault
    assert "Extend 'tram'" in fault


def test_a_circle_is_reported_at_each_of_its_scenarios(tmp_path: Path) -> None:
    for name, extends in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        factory.write_scenario(tmp_path, name, {**LATE, "extends": extends})
    faults = first_lines(tmp_path / "scenarios")
    assert [fault.split(": ", 1)[1] for fault in faults] == [
        "the scenarios extend one another in a circle: a, b, c",
        "the scenarios extend one another in a circle: b, c, a",
        "the scenarios extend one another in a circle: c, a, b",
        "'a' is a variant itself, and a variant cannot be extended",
    ]


def test_faults_of_the_parent_are_reported_once_and_hide_none_of_the_variant(
    tmp_path: Path,
) -> None:
    late = {**LATE, "title": 5, "issues": [{"id": "A"}]}
    folder = _write(tmp_path, late, question=7)
    faults = first_lines(folder)
    assert [fault.split(": ")[0] for fault in faults] == [
        f"{PLACE}:1:8",
        f"{PLACE}:5:3",
        f"{PLACE}:5:3",
        f"{PLACE}:5:7",
        "scenarios/tram/scenario.yml:7:11",
    ]


def test_what_is_inherited_is_warned_of_once_in_the_parent(tmp_path: Path) -> None:
    alone = _warnings(tmp_path, None, situation="Soon.")
    assert {w.rule for w in alone} == {"short-text", "no-claim"}
    assert _warnings(tmp_path, LATE, situation="Soon.") == alone
    late = {**LATE, "change": f"{PLACEHOLDER}: x"}
    (own,) = set(_warnings(tmp_path, late, situation="Soon.")) - set(alone)
    assert (own.path, own.line, own.rule) == (PLACE, 3, "unwritten")


def test_what_a_variant_says_itself_is_judged(tmp_path: Path) -> None:
    own = {
        "situation": "Later.",
        "issues": [{"id": "new", "title": "New", "statement": "Who pays for it?"}],
    }
    found = _warnings(tmp_path, {**LATE, **own, "change": "The plan is very ambitious."})
    assert [(w.rule, w.line) for w in found if w.path == PLACE] == [
        ("empty-words", 3),
        ("short-text", 4),
        ("question", 8),
    ]


def test_a_variant_is_not_finished_where_what_it_takes_is_not(tmp_path: Path) -> None:
    folder = _write(tmp_path, LATE, situation=f"{PLACEHOLDER}: all.", note=f"{PLACEHOLDER}.")
    places = ["scenarios/tram/scenario.yml"] * 2
    assert [p.path for p in _variant(load_library(folder)).unwritten] == places
    folder = _write(tmp_path, {**LATE, "situation": "A tram.", "note": "It is."}, note=PLACEHOLDER)
    assert _variant(load_library(folder)).unwritten == ()


def test_roles_that_a_variant_has_of_its_own_replace_unfinished_ones(tmp_path: Path) -> None:
    unfinished = [factory.persona("role-a", description=PLACEHOLDER), factory.persona("role-b")]
    parent = {"personas": unfinished}
    assert len(_variant(load_library(_write(tmp_path, LATE, **parent))).unwritten) == 1
    own = {**LATE, "personas": [factory.persona("role-c"), factory.persona("role-d")]}
    assert _variant(load_library(_write(tmp_path, own, **parent))).unwritten == ()


def test_the_parent_of_what_is_read_is_read_too(tmp_path: Path) -> None:
    folder = _write(tmp_path, LATE)
    assert [s.id for s in load_library(folder, without={"tram"}).scenarios] == ["late", "tram"]
    assert [s.id for s in load_library(folder, without={"late"}).scenarios] == ["tram"]
    assert load_library(folder, without={"late", "tram"}).scenarios == ()


@pytest.mark.parametrize(
    ("data", "valid"),
    [
        (LATE, True),
        ({**LATE, "tags": []}, True),
        ({**LATE, "language": "en"}, False),
        ({"title": "x", "extends": "tram"}, False),
        (factory.scenario(), True),
        ({**factory.scenario(), "change": "x"}, False),
        ({"title": "x", "language": "en"}, False),
    ],
)
def test_editors_are_given_the_same_rules(data: dict[str, Any], valid: bool) -> None:
    assert jsonschema.Draft202012Validator(json_schema()).is_valid(data) is valid
