"""Scenarios that are not made again: the site that MkDocs builds is the same."""

from __future__ import annotations

import json
import time
from pathlib import Path

import factory
import yaml
from commands import Run, tree
from mkdocs_perspectives.pipeline.unchanged import read_unchanged
from mkdocs_perspectives.plugin import load_settings


def test_the_site_is_the_same_whether_scenarios_were_made_again_or_not(
    site: Path, run: Run
) -> None:
    """With search and the language of each page."""
    role = {"id": "shared", "name": "Shared", "description": "Is asked everywhere."}
    (site / "scenarios").mkdir()
    (site / "scenarios/personas.yml").write_text(yaml.safe_dump([role]), "utf-8")
    for name, language in (("bridge", "en"), ("ferry", "ko")):
        data = factory.scenario(2, 2, title=f"A {name}", language=language)
        data["personas"].append("shared")
        factory.write_scenario(site, name, data)
    factory.write_records(site)
    assert run("mkdocs", "build", "--strict").returncode == 0
    first = tree(site / "site")
    settings = load_settings(str(site / "mkdocs.yml"))
    # Files that were just written are not trusted, so nothing is remembered of them at first.
    while not read_unchanged(settings).whole:
        time.sleep(0.5)
        assert run("mkdocs", "build", "--strict").returncode == 0
    assert run("mkdocs", "build", "--strict").returncode == 0
    second = tree(site / "site")
    assert first.keys() == second.keys()
    index = "search/search_index.json"
    assert json.loads(first[index]) == json.loads(second[index])
    different = {name for name in first if first[name] != second[name]}
    assert {Path(name).name for name in different} <= {"sitemap.xml", "sitemap.xml.gz"}
