"""``perspectives prompt``: prints what is asked, exactly as it is sent."""

from __future__ import annotations

import click

from mkdocs_perspectives.answers import entries_of_voice
from mkdocs_perspectives.cli.shared import (
    choose,
    choose_voices,
    clean_errors,
    formats,
    say,
    say_json,
)
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.pipeline import read_project
from mkdocs_perspectives.pipeline.question_report import question_json, question_text

__all__ = ["prompt"]


@click.command()
@click.argument("scenario")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
@click.option("--voice", metavar="ID", help="What this voice is asked: of `panel`, or `reversed`.")
@click.pass_obj
@clean_errors
@formats()
def prompt(
    config_file: str | None,
    scenario: str,
    personas: tuple[str, ...],
    voice: str | None,
    form: str,
) -> None:
    """Print the messages and the schema exactly as they are sent; no request is sent.

    As JSON, the body of each request.

    Example: perspectives prompt new-electric-car --persona chemical-engineer
    """
    settings = site_settings(config_file)
    entries = choose(read_project(settings), (scenario,), personas)
    if voice is not None:
        choose_voices(settings, [voice])
        settings = settings.of_voice(voice)
        entries = entries_of_voice(entries, voice, settings.scenarios_dir)
    if form == "json":
        say_json(question_json(entries, settings.model))
    else:
        say(question_text(entries), nl=False, verbatim=True)
