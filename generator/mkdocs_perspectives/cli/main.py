"""The command ``perspectives``: the steps of ``mkdocs build`` one by one, without building a site.

Each command is a module of its own, imported when it is called: most of them need MkDocs, which
takes longer to import than ``perspectives --help`` takes to print.
"""

from __future__ import annotations

import importlib

import click

from mkdocs_perspectives import __version__
from mkdocs_perspectives.cli.verbosity import verbosity_options

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "init": "Create a ready-to-build site in this folder.",
    "new": "Create a commented scenario to fill in.",
    "draft": "Let the model propose roles and statements, to be edited.",
    "check": "Report every error and warning; no network.",
    "plan": "Show what would be sent, the tokens and the price.",
    "prompt": "Print what is asked, exactly as it is sent.",
    "ask": "Get the answers that are missing or stale.",
    "accept": "Declare answers current although the question changed.",
    "observe": "Count people's answers in a table for a scenario.",
    "build": "Write the pages; sends no request.",
    "export": "Write a scenario as one HTML file that needs nothing else.",
    "diff": "Show what changed in the perspectives since a revision.",
    "cache": "Inspect or prune the local answer cache.",
}
"""What ``--help`` says about each command, in the order in which they are used."""


class _Commands(click.Group):
    """The commands by name; ``cli/NAME.py`` holds a command called NAME."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mkdocs_perspectives.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="perspectives")
@click.option(
    "-f",
    "--config-file",
    metavar="FILE",
    help="The site's configuration, whose entry for the plugin is read; by default the nearest "
    "mkdocs.yml or properdocs.yml, here or in a folder above.",
)
@verbosity_options
@click.pass_context
def main(context: click.Context, config_file: str | None) -> None:
    """Simulated perspectives: one scenario, many roles, every answer recorded."""
    context.obj = config_file
