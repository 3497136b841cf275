"""``perspectives ask``: gets the answers that are missing or stale."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from mkdocs_perspectives.ask import AskResult
from mkdocs_perspectives.cli.shared import choose, choose_voices, clean_errors, say
from mkdocs_perspectives.common import ConfigError, Settings, counted
from mkdocs_perspectives.pipeline import ask_voices, complete, read_project, report
from mkdocs_perspectives.plugin import load_settings

__all__ = ["ask"]


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
@click.option(
    "--voice",
    "voices",
    multiple=True,
    metavar="ID",
    help="Ask this voice of `panel`, or `reversed`, instead of the model.",
)
@click.option("--panel", is_flag=True, help="Ask every voice of `panel` instead.")
@click.option("--refresh", is_flag=True, help="Ask again, even if answers are recorded or cached.")
@click.option(
    "--batch",
    is_flag=True,
    help="Use the provider's Batch API: half the price, answers within a day.",
)
@click.pass_obj
@clean_errors
def ask(
    config_file: str | None,
    scenarios: tuple[str, ...],
    personas: tuple[str, ...],
    voices: tuple[str, ...],
    panel: bool,
    refresh: bool,
    batch: bool,
) -> None:
    """Get the answers that are missing or stale, of all scenarios or of those named.

    With --batch, waits until every answer has arrived. It can be interrupted: the batch continues
    at the provider, and the next run resumes it.

    Other voices are asked only with --voice or --panel, as checks beside the model's answers.

    Example: perspectives ask new-electric-car --persona logistics-expert
    """
    settings = load_settings(config_file)
    project = read_project(settings)
    chosen = choose(project, scenarios, personas)
    others = choose_voices(settings, voices, panel=panel)
    roles = counted(len(chosen), "role")
    if others:
        runs = ask_voices(project, settings, others, chosen, refresh=refresh, batch=batch)
        _end([_reported(result, own) for own, result in runs])
        say(f"{roles}: all answered by {', '.join(others)}.")
        return
    if (refresh or batch) and not settings.can_ask:
        raise ConfigError(
            "there is no API key, so no request can be sent",
            "Set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server.",
        )
    _, result = complete(project, settings, only=chosen, refresh=refresh, batch=batch)
    _end([_reported(result, settings)])
    say(f"{roles}: all answered.")


def _reported(result: AskResult, settings: Settings) -> bool:
    """Report what a run did; whether every answer is there."""
    report(result, settings)
    return result.complete


def _end(complete: Sequence[bool]) -> None:
    """Exit with 1 unless all runs got every answer."""
    if not all(complete):
        sys.exit(1)
