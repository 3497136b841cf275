"""A build in which all is current, against plain MkDocs on the same pages: processor time.

    python benchmarks/warm.py 10 100

Prints for each number of scenarios the ratio of the two, measured side by side: the plugin's
build, and a build of the same ``docs/`` without the plugin, turn by turn, the least of each.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

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


def seconds(root: Path, configuration: str) -> float:
    """Processor seconds of one build."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "-q", "-f", configuration],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PERSPECTIVES_MODE": "frozen"},
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenarios", nargs="*", type=int, default=[10, 100])
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for count in given.scenarios:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            write_site(root, count)
            (root / "plain.yml").write_text(PLAIN + f"site_dir: {name}/plain\n", "utf-8")
            seconds(root, "mkdocs.yml")
            turns = [
                (seconds(root, "mkdocs.yml"), seconds(root, "plain.yml"))
                for _ in range(given.rounds)
            ]
            ours, plain = (min(times) for times in zip(*turns, strict=True))
            print(f"{count} scenarios: {ours / plain:.2f} times plain MkDocs", flush=True)


if __name__ == "__main__":
    main()
