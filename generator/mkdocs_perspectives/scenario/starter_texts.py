"""The texts of what an author starts from, in the languages that have them."""

from __future__ import annotations

from typing import Any, TypeVar

from mkdocs_perspectives.common import PLACEHOLDER, Language, with_fallbacks

__all__ = ["comments_in", "described_in", "example_in", "placeholders_in", "site_texts_in"]

_T = TypeVar("_T")

_EXAMPLE: dict[Language, dict[str, Any]] = {
    "en": {
        "title": "A four-day week",
        "situation": "A software company of 80 people considers a four-day week at full pay, "
        "at first for half a year.",
        "question": "What does each role hope for and fear?",
        "tags": ["work"],
        "roles": [
            {
                "id": "team-lead",
                "name": "Team lead",
                "description": "Leads six developers and answers for what they deliver on time.",
            },
            {
                "id": "support-agent",
                "name": "Support agent",
                "description": "Answers customers on weekdays and is measured by waiting time.",
            },
        ],
        "issues": [
            {
                "id": "friday-off",
                "title": "Friday off",
                "statement": "Everybody should have the same day off.",
            },
            {
                "id": "targets",
                "title": "Targets",
                "statement": "The targets for the half-year should stay as they are.",
            },
        ],
    },
    "ko": {
        "title": "주 4일 근무",
        "situation": "직원 80명인 소프트웨어 회사가 급여를 그대로 둔 채 주 4일 근무를 "
        "우선 반년 동안 해 보려 합니다.",
        "question": "각 역할은 무엇을 바라고 무엇을 걱정하는가?",
        "tags": ["일"],
        "roles": [
            {
                "id": "team-lead",
                "name": "개발 팀장",
                "description": "개발자 여섯 명을 이끌고, 약속한 날에 결과를 내는 일을 책임집니다.",
            },
            {
                "id": "support-agent",
                "name": "고객 상담원",
                "description": "평일에 고객의 문의에 답하며, 대기 시간으로 평가받습니다.",
            },
        ],
        "issues": [
            {
                "id": "friday-off",
                "title": "쉬는 날",
                "statement": "모든 직원이 같은 요일에 쉬어야 한다.",
            },
            {
                "id": "targets",
                "title": "목표",
                "statement": "반년 동안의 목표는 지금 그대로 두어야 한다.",
            },
        ],
    },
}

_TODO: dict[Language, dict[str, str]] = {
    "en": {
        "situation": f"{PLACEHOLDER}: the facts that all roles share.",
        "description": f"{PLACEHOLDER}: what this role does, answers for and is measured by.",
        "title": f"{PLACEHOLDER}: the issue in a few words",
        "statement": f"{PLACEHOLDER}: one claim that one can be for or against.",
        "change": f"{PLACEHOLDER}: what is different.",
    },
    "ko": {
        "situation": f"{PLACEHOLDER}: 모든 역할이 함께 아는 사실.",
        "description": f"{PLACEHOLDER}: 이 역할이 하는 일, 책임지는 것, 평가받는 기준.",
        "title": f"{PLACEHOLDER}: 쟁점을 몇 마디로",
        "statement": f"{PLACEHOLDER}: 찬성하거나 반대할 수 있는 주장 하나.",
        "change": f"{PLACEHOLDER}: 무엇이 달라지는지.",
    },
}

_SITE: dict[Language, dict[str, str]] = {
    "en": {
        "site_name": "What would they say?",
        "dark": "Switch to dark mode",
        "light": "Switch to light mode",
    },
    "ko": {
        "site_name": "그들은 뭐라고 말할까?",
        "dark": "어두운 화면으로",
        "light": "밝은 화면으로",
    },
}


def _near(texts: dict[Language, _T], language: Language) -> _T | None:
    return next((texts[tag] for tag in with_fallbacks(language) if tag in texts), None)


def comments_in(language: Language) -> Language:
    """The language of the comments in a scenario that begins in ``language``."""
    return next((tag for tag in with_fallbacks(language) if tag in _TODO), "en")


def placeholders_in(language: Language) -> dict[str, str]:
    """What stands for the texts that an author has yet to write."""
    return _TODO[comments_in(language)]


def example_in(language: Language) -> tuple[str, dict[str, Any]]:
    """The first scenario of a new site, with its id: a ready one, or one to be written."""
    if known := _near(_EXAMPLE, language):
        return "four-day-week", known
    todo = placeholders_in(language)
    return "first-scenario", {
        "title": f"{PLACEHOLDER}: the title",
        "situation": todo["situation"],
        "question": f"{PLACEHOLDER}: what is every role asked?",
        "tags": [],
        "roles": [
            {
                "id": f"role-{number}",
                "name": f"{PLACEHOLDER}: role {number}",
                "description": todo["description"],
            }
            for number in (1, 2)
        ],
        "issues": [
            {"id": f"issue-{number}", "title": todo["title"], "statement": todo["statement"]}
            for number in (1, 2)
        ],
    }


def site_texts_in(language: Language) -> dict[str, str]:
    """The name of a new site, and of its switches between light and dark."""
    return _near(_SITE, language) or _SITE["en"]


_DESCRIBED: dict[Language, tuple[str, str]] = {
    "en": ("Answers for {}.", "Is measured by {}."),
    "ko": ("책임지는 일: {}.", "평가 기준: {}."),
}


def described_in(language: Language, does: str, answers_for: str, measured_by: str) -> str:
    """A role's description of what its author says in a few words; what is empty is left out.

    In other languages than those of the package, the words are left as they are.
    """
    patterns = _near(_DESCRIBED, language) or ("{}.", "{}.")
    parts = zip(("{}.", *patterns), (does, answers_for, measured_by), strict=True)
    told = [pattern.format(text.strip().rstrip(".。")) for pattern, text in parts if text.strip()]
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in told)
