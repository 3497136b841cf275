"""``perspectives init``: creates a ready-to-build site in an empty folder."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import unquote, urlparse

import click

from mkdocs_perspectives.cli.shared import clean_errors, language_tag, say_next, say_outcome
from mkdocs_perspectives.cli.site import site_settings
from mkdocs_perspectives.cli.speaking import said, speak
from mkdocs_perspectives.common import Language, OutputError
from mkdocs_perspectives.pipeline import read_project, write_pages
from mkdocs_perspectives.plugin import (
    CONFIG_FILES,
    search_languages,
    theme_language,
)
from mkdocs_perspectives.scenario import lines_to_add, new_site, new_words, new_workflows

__all__ = ["init"]


@click.command()
@click.option(
    "--language",
    type=language_tag,
    metavar="TAG",
    default="en",
    show_default=True,
    help="Language of the site and of its first scenario, as a BCP 47 tag.",
)
@click.option(
    "--ci",
    type=click.Choice(["github"]),
    help="Write workflows that check, ask and publish; in an existing site, these alone.",
)
@clean_errors
def init(language: Language, ci: str | None) -> None:
    """Create a ready-to-build site in this folder, with one scenario to edit.

    In a folder with a site, nothing of it is replaced; what to add to it is said.

    Example: perspectives init --language ko
    """
    speak(language)
    folder = Path.cwd()
    config = next((name for name in CONFIG_FILES if (folder / name).exists()), None)
    if config and not ci:
        raise OutputError(
            f"there is a {config} already, so nothing was written",
            "To add Perspectives to this site:\n" + _additions(folder, config),
        )
    if ci:
        for file in new_workflows(folder):
            say_outcome(f"Written: {file.relative_to(folder)}")
    if not config:
        _new_site(folder, language)
    elif lines := lines_to_add(folder, config):
        say_outcome("\nTo add to this site:\n" + _rows(lines))
    if ci:
        say_outcome("\nFor the workflows:\n" + _for_workflows())


def _new_site(folder: Path, language: Language) -> None:
    theme = theme_language(language)
    written = new_site(folder, language, theme, search_languages(theme))
    if words := new_words(folder / "scenarios", language):
        written.insert(-1, words)
    for file in written:
        say_outcome(f"Written: {file.relative_to(folder)}")
    settings = site_settings("mkdocs.yml")
    pages = write_pages(read_project(settings), settings)
    say_outcome(f"Pages: {len(pages.written)} written to docs/.")
    if lines := lines_to_add(folder, "mkdocs.yml"):
        say_outcome("\nTo add:\n" + _rows(lines))
    say_next(
        ("mkdocs serve", "view it; no request is sent"),
        (str(written[-1].relative_to(folder)), "edit it"),
        ("perspectives plan", "what would be sent, and the price"),
        ("mkdocs build", "get the answers (needs a key), build the site"),
    )


def _additions(folder: Path, config: str) -> str:
    lines = lines_to_add(folder, config)
    if not (folder / "scenarios").exists():
        lines["perspectives new"] = "a first scenario"
    lines["mkdocs serve"] = "view it; no request is sent"
    return _rows(lines)


def _rows(lines: dict[str, str]) -> str:
    """Names, and beside each its lines."""
    return "\n".join(
        f"  {name if number == 0 else '':<22} {said(line)}"
        for name, text in lines.items()
        for number, line in enumerate(text.splitlines())
    )


def _for_workflows() -> str:
    package = distribution("mkdocs-perspectives")
    wanted = f"mkdocs-perspectives=={package.version}"
    lines = {}
    if origin := package.read_text("direct_url.json"):
        # What was installed from a folder may be at no package index.
        path = unquote(urlparse(json.loads(origin)["url"]).path)
        lines["here"] = f"pip wheel --no-deps --wheel-dir vendor {path}"
        wanted = f"./vendor/mkdocs_perspectives-{package.version}-py3-none-any.whl"
    lines["requirements.txt"] = wanted
    lines["GitHub, Settings"] = (
        "Environments: `model`, with the secret OPENAI_API_KEY\n"
        "Actions, General: let Actions create pull requests\n"
        'Pages: Source "GitHub Actions"'
    )
    return _rows(lines)
