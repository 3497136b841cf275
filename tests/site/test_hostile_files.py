"""Files that would reorder, hide, never end, or end the process: an error with its place each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import unseen
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.prompt import questions_for
from mkdocs_perspectives.scenario import Library, Scenario, load_library

GOOD = """\
title: {title}
language: en
situation: A town plans a tram.
question: What now?
personas:
  - shared-role
  - id: own-role
    name: Own role
    description: Does things.
issues:
  - id: cost
    title: Cost
    statement: It costs too much.
    scale: [{label}, Against, Neither, For, Strongly for]
"""
SHARED = "- id: shared-role\n  name: {name}\n  description: Does shared things.\n"

PLACES = {
    "a title": ("title", "scenarios/x/scenario.yml:1:8:"),
    "a scale's label": ("label", "scenarios/x/scenario.yml:14:13:"),
    "a shared role's name": ("name", "scenarios/personas.yml:2:9:"),
}


def _write(root: Path, scenario: str | bytes | None = None, **values: str) -> Path:
    folder = root / "scenarios"
    (folder / "x").mkdir(parents=True)
    values = {"title": "A tram", "label": "Strongly against", "name": "Shared role", **values}
    data = GOOD.format(**values) if scenario is None else scenario
    (folder / "x/scenario.yml").write_bytes(data.encode() if isinstance(data, str) else data)
    (folder / "personas.yml").write_text(SHARED.format(**values), "utf-8")
    return folder


def _fault(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_library(folder)
    return str(caught.value)


def _texts(library: Library) -> list[str]:
    (scenario,) = library.scenarios
    return [scenario.title, scenario.personas[0].name, scenario.issues[0].scale[0]]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", unseen.REFUSED)
def test_what_reorders_is_refused_as_an_escape_too(tmp_path: Path, name: str, place: str) -> None:
    sign, (field, told) = unseen.REFUSED[name], PLACES[place]
    fault = _fault(_write(tmp_path, **{field: unseen.escaped(f"54 {sign}Against")}))
    code = f"U+{ord(sign):04X}"
    assert fault.startswith(f"{told} the character {code} is not allowed in a text\n  Delete")
    assert sign not in fault


@pytest.mark.parametrize("name", unseen.REFUSED)
def test_what_reorders_is_refused_as_itself(tmp_path: Path, name: str) -> None:
    sign = unseen.REFUSED[name]
    fault = _fault(_write(tmp_path, title=f'"54 {sign}Against"'))
    told = f"the character U+{ord(sign):04X} is not allowed in a text file"
    assert fault.startswith(f"scenarios/x/scenario.yml:1:12: {told}\n")
    assert sign not in fault


@pytest.mark.parametrize("raw", [True, False], ids=["as itself", "as an escape"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", unseen.HIDING)
def test_zero_width_marks_are_removed_and_reported(
    tmp_path: Path, name: str, place: str, raw: bool
) -> None:
    sign, (field, told) = unseen.HIDING[name], PLACES[place]
    text = f"54 Ag{sign}ainst"
    plain = load_library(_write(tmp_path / "plain", **{field: "54 Against"}))
    given = f'"{text}"' if raw else unseen.escaped(text)
    library = load_library(_write(tmp_path / "hiding", **{field: given}))
    assert _texts(library) == _texts(plain)
    line = ":".join(told.split(":")[:2])
    assert library.hidden == (f"{line} (U+{ord(sign):04X})",)
    assert plain.hidden == ()
    # The same question, so the same answer.
    assert _digests(library.scenarios[0]) == _digests(plain.scenarios[0])


def _digests(scenario: Scenario) -> list[dict[str, str]]:
    return [question.digests for question in questions_for(scenario)]


def test_a_key_with_a_mark_that_hides_is_that_key(tmp_path: Path) -> None:
    folder = _write(
        tmp_path, GOOD.format(title="A tram", label="Never").replace("titl", "ti\u200btl")
    )
    assert load_library(folder).scenarios[0].title == "A tram"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", unseen.KEPT)
def test_joiners_and_variation_selectors_remain(tmp_path: Path, name: str, place: str) -> None:
    text = f"a{unseen.KEPT[name]}b"
    library = load_library(_write(tmp_path, **{PLACES[place][0]: unseen.escaped(text)}))
    assert text in _texts(library)
    assert library.hidden == ()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", unseen.BLANK)
def test_an_invisible_text_counts_as_empty(tmp_path: Path, name: str, place: str) -> None:
    field, told = PLACES[place]
    fault = _fault(_write(tmp_path, **{field: unseen.escaped(unseen.BLANK[name])}))
    assert fault.startswith(told)
    assert " shows nothing\n" in fault or " is empty\n" in fault


def test_a_tag_that_shows_nothing(tmp_path: Path) -> None:
    fault = _fault(_write(tmp_path, title='x\ntags: ["\\u3164"]'))
    assert fault.startswith("scenarios/x/scenario.yml:2:8: this entry shows nothing\n")


DEVICES = ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9"]


@pytest.mark.parametrize("name", DEVICES)
def test_a_windows_device_name_is_not_an_id(tmp_path: Path, name: str) -> None:
    folder = _write(tmp_path, GOOD.format(title="x", label="Never").replace("own-role", name))
    (folder / name).mkdir()
    (folder / name / "scenario.yml").write_text(GOOD.format(title="x", label="Never"), "utf-8")
    fault = _fault(folder)
    assert (
        f"scenarios/{name}/scenario.yml:1:1: the folder's name '{name}' is not a valid id" in fault
    )
    told = f'"{name}" is not a valid id: on Windows it is the name of a device'
    assert f"scenarios/x/scenario.yml:7:9: {told}\n  Choose another id." in fault


@pytest.mark.parametrize("name", ["con-artist", "console", "com10", "nula", "lpt"])
def test_a_word_that_only_begins_like_one_is(tmp_path: Path, name: str) -> None:
    folder = _write(tmp_path, GOOD.format(title="x", label="Never").replace("own-role", name))
    assert load_library(folder).scenarios[0].personas[1].id == name


DEEP = "the values nest more than 50 deep"
NO_VALUE = "is no valid value"
MANY = "the file holds too many values or nests too deeply"
YAML = {
    "25,000 square brackets": ("[" * 25_000, DEEP),
    "25,000 braces": ("{" * 25_000, DEEP),
    "brackets behind a key": ("title: " + "[" * 25_000, DEEP),
    "brackets and braces in turn": ("{a: [" * 20_000, DEEP),
    "keys that are mappings": ("{[" * 20_000, DEEP),
    "450,000 dashes": ("- " * 450_000, DEEP),
    "450,000 question marks": ("? " * 450_000, DEEP),
    "1,200 mappings by indentation": ("\n".join(" " * i + "a:" for i in range(1200)), DEEP),
    "a million brackets": ("[" * 999_999, DEEP),
    "an alias to itself": ("&a [*a]", MANY),
    "a mapping that holds itself": ("title: &a {x: *a}", MANY),
    "190,000 aliases": ("- &a x\n" + "- *a\n" * 190_000, MANY),
    "a time stamp that is none": ('title: !!timestamp "x"', NO_VALUE),
    "a truth value that is none": ("title: !!bool x", NO_VALUE),
    "an empty number": ('title: !!int ""', NO_VALUE),
    "an empty fraction": ('title: !!float ""', NO_VALUE),
    "a sign alone": ('title: !!int "-"', NO_VALUE),
    "a prefix alone": ('title: !!int "0x"', NO_VALUE),
    "a date that is none": ("title: 2026-13-45", NO_VALUE),
    "the year 0": ("title: 0000-01-01", NO_VALUE),
    "a time zone beyond a day": ("title: 2001-12-14t21:59:43.10-99:99", NO_VALUE),
    "20,000 binary digits": ("title: 0b" + "1" * 20_000, NO_VALUE),
    "900,000 decimal digits": ("title: " + "9" * 900_000, NO_VALUE),
    "900,000 hexadecimal digits": ("title: 0x" + "f" * 900_000, NO_VALUE),
    "300,000 sexagesimal digits": ("title: 1" + ":10" * 300_000, NO_VALUE),
    "a long fraction": ("title: 1." + "1" * 900_000, NO_VALUE),
    "a tag of 900,000 signs": ("title: " + "!" * 900_000, "is not allowed"),
    "a text that is a list": ("title: !!str [a]", "is not allowed"),
    "bytes": ("title: !!binary eA==", "is not allowed"),
    "200,000 documents": ("---\n" * 200_000, "not valid YAML"),
    "half a character": ('title: "\\ud800"', "not valid YAML"),
    "a NUL as an escape": ('title: "a\\0b"', "U+0000 is not allowed"),
    "90,000 unknown keys": ("\n".join(f"k{i}: v" for i in range(90_000)), "more faults"),
}

LOAD = """
import sys
from pathlib import Path
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.scenario import load_library
try:
    load_library(Path(sys.argv[1]))
