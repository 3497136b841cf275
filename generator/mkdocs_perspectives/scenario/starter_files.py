"""What an author starts from: a site that builds at once, and a commented scenario."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jinja2
import yaml

from mkdocs_perspectives.common import (
    ConfigError,
    Language,
    package_text,
    write_if_changed,
)
from mkdocs_perspectives.scenario.json_schema import SCHEMA_FILES, schema_text
from mkdocs_perspectives.scenario.loading import load_library
from mkdocs_perspectives.scenario.locale_files import LOCALES_FOLDER
from mkdocs_perspectives.scenario.reading import SCENARIO_FILE, SHARED_FILE
from mkdocs_perspectives.scenario.romanised import romanised
from mkdocs_perspectives.scenario.scales import default_scale, suggested_scale
from mkdocs_perspectives.scenario.starter_additions import GIT_FILES, refuse_existing
from mkdocs_perspectives.scenario.starter_texts import (
    comments_in,
    drafted_comment_in,
    example_in,
    placeholders_in,
    site_texts_in,
)
from mkdocs_perspectives.scenario.starter_words import words_to_translate
from mkdocs_perspectives.scenario.validation_errors import suggest
from mkdocs_perspectives.scenario.values import ID_PATTERN, is_device_name

__all__ = [
    "Start",
    "new_file",
    "new_scenario",
    "new_site",
    "new_variant",
    "new_words",
    "scenario_text",
    "shared_ids",
    "slug",
    "try_loading",
    "write_new",
]


@dataclass(frozen=True)
class Start:
    """What an author knows of a scenario before it is written.

    ``roles`` are names, or ids of shared roles. ``descriptions`` are theirs, in the same order; one
    that is empty or not there is still to be written, as is an empty ``situation``.
    """

    title: str
    question: str
    language: Language
    roles: tuple[str, ...]
    descriptions: tuple[str, ...] = ()
    situation: str = ""


def new_site(
    folder: Path,
    language: Language,
    theme_language: str = "en",
    search_languages: Sequence[str] = ("en", "ko"),
) -> list[Path]:
    """Write a site that builds at once into ``folder``; the files written, the scenario last.

    Files for git that are there already stay as they are; see ``lines_to_add``.

    Args:
        language: that of its first scenario.
        theme_language: the one nearest to it that the theme has.
        search_languages: those for the theme's search.

    Raises:
        OutputError: one of the files is there already. Then nothing is written.
    """
    scenario_id, example = example_in(language)
    files = {
        "mkdocs.yml": _render(
            "mkdocs.yml.j2",
            language=theme_language,
            search=search_languages,
            **site_texts_in(theme_language),
        ),
        **{name: text for name, text in GIT_FILES.items() if not (folder / name).exists()},
        **{f"scenarios/{name}": schema_text(name) for name in SCHEMA_FILES},
        f"scenarios/{scenario_id}/{SCENARIO_FILE}": scenario_text(language, **example),
    }
    for name in files:
        refuse_existing(folder / name)
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
    file = new_file(scenarios_dir, scenario_id)
    shared = shared_ids(scenarios_dir)
    todo = placeholders_in(start.language)
    content = scenario_text(
        start.language,
        title=start.title,
        question=start.question,
        situation=start.situation or todo["situation"],
        tags=[],
        roles=_roles(start, shared, todo["description"]),
        issues=[
            {"id": f"issue-{i}", "title": todo["title"], "statement": todo["statement"]}
            for i in (1, 2)
        ],
    )
    try_loading(scenarios_dir, scenario_id, content)
    write_new(scenarios_dir, file, content)
    return file


def new_variant(scenarios_dir: Path, scenario_id: str, parent: str, title: str) -> Path:
    """Write a commented variant of the scenario ``parent`` to fill in; its path.

    Raises:
        OutputError: there is a scenario of this id already.
        ConfigError: the id is none, or there is no scenario ``parent`` that can be extended.
        InputError: what is given makes no sound scenario.
    """
    file = new_file(scenarios_dir, scenario_id)
    scenarios = {scenario.id: scenario for scenario in load_library(scenarios_dir).scenarios}
    if parent not in scenarios:
        known = suggest(parent, scenarios) or "Name it by its folder."
        raise ConfigError(f"there is no scenario {parent!r} to extend", known)
    if above := scenarios[parent].extends:
        message = f"{parent!r} is a variant itself, and a variant cannot be extended"
        raise ConfigError(message, f"Extend {above!r}.")
    language = comments_in(scenarios[parent].language)
    change = placeholders_in(language)["change"]
    name = f"variant-{language}.yml.j2"
    content = _render(name, title=title, parent=parent, change=change)
    try_loading(scenarios_dir, scenario_id, content, beside=parent)
    write_new(scenarios_dir, file, content)
    return file


def new_file(scenarios_dir: Path, scenario_id: str) -> Path:
    """Where a new scenario goes. ConfigError where the id is none, OutputError where one is."""
    if not re.fullmatch(ID_PATTERN, scenario_id) or is_device_name(scenario_id):
        raise ConfigError(
            f"{scenario_id!r} is not a valid id",
            "Use lower-case words (a-z, 0-9) joined by hyphens, and no device name of Windows.",
        )
    file = scenarios_dir / scenario_id / SCENARIO_FILE
    refuse_existing(file)
    return file


def write_new(scenarios_dir: Path, file: Path, content: str) -> None:
    """Write a scenario, and the schemas as this version has them."""
    write_if_changed(file, content, root=scenarios_dir)
    for name in SCHEMA_FILES:
        write_if_changed(scenarios_dir / name, schema_text(name), root=scenarios_dir)


def new_words(scenarios_dir: Path, language: Language) -> Path | None:
    """Write a catalogue to be translated; its path, or None where one is there already.

    None, too, where the package has all words in ``language``.
    """
    file = scenarios_dir / LOCALES_FOLDER / f"{language}.yml"
    text = words_to_translate(language)
    if not text or file.exists() or file.is_symlink():
        return None
    write_if_changed(file, text, root=scenarios_dir)
    return file


def slug(text: str) -> str:
    """``text`` as an id, or empty where it makes none, as where letters are not Latin or Korean."""
    latin = romanised(unicodedata.normalize("NFC", re.sub(r"['’]", "", text)))
    plain = unicodedata.normalize("NFKD", latin).lower()
    if any(letter.isalpha() and not letter.isascii() for letter in plain):
        return ""
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    found = "-".join(words)[:80].strip("-")
    return "" if is_device_name(found) else found


def _roles(start: Start, shared: Set[str], todo: str) -> list[dict[str, str]]:
    roles: list[dict[str, str]] = []
    for number, (name, description) in enumerate(zip_longest(start.roles, start.descriptions), 1):
        if name in shared:
            roles.append({"id": name, "description": ""})
        else:
            own_id = slug(name) or f"role-{number}"
            roles.append({"id": own_id, "name": name, "description": description or todo})
    return roles


def shared_ids(scenarios_dir: Path) -> set[str]:
    """The ids of the shared roles."""
    library = load_library(scenarios_dir)
    return {persona.id for persona in library.shared}


def try_loading(scenarios_dir: Path, scenario_id: str, content: str, *, beside: str = "") -> None:
    """Load the scenario beside the shared roles, before it is written where it belongs.

    Args:
        beside: the scenario that it extends, if it extends one.
    """
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name) / scenarios_dir.name
        (trial / scenario_id).mkdir(parents=True)
        (trial / scenario_id / SCENARIO_FILE).write_text(content, "utf-8")
        if (scenarios_dir / SHARED_FILE).exists():
            shutil.copy(scenarios_dir / SHARED_FILE, trial)
        if beside:
            answers = shutil.ignore_patterns("answers")
            shutil.copytree(scenarios_dir / beside, trial / beside, ignore=answers)
        load_library(trial)


def _yaml(value: str) -> str:
    """A text as YAML in one line."""
    listed = yaml.safe_dump([value], allow_unicode=True, width=10**9, default_flow_style=True)
    return listed.strip()[1:-1]


def scenario_text(language: Language, **values: Any) -> str:
    """A commented scenario; with labels where its language has none by default."""
    return _render(
        f"scenario-{comments_in(language)}.yml.j2",
        language=language,
        scale=None if default_scale(language) else suggested_scale(language),
        drafted_comment=drafted_comment_in(language),
        **{"drafted_by": None, **values},
    )


def _render(name: str, **values: Any) -> str:
    environment = jinja2.Environment(  # noqa: S701 - this is YAML; its texts go through `yaml`
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["yaml"] = _yaml
    return environment.from_string(package_text(f"scenario/starter_templates/{name}")).render(
        **values
    )
