"""``perspectives ask``: gets the answers that are missing or stale."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from mkdocs_perspectives.answers import Entry
from mkdocs_perspectives.ask import AskResult
from mkdocs_perspectives.cli.shared import (
    choose,
    choose_voices,
    clean_errors,
    formats,
    say_json,
    say_outcome,
)
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.common import ConfigError, Settings, counted
from mkdocs_perspectives.pipeline import (
    Project,
    ask_voices,
    complete,
    read_project,
    report,
    report_unfinished,
)
from mkdocs_perspectives.pipeline.ask_report import ask_json

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
@click.option("--force", is_flag=True, help="Ask also where a text is still to be written.")
@click.pass_obj
@clean_errors
@formats()
def ask(
    config_file: str | None,
    scenarios: tuple[str, ...],
    personas: tuple[str, ...],
    voices: tuple[str, ...],
    panel: bool,
    refresh: bool,
    batch: bool,
    force: bool,
    form: str,
) -> None:
    """Get the answers that are missing or stale, of all scenarios or of those named.

    With --batch, waits until every answer has arrived. It can be interrupted: the batch continues
    at the provider, and the next run resumes it.

    Other voices are asked only with --voice or --panel, as checks beside the model's answers.

    Example: perspectives ask new-electric-car --persona logistics-expert
    """
    settings = site_settings(config_file)
    project = read_project(settings)
    chosen = choose(project, scenarios, personas)
    others = choose_voices(settings, voices, panel=panel)
    left_out = [] if force else _left_out(chosen, refresh=refresh or bool(others))
    report_unfinished(dict.fromkeys(entry.scenario for entry in left_out))
    finished = [entry for entry in chosen if force or not entry.scenario.unwritten]
    if others:
        runs = ask_voices(project, settings, others, finished, refresh=refresh, batch=batch)
    else:
        runs = _ask_lead(project, settings, finished, refresh=refresh, batch=batch)
    results = [(own.model.voice, _reported(result, own)) for own, result in runs]
    if form == "json":
        say_json(ask_json(chosen, results))
    if left_out or not all(result.complete for _, result in results):
        sys.exit(1)
    if form != "json":
        _say_all_answered(len(chosen), others)


def _reported(result: AskResult, settings: Settings) -> AskResult:
    report(result, settings)
    return result


def _say_all_answered(roles: int, voices: Sequence[str]) -> None:
    by = f" by {', '.join(voices)}" if voices else ""
    say_outcome(f"{counted(roles, 'role')}: all answered{by}.")


def _ask_lead(
    project: Project, settings: Settings, roles: Sequence[Entry], *, refresh: bool, batch: bool
) -> Iterator[tuple[Settings, AskResult]]:
    """What the configured model's run did, as ``ask_voices`` gives it."""
    if (refresh or batch) and not settings.can_ask:
        raise ConfigError(
            "there is no API key, so no request can be sent",
            "Set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server.",
        )
    # Whether a scenario is finished was looked at before.
    _, result = complete(project, settings, only=roles, refresh=refresh, batch=batch, force=True)
    yield settings, result


def _left_out(entries: Sequence[Entry], *, refresh: bool) -> list[Entry]:
    """Who is not asked because the scenario is not finished."""
    wanted = (entry for entry in entries if refresh or entry.state != "current")
    return [entry for entry in wanted if entry.scenario.unwritten]
