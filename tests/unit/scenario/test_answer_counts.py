"""Answers counted: three kinds of table, what people write for answers, weights, and faults."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.common import InputError
from mkdocs_perspectives.scenario import AnswerCounts, count_answers, read_table

SCALE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
ISSUES = [
    {"id": "launch-budget", "title": "Budget", "statement": "It costs too much.", "scale": SCALE},
    {"id": "noise", "title": "Noise", "statement": "It is loud."},
]


def _counted(root: Path, text: str, *leave_out: str) -> AnswerCounts:
    factory.write_scenario(root, data=factory.scenario(2) | {"issues": ISSUES})
    file = root / "t.csv"
    file.write_text(text, "utf-8")
    return count_answers(read_table(file), factory.load(root), leave_out)


def _faults(root: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        _counted(root, text)
    return [str(problem).removeprefix(f"{root}/") for problem in caught.value.problems]


def _cells(counts: AnswerCounts) -> dict[tuple[str, str], list[float]]:
    return {key: cell.counts for key, cell in counts.cells.items()}


def _invented(people: int = 100) -> list[tuple[str, int, int]]:
    """Rows of a role and two answers."""
    chance = random.Random(7)
    return [
        (chance.choice(["role-a", "role-b"]), chance.randint(1, 5), chance.randint(1, 5))
        for _ in range(people)
    ]


def _expected(rows: list[tuple[str, int, int]]) -> dict[tuple[str, str], list[float]]:
    first = Counter((role, "launch-budget", answer) for role, answer, _ in rows)
    both = first + Counter((role, "noise", answer) for role, _, answer in rows)
    return {
        (role, issue): [both[role, issue, k] for k in range(1, 6)]
        for role in ("role-a", "role-b")
        for issue in ("launch-budget", "noise")
    }


def test_a_row_for_each_person(tmp_path: Path) -> None:
    rows = _invented()
    lines = [f"Ann,{role},{a},{b}" for role, a, b in rows]
    counts = _counted(tmp_path, "\n".join(["name,persona,launch-budget,noise", *lines]))
    assert _cells(counts) == _expected(rows)
    assert counts.others == ("name",)
    assert (counts.missing, counts.without_role, counts.small) == (0, 0, {})
    assert not counts.weighted
    assert counts.cells["role-a", "noise"].n == sum(role == "role-a" for role, _, _ in rows)


def test_a_row_for_each_answer(tmp_path: Path) -> None:
    rows = _invented()
    lines = [f"{role},launch-budget,{a}\n{role},noise,{b}" for role, a, b in rows]
    assert _cells(_counted(tmp_path, "\n".join(["persona,issue,answer", *lines]))) == _expected(
        rows
    )


def test_names_as_people_and_forms_write_them(tmp_path: Path) -> None:
    """Names of roles, statements as headings, labels, keys and numbers for answers."""
    cells = ["5", "5.0", "Strongly agree", "STRONGLY AGREE.", "strongly_for", "strongly for"]
    lines = ["Role,It costs too much,Noise?"]
    lines += [f"{name},{cell}," for cell in cells for name in ("Role a", "ROLE-A", "role_a")] * 2
    counts = _counted(tmp_path, "\n".join(lines))
    assert _cells(counts) == {("role-a", "launch-budget"): [0, 0, 0, 0, 36]}
    assert counts.missing == 36


def test_counts(tmp_path: Path) -> None:
    five = "persona,issue,Strongly disagree,disagree,neither,agree,strongly agree\n"
    data = factory.scenario(2) | {"issues": [ISSUES[0]]}
    factory.write_scenario(tmp_path, data=data)
    (tmp_path / "t.csv").write_text(five + "role-a,Budget,10,20,30,25,15\n", "utf-8")
    counts = count_answers(read_table(tmp_path / "t.csv"), factory.load(tmp_path))
    assert _cells(counts) == {("role-a", "launch-budget"): [10, 20, 30, 25, 15]}
    assert counts.cells["role-a", "launch-budget"].n == 100

    three = "issue,n,persona,for,against,neither\nnoise,x,role-b,19,67,90\n"
    counts = _counted(tmp_path, three)
    assert _cells(counts) == {("role-b", "noise"): [67, 90, 19]}
    assert counts.others == ("n",)


def test_weights(tmp_path: Path) -> None:
    """40 people who weigh 2 and 20 who weigh 0.5: (80 + 10)² / (160 + 5) people."""
    lines = ["persona,weight,noise"] + ["role-a,2,1"] * 40 + ["role-a,0.5,5"] * 20
    counts = _counted(tmp_path, "\n".join([*lines, "role-a,0,3"]))
    assert counts.weighted
    cell = counts.cells["role-a", "noise"]
    assert (cell.counts, cell.n) == ([80, 0, 0, 0, 10], pytest.approx(8100 / 165))


def test_weights_with_a_decimal_comma(tmp_path: Path) -> None:
    text = "\n".join(["persona;weight;noise"] + ["role-a;0,5;1"] * 40)
    assert _counted(tmp_path, text).cells["role-a", "noise"].counts[0] == 20


@pytest.mark.parametrize("cell", ["", " ", "NA", "n/a", "NaN", "-99", ".", "-"])
def test_missing_answers(tmp_path: Path, cell: str) -> None:
    text = "\n".join(["persona,noise"] + ["role-a,1"] * 30 + [f"role-a,{cell}"] * 5)
    counts = _counted(tmp_path, text)
    assert (sum(counts.cells["role-a", "noise"].counts), counts.missing) == (30, 5)


def test_what_is_passed_over_as_asked(tmp_path: Path) -> None:
    rows = ["role-a,1"] * 30 + ["role-a,Don't know"] * 3 + ["Visitor,1", ",1"]
    counts = _counted(tmp_path, "\n".join(["persona,noise", *rows]), "don't know", "visitor")
    assert (counts.missing, counts.without_role) == (3, 2)
    assert _cells(counts) == {("role-a", "noise"): [30, 0, 0, 0, 0]}


def test_few_people_are_left_out(tmp_path: Path) -> None:
    text = "\n".join(["persona,noise"] + ["role-a,1"] * 30 + ["role-b,1"] * 29)
    counts = _counted(tmp_path, text)
    assert list(counts.cells) == [("role-a", "noise")]
    assert counts.small == {("role-b", "noise"): 29}


def test_a_scale_of_three_points(tmp_path: Path) -> None:
    """Where nobody anywhere chose an outer point, none was offered."""
    text = "\n".join(["persona,noise"] + ["role-a,for"] * 30 + ["role-b,against"] * 40)
    assert _cells(_counted(tmp_path, text)) == {
        ("role-a", "noise"): [0, 0, 30],
        ("role-b", "noise"): [40, 0, 0],
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("issue,answer\nnoise,1", "t.csv:1:1: there is no column 'persona'"),
        ("persona,x\nrole-a,1", "t.csv:1:1: no column is an issue of the scenario"),
        ("persona,noise,Noise\nrole-a,1,2", "t.csv:1:1: two columns are the issue 'noise'"),
        (
            "persona,issue,x\nrole-a,noise,1",
            "t.csv:1:1: there is no column 'answer', and there are",
        ),
        ("persona,issue,against,for\nrole-a,noise,1,2", "t.csv:1:1: there is no column 'answer'"),
        ("persona,noise\nrole-c,1\nrole-c,1", "t.csv:2:1: unknown role 'role-c' (2 rows)"),
        ("persona,issue,answer\nrole-a,nose,1", "t.csv:2:1: unknown issue 'nose'"),
        ("persona,issue,answer\nrole-a,,1", "t.csv:2:1: unknown issue ''"),
        (
            "persona,noise\nrole-a,1\nrole-a,6\nrole-a,6",
            "t.csv:3:1: '6' is no answer to 'noise' (2",
        ),
        ("persona,noise\nrole-a,maybe", "t.csv:2:1: 'maybe' is no answer to 'noise'"),
        ("persona,noise,weight\nrole-a,1,x", "t.csv:2:1: 'x' is no weight"),
        ("persona,noise,weight\nrole-a,1,-1", "t.csv:2:1: '-1' is no weight"),
        ("persona,noise,weight\nrole-a,1,inf", "t.csv:2:1: 'inf' is no weight"),
        ("persona,issue,against,neither,for\nrole-a,noise,1,2.5,3", "t.csv:2:1: '2.5' is no count"),
        (
            "persona,issue,against,neither,for\nrole-a,noise,9,9,9\nrole-a,Noise,9,9,9",
            "t.csv:3:1: 'role-a' on 'noise' is given twice (first on line 2)",
        ),
        ("persona,noise\nrole-a,1", "t.csv:1:1: no role has answers of 30 people to any issue"),
    ],
)
def test_faults(tmp_path: Path, text: str, fault: str) -> None:
    (told,) = _faults(tmp_path, text)
    assert told.startswith(fault)
    assert "\n  " in told


def test_all_faults_at_once_with_remedies(tmp_path: Path) -> None:
    text = "persona,noise,launch-budget\nrole-a,maybe,Agree\nrole a,1,perhaps\nrol-b,1,1\n"
    faults = "\n".join(_faults(tmp_path, text))
    assert "2:1: 'maybe' is no answer to 'noise'" in faults
    assert "3:1: 'perhaps' is no answer to 'launch-budget'" in faults
    assert "--leave-out 'maybe'" in faults
    assert "4:1: unknown role 'rol-b'\n  Did you mean 'role-b'?" in faults


def test_the_export_of_a_form_in_korean(tmp_path: Path) -> None:
    data = factory.scenario(1, language="ko") | {
        "issues": [{"id": "noise", "title": "소음", "statement": "시끄러울 것이다."}]
    }
    factory.write_scenario(tmp_path, data=data)
    text = "\n".join(["persona,시끄러울 것이다", *["Role a,매우 찬성"] * 30, *["role-a,반대"] * 2])
    (tmp_path / "t.csv").write_text("\ufeff" + text, "utf-8")
    counts = count_answers(read_table(tmp_path / "t.csv"), factory.load(tmp_path))
    assert _cells(counts) == {("role-a", "noise"): [0, 2, 0, 0, 30]}
