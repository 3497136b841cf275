"""Sites in any language: built whole, marked where the language changes, and never made stale."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import factory
import pytest
from commands import ROOT, Run, git, tree
from languages_site import CATALOGUES, catalogue_text, write_in, write_words
from mkdocs_perspectives.answers import read_entries
from mkdocs_perspectives.scenario import load_library

LANGUAGES = ("ar", "ja", "nl", "zh")
MKDOCS = """\
site_name: Languages
theme: {name: material, font: false, language: LANGUAGE}
plugins: [search, tags, perspectives]
"""


def _site(root: Path, language: str = "en", *words: str) -> Path:
    """A site with a scenario in each of four languages, and its own words in some."""
    factory.write_site(root, MKDOCS.replace("LANGUAGE", language))
    write_in(root, LANGUAGES)
    if words:
        write_words(root, *words)
    return root


def _html(site: Path, name: str) -> str:
    return (site / "site" / name / "index.html").read_text("utf-8")


def test_what_is_in_another_language_than_its_page_says_so(site: Path, run: Run) -> None:
    _site(site, "en", *CATALOGUES)
    result = run("mkdocs", "build", "--strict")
    assert result.returncode == 0, result.stderr
    index = _html(site, "scenarios")
    # In the sidebar, in the filter, and on the cards.
    for language in LANGUAGES:
        title = rf'href="in-{language}/" class="md-nav__link">\s*<span[^>]* lang="{language}"'
        assert re.search(title, index)
        assert re.search(rf'<option value="{language}" lang="?{language}"?[ >]', index)
        assert re.search(rf'<li class="psp-card"[^>]* lang="{language}"', index)
    assert re.search(r'<li class="psp-card"[^>]* dir="rtl"[^>]* lang="ar"', index) or re.search(
        r'<li class="psp-card"[^>]* lang="ar"[^>]* dir="rtl"', index
    )
    assert index.count("rtl") == index.count('dir="rtl"') + index.count("dir=rtl")
    # A page as a whole, its table of contents, and the words that stand in.
    page = _html(site, "scenarios/in-ar")
    assert '<div lang="ar" dir="rtl"><h1' in page
    assert '<a lang="ar" href="#_roles"' in page
    assert '<bdi dir="ltr" lang="en">' in page or '<bdi lang="en" dir="ltr">' in page
    assert '<div lang="ja"><h1' in _html(site, "scenarios/in-ja")


def test_on_a_site_read_from_the_right_others_are_read_from_the_left(site: Path, run: Run) -> None:
    _site(site, "ar", "ar")
    assert run("mkdocs", "build", "--strict").returncode == 0
    assert '<div lang="nl" dir="ltr"><h1' in _html(site, "scenarios/in-nl")
    index = _html(site, "scenarios")
    assert '<body dir="rtl"' in index
    assert re.search(r'<li class="psp-card"[^>]* dir="ltr"', index)
    assert "السيناريوهات" in index


def test_what_is_still_english_is_said_once_with_the_file_to_write(site: Path, run: Run) -> None:
    _site(site, "nl", "nl")
    first = run("perspectives", "build")
    (line,) = (line for line in first.stderr.splitlines() if "still English" in line)
    for language in ("ar", "nl"):
        assert f"scenarios/locales/{language}.yml" in line
    assert line.startswith("INFO: Words of pages are still English in Arabic (")
    arabic, dutch = (
        int(found[1])
        for name in ("Arabic", "Dutch")
        if (found := re.search(rf"{name} \((\d+) words", line))
    )
    assert 0 < dutch < arabic
    # Nothing was written, and nothing is said.
    assert "still English" not in run("perspectives", "build").stderr


def test_words_of_a_site_are_on_its_pages_as_soon_as_they_are_written(site: Path, run: Run) -> None:
    _site(site)
    assert run("perspectives", "build").returncode == 0
    page = site / "docs/scenarios/in-nl/index.md"
    assert "Where the roles stand" in page.read_text("utf-8")
    write_words(site, "nl")
    assert run("perspectives", "build", "--check").returncode == 1
    assert run("perspectives", "build").returncode == 0
    assert "## Waar de rollen staan {" in page.read_text("utf-8")
    assert "2 rollen · één kwestie" in (site / "docs/scenarios/index.md").read_text("utf-8")
    (site / "scenarios/locales/nl.yml").write_text("issue: {n: {other: x}}\n", "utf-8")
    broken = run("mkdocs", "build")
    assert broken.returncode == 1
    assert "scenarios/locales/nl.yml:1:9: 'n' is no gap of 'issue'" in broken.stderr


def _asked(site: Path) -> dict[str, str]:
    """What would be sent for every role; all of them are answered."""
    scenarios = site / "scenarios"
    entries = read_entries(load_library(scenarios).scenarios, scenarios)
    assert {entry.state for entry in entries} == {"current"}
    return {
        str(entry.key): json.dumps([entry.question.messages, entry.question.schema_json])
        for entry in entries
    }


def test_a_catalogue_makes_nothing_stale_and_asks_nothing_otherwise(site: Path) -> None:
    _site(site)
    before = _asked(site)
    assert len(before) == 3 * 3 + 2
    write_words(site, *CATALOGUES)
    assert _asked(site) == before


def test_neither_does_one_that_the_package_gets(site: Path, run: Run, tmp_path: Path) -> None:
    """As after an upgrade: the same package with more catalogues than this one."""
    _site(site)
    upgraded = tmp_path / "upgraded"
    package = upgraded / "mkdocs_perspectives"
    shutil.copytree(ROOT / "generator" / "mkdocs_perspectives", package)
    for language in CATALOGUES:
        text = catalogue_text(language)
        (package / "common/locales" / f"{language}.yml").write_text(text, "utf-8")
    there = {"PYTHONPATH": str(upgraded)}
    plan = json.loads(run("perspectives", "plan", "--json", **there).stdout)
    for scenario in plan["scenarios"]:
        assert (scenario["stale"], scenario["missing"]) == ([], [])
    # It is that package, and it asks the same.
    built = run("perspectives", "build", **there)
    assert built.returncode == 0, built.stderr
    assert "أكبر الخلافات" in (site / "docs/scenarios/in-ar/index.md").read_text("utf-8")
    for language in LANGUAGES:
        asked = ("perspectives", "prompt", f"in-{language}", "--format", "json")
        assert run(*asked, **there).stdout == run(*asked).stdout


def test_how_a_model_is_to_speak_is_asked_for_and_makes_nothing_stale(site: Path) -> None:
    _site(site)
    before = _asked(site)
    folder = site / "scenarios" / "locales"
    folder.mkdir()
    (folder / "nl.yml").write_text("register: met u\n", "utf-8")
    after = _asked(site)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"in-nl/director", "in-nl/librarian"}
    assert "Write every text in Dutch (met u)." in after["in-nl/director"]


def test_check_says_that_another_version_of_the_data_on_languages_made_the_pages(
    site: Path, run: Run
) -> None:
    _site(site)
    assert run("perspectives", "build").returncode == 0
    index = site / "docs/perspectives/index.json"
    here = json.loads(index.read_text("utf-8"))["cldr"]
    index.write_text(index.read_text("utf-8").replace(f'"cldr": "{here}"', '"cldr": "12"'), "utf-8")
    result = run("perspectives", "build", "--check")
    assert result.returncode == 1
    assert f"made with CLDR 12, the data on languages that babel has; here it is {here}" in (
        result.stderr
    )
    # Where other pages differ, it is not the reason.
    assert run("perspectives", "build").returncode == 0
    page = site / "docs/scenarios/in-nl/index.md"
    page.write_text(page.read_text("utf-8") + "x\n", "utf-8")
    assert "CLDR" not in run("perspectives", "build", "--check").stderr


@pytest.mark.parametrize(
    ("language", "theme"), [("zh-TW", "zh-TW"), ("nl-BE", "nl"), ("ar", "ar"), ("sw", "en")]
)
def test_a_new_site_in_any_language_builds_at_once(
    tmp_path: Path, run: Run, language: str, theme: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    result = run("perspectives", "init", "--language", language, cwd=folder)
    assert result.returncode == 0, result.stderr
    words = f"scenarios/locales/{language}.yml"
    assert f"Written: {words}\nWritten: scenarios/first-scenario/scenario.yml\n" in result.stdout
    check = run("perspectives", "check", cwd=folder)
    assert check.stdout.startswith("1 scenario with 2 roles: no errors, ")
    built = run("mkdocs", "build", cwd=folder)
    assert built.returncode == 0, built.stderr
    page = (folder / "site/scenarios/first-scenario/index.html").read_text("utf-8")
    assert f'<html lang="{theme}"' in page
    options = ("--title", "X", "--question", "Y?", "--role", "Z", "--language", language)
    new = run("perspectives", "new", "second", *options, cwd=folder)
    assert new.returncode == 0, new.stderr
    assert "words of the pages" not in new.stdout
    assert len(load_library(folder / "scenarios").scenarios) == 2


@pytest.mark.parametrize("name", ["init", "new"])
@pytest.mark.parametrize(
    ("language", "remedy"), [("klingon", "Write a BCP 47 tag"), ("de_DE", "Write `de-DE`")]
)
def test_an_invalid_tag_is_a_usage_error(
    tmp_path: Path, site: Path, run: Run, name: str, language: str, remedy: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    result = run(
        "perspectives", name, "--language", language, cwd=folder if name == "init" else site
    )
    assert result.returncode == 2
    assert f"{language!r} is no" in result.stderr
    assert remedy in " ".join(result.stderr.split())
    assert tree(folder) == {}


def test_the_words_in_the_guide_are_sound(tmp_path: Path) -> None:
    page = (ROOT / "docs/guide/languages.md").read_text("utf-8")
    (words,) = re.findall(r"```yaml\n# scenarios/locales/nl\.yml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/nl.yml").write_text(words, "utf-8")
    library = load_library(tmp_path)
    assert library.words("nl")("roles_count", n=1) == "één rol"
    (labels,) = re.findall(r"```yaml\n# in scenario\.yml\n(scale: .*)\n```", page)
    assert len(labels.split(",")) == 5


def test_a_review_is_in_the_language_of_the_site(site: Path, run: Run) -> None:
    factory.write_site(site, MKDOCS.replace("LANGUAGE", "nl"))
    git(site, "init", "-q", "-b", "main")
    write_in(site, ["nl"])
    folder = site / "scenarios" / "locales"
    folder.mkdir()
    (folder / "nl.yml").write_text("review_new: nieuw\nreview_answered: Voor het eerst\n", "utf-8")
    git(site, "add", "mkdocs.yml")
    git(site, "commit", "-q", "-m", "x")
    text = run("perspectives", "diff", "--format", "markdown").stdout
    assert "in-nl: Bibliotheek op zondag (nieuw)" in text
    assert "- **Voor het eerst**: Directeur van de bibliotheek en Bibliothecaris\n" in text
    assert "bdi" not in text
    # For a terminal it is English.
    assert "Bibliotheek op zondag (new)" in run("perspectives", "diff").stdout
