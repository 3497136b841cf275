"""What people answered: every form of a cell, and every fault where it stands."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.scenario import Observed, load_library
from scenario_files import GOOD, first_lines, told, write

OBSERVED = """\
source: A survey of 2024
url: https://example.com/a-table?x=1&y=2
licence: CC BY 4.0
asked: May 2024
people: 400 people
counts:
  shared-role:
    cost: [67, 90, 19]
    noise: [10, 20, 30, 25, 15]
  own-role:
    cost: {shares: [0.43, 0.24, 0.33], n: 163.4}
    noise: {for: 0.41, n: 99}
"""
PLACE = "scenarios/x/observed.yml"
SCENARIO = GOOD.replace(
    "comparisons:", "  - {id: noise, title: Noise, statement: It is loud.}\ncomparisons:"
)


def write_both(root: Path, text: str = OBSERVED) -> Path:
    folder = write(root, SCENARIO)
    (folder / "x" / "observed.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    return folder


def read(root: Path, text: str = OBSERVED) -> Observed:
    return load_library(write_both(root, text)).observed["x"]


def spoilt(root: Path, old: str, new: str) -> list[str]:
    assert old in OBSERVED
    return first_lines(write_both(root, OBSERVED.replace(old, new, 1)))


def test_every_form_of_a_cell(tmp_path: Path) -> None:
    observed = read(tmp_path)
    assert observed.source == "A survey of 2024"
    assert (observed.url, observed.licence) == ("https://example.com/a-table?x=1&y=2", "CC BY 4.0")
    assert (observed.asked, observed.people, observed.changed) == ("May 2024", "400 people", "")
    cells = observed.cells
    three = cells["shared-role", "cost"]
    # 67 + 90 + 19 people.
    assert three.shares == pytest.approx((67 / 176, 90 / 176, 19 / 176))
    assert (three.favour, three.n, three.few) == (pytest.approx(19 / 176), 176, False)
    five = cells["shared-role", "noise"]
    assert five.shares == pytest.approx((0.1, 0.2, 0.3, 0.25, 0.15))
    assert (five.favour, five.n, five.few) == (pytest.approx(0.4), 100, False)
    weighted = cells["own-role", "cost"]
    assert weighted.shares == pytest.approx((0.43, 0.24, 0.33))
    assert (weighted.favour, weighted.n) == (pytest.approx(0.33), 163.4)
    alone = cells["own-role", "noise"]
    assert (alone.shares, alone.favour, alone.n, alone.few) == (None, 0.41, 99, True)


def test_nobody_asked_is_no_fault(tmp_path: Path) -> None:
    assert load_library(write(tmp_path)).observed == {}


def test_shares_that_were_rounded_sum_to_one(tmp_path: Path) -> None:
    observed = read(tmp_path, OBSERVED.replace("0.43, 0.24, 0.33", "0.43, 0.24, 0.34"))
    shares = observed.cells["own-role", "cost"].shares
    assert shares is not None
    assert shares == pytest.approx((0.43 / 1.01, 0.24 / 1.01, 0.34 / 1.01))
    assert sum(shares) == pytest.approx(1)


def test_few_people_are_left_out(tmp_path: Path) -> None:
    text = OBSERVED.replace("[67, 90, 19]", "[10, 9, 10]").replace("n: 99", "n: 29.5")
    observed = read(tmp_path, text.replace("[10, 20, 30, 25, 15]", "[0, 0, 0]"))
    assert list(observed.cells) == [("own-role", "cost")]
    assert observed.left_out == {
        ("shared-role", "cost"): 29,
        ("shared-role", "noise"): 0,
        ("own-role", "noise"): 29.5,
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("source: A survey of 2024\n", "", "1:1: the key 'source' is missing"),
        ("licence: CC BY 4.0\n", "", "1:1: the key 'licence' is missing"),
        ("asked: May 2024\n", "", "1:1: the key 'asked' is missing"),
        (OBSERVED[OBSERVED.index("counts") :], "", "1:1: the key 'counts' is missing"),
        ("May 2024", "2024", "4:8: 'asked' must be text, but YAML reads 2024 as a number"),
        ("May 2024", "'TODO: when'", "4:8: this text is still to be written"),
        ("A survey", "TODO survey", "1:9: this text is still to be written"),
        ("people:", "peple:", "5:1: unknown key 'peple'"),
        ("shared-role:", "shared-rol:", "7:3: unknown persona 'shared-rol': the scenario does not"),
        ("noise: [", "nose: [", "9:5: unknown issue 'nose': the scenario does not list it"),
        ("90", "-90", "8:16: a count must be a whole number, 0 or more"),
        ("90", "90.5", "8:16: a count must be a whole number, 0 or more"),
        ("90", "'90'", "8:16: a count must be a whole number, 0 or more"),
        ("90", "yes", "8:16: a count must be a whole number, 0 or more"),
        ("67, 90, 19", "67, 90", "8:11: there are 2 groups of answers"),
        ("67, 90, 19", "1, 2, 3, 4", "8:11: there are 4 groups of answers"),
        ("[67, 90, 19]", "176", "8:11: answers must be three or five counts, or a mapping"),
        ("[67, 90, 19]", "", "8:10: answers must be three or five counts, or a mapping"),
        ("0.43", "43", "11:21: a share must be a fraction of 1"),
        ("0.43", ".nan", "11:21: a share must be a fraction of 1"),
        ("0.43", "0.34", "11:20: the shares sum to 0.91, not to 1"),
        ("n: 163.4", "n: 0", "11:43: n must be a number above 0"),
        (", n: 163.4", "", "11:11: the key 'n' is missing"),
        ("n: 99", "m: 99", "12:12: the key 'n' is missing"),
        ("for: 0.41", "four: 0.41", "12:12: the key 'shares' is missing"),
        ("https:", "javascript:", '2:6: "javascript://example.com/a-table?x=1&y=2" is not a web'),
        ("  own-role:", "  shared-role:", "10:3: the key 'shared-role' is given twice"),
        ("counts:", "counts: x\nmore:", "6:9: 'counts' must be a mapping"),
    ],
)
def test_every_fault_is_named_where_it_stands(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert spoilt(tmp_path, old, new)[0].startswith(f"{PLACE}:{fault}")


def test_faults_name_the_remedy(tmp_path: Path) -> None:
    text = OBSERVED.replace("noise: [", "nose: [").replace("n: 99", "m: 99")
    faults = "\n".join(told(write_both(tmp_path, text)))
    assert "Did you mean 'noise'?" in faults
    assert "Remove it; the keys here are shares, for, n." in faults
    assert "  9 |     nose: [10, 20, 30, 25, 15]\n    |     ^" in faults


def test_all_faults_at_once_with_those_of_the_scenario(tmp_path: Path) -> None:
    folder = write_both(tmp_path, OBSERVED.replace("0.43", "43").replace("90", "-90"))
    (folder / "x/scenario.yml").write_text(SCENARIO.replace("title: A tram", "title: 1"), "utf-8")
    assert [line.split(" ")[0] for line in first_lines(folder)] == [
        "scenarios/x/observed.yml:8:16:",
        "scenarios/x/observed.yml:11:21:",
        "scenarios/x/scenario.yml:1:8:",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file(tmp_path: Path, text: str) -> None:
    assert first_lines(write_both(tmp_path, text)) == [f"{PLACE}:1:1: the file is empty"]


def test_a_file_under_nearly_its_name(tmp_path: Path) -> None:
    folder = write(tmp_path, SCENARIO)
    (folder / "x" / "observed.yaml").write_text(OBSERVED, "utf-8")
    assert first_lines(folder) == [f"{PLACE}:1:1: there is observed.yaml in its place"]


def test_it_need_not_be_read(tmp_path: Path) -> None:
    assert load_library(write_both(tmp_path, "x"), observed=False).observed == {}


def test_a_text_cut_off_by_a_comment_is_a_warning(tmp_path: Path) -> None:
    text = OBSERVED.replace("A survey of 2024", "Survey #7 of 2024")
    warnings = load_library(write_both(tmp_path, text), warn=True).warnings
    (warning,) = [w for w in warnings if w.rule == "cut-off"]
    assert (warning.path, warning.line) == (PLACE, 1)


@settings(max_examples=100)
@given(
    st.integers(0, len(OBSERVED) - 1),
    st.integers(0, 12),
    st.text(st.one_of(st.sampled_from("[]{}:,-&*!|>'\"#%@\t \n0aé."), st.characters()), max_size=4),
)
def test_random_damage_is_reported_and_never_crashes(
    start: int, length: int, inserted: str
) -> None:
    damaged = OBSERVED[:start] + inserted + OBSERVED[start + length :]
    with tempfile.TemporaryDirectory() as name:
        folder = write_both(Path(name), damaged)
        try:
            observed = load_library(folder).observed["x"]
        except InputError as error:
            for problem in error.problems:
                assert problem.path == PLACE
                assert problem.line >= 1
                assert problem.remedy
        else:
            for cell in observed.cells.values():
                assert cell.n >= 30
                assert 0 <= cell.favour <= 1
                assert cell.shares is None or sum(cell.shares) == pytest.approx(1)
