"""Sites in languages without words in the package: scenarios, answers, small catalogues."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from factory import shares, write_scenario
from mkdocs_perspectives.answers import Expected, new_record, parse_reply, write_record
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import PROMPT_VERSION, questions_for
from mkdocs_perspectives.scenario import load_library

__all__ = ["CATALOGUES", "catalogue_text", "write_in", "write_words"]

_HERE = Path(__file__).parent

CATALOGUES = tuple(sorted(file.stem for file in (_HERE / "locales").glob("*.yml")))
"""The languages of the small catalogues."""


def catalogue_text(language: str) -> str:
    """The small catalogue of a language."""
    return (_HERE / "locales" / f"{language}.yml").read_text("utf-8")


def write_words(root: Path, *languages: str) -> None:
    """Give a site its own words in some languages."""
    folder = root / "scenarios" / "locales"
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        (folder / f"{language}.yml").write_text(catalogue_text(language), "utf-8")


def write_in(root: Path, languages: Iterable[str], **more: Any) -> None:
    """Write a scenario named after each language, and record its answers.

    ``more`` replaces keys of the scenarios.
    """
    answers = {}
    for language in languages:
        data = yaml.safe_load((_HERE / "in_languages" / f"{language}.yml").read_text("utf-8"))
        name = f"in-{language}"
        write_scenario(root, name, data["scenario"] | more)
        answers[name] = data["answers"]
    scenarios = root / "scenarios"
    for scenario in load_library(scenarios).scenarios:
        for question in questions_for(scenario):
            answer = answers[scenario.id][question.persona_id]
            for stance in answer["stances"].values():
                stance["shares"] = shares(*stance["shares"])
            expected = Expected.of(scenario, question.persona_id)
            parsed = parse_reply(json.dumps(answer), expected)
            record = new_record(
                question, PROMPT_VERSION, "test-model", "2026-11-01", Usage(), parsed
            )
            write_record(scenarios, scenario.id, record)
