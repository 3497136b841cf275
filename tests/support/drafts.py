"""A valid scenario in each language, for tests that add a fault to it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factory
from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario import load_library

__all__ = ["good", "rules_in", "warnings_in"]

_GOOD: dict[str, dict[str, Any]] = {
    "en": {
        "title": "A night bus",
        "language": "en",
        "situation": "A town of 52,000 people plans a bus that runs from midnight to five on two "
        "lines. It would cost 390,000 a year, and the council decides in June.",
        "question": "What would the night bus change for each role?",
        "personas": [
            {
                "id": "driver",
                "name": "Driver",
                "description": "Drives six shifts a week and is rated by punctuality.",
            },
            {
                "id": "publican",
                "name": "Publican",
                "description": "Runs a bar by the station and lives on what is drunk after ten.",
            },
        ],
        "issues": [
            {
                "id": "every-night",
                "title": "Every night",
                "statement": "The bus should run on every night of the week.",
            },
            {
                "id": "day-lines",
                "title": "Day lines",
                "statement": "No day line should be thinned out for it.",
            },
            {
                "id": "fare",
                "title": "Fare",
                "statement": "A ride at night should cost twice as much as one by day.",
            },
        ],
    },
    "ko": {
        "title": "심야 버스",
        "language": "ko",
        "situation": "인구 5만 2천 명인 도시가 자정부터 다섯 시까지 다니는 버스 두 노선을 "
        "계획합니다. 한 해에 3억 9천만 원이 들며, 시의회가 6월에 결정합니다.",
        "question": "심야 버스는 각 역할에게 무엇을 바꾸는가?",
        "personas": [
            {
                "id": "driver",
                "name": "버스 기사",
                "description": "한 주에 여섯 번 운행하며 정시 도착률로 평가받습니다.",
            },
            {
                "id": "publican",
                "name": "술집 주인",
                "description": "역 앞에서 술집을 하며 밤 열 시 뒤의 매출로 먹고삽니다.",
            },
        ],
        "issues": [
            {
                "id": "every-night",
                "title": "매일 운행",
                "statement": "심야 버스는 일주일 내내 다녀야 한다.",
            },
            {
                "id": "day-lines",
                "title": "낮 노선",
                "statement": "심야 버스 때문에 낮 노선을 줄이지 않아야 한다.",
            },
            {
                "id": "fare",
                "title": "요금",
                "statement": "밤 요금은 낮 요금의 두 배로 정하는 것이 옳다.",
            },
        ],
    },
}


def good(language: str, edit: Callable[[dict[str, Any]], object] | None = None) -> dict[str, Any]:
    """The data of a scenario without warnings, after ``edit`` changed it in place."""
    data = copy.deepcopy(_GOOD[language])
    if edit is not None:
        edit(data)
    return data


def warnings_in(root: Path, data: dict[str, Any] | None = None) -> list[Problem]:
    """The warnings of the scenarios below ``root``, where ``data`` is written first."""
    if data is not None:
        factory.write_scenario(root, data=data)
    return list(load_library(root / "scenarios", warn=True).warnings)


def rules_in(root: Path, data: dict[str, Any] | None = None) -> list[str]:
    """The rules of these warnings."""
    return [warning.rule for warning in warnings_in(root, data)]
