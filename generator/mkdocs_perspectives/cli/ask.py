"""``perspectives ask``: gets the answers that are missing or stale."""

from __future__ import annotations

import sys

import click

from mkdocs_perspectives.cli.shared import choose, clean_errors, say
from mkdocs_perspectives.common import ConfigError, counted
from mkdocs_perspectives.pipeline import complete, read_project, report
from mkdocs_perspectives.plugin import load_settings

__all__ = ["ask"]


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
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
    refresh: bool,
    batch: bool,
) -> None:
    """Get the answers that are missing or stale, of all scenarios or of those named.

    With --batch, waits until every answer has arrived. It can be interrupted: the batch continues
    at the provider, and the next run resumes it.

    Example: perspectives ask new-electric-car --persona logistics-expert
    """
    settings = load_settings(config_file)
    project = read_project(settings)
    chosen = choose(project, scenarios, personas)
    if (refresh or batch) and not settings.can_ask:
        raise ConfigError(
            "there is no API key, so no request can be sent",
            "Set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server.",
        )
    _, result = complete(project, settings, only=chosen, refresh=refresh, batch=batch)
    report(result, settings)
    missing = result.wanted()
    if missing or result.waiting or result.stopped_by or result.failures:
        sys.exit(1)
    say(f"{counted(len(chosen), 'role')}: all answered.")
