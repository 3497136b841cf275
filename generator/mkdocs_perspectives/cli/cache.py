"""``perspectives cache``: inspects or prunes the local answer cache."""

from __future__ import annotations

import click

from mkdocs_perspectives.answers import entries_of_voice
from mkdocs_perspectives.answers.cache import AnswerCache, asking_lock
from mkdocs_perspectives.ask.batch.notes import BatchNotes
from mkdocs_perspectives.cli.shared import clean_errors, say, say_outcome
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.common import REVERSED, canonical_json, counted
from mkdocs_perspectives.pipeline import read_project

__all__ = ["cache"]


@click.group()
def cache() -> None:
    """Inspect or prune the local answer cache."""


@cache.command()
@click.pass_obj
@clean_errors
def info(config_file: str | None) -> None:
    """Show where the cache is and what it holds.

    Example: perspectives cache info
    """
    settings = site_settings(config_file)
    shown = settings.shown(settings.cache_dir)
    if not (settings.cache_dir / "cache.db").exists():
        say(f"{shown}: no cache yet.")
        return
    with AnswerCache(settings.cache_dir) as answers:
        say(f"{shown}: {counted(len(answers), 'answer')}, {answers.size() / 1e6:.1f} MB.")
        for batch in BatchNotes(answers).all():
            if batch.under_way:
                asked = counted(batch.count, "question")
                voice = f" (the voice {batch.voice})" if batch.voice else ""
                say(f"{asked} to {batch.model}{voice} in a batch since {batch.since}.")


@cache.command()
@click.pass_obj
@clean_errors
def prune(config_file: str | None) -> None:
    """Delete the cached answers that no current scenario uses.

    Batches that are still running are not affected.

    Example: perspectives cache prune
    """
    settings = site_settings(config_file)
    project = read_project(settings)
    if not (settings.cache_dir / "cache.db").exists():
        say_outcome("There is no cache yet.")
        return
    # All voices but one are asked the same as the lead.
    turned = entries_of_voice(project.entries, REVERSED, settings.scenarios_dir)
    asked = {canonical_json(entry.question.digests) for entry in (*project.entries, *turned)}
    with AnswerCache(settings.cache_dir) as answers, asking_lock(settings.cache_dir):
        unused = [
            key
            for key, value in answers.items()
            if canonical_json(value.get("question")) not in asked
        ]
        for key in unused:
            answers.delete(key)
        BatchNotes(answers).prune()
        say_outcome(f"{counted(len(unused), 'answer')} deleted, {len(answers)} remaining.")
