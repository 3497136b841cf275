"""What an author starts from: a site that builds at once, and a commented scenario."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import yaml

from mkdocs_perspectives.common import (
    PLACEHOLDER,
    ConfigError,
    Language,
    OutputError,
    package_text,
    write_if_changed,
)
from mkdocs_perspectives.scenario.field_types import ID_PATTERN, is_device_name
from mkdocs_perspectives.scenario.json_schema import SCHEMA_FILES, schema_text
from mkdocs_perspectives.scenario.loading import SCENARIO_FILE, SHARED_FILE, load_library

__all__ = ["Start", "new_scenario", "new_site", "slug"]


@dataclass(frozen=True)
class Start:
    """What an author knows of a scenario before it is written.

    ``roles`` are names, or ids of shared roles.
    """

    title: str
    question: str
    language: Language
    roles: tuple[str, ...]


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
    },
    "ko": {
        "situation": f"{PLACEHOLDER}: 모든 역할이 함께 아는 사실.",
        "description": f"{PLACEHOLDER}: 이 역할이 하는 일, 책임지는 것, 평가받는 기준.",
        "title": f"{PLACEHOLDER}: 쟁점을 몇 마디로",
        "statement": f"{PLACEHOLDER}: 찬성하거나 반대할 수 있는 주장 하나.",
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


_GIT_ATTRIBUTES = """\
# The same line ends on every machine, so that what is generated differs nowhere.
* text=auto eol=lf
# In a pull request the pages are what is read; the records fold.
/scenarios/*/answers/*.json linguist-generated=true
"""


def new_site(folder: Path, language: Language) -> list[Path]:
    """Write a site that builds at once into ``folder``; the files written.

    Raises:
        OutputError: one of the files is there already. Then nothing is written.
    """
    example = _EXAMPLE[language]
    scenario = _render(f"scenario-{language}.yml.j2", **example)
    files = {
        "mkdocs.yml": _render("mkdocs.yml.j2", language=language, **_SITE[language]),
        ".gitignore": "/site/\n/.cache/\n",
        ".gitattributes": _GIT_ATTRIBUTES,
        **{f"scenarios/{name}": schema_text(name) for name in SCHEMA_FILES},
        f"scenarios/four-day-week/{SCENARIO_FILE}": scenario,
    }
    for name in files:
        _refuse_existing(folder / name)
    # MkDocs wants the folder to be there; the pages in it are generated.
    (folder / "docs").mkdir(exist_ok=True)
    for name, content in files.items():
        write_if_changed(folder / name, content, root=folder)
    return [folder / name for name in files]


def new_scenario(scenarios_dir: Path, scenario_id: str, start: Start) -> Path:
    """Write a commented scenario to fill in; its path. It is sound, though not finished.

    Raises:
        OutputError: there is a scenario of this id already.
        ConfigError: the id is none.
        InputError: what is given makes no sound scenario.
    """
    if not re.fullmatch(ID_PATTERN, scenario_id) or is_device_name(scenario_id):
        raise ConfigError(
            f"{scenario_id!r} is not a valid id",
            "Use lower-case words (a-z, 0-9) joined by hyphens, and no device name of Windows.",
        )
    file = scenarios_dir / scenario_id / SCENARIO_FILE
    _refuse_existing(file)
    shared = _shared_ids(scenarios_dir)
    todo = _TODO[start.language]
    content = _render(
        f"scenario-{start.language}.yml.j2",
        title=start.title,
        question=start.question,
        situation=todo["situation"],
        tags=[],
        roles=list(_roles(start.roles, shared, todo["description"])),
        issues=[
            {"id": f"issue-{i}", "title": todo["title"], "statement": todo["statement"]}
            for i in (1, 2)
        ],
    )
    _try(scenarios_dir, scenario_id, content)
    write_if_changed(file, content, root=scenarios_dir)
    for name in SCHEMA_FILES:
        if not (scenarios_dir / name).exists():
            write_if_changed(scenarios_dir / name, schema_text(name), root=scenarios_dir)
    return file


def slug(text: str) -> str:
    """``text`` as an id, or empty where it makes none, as where its letters are not Latin."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]", "", text)).lower()
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return ""
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    found = "-".join(words)[:80].strip("-")
    return "" if is_device_name(found) else found


def _roles(names: Sequence[str], shared: set[str], description: str) -> list[dict[str, str]]:
    roles: list[dict[str, str]] = []
    for number, name in enumerate(names, 1):
        if name in shared:
            roles.append({"id": name, "description": ""})
        else:
            own_id = slug(name) or f"role-{number}"
            roles.append({"id": own_id, "name": name, "description": description})
    return roles


def _shared_ids(scenarios_dir: Path) -> set[str]:
    library = load_library(scenarios_dir)
    return {persona.id for persona in library.shared}


def _try(scenarios_dir: Path, scenario_id: str, content: str) -> None:
    """Load the scenario beside the shared roles, before it is written where it belongs."""
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name) / scenarios_dir.name
        (trial / scenario_id).mkdir(parents=True)
        (trial / scenario_id / SCENARIO_FILE).write_text(content, "utf-8")
        if (scenarios_dir / SHARED_FILE).exists():
            shutil.copy(scenarios_dir / SHARED_FILE, trial)
        load_library(trial)


def _refuse_existing(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise OutputError(
            f"there is a {file} already", "Nothing was written; existing files are never replaced."
        )


def _yaml(value: str) -> str:
    """A text as YAML in one line."""
    listed = yaml.safe_dump([value], allow_unicode=True, width=10**9, default_flow_style=True)
    return listed.strip()[1:-1]


def _render(name: str, **values: Any) -> str:
    environment = jinja2.Environment(  # noqa: S701 - this is YAML; its texts go through `yaml`
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["yaml"] = _yaml
    return environment.from_string(package_text(f"scenario/starter_templates/{name}")).render(
        **values
    )
