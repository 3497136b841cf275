"""The page of the guide on keys: made from the models, and committed as it is made."""

from __future__ import annotations

from commands import ROOT
from mkdocs_perspectives.scenario.file_models import (
    ComparisonFile,
    IssueFile,
    PersonaFile,
    ScenarioFile,
    SourceFile,
)
from mkdocs_perspectives.scenario.key_reference import keys_page
from mkdocs_perspectives.scenario.observed_file import ObservedFile


def test_the_committed_page_is_made_from_the_models() -> None:
    page = (ROOT / "docs/guide/keys.md").read_text("utf-8")
    assert page == keys_page()
    assert "@" not in page
    for model in (ScenarioFile, PersonaFile, IssueFile, SourceFile, ComparisonFile, ObservedFile):
        for key in model.model_fields:
            assert f"| `{key}` | " in page


def test_types_and_needs_are_in_words() -> None:
    rows = {line.split(" | ")[0]: line.split(" | ") for line in keys_page().splitlines()}
    assert rows["| `scale`"][2].startswith("Labels of the five points")
    assert rows["| `extends`"][1:3] == ["no", "needed"]
    assert rows["| `language`"][1:3] == ["needed", "no"]
    assert rows["| `situation`"][1:3] == ["needed", "taken over"]
    assert rows["| `sources`"][4] == "list of at most 20 [sources](#source)"
    assert rows["| `level`"][3] == "short text or one for each language"
    assert rows["| `shares`"][3:] == ["list of 3 or 5 fractions", "`[0.43, 0.24, 0.33]` |"]
    assert rows["| `personas`"][3] == "list of at least 2 ids"
