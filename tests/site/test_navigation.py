"""The navigation of a site's own: labels and parents stay, and scenarios can always be reached."""

from __future__ import annotations

import re
from pathlib import Path

import factory
import pytest
import yaml
from commands import Run


@pytest.fixture
def two(site: Path) -> Path:
    factory.write_scenario(site)
    factory.write_scenario(site, "bridge", factory.scenario(2, 1, title="A bridge"))
    factory.write_records(site)
    (site / "docs" / "about.md").write_text("# About\n", "utf-8")
    return site


def _sidebar(site: Path, run: Run, nav: list[object]) -> tuple[list[tuple[str, str]], str]:
    """Labels and links of the sidebar, those of sections without a link too, and the log."""
    data = yaml.safe_load((site / "mkdocs.yml").read_text("utf-8")) | {"nav": nav}
    (site / "mkdocs.yml").write_text(yaml.safe_dump(data), "utf-8")
    result = run("mkdocs", "build", "--strict")
    assert result.returncode == 0, result.stderr
    page = (site / "site" / "index.html").read_text("utf-8")
    sidebar = re.search(r'<nav class="md-nav md-nav--primary.*?</nav>\s*</div>', page, re.DOTALL)
    assert sidebar is not None
    found = re.findall(
        r'<(?:a href="([^"]*)" class="md-nav__link[^>]*|label class="md-nav__link[^>]*)>\s*'
        r'<span class="md-ellipsis">\s*(.*?)\s*(?:</span>|<span)',
        sidebar.group(),
        re.DOTALL,
    )
    return [(label, link) for link, label in found], result.stderr


def test_custom_labels_are_preserved(two: Path, run: Run) -> None:
    nav = [
        "index.md",
        {"Our plans": [{"The tram": "scenarios/tram/index.md"}, "about.md"]},
        {"All questions": "scenarios/index.md"},
    ]
    found, log = _sidebar(two, run, nav)
    labels = [label for label, _ in found]
    assert labels == [
        *("Home", "Our plans", "The tram", "About"),
        *("All questions", "All questions", "A bridge"),
    ]
    assert dict(found)["The tram"] == "scenarios/tram/"
    assert "names no scenario" not in log


def test_named_scenarios_stay_where_they_are(two: Path, run: Run) -> None:
    nav = [
        "index.md",
        {"A": "scenarios/tram/index.md"},
        {"B": "scenarios/bridge/index.md"},
        {"C": "scenarios/index.md"},
    ]
    found, _ = _sidebar(two, run, nav)
    assert found == [
        ("Home", "."),
        ("A", "scenarios/tram/"),
        ("B", "scenarios/bridge/"),
        ("C", "scenarios/"),
    ]


def test_a_navigation_that_names_no_scenario_gets_the_entry_at_its_end(two: Path, run: Run) -> None:
    found, log = _sidebar(two, run, ["index.md", {"About us": "about.md"}])
    assert [label for label, _ in found][:3] == ["Home", "About us", "Scenarios"]
    assert {"scenarios/", "scenarios/tram/", "scenarios/bridge/"} <= {link for _, link in found}
    assert log.count("add `- Scenarios: scenarios/index.md` to `nav`") == 1
