"""The folders of scenarios and the files in them, by the names that they should have."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from mkdocs_perspectives.common import Problem
from mkdocs_perspectives.scenario.locale_files import LOCALES_FOLDER
from mkdocs_perspectives.scenario.values import RESERVED_FOLDERS, Id

__all__ = ["folder_name_problems", "is_there", "misnamed", "scenario_folders"]

_ID: TypeAdapter[str] = TypeAdapter(Id)


def scenario_folders(scenarios_dir: Path, shown: str) -> tuple[dict[str, Path], list[Problem]]:
    """The folders of the scenarios by their names, in order; and why there are none.

    Args:
        shown: what messages call ``scenarios_dir``.
    """
    try:
        folders = sorted(f for f in scenarios_dir.iterdir() if f.is_dir())
        return {
            f.name: f for f in folders if f.name[0] not in "._" and f.name != LOCALES_FOLDER
        }, []
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        return {}, [Problem(shown, 1, 1, message, "Check its permissions.")]


def is_there(file: Path) -> bool:
    """Whether there is anything by this name, be it a link that leads nowhere."""
    return file.exists() or file.is_symlink()


def misnamed(folder: Path, name: str) -> str | None:
    """What lies in a folder under a name that is nearly ``name``, where nothing is called so.

    Some systems do not tell ``scenario.YML`` from it; others, and git, do.
    """
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return None
    stem = name.removesuffix(".yml")
    near = {name, f"{stem}.yaml", f"{stem}.yml.txt", f"{stem}.yaml.txt"}
    if name in names:
        return None
    return next((other for other in names if other.casefold() in near), None)


def folder_name_problems(folder: Path, shown: str) -> list[Problem]:
    """What is wrong with the name of a scenario's folder, in messages about the file ``shown``."""
    try:
        _ID.validate_python(folder.name)
    except ValidationError:
        message = f"the folder's name {folder.name!r} is not a valid id"
        remedy = "Rename the folder: lower-case words (a-z, 0-9) joined by hyphens."
        return [Problem(shown, 1, 1, message, remedy)]
    if RESERVED_FOLDERS.fullmatch(folder.name):
        message = f"the folder's name {folder.name!r} is taken by a page of the site"
        return [Problem(shown, 1, 1, message, "Choose another name for the folder.")]
    return []
