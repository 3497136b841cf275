"""What is said at an author's desk, in Korean where the site is."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml
from desk_messages import messages_in, nouns_in
from mkdocs_perspectives.common import InputError, OutputError, Problem
from mkdocs_perspectives.common.locales import error_at_desk, problem_at_desk, said_at_desk
from mkdocs_perspectives.common.package_files import package_file
from mkdocs_perspectives.scenario import load_library

SPEAKING = (
    *("scenario/cross_checks.py", "scenario/folders.py", "scenario/loading.py"),
    *("scenario/locale_files.py", "scenario/observed_file.py", "scenario/observed_loading.py"),
    *("scenario/reading.py", "scenario/source_texts.py", "scenario/validation_errors.py"),
    *("scenario/variants.py", "scenario/written.py", "scenario/yaml_remedies.py"),
    *("scenario/yaml_source.py", "scenario/yaml_values.py"),
    *("scenario/lint/files.py", "scenario/lint/roles.py", "scenario/lint/statements.py"),
    *("scenario/lint/run.py", "scenario/lint/whole.py"),
    *("common/files.py", "common/languages.py", "common/locales/faults.py"),
    *("cli/check.py", "cli/draft.py", "cli/init.py", "cli/interactive.py", "cli/new.py"),
    *("cli/shared.py", "scenario/starter_additions.py", "scenario/starter_files.py"),
    *("pipeline/drafting.py", "pipeline/plan.py", "pipeline/plan_report.py"),
    *("cli/accept.py", "cli/ask.py", "cli/build.py", "cli/plan.py"),
    *("pipeline/accepting.py", "pipeline/export.py", "pipeline/project.py"),
    *("pipeline/reporting.py", "pipeline/unfinished.py", "pipeline/write_pages.py"),
    *("ask/answer_store.py", "ask/bar.py", "ask/direct.py", "ask/doubts.py", "ask/drafting.py"),
    *("ask/prices.py", "ask/progress.py", "ask/reply_reading.py", "ask/rescue.py"),
    *("ask/result.py", "ask/spending.py", "llm/events.py"),
    *("ask/batch/at_server.py", "ask/batch/collecting.py", "ask/batch/notes.py"),
    *("ask/batch/results_file.py", "ask/batch/sending.py", "ask/batch/waiting.py"),
    *("cli/cache.py", "cli/export.py", "cli/observe.py"),
    *("scenario/answer_counts.py", "scenario/answer_table.py"),
    *("answers/staleness.py", "answers/question_match.py"),
    "common/amounts.py",
    *("pipeline/answer_notes.py", "pipeline/conflict_notes.py", "pipeline/observed_notes.py"),
)
"""Modules all of whose texts with a blank are said to authors, but for those in ``NOT_SAID``."""

NOT_SAID = {
    # What a parser says, in which is looked for what it means.
    "alphabetic or numeric",
    "cannot start any token",
    "could not find expected ':'",
    "did not find expected",
    "expected comment or line break",
    "mapping values are not allowed",
    "tab character",
    "undefined alias",
    # Parts of the schema, in which the same things are called so.
    "as counts",
    "as one share",
    "as shares",
    # What GitHub shows above an annotation, and how a log line is written.
    "perspectives check",
    "perspectives check: {0}",
    "%(levelname)s: %(message)s",
    "%Y-%m-{0} %H:%M UTC",
    # Commands, what stands in files, and what GitHub calls its own.
    *("mkdocs build", "mkdocs serve", "pip wheel --no-deps --wheel-dir vendor {0}"),
    *("perspectives ask {0}{1}", "perspectives ask{0} --batch", "{0} --persona {1}"),
    "perspectives build     {0}",
    *("perspectives ask {0}", "perspectives new", "perspectives plan"),
    "plugins: [search, perspectives]",
    "# In a pull request the pages are what is read; the records fold.",
    "# The same line ends on every machine, so that what is generated differs nowhere.",
    "* text=auto eol=lf",
    "/scenarios/*/answers/*.json linguist-generated=true",
    *("GitHub, Settings", 'Pages: Source "GitHub Actions"'),
    # A noun that is counted.
    *("clear conflict", "earlier answer", "missing answer", "{0} {1}es", "{0} {1}s"),
}

OTHERS = sorted(
    f"{package}/{file.name}"
    for package in ("llm", "review", "plugin")
    for file in package_file(package).glob("*.py")
)
"""Modules that say what a server or git does, and what is wrong with the configuration."""

KOREAN = yaml.safe_load(package_file("common/locales/at_desk/ko.yml").read_text("utf-8"))
# A gap for a number or a word alone is one in the code.
PAIRS = [
    (re.sub(":[cnpqw]}", "}", entry["en"]), entry["ko"])
    for key in ("parts", "lines")
    for entry in KOREAN[key]
]
LINES = [(entry["en"], entry["ko"]) for entry in KOREAN["lines"]]


def _lines_of(module: str) -> set[str]:
    """The texts of a module in which there are words, and a blank."""
    return {
        line
        for line in messages_in(package_file(module))
        if re.search(r"\S \S", line) and re.search(r"[a-z]", line)
    }


def _gaps(text: str) -> list[str]:
    return sorted(str(name) for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("module", SPEAKING)
def test_whatever_the_code_says_to_authors_has_its_korean(module: str) -> None:
    said = _lines_of(module)
    assert sorted(said - NOT_SAID - {english for english, _ in PAIRS}) == []
    assert nouns_in(package_file(module)) <= KOREAN["nouns"].keys()


def test_whatever_has_a_korean_line_is_said_somewhere() -> None:
    said: set[str] = set()
    nouns: set[str] = set()
    for file in package_file(".").rglob("*.py"):
        said |= messages_in(file)
        nouns |= nouns_in(file)
    assert [english for english, _ in PAIRS if english not in said] == []
    assert sorted(KOREAN["nouns"].keys() - nouns) == []


def test_no_line_is_there_twice() -> None:
    for key in ("parts", "lines"):
        english = [entry["en"] for entry in KOREAN[key]]
        assert sorted({line for line in english if english.count(line) > 1}) == []


@pytest.mark.parametrize(("english", "korean"), PAIRS)
def test_nothing_that_the_code_fills_in_is_lost(english: str, korean: str) -> None:
    assert _gaps(english) == _gaps(korean)


_VALUES = {
    "": "some text",
    "n": "1,000",
    "c": "2 rows",
    "p": "$0.10",
    "w": "tram/boss",
    "q": "'title'",
}


@pytest.mark.parametrize(("english", "korean"), LINES)
def test_each_line_is_said_as_itself_and_not_as_another(english: str, korean: str) -> None:
    filled = ""
    for literal, name, spec, _ in Formatter().parse(english):
        value = "role" if f"{{{name}!p" in korean else _VALUES[spec or ""]
        filled += literal + ("" if name is None else value)
    wanted = re.split(
        "~+", "".join(t + ("" if n is None else "~") for t, n, _, _ in Formatter().parse(korean))
    )
    said = said_at_desk(filled, "ko")
    assert all(literal in said for literal in wanted)


def test_korean_lines_keep_one_register() -> None:
    for _, korean in PAIRS:
        assert not re.search(r"(?:해요|세요|[가-힣]다)[.!]?$", re.sub("니다", "", korean)), korean


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("the file is empty", "파일이 비어 있습니다"),
        ("  Shorten it.", "  줄이십시오."),
        ("the file is larger than 100 KB", "파일이 100KB보다 큽니다"),
        (
            "the persona 'boss' is given twice (first on line 3)",
            "역할 'boss'가 두 번 나옵니다(처음은 3행)",
        ),
        (
            "the issue '임금' is given twice (first on line 12)",
            "쟁점 '임금'이 두 번 나옵니다(처음은 12행)",
        ),
        (
            "'title' must be text, but YAML reads `0x10` as the number 16",
            "'title'는 글이어야 하는데 YAML은 `0x10`을 숫자 16으로 읽습니다",
        ),
        ("Rename it to en.yml.", "이름을 en.yml로 바꾸십시오."),
        # A line of a file, and what is no line of the code.
        ("12 | the file is empty", "12 | the file is empty"),
        ("the files are empty", "the files are empty"),
    ],
)
def test_a_line_is_said_in_korean(english: str, korean: str) -> None:
    assert said_at_desk(english, "ko") == korean
    assert said_at_desk(english, "ko-KR") == korean


def test_other_languages_are_english_to_the_letter() -> None:
    for english, _ in PAIRS:
        assert said_at_desk(english, "en") == said_at_desk(english, "fr") == english


@pytest.mark.parametrize("module", OTHERS)
def test_what_servers_git_and_configurations_are_told_stays_as_it_is(module: str) -> None:
    for english in sorted(_lines_of(module) - {english for english, _ in PAIRS}):
        filled = re.sub(r"\{\d+\}", "some text", english)
        for shown in (filled, f"tram/boss: {filled}", f"Error: {filled}", f"why:    {filled}"):
            said = said_at_desk(shown, "ko")
            assert filled in said


@pytest.mark.parametrize(
    "line",
    [
        "unknown role " + "': it is not in " * 100_000,
        # Each is a line in a line in a line.
        "note: " + "why:    " * 200,
        "role" + " and role" * 150,
        "role" + " (role)" * 200,
        "." * 500,
        "1 of 2: " * 200,
    ],
    ids=lambda line: line[:12],
)
def test_a_line_that_is_made_to_take_long_does_not(line: str) -> None:
    assert said_at_desk(line, "ko")


def test_a_problem_keeps_its_place_its_rule_and_its_excerpt() -> None:
    problem = Problem("a.yml", 2, 7, "'title' is empty", "Write a text.", "title: ''", "short-text")
    assert str(problem_at_desk(problem, "ko")) == (
        "a.yml:2:7: 'title'가 비어 있습니다 [short-text]\n"
        "  글을 쓰십시오.\n"
        "  2 | title: ''\n"
        "    |       ^"
    )


def test_an_error_is_said_with_its_remedy() -> None:
    error = OutputError("the file is empty", "Shorten it.")
    assert error_at_desk(error, "ko") == "파일이 비어 있습니다\n  줄이십시오."
    assert error_at_desk(error, "en") == str(error)


def test_the_faults_of_a_real_scenario_are_said_in_korean(tmp_path: Path) -> None:
    folder = tmp_path / "scenarios" / "lunch"
    folder.mkdir(parents=True)
    (folder / "scenario.yml").write_text(
        "title: 급식 개편\nlanguage: ko\nsituation: 학생 500명\nqeustion: 무엇을 바라는가?\n"
        "personas: [cook]\nissues: []\ntags: 1\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        load_library(tmp_path / "scenarios")
    said = error_at_desk(caught.value, "ko")
    assert (
        "scenarios/lunch/scenario.yml:4:1: 알 수 없는 항목 'qeustion'\n  혹시 'question'입니까?"
        in said
    )
    assert "알 수 없는 역할 'cook': scenarios/personas.yml에 없습니다" in said
    assert "'tags'는 목록이어야 합니다\n  한 줄에 하나씩 `- ` 뒤에 쓰십시오." in said
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", said)
