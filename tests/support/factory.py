"""Small, deterministic scenarios and answers for the tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from mkdocs_perspectives.answers import (
    Entry,
    Expected,
    new_record,
    parse_reply,
    read_entries,
    read_voices,
    write_record,
)
from mkdocs_perspectives.common import LEAD, SCALE_KEYS, Language, ModelSettings, Settings
from mkdocs_perspectives.compare import calibrate
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.pages import (
    ScenarioView,
    scenario_pages,
    site_pages,
    summary_of,
    with_families,
)
from mkdocs_perspectives.prompt import PROMPT_VERSION, questions_for
from mkdocs_perspectives.scenario import Scenario, load_library

MKDOCS = """\
site_name: A site of its own
theme: {name: material}
plugins: [search, perspectives]
"""


def persona(name: str, **more: Any) -> dict[str, Any]:
    """A persona defined in its scenario."""
    title = name.replace("-", " ").capitalize()
    return {"id": name, "name": title, "description": f"{title} does its work.", **more}


def _letters(number: int) -> str:
    """a to z, then ba, bb and so on."""
    rest = _letters(number // 26) if number >= 26 else ""
    return rest + chr(97 + number % 26)


def scenario(personas: int = 6, issues: int = 2, **more: Any) -> dict[str, Any]:
    """The data of a scenario file with this many personas and issues."""
    return {
        "title": "A new tram line",
        "language": "en",
        "situation": "A town plans a tram line.\n\nIt costs 90 million.",
        "question": "What does each role want and fear?",
        "personas": [persona(f"role-{_letters(i)}") for i in range(personas)],
        "issues": [
            {"id": f"issue-{i + 1}", "title": f"Issue {i + 1}", "statement": f"Claim {i + 1}."}
            for i in range(issues)
        ],
        **more,
    }


def write_scenario(root: Path, name: str = "tram", data: dict[str, Any] | None = None) -> Path:
    """Write ``scenarios/<name>/scenario.yml`` below ``root``; returns its path."""
    file = root / "scenarios" / name / "scenario.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(data or scenario(), allow_unicode=True, sort_keys=False)
    file.write_text(text, "utf-8")
    return file


def write_observed(
    root: Path, name: str = "tram", counts: dict[str, dict[str, Any]] | None = None, **more: Any
) -> Path:
    """Write people's answers for the scenario ``name``; returns the path of the file."""
    data = {"source": "A survey", "licence": "CC0", "asked": "May 2024", "counts": counts, **more}
    file = root / "scenarios" / name / "observed.yml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return file


