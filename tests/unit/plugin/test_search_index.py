"""The search's index: our entries in the place of what it read off the same pages."""

from __future__ import annotations

import json
from pathlib import Path

import factory
from mkdocs_perspectives.pipeline import read_project, write_pages
from mkdocs_perspectives.plugin.search_index import rewrite_index


def test_generated_pages_are_told_and_others_are_left_alone(site: Path) -> None:
    factory.write_scenario(site, data=factory.scenario(1, 1, tags=["a"]))
    factory.write_records(site)
    settings = factory.settings_of(site)
    written = write_pages(read_project(settings), settings)
    own = {"location": "guide/", "title": "Guide", "text": "Mine."}
    read_off = [
        {"location": f"scenarios/tram/{name}", "title": "x", "text": "numbers 12 34"}
        for name in ("", "#_stances", "role-a/")
    ]
    index = site / "index.json"
    index.write_text(json.dumps({"config": {"lang": ["en"]}, "docs": [own, *read_off]}), "utf-8")
    addresses = {
        "scenarios/tram/index.md": "scenarios/tram/",
        "scenarios/tram/role-a.md": "scenarios/tram/role-a/",
    }
    rewrite_index(index, written, addresses, "en")
    data = json.loads(index.read_text("utf-8"))
    assert data["config"] == {"lang": ["en"]}
    assert [doc["location"] for doc in data["docs"]] == [
        "guide/",
        "scenarios/tram/",
        "scenarios/tram/role-a/",
    ]
    assert data["docs"][0] == own
    assert data["docs"][1]["tags"] == ["a"]
    assert "numbers" not in index.read_text("utf-8")
