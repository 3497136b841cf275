"""Writes a site of any size: scenarios and records in Korean and English, deterministic.

    python benchmarks/synthetic.py FOLDER --scenarios 100

Each scenario has seven roles, three issues and two comparisons, which gives ten pages of about 900
words on average, labels included; its roles are in conflict over about as many issues as those of
the scenarios in this repository.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from pathlib import Path
from typing import Any

import yaml
from mkdocs_perspectives.answers import Expected, Shares, new_record, parse_reply, write_record
from mkdocs_perspectives.common import LEAD, REVERSED, SCALE_KEYS
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import PROMPT_VERSION, questions_for
from mkdocs_perspectives.scenario import Scenario, load_library

PERSONAS, ISSUES = 7, 3

MKDOCS = """\
site_name: Synthetic
theme: {name: material, font: false}
plugins:
  - search: {lang: [en, ko]}
  - perspectives
nav: [index.md, scenarios/index.md]
"""

_WORDS = {
    "en": (
        "supply launch budget price dealer battery margin plan trial ward nurse tram street market "
        "noise permit rent school teacher harvest water soil grid tariff port crane shift union "
        "pension audit forecast stock shelf brand message channel customer complaint warranty "
        "recall plant line robot safety range winter charge software update map route driver"
    ).split(),
    "ko": (
        "예산 출시 가격 배터리 주행거리 물류 창고 일정 위험 목표 성과 광고 브랜드 고객 "
        "불만 보증 공장 안전 겨울 충전 노선 운전자 병동 간호사 수술 대기 휴일 임금 시장 "
        "소음 허가 임대료 학교 교사 수확 토양 전력망 요금 항만 교대 노조 연금 감사 예측 "
        "재고 진열 채널 계약 인도 정비 부품 설계"
    ).split(),
}


def _sentence(language: str, rng: random.Random) -> str:
    a, b, c, d = rng.sample(_WORDS[language], 4)
    if language == "ko":
        return f"{a}의 {b}보다 {c}에 먼저 {d}를 써야 한다고 본다."
    return f"The {a} matters more than the {b} as long as the {c} depends on the {d}."


def _text(language: str, rng: random.Random, sentences: int) -> str:
    return " ".join(_sentence(language, rng) for _ in range(sentences))


def _title(language: str, rng: random.Random) -> str:
    a, b = rng.sample(_WORDS[language], 2)
    return f"{a}와 {b}" if language == "ko" else f"{a.capitalize()} and {b}"


def scenario(number: int) -> dict[str, Any]:
    """The data of one scenario file; every second one is Korean."""
    language = ("en", "ko")[number % 2]
    rng = random.Random(f"scenario {number}")
    return {
        "title": f"{_title(language, rng)} {number}",
        "language": language,
        "situation": _text(language, rng, 3),
        "question": _sentence(language, rng),
        "personas": [
            {
                "id": f"role-{chr(97 + i)}",
                "name": _title(language, rng),
                "description": _text(language, rng, 2),
            }
            for i in range(PERSONAS)
        ],
        "issues": [
            {
                "id": f"issue-{i + 1}",
                "title": _title(language, rng),
                "statement": _sentence(language, rng),
            }
            for i in range(ISSUES)
        ],
        "comparisons": [
            {"id": "first", "title": _title(language, rng), "personas": ["role-a", "role-b"]},
            {"id": "second", "title": _title(language, rng), "personas": ["role-c", "role-d"]},
        ],
    }


def _shares(of: Scenario, persona_id: str, issue_id: str, voice: str) -> dict[str, int]:
    """A bell curve around the role's position, which is near the positions of the others."""
    common = random.Random(f"{of.id} {issue_id}").uniform(1.5, 4.5)
    centre = common + random.Random(f"{of.id} {issue_id} {persona_id}").gauss(0, 0.6)
    if voice != LEAD:
        centre += random.Random(f"{of.id} {issue_id} {persona_id} {voice}").gauss(0, 0.6)
    weights = [round(1000 * math.exp(-(((k - centre) / 1.1) ** 2) / 2)) for k in range(1, 6)]
    shares = Shares.model_validate(dict(zip(SCALE_KEYS, weights, strict=True))).scaled()
    return shares.model_dump(by_alias=True)


def answer(of: Scenario, persona_id: str, voice: str = LEAD) -> dict[str, Any]:
    """A valid answer of realistic length."""
    language = of.language
    rng = random.Random(f"{of.id} {persona_id}{voice}")
    others = of.counterparts(persona_id)
    return {
        "considerations": [
            {"title": _title(language, rng), "detail": _sentence(language, rng)} for _ in range(3)
        ],
        "stances": {
            issue.id: {
                "reason": _sentence(language, rng),
                "minority": _sentence(language, rng),
                "shares": _shares(of, persona_id, issue.id, voice),
                "position": _sentence(language, rng),
                "importance": rng.randint(1, 5),
            }
            for issue in of.issues
        },
        "summary": _text(language, rng, 3),
        "frictions": [
            {
                "with": other.id,
                "issue": rng.choice(of.issues).id,
                "theme": _title(language, rng),
                "my_side": _sentence(language, rng),
                "their_side": _sentence(language, rng),
                "why": _sentence(language, rng),
                "way_forward": _sentence(language, rng),
            }
            for other in others
        ],
        "open_questions": [_sentence(language, rng)],
        "would_change_mind": _sentence(language, rng),
    }


VOICES = ("first", "second", REVERSED)
"""Other voices than the lead's."""


def write_site(root: Path, scenarios: int, *, answered: bool = True, voices: int = 0) -> None:
    """Write a site into ``root``, by default with a record for every role.

    Args:
        voices: so many of ``VOICES`` have answered for every role as well.
    """
    (root / "docs").mkdir(parents=True, exist_ok=True)
    (root / "docs" / "index.md").write_text("# Synthetic\n", "utf-8")
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    folder = root / "scenarios"
    for number in range(scenarios):
        file = folder / f"scenario-{number:05}" / "scenario.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(
            scenario(number), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False
        )
        file.write_text(text, "utf-8")
    if not answered:
        return
    for of in load_library(folder).scenarios:
        for voice in (LEAD, *VOICES[:voices]):
            for question in questions_for(of, voice):
                text = json.dumps(answer(of, question.persona_id, voice))
                parsed = parse_reply(text, Expected.of(of, question.persona_id))
                usage = Usage(input_tokens=3000, cached_tokens=1500, output_tokens=1800)
                model = f"synthetic {voice}".strip()
                record = new_record(question, PROMPT_VERSION, model, "2026-11-01", usage, parsed)
                write_record(folder, of.id, record)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenarios", type=int, default=100)
    given = parser.parse_args()
    write_site(given.folder, given.scenarios)


if __name__ == "__main__":
    main()
