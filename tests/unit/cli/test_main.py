"""The commands: each is listed, explained, and has an example that it understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from mkdocs_perspectives import cli
from mkdocs_perspectives.cli import main
from mkdocs_perspectives.cli.main import COMMANDS


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """All commands by name, those of groups within groups included."""
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = _commands(command, (*path, name)) if isinstance(command, click.Group) else []
        found += inner or [(*path, name)]
    return found


@pytest.mark.parametrize("command", _commands(main), ids=" ".join)
def test_every_command_has_an_example_that_it_understands(command: tuple[str, ...]) -> None:
    context = click.Context(main, info_name="perspectives")
    found: click.Command | None = main
    for name in command:
        assert isinstance(found, click.Group)
        found = found.get_command(context, name)
    assert found is not None
    assert found.help is not None
    (example,) = re.findall(r"Example: perspectives (.*)", found.help)
    words = shlex.split(example)
    assert tuple(words[: len(command)]) == command
    found.make_context(" ".join(command), words[len(command) :], parent=context)


def test_every_command_of_the_folder_is_listed() -> None:
    modules = {file.stem for file in Path(cli.__file__).parent.glob("*.py")}
    shared = {"interactive", "main", "shared", "site", "speaking", "terminal", "verbosity"}
    assert modules - {"__init__", *shared} == set(COMMANDS)


def test_a_command_that_is_none_is_wrong_use() -> None:
    with pytest.raises(click.UsageError, match="No such command 'no'"):
        main(["no"], standalone_mode=False)