except InputError as error:
    sys.exit(str(error))
"""


def _loaded(folder: Path) -> subprocess.CompletedProcess[str]:
    """Loading in a process of its own, which may end, hang or fill the memory."""
    arguments = [sys.executable, "-c", LOAD, str(folder)]
    limited = ["prlimit", f"--as={2_000_000_000}", *arguments] if os.name == "posix" else arguments
    return subprocess.run(limited, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", YAML)
def test_yaml_that_would_end_the_process(tmp_path: Path, name: str) -> None:
    text, told = YAML[name]
    result = _loaded(_write(tmp_path, text))
    assert result.returncode == 1, result.stderr[-500:]
    assert result.stderr.startswith("scenarios/x/scenario.yml:")
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr) < 100_000


@pytest.mark.parametrize("name", ["x/scenario.yml", "personas.yml"])
@pytest.mark.parametrize("kind", ["pipe", "zero", "random", "folder", "terminal", "large"])
def test_an_invalid_or_endless_file(tmp_path: Path, name: str, kind: str) -> None:
    folder = _write(tmp_path)
    (folder / name).unlink()
    _place(folder / name, kind)
    result = _loaded(folder)
    assert result.returncode == 1, result.stderr
    told = f"scenarios/{name}:1:1: the file "
    assert result.stderr.startswith(told)
    assert "Traceback" not in result.stderr


def _place(file: Path, kind: str) -> None:
    """Put something in the place of a file that cannot be read like one."""
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "large":
        with file.open("wb") as stream:
            stream.truncate(10_000_000_000)
    else:
        file.symlink_to(
            {"zero": "/dev/zero", "random": "/dev/urandom", "terminal": "/dev/tty"}[kind]
        )


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    folder = _write(tmp_path)
    file = (folder / "personas.yml").rename(tmp_path / "elsewhere.yml")
    (folder / "personas.yml").symlink_to(file)
    assert [role.id for role in load_library(folder).shared] == ["shared-role"]
