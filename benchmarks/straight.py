"""The same pages written in the usual way: what our way of writing them saves.

    python benchmarks/straight.py 100

Usually a card is a block of HTML with Markdown inside, and a bar is an SVG with a list of its
numbers. The generated pages are rewritten like that and built by plain MkDocs; then they are built
as they are, with the plugin, once with everything current and once cold. Prints the ratios of
processor time (the minimum of the rounds) and of the bytes of HTML; and how many pages show
different words, which should be none.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from pathlib import Path

from measure import cost, tool
from scale import PLAIN, build, weight, words
from synthetic import write_site

_BAR = re.compile(
    r"(?:\*(?P<em>[^*\n]+)\*|(?P<p>[^\n]+)\n)\{ \.psp-bar style=\"(?P<style>[^\"]+)\" \}"
)
_CARD = re.compile(r"^- (?:.*\n)(?:  .*\n)*?  \{ \.psp-card[^}]*\}\n(?:    .*\n)*", re.MULTILINE)
_CLASS = re.compile(r"^(?P<text>(?!\n).+?)\n\{ \.(?P<name>psp-[a-z -.]+) \}$", re.MULTILINE)


def _chart(found: re.Match[str]) -> str:
    counts = [int(share.rpartition(":")[2]) for share in found["style"].split(";")]
    counts.append(100 - sum(counts))
    x = 100 - counts[0] - counts[1] - counts[2] / 2
    rects = ""
    for point, count in enumerate(counts, 1):
        rects += f'<rect class="s{point}" x="{x:g}" width="{count}" height="10"/>'
        x += count
    labels = (found["em"] or found["p"]).strip().split(" · ")
    items = "".join(f'<li class="s{i}">{label}</li>' for i, label in enumerate(labels, 1))
    return (
        '\n\n<div class="chart">\n<svg viewBox="0 0 200 10" preserveAspectRatio="none">'
        f"{rects}</svg>\n<ol>{items}</ol>\n</div>\n\n"
    )


def _card(found: re.Match[str]) -> str:
    text = re.sub(r"^  \{ \.psp-card[^}]*\}\n", "\n", found.group(), flags=re.MULTILINE)
    text = re.sub(r"^(?:- |    (?=- )|      |  )", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\*\*(?=[^:\n]*\*\*$)", "\n**", text, flags=re.MULTILINE)
    return f'<div class="card" markdown>\n{_BAR.sub(_chart, text).strip()}\n</div>\n'


def usual(page: str) -> str:
    """A generated page, rewritten in the usual way."""
    page = re.sub(r"search:\n  exclude: true\n", "", page)
    page = _CARD.sub(_card, page)
    page = re.sub(
        r'(?:<div class="card" markdown>\n.*?\n</div>\n(?:\n(?=<div class="card))?)+',
        lambda cards: f'<div class="cards" markdown>\n{cards.group()}</div>\n',
        page,
        flags=re.DOTALL,
    )
    page = _BAR.sub(_chart, page)
    return _CLASS.sub(r'<div class="\g<name>" markdown>\n\g<text>\n</div>', page)


def differing(one: Path, other: Path) -> int:
    """How many pages of two sites show different words, in any order."""
    pages = {file.relative_to(one) for file in one.rglob("index.html")}
    return sum(sorted(words(one / page)) != sorted(words(other / page)) for page in pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="?", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_site(root, given.scenarios)
        build(root, "mkdocs.yml")
        shutil.copytree(root / "docs", root / "usual")
        for file in (root / "usual").rglob("*.md"):
            file.write_text(usual(file.read_text("utf-8")), "utf-8")
        (root / "usual.yml").write_text(
            PLAIN + f"site_dir: {name}/plain\ndocs_dir: {name}/usual\n", "utf-8"
        )
        cost([tool("perspectives"), "build"], root)
        warm, plain, cold = [], [], []
        for _ in range(given.rounds):
            plain.append(build(root, "usual.yml").processor)
            warm.append(build(root, "mkdocs.yml").processor)
            shutil.rmtree(root / ".cache")
            cold.append(build(root, "mkdocs.yml").processor)
        pages, size = weight(root / "site")
        _, usual_size = weight(root / "plain")
        others = differing(root / "site", root / "plain")
    print(
        f"{pages} pages, all current: {min(warm) / min(plain):.2f} times the usual way "
        f"({min(warm):.1f} s to {min(plain):.1f} s)\n"
        f"{pages} pages cold: {min(cold) / min(plain):.2f} times the usual way\n"
        f"HTML: {size / usual_size:.2f} times the usual way ({size / 1e3:.1f} KB per page)\n"
        f"Pages that show different words: {others}"
    )


if __name__ == "__main__":
    main()
