"""Runs the commands of a page of the guide, and compares their output with the page.

A ``console`` block has commands, each after ``$``, followed by its output on either stream; a line
``...`` stands for any lines. The commands of an ``sh`` block must succeed, whatever they print. A
block that starts with ``# PATH`` is the whole content of that file; with ``# in PATH`` it replaces
the keys that it names. All this happens in the order of the page, in one shell and one folder,
which is empty at first. Instructions that readers need not see are in comments::

    <!-- guide: site -->           the page starts in a copy of this site
    <!-- guide: run COMMAND -->    a command that is not shown, and must succeed
    <!-- guide: skip REASON -->    the next block is not run

``python tests/support/guide.py [PAGE..]`` writes the current output into the pages.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commands import ROOT, finished, git, start, tool
from fake_server import FakeServer

__all__ = ["PAGES", "ran", "same"]

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md")))

ADDRESSES = re.compile(r"http://localhost:8080/v1|https://provider\.example/v1")
"""The addresses in the guide that the fake server stands in for."""

VARIES = (
    (r"\d+ of \d+, \d+ s(, about \d+ s left)?, [\d,]+ tokens: \S+", "progress"),
    (r"\d+개 가운데 \d+개, \d+초(, 약 \d+초 남음)?, [\d,]+토큰: \S+", "progress"),
    (r"\b\d+(\.\d+)? (s|seconds)\b", "time"),
    (r"\[\d\d:\d\d:\d\d\]", "clock"),
    (r"\b20\d\d-\d\d-\d\d\b", "date"),
    (r"\b[0-9a-f]{10}\b", "revision"),
)
"""Output that differs from run to run, and is not compared."""

_SHELL = """\
exec 2>&1
# Installing needs the network and is tested in tests/real; here the package is installed already.
pip() { :; }
python3() { mkdir -p ~/perspectives/bin; touch ~/perspectives/bin/activate; }
# Ends once it is serving, when a reader would look at the site.
mkdocs() {
  if [ "$1" != serve ]; then command mkdocs "$@"; return; fi
  : > ~/log
  command mkdocs serve -a 127.0.0.1:0 > ~/log 2>&1 & local server=$!
  while kill -0 $server 2> /dev/null && ! grep -q 'Serving on' ~/log; do sleep 0.1; done
  kill $server; wait $server 2> /dev/null; cat ~/log
}
write() { mkdir -p "$(dirname "$1")"; cat > "$1"; }
merge() {
  mkdir -p "$(dirname "$1")"; touch "$1"
  tee ~/part | grep -o '^[a-z_]*:' > ~/keys
  awk 'FILENAME == ARGV[1] {new[$0]; next} /^[^ #-]/ {gone = $1 in new} !gone' ~/keys "$1" > ~/rest
  cat ~/rest ~/part > "$1"
}
"""

_PART = re.compile(
    r"^<!-- guide: (?P<word>\w+)(?P<rest>(?:(?! -->).)*) -->$"
    r"|^```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """What a page does next, and where in it stands what is printed, if it is shown."""

    script: str
    place: slice | None = None


def _steps(page: str) -> Iterator[Step]:
    skip = False
    for part in _PART.finditer(page):
        kind, text, at = part["kind"], part["text"], part.start("text")
        if part["word"] == "run":
            yield Step(part["rest"])
        elif skip or part["word"]:
            skip = part["word"] == "skip"
        elif kind == "sh":
            yield Step(text)
        elif kind == "console":
            for one in re.finditer(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
                yield Step(one[1], slice(at + one.start(2), at + one.end(2)))
        elif file := re.match(r"# (in )?([\w./-]+\.\w+)\b.*\n", text):
            how = "merge" if file[1] else "write"
            yield Step(f"{how} {file[2]} <<'END OF FILE'\n{text}END OF FILE")


def ran(file: Path) -> tuple[str, str]:
    """A page as it is, and as its commands make it now. AssertionError where one fails."""
    page = file.read_text("utf-8")
    steps = list(_steps(page))
    with tempfile.TemporaryDirectory() as home, FakeServer() as server:
        folder = Path(home, "site")
        if "<!-- guide: site -->" in page:
            _copy_of_this_site(folder)
        else:
            folder.mkdir()
        script = _SHELL + "".join(f"{step.script}\nprintf '\\0%s\\0' $?\n" for step in steps)
        Path(home, "script").write_text(ADDRESSES.sub(server.base_url, script), "utf-8")
        env = {"HOME": home, "PATH": f"{Path(tool('python')).parent}:/usr/bin:/bin"}
        # Nobody else is asked by mistake.
        env |= {"HTTPS_PROXY": "http://127.0.0.1:9", "GIT_CONFIG_COUNT": "2"}
        for number, (key, value) in enumerate((("name", "A"), ("email", "a@example.org"))):
            env |= {f"GIT_CONFIG_KEY_{number}": f"user.{key}", f"GIT_CONFIG_VALUE_{number}": value}
        output = finished(start("bash", "../script", cwd=folder, env=env)).stdout
    output = output.replace(server.base_url, "http://localhost:8080/v1")
    output = output.replace("127.0.0.1:0/", "127.0.0.1:8000/")
    for there, shown in ((str(folder), "~"), (home, "~"), (str(ROOT), "/path/to/perspectives")):
        output = output.replace(there, shown)
    printed, statuses = output.split("\0")[:-1:2], output.split("\0")[1::2]
    assert len(printed) == len(steps), output
    new = page
    for step, text, status in reversed(list(zip(steps, printed, statuses, strict=True))):
        if step.place is None:
            assert status == "0", f"{step.script}\n{text}"
        elif not same(page[step.place], text):
            new = new[: step.place.start] + _cut(text, page[step.place]) + new[step.place.stop :]
    return page, new


def _copy_of_this_site(folder: Path) -> None:
    left_out = shutil.ignore_patterns(".*", "site", "tests", "benchmarks", "generator")
    shutil.copytree(ROOT, folder, ignore=left_out)
    shutil.copy(ROOT / ".gitattributes", folder)
    for words in ("init --quiet", "add .", "commit --quiet -m Site"):
        git(folder, *words.split())


def same(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what is shown, but for what varies."""
    for pattern, word in VARIES:
        shown, printed = (re.sub(pattern, word, text) for text in (shown, printed))
    lines = (r"(?:.*\n)*" if li == "...\n" else re.escape(li) for li in shown.splitlines(True))
    return re.fullmatch("".join(lines), printed) is not None


def _cut(printed: str, shown: str) -> str:
    """What is printed, with as many lines before and after ``...`` as were shown."""
    head, *tail = re.split(r"^\.\.\.\n", shown, maxsplit=1, flags=re.MULTILINE)
    lines = printed.splitlines(True)
    first, last = head.count("\n"), len(lines) - "".join(tail).count("\n")
    return "".join([*lines[:first], "...\n", *lines[last:]]) if tail and first < last else printed


def main() -> None:
    """Write what is printed now into the pages that are named, or into all."""
    for file in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        old, new = ran(file)
        if new != old:
            file.write_text(new, "utf-8")
            print(f"{file.relative_to(ROOT)}: written")


if __name__ == "__main__":
    main()