def write_site(root: Path, mkdocs: str = MKDOCS) -> Path:
    """An empty site: its configuration and a first page; returns ``root``."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(mkdocs, "utf-8")
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "index.md").write_text("# Home\n", "utf-8")
    return root


def shares(*counts: int) -> dict[str, int]:
    """The five shares in order, as an answer has them."""
    return dict(zip(SCALE_KEYS, counts, strict=True))


_FRICTION = ("theme", "my_side", "their_side", "why", "way_forward")
_SAY: dict[Language, dict[str, str]] = {
    "en": {
        "summary": "I am {}. I see it so.",
        "title": "Point {1} of {0}",
        "detail": "It counts. It costs {1} a day.",
        "reason": "Because {} must. It knows {}.",
        "minority": "Some of {} see {} otherwise.",
        "position": "{} on {}.",
        "theme": "Theme of {} and {}",
        "my_side": "Time for {}.",
        "their_side": "Money for {1}.",
        "why": "Both are short.",
        "way_forward": "Meet {1} weekly.",
        "open_question": "Who pays {} for it?",
        "would_change_mind": "A trial with figures.",
    },
    "ko": {
        "summary": "{} 역할의 생각입니다. 저는 이렇게 봅니다.",
        "title": "{} 역할이 보는 {}번 사항",
        "detail": "중요하고 하루에 {1}만큼 비용이 듭니다.",
        "reason": "{} 역할은 그래야 하고 {} 쟁점을 잘 압니다.",
        "minority": "{} 역할의 일부는 {} 쟁점을 달리 봅니다.",
        "position": "{} 역할의 {} 쟁점에 대한 입장입니다.",
        "theme": "{} 역할과 {} 역할 사이의 주제",
        "my_side": "{} 역할은 시간을 원합니다.",
        "their_side": "{1} 역할은 예산을 원합니다.",
        "why": "둘 다 모자라기 때문입니다.",
        "way_forward": "{1} 역할과 매주 만납니다.",
        "open_question": "{} 역할의 비용은 누가 냅니까?",
        "would_change_mind": "수치가 있는 시범 운영입니다.",
    },
}
"""The texts of the answers, in every language."""


def answer(
    of: Scenario, persona_id: str, counts: dict[str, tuple[int, ...]] | None = None
) -> dict[str, Any]:
    """A valid answer; ``counts`` are the shares by issue id, otherwise they depend on the role."""
    index = [p.id for p in of.personas].index(persona_id)
    others, say = of.counterparts(persona_id), _SAY[of.language]
    based_on = {"based_on": [of.sources[0].id]} if of.sources else {}

    def stance(number: int, issue_id: str) -> dict[str, Any]:
        step = (index * 7 + number * 5) % 5 * 10
        spread = (counts or {}).get(issue_id, (40 - step, 20, 10, 15, 15 + step))
        return {
            "reason": say["reason"].format(persona_id, issue_id),
            **based_on,
            "minority": say["minority"].format(persona_id, issue_id),
            "shares": shares(*spread),
            "position": say["position"].format(persona_id, issue_id),
            "importance": 1 + (index + number) % 5,
        }

    return {
        "considerations": [
            {
                "title": say["title"].format(persona_id, i),
                "detail": say["detail"].format(persona_id, i),
                **based_on,
            }
            for i in range(3)
        ],
        "stances": {issue.id: stance(n, issue.id) for n, issue in enumerate(of.issues)},
        "summary": say["summary"].format(persona_id),
        "frictions": [
            {
                "with": other.id,
                "issue": of.issues[0].id if of.issues and n % 2 == 0 else None,
                **{key: say[key].format(persona_id, other.id) for key in _FRICTION},
            }
            for n, other in enumerate(others[:2])
        ],
        "open_questions": [say["open_question"].format(persona_id)],
        "would_change_mind": say["would_change_mind"],
    }


def write_records(
    root: Path,
    model: str = "test-model",
    counts: dict[str, dict[str, tuple[int, ...]]] | None = None,
    leave_out: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    voice: str = LEAD,
) -> None:
    """Record an answer for every persona of every scenario below ``root``, or of those in ``only``.

    ``counts`` are shares by persona id and issue id, for the question as the ``voice`` gets it;
    ``leave_out`` are persona ids.
    """
    scenarios_dir = root / "scenarios"
    for of in load_library(scenarios_dir, observed=False).scenarios:
        if only and of.id not in only:
            continue
        for question in questions_for(of, voice):
            name = question.persona_id
            if name in leave_out:
                continue
            data = answer(of, name, (counts or {}).get(name))
            parsed = parse_reply(json.dumps(data), Expected.of(of, name))
            usage = Usage(input_tokens=1000, output_tokens=500)
            record = new_record(question, PROMPT_VERSION, model, "2026-11-01", usage, parsed)
            write_record(scenarios_dir, of.id, record)


def load(root: Path) -> Scenario:
    """The only scenario below ``root``."""
    (scenario,) = load_library(root / "scenarios").scenarios
    return scenario


def entries_of(root: Path) -> list[Entry]:
    """The roles of all scenarios below ``root`` with their records."""
    scenarios = root / "scenarios"
    return read_entries(load_library(scenarios).scenarios, scenarios)


def views_of(root: Path) -> list[ScenarioView]:
    """The views of all scenarios below ``root``, with their records."""
    found = entries_of(root)
    voices = read_voices(found, root / "scenarios")
    observed = load_library(root / "scenarios").observed
    return with_families(
        ScenarioView(
            scenario,
            tuple(entries),
            observed.get(scenario.id),
            voices=tuple(entry for entry in voices if entry.scenario.id == scenario.id),
        )
        for scenario, entries in groupby(found, key=lambda entry: entry.scenario)
    )


def settings_of(root: Path, **more: Any) -> Settings:
    """The default settings of a site, changed by ``more``."""
    return Settings(
        root=root,
        docs_dir=root / "docs",
        scenarios_dir=root / "scenarios",
        cache_dir=root / ".cache/perspectives",
        model=ModelSettings("gpt-4o-mini"),
        **more,
    )


def pages_of(root: Path, language: Language = "en") -> dict[str, str]:
    """Every generated file of a site, by its path below ``docs/``."""
    library, views = load_library(root / "scenarios"), views_of(root)
    words = library.words(language)
    summaries = [summary_of(view, words) for view in views]
    pages = [page for view in views for page in scenario_pages(view, words, "scenarios")]
    measured = calibrate(p for s in summaries if s.observed for p in s.observed.points)
    pages += site_pages(library.shared, summaries, words, "scenarios", measured)
    return {page.path: page.content for page in pages}


FORMAT_1 = Path(__file__).parents[1] / "format_1"
"""Scenarios and records of this repository from the time when answers had format 1."""


def edit_json(file: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Let ``edit`` change the data of a JSON file in place."""
    data = json.loads(file.read_text("utf-8"))
    edit(data)
    file.write_text(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")
