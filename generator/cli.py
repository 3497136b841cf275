"""The command line: the same way as ``mkdocs build``, step by step, without building a site."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, get_args

import click

from generator import __version__
from generator.build import (
    Project,
    Written,
    build_pages,
    get_answers,
    missing_report,
    read_project,
    report,
)
from generator.english import counted
from generator.errors import ConfigError, GitError, PerspectivesError
from generator.record import write_record
from generator.scenario import Language
from generator.settings import Settings
from generator.survey import Entry

__all__ = ["main"]


def _settings(config_file: str) -> Settings:
    """The settings of a project, through MkDocs' own loader, so that there is one configuration."""
    from mkdocs.config import load_config
    from mkdocs.exceptions import ConfigurationError

    from generator.options import PLUGIN_NAME, settings_from
    from generator.plugin import PerspectivesPlugin

    if not Path(config_file).is_file():
        raise ConfigError(
            f"there is no {config_file} here",
            "Run this in the folder of your mkdocs.yml, or give it with -f FILE.",
        )
    try:
        config = load_config(config_file)
    except ConfigurationError as error:
        raise ConfigError(f"{config_file} cannot be used: {error}", "Mend it; see above.") from None
    plugin = config.plugins.get(PLUGIN_NAME)
    if not isinstance(plugin, PerspectivesPlugin):
        raise ConfigError(
            f"{config_file} does not use the plugin {PLUGIN_NAME}",
            f"Add `- {PLUGIN_NAME}` to its plugins.",
        )
    return settings_from(config, plugin.config)


def _clean_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Show errors that are meant for users as such, and exit with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except PerspectivesError as error:
            click.echo(f"Error: {error}" if "\n" not in error.message else str(error), err=True)
            sys.exit(1)

    return run


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="perspectives")
@click.option(
    "-f",
    "--config-file",
    default="mkdocs.yml",
    show_default=True,
    metavar="FILE",
    help="The site's configuration; its entry for the plugin is read.",
)
@click.pass_context
def main(context: click.Context, config_file: str) -> None:
    """Simulated perspectives: one scenario, many roles, every answer kept."""
    _log_to_stderr()
    context.obj = config_file


@main.command()
@click.option(
    "--language",
    type=click.Choice(get_args(Language)),
    default="en",
    show_default=True,
    help="Of the site and of its first scenario.",
)
@_clean_errors
def init(language: Language) -> None:
    """Write a site that builds at once into this folder, with one scenario to edit.

    Example: perspectives init --language ko
    """
    from generator.scaffold import new_site

    written = new_site(Path.cwd(), language)
    for file in written:
        click.echo(f"Written: {file.relative_to(Path.cwd())}")
    settings = _settings("mkdocs.yml")
    pages = build_pages(read_project(settings), settings)
    click.echo(f"Pages: {len(pages.written)} written to docs/.")
    scenario = written[-1].relative_to(Path.cwd())
    click.echo(
        f"\nNext:\n  mkdocs serve           look at it; nobody is asked\n"
        f"  {scenario}\n                         edit it\n"
        f"  perspectives plan      who would be asked, and what it costs\n"
        f"  mkdocs build           ask, with OPENAI_API_KEY set, and build the site"
    )


@main.command()
@click.argument("scenario_id", required=False, metavar="[ID]")
@click.option("--title", help="The scenario's title.")
@click.option("--question", help="What every role is asked.")
@click.option(
    "--role", "roles", multiple=True, metavar="R", help="A role's name or shared id; repeatable."
)
@click.option("--language", type=click.Choice(get_args(Language)), help="Of file and answers.")
@click.pass_obj
@_clean_errors
def new(
    config_file: str,
    scenario_id: str | None,
    title: str | None,
    question: str | None,
    roles: tuple[str, ...],
    language: Language | None,
) -> None:
    """Write a commented scenario to fill in; on a terminal, ask for what is not given.

    ID names its folder; by default it is made from the title.

    Example: perspectives new four-day-week --title "A four-day week" --role "Team lead"
    """
    from generator.scaffold import PLACEHOLDER, Start, new_scenario, slug

    settings = _settings(config_file)
    title = title or _wanted("--title", "Title")
    question = question or _wanted("--question", "What is every role asked?")
    if not roles:
        names = _wanted("--role", "Roles, separated by commas")
        roles = tuple(name.strip() for name in names.split(",") if name.strip())
    if language is None:
        language = _language(settings.language)
    if scenario_id is None:
        scenario_id = slug(title) or _wanted("ID", "Id (lower-case words joined by hyphens)")
    start = Start(title, question, language, roles)
    file = settings.shown(new_scenario(settings.scenarios_dir, scenario_id, start))
    click.echo(
        f"Written: {file}\n\nNext:\n"
        f"  {file}   replace what begins with {PLACEHOLDER}\n"
        f"  perspectives check     is it sound?\n"
        f"  perspectives plan      who would be asked, and what it costs\n"
        f"  perspectives ask {scenario_id}"
    )


