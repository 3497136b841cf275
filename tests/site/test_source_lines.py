"""What pages say of the files that they are made from: the same wherever the configuration lies."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import factory
import pytest
from commands import Run, tree

EDIT = "repo_url: https://example.org/o/r\nedit_uri: edit/main/docs/\n"


def _write(site: Path, scenarios: str = "scenarios") -> None:
    factory.write_site(site, factory.MKDOCS + EDIT)
    (site / "docs/index.md").unlink()
    (site / "scenarios").mkdir()
    shared = "[{id: shared, name: Shared, description: Shared.}]"
    (site / "scenarios/personas.yml").write_text(shared, "utf-8")
    data = factory.scenario(2)
    data["personas"].append("shared")
    factory.write_scenario(site, data=data)
    factory.write_records(site)
    if scenarios != "scenarios":
        (site / scenarios).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(site / "scenarios", site / scenarios)


def _configuration(site: Path, name: str, docs: str, scenarios: str) -> str:
    """Write a configuration elsewhere that takes over the rest; its name."""
    file = site / name
    file.parent.mkdir(parents=True, exist_ok=True)
    up = "../" * (len(Path(name).parts) - 1)
    file.write_text(
        f"INHERIT: {up}mkdocs.yml\ndocs_dir: {up}{docs}\nsite_dir: {up}site\n"
        f"plugins:\n  - search\n  - perspectives: {{scenarios_dir: {up}{scenarios}}}\n",
        "utf-8",
    )
    return name


@pytest.mark.parametrize("name", ["sub/mk.yml", "a/b/c.yml"])
def test_a_configuration_elsewhere_rewrites_no_page(site: Path, run: Run, name: str) -> None:
    _write(site)
    assert run("perspectives", "build").returncode == 0
    before = tree(site / "docs")
    other = _configuration(site, name, "docs", "scenarios")
    check = run("perspectives", "-f", other, "build", "--check")
    assert check.returncode == 0, check.stderr
    built = run("mkdocs", "build", "--strict", "-f", other)
    assert built.returncode == 0, built.stderr
    assert tree(site / "docs") == before
    html = (site / "site/scenarios/tram/role-a/index.html").read_text("utf-8")
    assert _links(html) == {
        "https://example.org/o/r/blob/main/scenarios/tram/answers/role-a.json": (
            "scenarios/tram/answers/role-a.json"
        )
    }


def _links(html: str) -> dict[str, str]:
    """Where the names of files on a page lead."""
    found = re.findall(r'<a href="([^"]+)"><code class="psp-source">([^<]+)</code></a>', html)
    return dict(found)


@pytest.mark.parametrize(
    ("scenarios", "shown", "address"),
    [
        ("scenarios", "scenarios", "scenarios"),
        ("content/scenarios", "content/scenarios", "content/scenarios"),
        ("my_scenarios", "my&#95;scenarios", "my_scenarios"),
        ("docs/_from", "docs/&#95;from", "docs/_from"),
    ],
)
def test_a_folder_of_another_name(
    site: Path, run: Run, scenarios: str, shown: str, address: str
) -> None:
    _write(site, scenarios)
    entry = f"perspectives: {{scenarios_dir: {scenarios}}}]"
    text = (factory.MKDOCS + EDIT).replace("perspectives]", entry)
    (site / "mkdocs.yml").write_text(text, "utf-8")
    assert run("mkdocs", "build").returncode == 0
    page = (site / "docs/scenarios/tram/index.md").read_text("utf-8")
    assert f'<code class="psp-source">{shown}/tram/scenario.yml</code>' in page
    html = (site / "site/scenarios/tram/index.html").read_text("utf-8")
    (link,) = _links(html)
    assert link == f"https://example.org/o/r/blob/main/{address}/tram/scenario.yml"


def test_a_docs_folder_below_the_configuration(site: Path, run: Run) -> None:
    """Both lie deeper than the configuration: what pages say is the same from either."""
    _write(site)
    (site / "web").mkdir()
    for name in ("docs", "scenarios"):
        shutil.move(site / name, site / "web" / name)
    entry = "perspectives: {scenarios_dir: web/scenarios}]\ndocs_dir: web/docs"
    above = (factory.MKDOCS + EDIT).replace("perspectives]", entry)
    (site / "mkdocs.yml").write_text(above, "utf-8")
    assert run("perspectives", "build").returncode == 0
    before = tree(site / "web/docs")
    (site / "web/mkdocs.yml").write_text(factory.MKDOCS + EDIT, "utf-8")
    check = run("perspectives", "build", "--check", cwd=site / "web")
    assert check.returncode == 0, check.stderr
    assert tree(site / "web/docs") == before
