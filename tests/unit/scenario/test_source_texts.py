"""Sources: what may be one, and what is said of what may not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs_perspectives.scenario import SourceText, load_library
from scenario_files import GOOD, PLACE, told, write

LIST = "sources:\n  - {id: survey, title: A survey, file: sources/survey.md}\n"


def _with(root: Path, content: bytes | None = b"Text.\n", listed: str = LIST) -> Path:
    folder = write(root, GOOD + listed)
    (folder / "x" / "sources").mkdir()
    if content is not None:
        (folder / "x/sources/survey.md").write_bytes(content)
    return folder


def _line(listed: str = LIST) -> int:
    return (GOOD + listed).count("\n")


def test_a_source_is_read_with_line_feeds_alone_and_without_a_mark(tmp_path: Path) -> None:
    listed = LIST.replace("}", ", url: 'https://example.com/a?b=c'}")
    library = load_library(_with(tmp_path, "\ufeffA\r\nB\rC\u200b\n".encode(), listed))
    (scenario,) = library.scenarios
    assert scenario.sources == (
        SourceText(
            *("survey", "A survey", "A\nB\nC\n", "sources/survey.md"),
            *("x", "https://example.com/a?b=c"),
        ),
    )
    assert library.hidden == ("scenarios/x/sources/survey.md (U+200B)",)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../other.md", "is not inside the scenario's folder"),
        ("/etc/passwd.txt", "is not inside the scenario's folder"),
        ("sources/../../y.md", "is not inside the scenario's folder"),
        ("C:/survey.md", "is not inside the scenario's folder"),
        ('"sources\\\\survey.md"', "is not inside the scenario's folder"),
        ("sources/survey.pdf", "is neither Markdown nor text (.md, .markdown, .txt)"),
        ("sources/none.md", "there is no source 'none.md' where this says"),
        ("sources/folder.md", "cannot be read: Is a directory"),
        ("sources/pipe.md", "cannot be read: it is a device or a pipe, not a file"),
        ("sources/link.md", "is a link, which may lead out of the folder"),
        ("linked/survey.md", "is a link, which may lead out of the folder"),
    ],
)
def test_where_a_source_may_lie(tmp_path: Path, name: str, fault: str) -> None:
    listed = LIST.replace("sources/survey.md", name)
    folder = _with(tmp_path, listed=listed)
    sources = folder / "x/sources"
    (sources / "folder.md").mkdir()
    os.mkfifo(sources / "pipe.md")
    (sources / "link.md").symlink_to("survey.md")
    (folder / "x/linked").symlink_to("sources")
    (problem,) = told(folder)
    assert problem.startswith(f"{PLACE}:{_line(listed)}:")
    assert fault in problem.splitlines()[0]


@pytest.mark.parametrize(
    ("content", "place", "fault"),
    [
        (b"", "", "the source 'sources/survey.md' has no text"),
        (b" \n\t\n\xe3\x85\xa4", "", "the source 'sources/survey.md' has no text"),
        (b"x" * 100_001, "", "the source 'survey.md' is larger than 100 KB"),
        (b"one\ntwo \xff", "sources/survey.md:2:1", "is not UTF-8 text (byte 0xff)"),
        ("one\ntwo \u202e".encode(), "sources/survey.md:2:5", "the character U+202E is not"),
        (b"one\n\x1b[31m", "sources/survey.md:2:1", "the character U+001B is not allowed"),
        (b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", "sources/survey.md:2:1", "merge conflict"),
    ],
)
def test_what_a_source_may_not_hold(tmp_path: Path, content: bytes, place: str, fault: str) -> None:
    (problem,) = told(_with(tmp_path, content))
    start = f"scenarios/x/{place}:" if place else f"{PLACE}:{_line()}:"
    assert problem.startswith(start), problem
    assert fault in problem.splitlines()[0]


def test_of_how_many_and_how_large_sources_may_be(tmp_path: Path) -> None:
    entry = "  - {id: s-%d, title: S, file: sources/survey.md}\n"
    five = "sources:\n" + "".join(entry % n for n in range(5))
    (problem,) = told(_with(tmp_path / "a", b"x" * 90_000, five))
    assert "the sources have 450 KB together; 400 KB fit" in problem
    many = "sources:\n" + "".join(entry % n for n in range(21))
    (problem,) = told(_with(tmp_path / "b", listed=many))
    assert "'sources' has too many entries" in problem
    assert "Write at most 20." in problem
    twice = "sources:\n" + entry % 1 + entry % 1
    (problem,) = told(_with(tmp_path / "c", listed=twice))
    assert "the source 's-1' is given twice" in problem


def test_an_address_that_is_none(tmp_path: Path) -> None:
    listed = LIST.replace("}", ", url: 'javascript:alert(1)'}")
    (problem,) = told(_with(tmp_path, listed=listed))
    assert '"javascript:alert(1)" is not a web address' in problem
