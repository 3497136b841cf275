"""Which texts of a scenario are still to be written, wherever they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import factory
import pytest
import yaml
from drafts import good, warnings_in
from mkdocs_perspectives.scenario import load_library
from mkdocs_perspectives.scenario.written import is_unwritten


@pytest.mark.parametrize(
    "text", ["TODO", "TODO: x", "It costs TODO euros.", "a\nTODO\nb", "TODO입니다"]
)
def test_what_is_unwritten(text: str) -> None:
    assert is_unwritten(text)


@pytest.mark.parametrize("text", ["A to-do list", "todo", "Todo", "TODOS", "MASTODON", "TO DO"])
def test_what_is_written(text: str) -> None:
    assert not is_unwritten(text)


def _set(*path: str | int, to: Any = "TODO: x") -> Any:
    def edit(data: dict[str, Any]) -> None:
        at: Any = data
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return edit


SCALE = ["no", "less", "TODO", "more", "yes"]
COMPARISONS = [{"id": "both", "title": "TODO", "personas": ["driver", "publican"]}]


@pytest.mark.parametrize(
    "edit",
    [
        _set("title"),
        _set("situation", to="A town of 52,000 plans a bus.\n\nTODO: what it costs."),
        _set("question"),
        _set("note"),
        _set("personas", 0, "name"),
        _set("personas", 0, "description"),
        _set("personas", 1, "level"),
        _set("personas", 1, "goals", to=["Peace", "TODO"]),
        _set("personas", 0, "name", to={"en": "TODO", "ko": "기사"}),
        _set("issues", 0, "title"),
        _set("issues", 2, "statement"),
        _set("issues", 1, "scale", to=SCALE),
        _set("scale", to=SCALE),
        _set("comparisons", to=COMPARISONS),
    ],
)
def test_each_text_of_a_scenario(tmp_path: Path, edit: Any) -> None:
    data = good("en", edit)
    (warning,) = warnings_in(tmp_path, data)
    assert warning.rule == "unwritten"
    assert "TODO" in warning.excerpt or warning.excerpt.startswith("situation:")
    (scenario,) = load_library(tmp_path / "scenarios").scenarios
    assert scenario.unwritten == (warning,)


def test_sources_are_texts_and_their_files_are_not(tmp_path: Path) -> None:
    source = {"id": "s", "title": "TODO", "file": "TODO.md", "url": "https://example.org/TODO"}
    folder = tmp_path / "scenarios/tram"
    folder.mkdir(parents=True)
    (folder / "TODO.md").write_text("Some evidence.\n", "utf-8")
    (warning,) = warnings_in(tmp_path, good("en", _set("sources", to=[source])))
    assert warning.excerpt.strip() == "title: TODO"


def test_a_shared_role_in_the_languages_that_are_used(tmp_path: Path) -> None:
    shared = [
        {
            "id": "neighbour",
            "name": {"en": "Neighbour", "ko": "TODO"},
            "description": {"en": "Complains about noise at night.", "ko": "TODO: 하는 일"},
            "goals": [{"en": "Sleep", "ko": "잠"}, {"en": "Trees", "ko": "TODO"}],
        },
        {"id": "nobody", "name": "TODO", "description": "TODO"},
    ]
    (tmp_path / "scenarios").mkdir()
    file = tmp_path / "scenarios/personas.yml"
    file.write_text(yaml.safe_dump(shared, allow_unicode=True, sort_keys=False), "utf-8")
    for language in ("en", "ko"):
        data = good(language, lambda data: data["personas"].append("neighbour"))
        factory.write_scenario(tmp_path, f"in-{language}", data)
    english, korean = load_library(tmp_path / "scenarios").scenarios
    assert english.unwritten == ()
    assert [problem.path for problem in korean.unwritten] == ["scenarios/personas.yml"] * 3
    assert [problem.line for problem in korean.unwritten] == [4, 7, 12]


def test_where_a_comment_says_that_it_is_meant(tmp_path: Path) -> None:
    warnings_in(tmp_path, good("en", _set("title", to="TODO, a play")))
    file = tmp_path / "scenarios/tram/scenario.yml"
    text = file.read_text("utf-8")
    file.write_text(f"# perspectives: allow unwritten\n{text}", "utf-8")
    (scenario,) = load_library(tmp_path / "scenarios").scenarios
    assert scenario.unwritten == ()
