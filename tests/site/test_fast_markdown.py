"""What Markdown is spared for generated pages, and not for those of others."""

from __future__ import annotations

from pathlib import Path

import factory
from commands import Run

HOOK = """\
def on_page_markdown(markdown, **kwargs):
    return markdown + "\\n\\n> Quoted\\n\\n![logo](https://example.org/logo.png)\\n"
"""


def test_what_a_site_puts_on_every_page_is_rendered(site: Path, run: Run) -> None:
    (site / "hook.py").write_text(HOOK, "utf-8")
    (site / "mkdocs.yml").write_text(factory.MKDOCS + "hooks: [hook.py]\n", "utf-8")
    factory.write_scenario(site)
    factory.write_records(site)
    assert run("mkdocs", "build").returncode == 0
    page = (site / "site/scenarios/tram/role-a/index.html").read_text("utf-8")
    assert "<blockquote>" in page
    assert 'src="https://example.org/logo.png"' in page


def test_a_page_that_others_have_generated_is_theirs(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    for place in ("zoo.md", "scenarios/zoo.md"):
        file = site / "docs" / place
        file.parent.mkdir(exist_ok=True)
        front = "---\ngenerated: 2026-01-01 by another tool\n---\n# Zoo\n\n"
        file.write_text(front + "> Quoted\n\n<https://example.org>\n", "utf-8")
    assert run("mkdocs", "build").returncode == 0
    for place in ("zoo", "scenarios/zoo"):
        page = (site / "site" / place / "index.html").read_text("utf-8")
        assert "<blockquote>" in page
        assert '<a href="https://example.org">' in page