def _language(default: Language) -> Language:
    if not sys.stdin.isatty():
        return default
    choice = click.Choice(get_args(Language))
    chosen: Language = click.prompt("Language", type=choice, default=default)
    return chosen


def _wanted(option: str, question: str) -> str:
    """The answer to a question on the terminal; without one, the option must be given."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is not given, and there is no terminal to ask on")
    return str(click.prompt(question)).strip()


@main.command()
@click.pass_obj
@_clean_errors
def check(config_file: str) -> None:
    """Read everything and report every error, and warn of what weakens a scenario; no network.

    Warnings leave the exit status at 0.

    Example: perspectives check
    """
    from generator.advice import advice

    settings = _settings(config_file)
    project = read_project(settings)
    shown = settings.shown(settings.scenarios_dir)
    warnings = advice(project.library, settings.scenarios_dir, shown)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    counts = counted(len(project.library.scenarios), "scenario")
    roles = counted(len(project.entries), "role")
    click.echo(f"{counts} with {roles}: no errors, {counted(len(warnings), 'warning')}.")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_obj
@_clean_errors
def plan(config_file: str, as_json: bool) -> None:
    """Show who would be asked, and about how many tokens, before anything is spent.

    Example: perspectives plan --json
    """
    from generator.plan import plan_json, plan_of, plan_text

    settings = _settings(config_file)
    found = plan_of(read_project(settings), settings)
    if as_json:
        click.echo(json.dumps(plan_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo(plan_text(found))


@main.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
@click.option("--refresh", is_flag=True, help="Ask anew, also what is answered or cached.")
@click.option(
    "--batch",
    is_flag=True,
    help="Through the provider's Batch API: half the price, answers within a day.",
)
@click.pass_obj
@_clean_errors
def ask(
    config_file: str,
    scenarios: tuple[str, ...],
    personas: tuple[str, ...],
    refresh: bool,
    batch: bool,
) -> None:
    """Get the answers that are missing or stale, of all scenarios or of those named.

    With --batch it waits until all is answered. It can be interrupted: the batch goes on at the
    provider, and the next run takes it up.

    Example: perspectives ask new-electric-car --persona logistics-expert
    """
    settings = _settings(config_file)
    project = read_project(settings)
    chosen = _choose(project, scenarios, personas)
    if (refresh or batch) and not settings.can_ask:
        raise ConfigError(
            f"there is no key, so nobody can be asked {'anew' if refresh else 'in a batch'}",
            "Set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server.",
        )
    _, result = get_answers(project, settings, only=chosen, refresh=refresh, batch=batch)
    report(result, settings)
    missing = any(entry.state != "current" for entry in result.entries)
    if missing or result.waiting or result.stopped_by or result.failures:
        sys.exit(1)
    click.echo(f"{counted(len(chosen), 'role')}: all answered.")


@main.command()
@click.argument("scenario")
@click.option("--persona", "personas", multiple=True, metavar="P", help="Only this role.")
@click.pass_obj
@_clean_errors
def accept(config_file: str, scenario: str, personas: tuple[str, ...]) -> None:
    """Declare answers current although the question changed, as when a typo was mended.

    Example: perspectives accept new-electric-car
    """
    settings = _settings(config_file)
    project = read_project(settings)
    accepted = 0
    for entry in _choose(project, (scenario,), personas):
        record = entry.record
        if record is None:
            continue
        if record.answer is None:
            raise ConfigError(
                f"the answer of {scenario}/{entry.persona.id} does not fit the scenario any more: "
                f"{record.fault}",
                f"Ask again: perspectives ask {scenario} --persona {entry.persona.id}",
            )
        renewed = record.accepted(entry.question)
        accepted += write_record(settings.scenarios_dir, scenario, renewed)
    click.echo(f"{counted(accepted, 'record')} accepted.")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if pages differ.")
@click.pass_obj
@_clean_errors
def build(config_file: str, only_check: bool) -> None:
    """Write the pages from scenarios and records; never asks.

    With --check nothing is written: pages that are not what the scenarios and records give are
    listed, and the exit status is 1 if there are any.

    Example: perspectives build --check
    """
    settings = _settings(config_file)
    project = read_project(settings, changed=not only_check)
    pages = build_pages(project, settings, dry_run=only_check)
    if only_check:
        _report_check(pages, settings)
        return
    click.echo(f"Pages: {len(pages.written)} written, {len(pages.deleted)} deleted.")
    if missing := project.open_entries():
        click.echo(f"Missing or stale:\n{missing_report(missing, settings)}", err=True)
        sys.exit(1)


def _report_check(pages: Written, settings: Settings) -> None:
    docs = settings.shown(settings.docs_dir)
    for path in pages.written:
        click.echo(f"{docs}/{path}: not what the scenarios and records give", err=True)
    for path in pages.deleted:
        click.echo(f"{docs}/{path}: generated for something that is no more", err=True)
    if pages.written or pages.deleted:
        click.echo("  Run `perspectives build` and commit the pages.", err=True)
        sys.exit(1)
    click.echo("All pages are what the scenarios and records give.")


@main.command()
@click.argument("base", default="HEAD")
@click.argument("other", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
)
@click.option(
    "--min-change",
    type=click.FloatRange(0, 4),
    default=0.25,
    show_default=True,
    help="Count stances that moved by less, in scale points, instead of listing them.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are changes, as git does.")
@click.pass_obj
@_clean_errors
def diff(
    config_file: str, base: str, other: str | None, form: str, min_change: float, exit_code: bool
) -> None:
    """Show what changed in the perspectives since the git revision BASE.

    Compares the working tree, or the revision OTHER, with BASE (by default HEAD): who was asked
    anew, whose stance moved and how far, conflicts and common ground that came and went. An
    error exits with 2.

    Example: perspectives diff origin/main --format markdown
    """
    from generator.diff import diff as diff_of
    from generator.diff import diff_json
    from generator.review import review_markdown, review_text
    from generator.revision import snapshots

    settings = _settings(config_file)
    try:
        found = snapshots(settings.scenarios_dir, base, other)
    except GitError as error:
        raise click.UsageError(str(error)) from None
    scenarios = diff_of(found.before, found.after, min_change)
    name = f"{base} ({found.base})"
    if form == "json":
        data = diff_json(base, min_change, scenarios)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif form == "markdown":
        click.echo(review_markdown(name, scenarios, min_change), nl=False)
    else:
        click.echo(review_text(name, scenarios, min_change))
    if exit_code and scenarios:
        sys.exit(1)


@main.group()
def cache() -> None:
    """Look after the local cache of answers."""


@cache.command()
@click.pass_obj
@_clean_errors
def info(config_file: str) -> None:
    """Show where the cache is and what it holds.

    Example: perspectives cache info
    """
    from generator.batch_state import BatchNotes
    from generator.cache import AnswerCache

    settings = _settings(config_file)
    shown = settings.shown(settings.cache_dir)
    if not (settings.cache_dir / "cache.db").exists():
        click.echo(f"{shown}: no cache yet.")
        return
    with AnswerCache(settings.cache_dir) as answers:
        click.echo(f"{shown}: {counted(len(answers), 'answer')}, {answers.size() / 1e6:.1f} MB.")
        for batch in BatchNotes(answers).all():
            if batch.under_way:
                asked = counted(batch.count, "question")
                click.echo(f"{asked} to {batch.model} in a batch since {batch.since}.")


@cache.command()
@click.pass_obj
@_clean_errors
def prune(config_file: str) -> None:
    """Drop the cached answers to questions that no current scenario asks.

    Batches that are under way stay noted.

    Example: perspectives cache prune
    """
    from generator.batch_state import BatchNotes
    from generator.cache import AnswerCache, asking_lock

    settings = _settings(config_file)
    project = read_project(settings)
    if not (settings.cache_dir / "cache.db").exists():
        click.echo("There is no cache yet.")
        return
    asked = {frozenset(entry.question.digests.items()) for entry in project.entries}
    with AnswerCache(settings.cache_dir) as answers, asking_lock(settings.cache_dir):
        unused = [
            key
            for key, value in answers.items()
            if frozenset(value.get("question", {}).items()) not in asked
        ]
        for key in unused:
            answers.delete(key)
        BatchNotes(answers).prune()
        click.echo(f"{counted(len(unused), 'answer')} dropped, {len(answers)} kept.")


def _choose(project: Project, scenarios: Iterable[str], personas: Iterable[str]) -> list[Entry]:
    """The entries of the scenarios and personas named; all, where none is.

    Raises:
        click.UsageError: there is no such scenario or persona (exit status 2).
    """
    scenarios, personas = set(scenarios), set(personas)
    known = {scenario.id for scenario in project.library.scenarios}
    if unknown := sorted(scenarios - known):
        raise click.UsageError(f"there is no scenario {unknown[0]!r}; there are {_listed(known)}")
    chosen = [e for e in project.entries if not scenarios or e.scenario.id in scenarios]
    roles = {entry.persona.id for entry in chosen}
    if unknown := sorted(personas - roles):
        raise click.UsageError(f"there is no role {unknown[0]!r} here; there are {_listed(roles)}")
    return [e for e in chosen if not personas or e.persona.id in personas]


def _listed(names: Iterable[str]) -> str:
    names = sorted(names)
    return ", ".join(names[:20]) + (" ..." if len(names) > 20 else "") or "none"
