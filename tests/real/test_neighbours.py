"""Other plugins, themes and generators: real packages, strict builds, before and after ours."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import factory
import pytest
import yaml
from browsing import served
from commands import ROOT, environment, tree
from own_environment import own_environment
from playwright.sync_api import Browser

NEIGHBOURS = (
    "mike==2.2.0",
    "mkdocs-awesome-nav==3.3.0",
    "mkdocs-exclude-search==0.6.7",
    "mkdocs-ezlinks-plugin==0.1.14",
    "mkdocs-git-revision-date-localized-plugin==1.6.0",
    "mkdocs-glightbox==0.5.3",
    "mkdocs-include-markdown-plugin==7.3.0",
    "mkdocs-literate-nav==0.6.3",
    "mkdocs-macros-plugin==1.5.0",
    "mkdocs-minify-plugin==0.8.0",
    "mkdocs-print-site-plugin==2.9",
    "mkdocs-redirects==1.2.3",
    "mkdocs-rss-plugin==1.19.0",
    "mkdocs-section-index==0.3.12",
    "mkdocs-shadcn==0.12.2",
    "mkdocs-static-i18n==1.3.1",
    "mkdocs-terminal==4.8.0",
)

I18N = {
    "languages": [
        {"locale": "en", "name": "English", "default": True, "build": True},
        {"locale": "ko", "name": "한국어", "build": True},
    ]
}

PLUGINS: dict[str, Any] = {
    "static-i18n, suffix": {"i18n": {"docs_structure": "suffix", **I18N}},
    "static-i18n, folder": {"i18n": {"docs_structure": "folder", **I18N}},
    "ezlinks": {"ezlinks": {"wikilinks": True}},
    "awesome-nav": "awesome-nav",
    "macros": "macros",
    "git-revision-date-localized": {"git-revision-date-localized": {"strict": False}},
    "minify": {"minify": {"minify_html": True}},
    "redirects": {"redirects": {"redirect_maps": {"old.md": "index.md"}}},
    "include-markdown": "include-markdown",
    "section-index": "section-index",
    "literate-nav": "literate-nav",
    "rss": {"rss": {"use_git": False}},
    "glightbox": "glightbox",
    "exclude-search": {"exclude-search": {"exclude": ["about.md"]}},
    "print-site": {"print-site": {"add_to_navigation": False}},
    "mike": {"mike": {"version_selector": True}},
    "blog": "blog",
    "meta": "meta",
    "tags": "tags",
    "offline": "offline",
}


@pytest.fixture(scope="session")
def neighbours() -> Path:
    """The scripts of an environment with all of them, and with this tool."""
    constraints = [f"--constraint={ROOT / 'constraints.txt'}"]
    return own_environment("neighbours", *constraints, "--editable", str(ROOT), *NEIGHBOURS)


def _site(root: Path, plugins: list[Any], **more: Any) -> Path:
    """A site with pages of its own, scenarios and the plugins; a git repository."""
    data = {"site_name": "Site", "site_url": "https://example.org/", "plugins": plugins, **more}
    factory.write_site(root, yaml.safe_dump({"theme": {"name": "material"}} | data))
    (root / "docs" / "about.md").write_text("# About\n\nAn ostrich.\n", "utf-8")
    i18n = next((p["i18n"] for p in plugins if isinstance(p, dict) and "i18n" in p), None)
    if i18n and i18n["docs_structure"] == "folder":
        for locale in ("en", "ko"):
            folder = root / "docs" / locale
            folder.mkdir()
            (folder / "index.md").write_text("# Home\n", "utf-8")
        (root / "docs" / "index.md").unlink()
        (root / "docs" / "about.md").unlink()
    if "blog" in plugins:
        (root / "docs/blog/posts").mkdir(parents=True)
        (root / "docs/blog/index.md").write_text("# Blog\n", "utf-8")
        post = "---\ndate: 2026-11-01\n---\n# Post\n\nText.\n"
        (root / "docs/blog/posts/one.md").write_text(post, "utf-8")
    factory.write_scenario(root)
    factory.write_scenario(root, "bridge", factory.scenario(3, language="ko", tags=["x"]))
    factory.write_records(root)
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for arguments in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-qm", "x")):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    return root


def _build(scripts: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [scripts / "mkdocs", "build", "--strict", *arguments],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


LAST = {"print-site"}
"""What warns by itself where it is not the last plugin."""


@pytest.mark.parametrize(
    ("name", "order"),
    [
        (name, order)
        for name in PLUGINS
        for order in ("before", "after")
        if order == "after" or name not in LAST
    ],
)
def test_a_strict_build_with_another_plugin(
    name: str, order: str, tmp_path: Path, neighbours: Path
) -> None:
    other = PLUGINS[name]
    both = [other, "perspectives"] if order == "before" else ["perspectives", other]
    root = _site(tmp_path / "site", ["search", *both])
    result = _build(neighbours, root)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    page = next((root / "site").rglob("scenarios/tram/role-a*html"), None) or next(
        (root / "site").rglob("scenarios/tram/role-a/index.html")
    )
    assert "I am role-a" in page.read_text("utf-8")
    index = json.loads((root / "site/search/search_index.json").read_text("utf-8"))
    assert [d for d in index["docs"] if "scenarios/tram/role-a" in d["location"]], name
    # What it writes stays the same, whoever builds beside it.
    plain = _site(tmp_path / "plain", ["search", "perspectives"])
    assert _build(neighbours, plain).returncode == 0
    ours = ("docs/scenarios/", "docs/personas/", "docs/assets/perspectives")
    assert {f: b for f, b in tree(root).items() if f.startswith(ours)} == {
        f: b for f, b in tree(plain).items() if f.startswith(ours)
    }


@pytest.mark.parametrize("theme", ["readthedocs", "mkdocs", "shadcn", "terminal"])
def test_a_strict_build_with_another_theme(theme: str, tmp_path: Path, neighbours: Path) -> None:
    root = _site(tmp_path / "site", ["search", "perspectives"], theme={"name": theme})
    result = _build(neighbours, root)
    assert result.returncode == 0, result.stdout + result.stderr
    page = (root / "site/scenarios/tram/role-a/index.html").read_text("utf-8")
    assert "I am role-a" in page


def test_the_guide_lists_what_is_tried() -> None:
    page = (ROOT / "docs/guide/neighbours.md").read_text("utf-8")
    for requirement in NEIGHBOURS:
        name, _, version = requirement.partition("==")
        assert f"| {name} | {version} |" in page or f"{name} {version}" in page, requirement


def test_gh_deploy_publishes_the_pages(tmp_path: Path, neighbours: Path) -> None:
    root = _site(tmp_path / "site", ["search", "perspectives"])
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "remote"], check=True)
    subprocess.run(["git", "remote", "add", "origin", tmp_path / "remote"], cwd=root, check=True)
    identity = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org"}
    identity |= {"GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@example.org"}
    result = subprocess.run(
        [neighbours / "mkdocs", "gh-deploy", "--strict"],
        cwd=root,
        env=environment(**identity),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", "gh-pages"],
        cwd=tmp_path / "remote",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "scenarios/tram/role-a/index.html" in listed.stdout.splitlines()


def test_ten_neighbours_at_once_in_a_browser(
    tmp_path: Path, neighbours: Path, browser: Browser
) -> None:
    ten = ["awesome-nav", "macros", "minify", "redirects", "include-markdown", "section-index"]
    ten += ["rss", "glightbox", "exclude-search", "tags"]
    plugins = ["search", *(PLUGINS[name] for name in ten[:5]), "perspectives"]
    theme = {"name": "material", "font": False, "features": ["navigation.instant"]}
    plugins += [PLUGINS[name] for name in ten[5:]]
    root = _site(tmp_path / "site", plugins, theme=theme, site_url="http://127.0.0.1/")
    with served(root / "site") as address:
        # The theme goes from page to page by itself only within the site's own address.
        data = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8")) | {"site_url": address}
        (root / "mkdocs.yml").write_text(yaml.safe_dump(data), "utf-8")
        result = _build(neighbours, root)
        assert result.returncode == 0, result.stdout + result.stderr
        page = browser.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}scenarios/")
        page.evaluate("window.still = true")
        page.locator(".psp-card a").first.click()
        page.wait_for_selector("h2#_stances")
        page.locator("td[class*=psp-m] a").first.click()
        page.wait_for_selector(".psp-bar")
        # It was never loaded anew, and all is drawn.
        assert page.evaluate("window.still") is True
        assert (
            page.locator(".psp-bar")
            .first.evaluate("e => getComputedStyle(e, '::before').backgroundImage")
            .startswith("linear-gradient")
        )
        assert faults == []
        page.close()
