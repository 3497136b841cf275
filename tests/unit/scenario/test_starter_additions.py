"""What a site that is there already needs more: said, or written beside what it has."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from commands import ROOT, tree
from mkdocs_perspectives.common import OutputError, package_text
from mkdocs_perspectives.scenario import lines_to_add, new_workflows
from mkdocs_perspectives.scenario.starter_additions import WORKFLOWS

LISTED = "under `plugins:`, the line   - perspectives"
RECORDS = "/scenarios/*/answers/*.json linguist-generated=true"


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ("plugins:\n  - search\n", LISTED),
        ("plugins: [search]\n", LISTED),
        ("# perspectives\nplugins:\n  - perspectives-of-others\n", LISTED),
        ("site_name: perspectives\n", "plugins: [search, perspectives]"),
        ("plugins:\n  - perspectives\n", None),
        ("plugins:\n  - perspectives:\n      mode: frozen\n", None),
        ("plugins: [search, perspectives]\n", None),
    ],
)
def test_the_plugin_is_named_where_it_is_wanting(
    tmp_path: Path, config: str, line: str | None
) -> None:
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    assert lines_to_add(tmp_path, "mkdocs.yml").get("mkdocs.yml") == line


def test_lines_for_git_are_named_where_they_are_wanting(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("plugins: [perspectives]\n", "utf-8")
    (tmp_path / ".gitignore").write_text("site\n*.pyc\n", "utf-8")
    assert lines_to_add(tmp_path, "mkdocs.yml") == {
        ".gitignore": "/.cache/",
        ".gitattributes": RECORDS,
    }
    (tmp_path / ".gitignore").write_text("/site/\n.cache/\n", "utf-8")
    (tmp_path / ".gitattributes").write_text(RECORDS + "\n", "utf-8")
    assert lines_to_add(tmp_path, "mkdocs.yml") == {}


def test_workflows_are_written_once(tmp_path: Path) -> None:
    written = new_workflows(tmp_path)
    names = [f".github/workflows/perspectives-{n}.yml" for n in ("pull-request", "ask", "site")]
    assert [file.relative_to(tmp_path).as_posix() for file in written] == names
    before = tree(tmp_path)
    with pytest.raises(OutputError, match=r"perspectives-pull-request\.yml already"):
        new_workflows(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize(("job", "name"), [("propose", "ask"), ("comment", "pull-request")])
def test_adopters_get_what_this_repository_uses(job: str, name: str) -> None:
    ours = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text("utf-8"))
    text = package_text(f"scenario/starter_templates/perspectives-{name}.yml")
    assert ours["jobs"][job] == yaml.safe_load(text)["jobs"][job]


def test_all_workflows_pin_actions_alike() -> None:
    texts = [file.read_text("utf-8") for file in (ROOT / ".github/workflows").glob("*.yml")]
    texts += [package_text(f"scenario/starter_templates/{name}") for name in WORKFLOWS]
    uses = {
        line.split("uses: ")[1]
        for text in texts
        for line in text.splitlines()
        if "@" in line and "uses: " in line
    }
    assert len(uses) == len({use.split("@")[0] for use in uses})
