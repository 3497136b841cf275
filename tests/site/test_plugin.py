"""The plugin in a site of its own: what it adds, and what it keeps out of the navigation."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import factory
import pytest
from commands import Run


class _Sidebar(HTMLParser):
    """The links of the primary navigation."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self._depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "nav" and ("md-nav--primary" in (named.get("class") or "") or self._depth):
            self._depth += 1
        href = named.get("href") or ""
        if tag == "a" and self._depth and not href.startswith("#"):
            self.links.append(href)

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav" and self._depth:
            self._depth -= 1


def _sidebar(site: Path) -> list[str]:
    text = (site / "site" / "index.html").read_text("utf-8")
    links = dict.fromkeys(_Sidebar(text).links)
    return [link for link in links if "scenarios" in link or "personas" in link]


@pytest.mark.parametrize(("count", "listed"), [(2, 2), (20, 20), (21, 0)])
def test_the_navigation_holds_scenarios_while_they_are_few(
    site: Path, run: Run, count: int, listed: int
) -> None:
    (site / "scenarios").mkdir()
    (site / "scenarios" / "personas.yml").write_text(
        "- {id: role-s, name: Role S, description: Shared.}\n", "utf-8"
    )
    for i in range(count):
        data = factory.scenario(1, 1, title=f"Title {i}")
        data["personas"].append("role-s")
        factory.write_scenario(site, f"scenario-{i:02}", data)
    factory.write_records(site)
    result = run("mkdocs", "build", "--strict", PERSPECTIVES_MODE="frozen")
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    assert "not included in the" not in result.stderr
    links = _sidebar(site)
    assert sum(bool(re.search(r"scenarios/scenario-\d\d/$", link)) for link in links) == listed
    assert [link for link in links if not re.search(r"scenario-\d\d/$", link)] == [
        "personas/",
        "scenarios/",
    ]


def test_titles_are_escaped_wherever_the_theme_puts_them(site: Path, run: Run) -> None:
    title = 'R&D </title><script>alert(1)</script> "*now*"'
    factory.write_scenario(site, data=factory.scenario(1, 1, title=title))
    factory.write_records(site)
    assert run("mkdocs", "build", "--strict").returncode == 0
    for name in ("index.html", "scenarios/tram/index.html", "scenarios/tram/role-a/index.html"):
        text = (site / "site" / name).read_text("utf-8")
        assert "R&amp;D &lt;/title&gt;" in text
        assert "alert(1)" in text
        assert "<script>alert" not in text


def test_a_site_with_a_navigation_of_its_own(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    mkdocs = site / "mkdocs.yml"
    mkdocs.write_text(
        mkdocs.read_text("utf-8") + "nav: [index.md, Mine: scenarios/tram/role-a.md]\n", "utf-8"
    )
    result = run("mkdocs", "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert _sidebar(site) == ["scenarios/tram/role-a/"]


def test_another_scenarios_folder_and_theme_language(site: Path, run: Run) -> None:
    factory.write_site(
        site,
        "site_name: x\ntheme: {name: material, language: ko}\n"
        "plugins: [search, perspectives: {scenarios_dir: content/questions}]\n",
    )
    factory.write_scenario(site)
    (site / "content").mkdir()
    (site / "scenarios").rename(site / "content" / "questions")
    file = site / "content" / "questions" / "tram" / "scenario.yml"
    good = file.read_text("utf-8")
    file.write_text("titel: x\n", "utf-8")
    result = run("perspectives", "check")
    assert "content/questions/tram/scenario.yml:1:1: 알 수 없는 항목 'titel'" in result.stderr
    file.write_text(good, "utf-8")
    assert run("mkdocs", "build").returncode == 0
    assert "# 시나리오" in (site / "docs/scenarios/index.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [("{concurrency: 0}", "Expected at least 1, not 0"), ("{base_url: x:80}", "does not start")],
)
def test_options_that_cannot_be(site: Path, run: Run, options: str, told: str) -> None:
    """Which they are is tested in ``tests/unit/plugin/test_options.py``."""
    factory.write_site(
        site,
        f"site_name: x\ntheme: {{name: material}}\nplugins: [perspectives: {options}]\n",
    )
    for command in (("mkdocs", "build"), ("perspectives", "check")):
        result = run(*command)
        assert result.returncode == 1
        assert told in result.stderr
        assert "Traceback" not in result.stderr


def test_an_unknown_option_is_a_warning(site: Path, run: Run) -> None:
    factory.write_site(
        site, "site_name: x\ntheme: {name: material}\nplugins: [perspectives: {modle: x}]\n"
    )
    assert "Unrecognised configuration name: modle" in run("mkdocs", "build").stderr
