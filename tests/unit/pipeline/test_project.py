"""A project: read with its answers, completed from the cache, refused where it is not current."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import cache_key, read_entries
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.common import InputError, NotCurrentError, Settings
from mkdocs_perspectives.pipeline import complete, read_project, require_current
from mkdocs_perspectives.scenario import load_library


def test_all_scenarios_with_their_answers_in_order(site: Path, settings: Settings) -> None:
    factory.write_scenario(site, "tram", factory.scenario(2, 1))
    factory.write_scenario(site, "bus", factory.scenario(1, 1))
    factory.write_records(site, leave_out=("role-b",))
    project = read_project(settings)
    assert [str(entry.key) for entry in project.entries] == [
        "bus/role-a",
        "tram/role-a",
        "tram/role-b",
    ]
    assert [str(entry.key) for entry in project.open_entries()] == ["tram/role-b"]
    assert [(view.scenario.id, len(view.entries)) for view in project.views()] == [
        ("bus", 1),
        ("tram", 2),
    ]


def test_a_fault_of_any_file_is_reported(site: Path, settings: Settings) -> None:
    factory.write_scenario(site).write_text("titel: x\n", "utf-8")
    with pytest.raises(InputError, match=r"scenarios/tram/scenario\.yml:1:1: unknown key"):
        read_project(settings)


def test_what_is_not_current_is_named_with_the_command_that_gets_it(
    site: Path, settings: Settings
) -> None:
    factory.write_scenario(site, data=factory.scenario(3, 1))
    factory.write_records(site, leave_out=("role-b",))
    data = factory.scenario(3, 1)
    data["personas"][2]["description"] = "Does other work."
    factory.write_scenario(site, data=data)
    with pytest.raises(NotCurrentError) as caught:
        require_current(read_project(settings), settings)
    assert str(caught.value) == (
        "2 answers missing or stale, and frozen mode sends no requests:\n"
        "  tram/role-b: missing\n"
        "  tram/role-c: changed since: persona\n"
        "    perspectives ask tram\n"
        "  There is no API key: set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server.\n"
        "  Get them in auto mode, and commit the records."
    )


def test_where_all_is_current_nothing_is_refused(site: Path, settings: Settings) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    require_current(read_project(settings), settings)


def _cached(site: Path, settings: Settings) -> None:
    """Put the recorded answers into the cache, and take the records away."""
    entries = read_entries(load_library(site / "scenarios").scenarios, site / "scenarios")
    with AnswerCache(settings.cache_dir) as cache:
        for entry in entries:
            assert entry.record is not None
            value = {
                "answer": entry.record.answer_json,
                "asked_on": entry.record.asked_on,
                "model": entry.record.model,
                "prompt": entry.record.prompt,
                "question": entry.record.question,
                "usage": entry.record.usage.model_dump(),
            }
            cache.set(cache_key(entry.question, settings.model), value)
    for file in (site / "scenarios").glob("*/answers/*.json"):
        file.unlink()


def test_what_the_cache_has_is_recorded_again_and_nobody_is_asked(
    site: Path, settings: Settings
) -> None:
    factory.write_scenario(site, data=factory.scenario(3, 1))
    factory.write_records(site)
    files = {f: f.read_bytes() for f in (site / "scenarios/tram/answers").iterdir()}
    _cached(site, settings)
    project, result = complete(read_project(settings), settings)
    assert (result.from_cache, result.answered, result.requests) == (3, 0, 0)
    assert project.open_entries() == []
    assert {f: f.read_bytes() for f in files} == files


@pytest.mark.parametrize("damage", ["a part", "a date", "another scenario"])
def test_what_the_cache_has_and_does_not_fit_is_not_used(
    site: Path, settings: Settings, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    factory.write_scenario(site, data=factory.scenario(1, 1))
    factory.write_records(site)
    _cached(site, settings)
    with AnswerCache(settings.cache_dir) as cache:
        ((key, value),) = cache.items()
        if damage == "a part":
            del value["usage"]
        elif damage == "a date":
            value["asked_on"] = "soon"
        else:
            value["answer"]["stances"] = {}
        cache.set(key, value)
    project, result = complete(read_project(settings), settings)
    assert (result.from_cache, len(project.open_entries())) == (0, 1)
    assert "entry of the answer cache is damaged" in caplog.text


def test_without_anybody_to_ask_nothing_is_made(site: Path, settings: Settings) -> None:
    factory.write_scenario(site)
    project, result = complete(read_project(settings), settings)
    assert len(project.open_entries()) == 6
    assert result.requests == 0
    assert not settings.cache_dir.exists()
    # A frozen project is never completed, and reading it leaves nothing either.
    read_project(replace(settings, mode="frozen"), changed=True)
    assert not settings.cache_dir.exists()
