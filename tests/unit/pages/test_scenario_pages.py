"""The pages of a scenario: what they say of numbers and of roles, and how small their diffs are."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any

import factory
import pytest
from mkdocs_perspectives.common import SCALE_KEYS

FOR = (0, 5, 10, 40, 45)
AGAINST = (45, 40, 10, 5, 0)


def _pages(root: Path, data: dict[str, Any], **records: Any) -> dict[str, str]:
    """The files of a scenario with such records, by name."""
    factory.write_scenario(root, data=data)
    factory.write_records(root, **records)
    return _pages_again(root)


def _pages_again(root: Path) -> dict[str, str]:
    folder = "scenarios/tram/"
    pages = factory.pages_of(root)
    return {path.removeprefix(folder): pages[path] for path in pages if path.startswith(folder)}


def _edit(root: Path, role: str, old: str, new: str) -> None:
    file = root / "scenarios/tram/answers" / f"{role}.json"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_page_for_each_role_and_three_for_all(tmp_path: Path) -> None:
    assert set(_pages(tmp_path, factory.scenario(2, 1))) == {
        *("index.md", "role-a.md", "role-b.md", "comparisons/index.md", "conflicts.md"),
        *("perspectives.json", "stances.csv"),
    }


def test_the_matrix_shows_for_and_against_and_leads_to_the_reason(tmp_path: Path) -> None:
    counts = {"role-a": {"issue-1": (3, 14, 20, 41, 22)}, "role-b": {"issue-1": AGAINST}}
    pages = _pages(tmp_path, factory.scenario(2, 1), counts=counts)
    # For minus against is 46, between 30 and 60; and -80, below -60.
    assert "[63 : 17](role-a.md#issue-1) { .psp-m6 }" in pages["index.md"]
    assert "[5 : 85](role-b.md#issue-1) { .psp-m1 }" in pages["index.md"]
    assert "### Issue 1 { #issue-1 }" in pages["role-a.md"]


def test_a_conflict_is_reported_in_pairs_of_people(tmp_path: Path) -> None:
    counts = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": AGAINST}}
    pages = _pages(tmp_path, factory.scenario(2, 1), counts=counts)
    index, conflicts = pages["index.md"], pages["conflicts.md"]
    # 0.85 · 0.85 + 0.05 · 0.05 = 0.725; inside 2 · 0.85 · 0.05 = 0.085, in both.
    chance = "*about 73 of 100 pairs on opposite sides; 9 inside each role*"
    assert chance in index
    assert chance in conflicts
    heading = "### Issue 1 <small>Role a × Role b</small> { #issue-1--role-a--role-b }"
    assert heading in conflicts
    assert "**Clear conflict**" in conflicts
    assert "**Role a expects Role b to want:**" in conflicts
    assert "**What Role b says it wants:**" in conflicts


def test_the_split_inside_both_roles_is_reported_where_it_differs(tmp_path: Path) -> None:
    counts = {"role-a": {"issue-1": (2, 2, 7, 40, 49)}, "role-b": {"issue-1": (30, 33, 10, 20, 7)}}
    pages = _pages(tmp_path, factory.scenario(2, 1), counts=counts)
    # 0.89 · 0.63 + 0.04 · 0.27 = 0.5715; inside 2 · 0.89 · 0.04 = 0.0712, 2 · 0.27 · 0.63 = 0.3402.
    chance = (
        "about 57 of 100 pairs on opposite sides; 7 inside the first role, 34 inside the second"
    )
    assert f"*{chance}*" in pages["index.md"]
    assert f"*{chance}*" in pages["conflicts.md"]
    for page in ("index.md", "conflicts.md", "comparisons/index.md"):
        assert "A pair is one person of each role, or two inside one role." in pages[page]
    # Their mean is 0.2057: that many of 57 squares are marked.
    assert 'style="--n:57;--f:55;--m:21;--g:20"' in pages["conflicts.md"]


def test_what_rounding_hides_is_reported(tmp_path: Path) -> None:
    # 0.25 · 0.46 + 0.25 · 0.54 = 0.25; 2 · 0.25 · 0.25 and 2 · 0.54 · 0.46 are 0.125 and 0.4968.
    # Excess (0.61 - 0.40) · (0.45 - 0.22) = 0.0483, but 0.3625 and 0.3142 are shown as 36 and 31.
    counts = {
        "role-a": {"issue-1": (10, 12, 17, 41, 20)},
        "role-b": {"issue-1": (20, 25, 15, 30, 10)},
    }
    pages = _pages(tmp_path, factory.scenario(2, 1), counts=counts)
    assert (
        "Just under a conflict *about 36 of 100 pairs on opposite sides"
        in (pages["comparisons/index.md"])
    )
    assert "There is no conflict" in pages["index.md"]
    # What the first fact says is not said again beside the picture, nor are conflicts explained.
    for words in ("No conflict between the roles", "psp-verdict", "A pair is", "conflicts first"):
        assert words not in pages["index.md"]


def test_a_picture_says_every_number_in_words(tmp_path: Path) -> None:
    """As the data file has them, of every role on every issue and of every conflict."""
    pages = _pages(tmp_path, factory.scenario(5, 4))
    data = json.loads(pages["perspectives.json"])
    rows = pages["index.md"].split("<section")[1:]
    assert len(rows) == 4
    names = {persona["id"]: persona["name"] for persona in data["personas"]}
    for stance in data["stances"]:
        (row,) = [row for row in rows if f"{{ #{stance['issue']} }}" in row]
        favour, against = round(100 * stance["for"]), round(100 * stance["against"])
        neutral = round(100 * stance["shares"][2])
        name, place = names[stance["persona"]], 50 + (favour - against) / 2
        said = f"*{name}: {favour} for, {neutral} neutral, {against} against*]"
        (line,) = [line for line in row.splitlines() if said in line]
        assert f"({stance['persona']}.md#{stance['issue']})" in line
        assert f"--x:{place:g};" in line
    conflicts = pages["conflicts.md"]
    lines = {text.split("{ #")[1].split(" }")[0]: text for text in conflicts.split("\n### ")[1:]}
    split = {(s["persona"], s["issue"]): s["split"] for s in data["stances"]}
    clear = [pair for pair in data["pairs"] if pair["tier"] == "clear"]
    assert clear
    for pair in clear[:20]:
        line = lines[f"{pair['issue']}--{pair['a']}--{pair['b']}"]
        a, b = (split[pair[side], pair["issue"]] for side in "ab")
        assert f"about {pair['opposed'] * 100 + 1e-7:.0f} of 100 pairs on opposite sides" in line
        inside = re.search(r"sides; (\d+) inside (?:the first role, (\d+)|each role)", line)
        assert inside
        told = [int(number) for number in inside.groups() if number]
        assert sum(told) / len(told) == pytest.approx(100 * (a + b) / 2, abs=0.51)
        assert "**Clear conflict**" in line


def test_the_issue_of_the_strongest_conflict_comes_first_and_every_issue_is_there(
    tmp_path: Path,
) -> None:
    torn, calm, mild = {"role-a": FOR, "role-b": AGAINST}, (10, 10, 18, 40, 22), (5, 35, 20, 35, 5)
    counts = {
        role: {"issue-1": calm, "issue-2": mild, "issue-3": spread} for role, spread in torn.items()
    }
    counts["role-a"]["issue-2"] = (5, 15, 20, 45, 15)
    pages = _pages(tmp_path, factory.scenario(2, 3), counts=counts)
    index = pages["index.md"]
    places = [index.index(f"### Issue {n} {{") for n in (3, 2, 1)]
    assert places == sorted(places)
    # Excess (0.6 - 0.4) · (0.4 - 0.2) = 0.04.
    assert "*No conflict between the roles*" in index
    assert "**All roles for: at least 62 of 100**" in index
    # In the data and in the table the issues keep the order of the scenario.
    table = index[index.index("| Issue |") :]
    places = [table.index(f"[Issue {n}]") for n in (1, 2, 3)]
    assert places == sorted(places)


def test_the_legend_has_the_kinds_of_dots_that_there_are(tmp_path: Path) -> None:
    neutral = (0, 0, 100, 0, 0)
    counts = {role: {"issue-1": FOR, "issue-2": neutral} for role in ("role-a", "role-b")}
    index = _pages(tmp_path, factory.scenario(2, 2), counts=counts)["index.md"]
    assert re.findall(r'class="psp-mark"><span class="psp-dot psp-(\w+)', index) == [
        "clear",
        "neutral",
    ]


def test_more_conflicts_on_an_issue_are_counted(tmp_path: Path) -> None:
    counts = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": AGAINST}}
    for middle, more in (
        (AGAINST, "1 more conflict<"),
        ((20, 20, 20, 20, 20), "2 more conflicts<"),
    ):
        three = counts | {"role-c": {"issue-1": middle}}
        index = _pages(tmp_path, factory.scenario(3, 1), counts=three)["index.md"]
        assert f"<small>and {more}" in index


def test_numbers_are_said_to_be_rough_where_a_model_was_asked(tmp_path: Path) -> None:
    rough, written = (
        "four out of five were off by at most 15 pairs, or 20 people",
        "written by hand",
    )
    for model, said, unsaid in (("test-model", rough, written), ("sample", written, rough)):
        pages = _pages(tmp_path, factory.scenario(3, 2), model=model)
        for page in ("index.md", "conflicts.md"):
            assert said in pages[page]
            assert unsaid not in pages[page]


def test_a_situation_is_folded_behind_its_first_sentence(tmp_path: Path) -> None:
    data = factory.scenario(2, 1)
    data["situation"] = "A town plans a tram. It is dear.\n\nThere is no date."
    index = _pages(tmp_path, data)["index.md"]
    assert "<summary>A town plans a tram.</summary>\n\nIt is dear.\n\nThere is no date.\n" in index
    data["situation"] = "A town plans a tram."
    index = _pages(tmp_path, data)["index.md"]
    assert "<details" not in index
    assert "\nA town plans a tram.\n" in index


def test_a_role_that_was_not_asked_about_another_is_not_said_to_be_surprised(
    tmp_path: Path,
) -> None:
    """As where two roles were counterparts once, and the answers were accepted since."""
    pair = {"id": "c", "title": "C", "personas": ["role-a", "role-b"]}
    counts = {"role-a": {"issue-1": FOR}, "role-c": {"issue-1": AGAINST}}
    _pages(tmp_path, factory.scenario(3, 1, comparisons=[pair]), counts=counts)
    _edit(tmp_path, "role-a", '"with": "role-b"', '"with": "role-c"')
    conflicts = _pages_again(tmp_path)["conflicts.md"]
    assert "### Issue 1 <small>Role a × Role c</small>" in conflicts
    assert "**Role a expects Role c to want:**" in conflicts
    assert "Only Role a expects this friction" not in conflicts


def test_common_ground_is_reported_with_the_least_share(tmp_path: Path) -> None:
    counts = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": (10, 10, 18, 40, 22)}}
    pages = _pages(tmp_path, factory.scenario(2, 1), counts=counts)
    assert "At least 62 of 100 in every role are **for**: Claim 1." in pages["index.md"]


def test_a_distribution_is_reported_in_words_and_handed_to_the_style_sheet(tmp_path: Path) -> None:
    counts = {"role-a": {"issue-1": (10, 20, 30, 40, 0)}}
    page = _pages(tmp_path, factory.scenario(1, 1), counts=counts)["role-a.md"]
    assert '{ .psp-bar data-search-exclude style="--p1:10;--p2:20;--p3:30;--p4:40" }' in page
    assert (
        "10\xa0Strongly against · 20\xa0Against · 30\xa0Neither · 40\xa0For · 0\xa0Strongly for\n"
        in page
    )
    assert "Of 100 people in this role, **40** are for, 30 neutral and 30 against" in page


def test_an_unanswered_role_is_there_and_left_out_of_the_numbers(tmp_path: Path) -> None:
    pair = {"id": "c", "title": "C", "personas": ["role-a", "role-b"]}
    data = factory.scenario(4, 2, comparisons=[pair])
    pages = _pages(tmp_path, data, leave_out=("role-b",))
    index = pages["index.md"]
    assert "**Not answered yet:** Role b." in index
    assert "[Role b](role-b.md)" in index
    (header,) = [line for line in index.splitlines() if line.startswith("| Issue |")]
    assert "Role a" in header
    assert "Role b" not in header
    assert "Not answered yet" in pages["role-b.md"]
    assert "test-model" not in pages["role-b.md"]
    assert "Too few roles are answered for a comparison." in pages["comparisons/c.md"]
    assert all(pair["b"] != "role-b" for pair in json.loads(pages["perspectives.json"])["pairs"])


def test_stances_stand_in_the_scenarios_order_on_every_page(tmp_path: Path) -> None:
    """Records are sorted by letters, which is no order that anybody chose."""
    order = ["zeal", "art", "mood"]
    data = factory.scenario(2, 3)
    for issue, name in zip(data["issues"], order, strict=True):
        issue["id"] = name
    pages = _pages(tmp_path, data)
    data = json.loads(pages["perspectives.json"])
    for answer in data["answers"].values():
        assert list(answer["stances"]) == order
    assert [row["issue"] for row in data["stances"]] == order * 2
    assert [row.split(",")[2] for row in pages["stances.csv"].splitlines()[1:]] == order * 2
    for name in ("index.md", "role-a.md"):
        places = [pages[name].index(f"{anchor} }}") for anchor in order]
        assert places == sorted(places), name


def test_what_a_reader_should_know_of_an_answer_is_said_on_its_page(tmp_path: Path) -> None:
    def pages(role: str, old: str, new: str) -> dict[str, str]:
        _pages(tmp_path, factory.scenario(2, 2))
        _edit(tmp_path, role, old, new)
        return _pages_again(tmp_path)

    for told, old, new in (
        ("edited by hand", "I see it so", "I see it otherwise"),
        ("no model was asked", '"test-model"', '"sample"'),
        ("were scaled", '"importance": 1,', '"importance": 1, "scaled": true,'),
    ):
        found = pages("role-a", old, new)
        assert found["role-a.md"].count(told) >= 1, told
        assert told not in found["role-b.md"]
    mixed = pages("role-a", '"test-model"', '"other-model"')["index.md"]
    assert "different models (other-model and test-model)" in mixed


def test_a_question_that_changed_is_reported_where_its_answer_is_shown(tmp_path: Path) -> None:
    _pages(tmp_path, factory.scenario(2, 1))
    data = factory.scenario(2, 1)
    data["personas"][0]["description"] = "Role a does other work."
    factory.write_scenario(tmp_path, data=data)
    pages = _pages_again(tmp_path)
    assert "has changed since this answer was recorded" in pages["role-a.md"]
    assert "has changed since" not in pages["role-b.md"]


@pytest.mark.parametrize("role", ["role-a", "role-b", "role-c"])
def test_the_way_through_the_roles_has_an_end_on_both_sides(tmp_path: Path, role: str) -> None:
    page = _pages(tmp_path, factory.scenario(3, 1))[f"{role}.md"]
    assert ("rel=prev" in page) == (role != "role-a")
    assert ("rel=next" in page) == (role != "role-c")


def test_a_changed_stance_touches_only_its_own_lines(tmp_path: Path) -> None:
    before = _pages(tmp_path, factory.scenario(6, 8), model="sample")
    file = tmp_path / "scenarios/tram/answers/role-c.json"
    shares = json.loads(file.read_text("utf-8"))["answer"]["stances"]["issue-5"]["shares"]
    moved = shares | {"neither": shares["neither"] - 1, "for": shares["for"] + 1}
    counts = {"role-c": {"issue-5": tuple(moved[key] for key in SCALE_KEYS)}}
    factory.write_records(tmp_path, model="sample", counts=counts)
    after = _pages_again(tmp_path)
    assert {name for name in after if after[name] != before[name]} <= {
        *("index.md", "role-c.md", "comparisons/index.md", "conflicts.md"),
        *("perspectives.json", "stances.csv"),
    }
    changed = {name: _lines_added(before[name], after[name]) for name in after}
    # The bar, its legend and the sentence with the numbers.
    assert changed["role-c.md"] == 3
    assert sum(lines for name, lines in changed.items() if name.endswith(".md")) <= 20
    # One line for the stance and for each pair with one of five others, one for the answer.
    assert changed["perspectives.json"] == 1 + 5 + 1
    assert changed["stances.csv"] == 1


def _lines_added(before: str, after: str) -> int:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return sum(line.startswith("+ ") for line in lines)


def _role_page(root: Path, share: tuple[int, ...], **stance: Any) -> str:
    """The page of a role with such shares, and with other values in its stance."""
    _pages(root, factory.scenario(2, 1), counts={"role-a": {"issue-1": share}})

    def edit(record: dict[str, Any]) -> None:
        record["answer"]["stances"]["issue-1"] |= stance

    factory.edit_json(root / "scenarios/tram/answers/role-a.json", edit)
    return _pages_again(root)["role-a.md"]


@pytest.mark.parametrize(
    ("shares", "shown"),
    [
        # The smaller of for and against, whichever it is.
        ((3, 14, 20, 41, 22), "17 of 100"),
        ((41, 22, 20, 3, 14), "17 of 100"),
        ((3, 2, 0, 50, 45), "5 of 100"),
        # Too few to speak of.
        ((3, 1, 0, 50, 46), ""),
        ((0, 0, 0, 55, 45), ""),
    ],
)
def test_the_minority_is_named_with_its_share(
    tmp_path: Path, shares: tuple[int, ...], shown: str
) -> None:
    page = _role_page(tmp_path, shares, minority="Those *near* retirement.")
    if shown:
        said = (
            f"{shown} are on the other side:\n{{ .psp-minority data-search-exclude }}\n\n"
            "Those &#42;near&#42; retirement.\n"
        )
        assert said in page
        # Beside the reason, and before the numbers in words.
        assert page.index("Because role-a must") < page.index(said) < page.index("Importance")
    else:
        assert "on the other side" not in page
        assert "retirement" not in page


def test_where_nobody_is_on_the_other_side_nothing_is_said(tmp_path: Path) -> None:
    assert "on the other side" not in _role_page(tmp_path, (20, 20, 20, 20, 20), minority=None)


def test_open_questions_stand_on_the_roles_page_and_gathered_on_the_scenarios(
    tmp_path: Path,
) -> None:
    pages = _pages(tmp_path, factory.scenario(2, 1))
    assert "## What this role would want to know" in pages["role-a.md"]
    assert "- Who pays role-a for it?" in pages["role-a.md"]
    _, gathered = pages["index.md"].split("## What the roles want to know")
    for role in "ab":
        assert f"- [Role {role}](role-{role}.md#_open-questions)\n" in gathered
        assert f"    - Who pays role-{role} for it?\n" in gathered
    for role in "ab":
        _edit(tmp_path, f"role-{role}", f'"Who pays role-{role} for it?"', "")
    pages = _pages_again(tmp_path)
    assert "want to know" not in pages["role-a.md"] + pages["index.md"]


def test_where_no_way_forward_is_seen_none_is_claimed(tmp_path: Path) -> None:
    pages = _pages(tmp_path, factory.scenario(2, 1))
    assert "A way forward" in pages["role-a.md"]
    for role in "ab":

        def edit(record: dict[str, Any]) -> None:
            for friction in record["answer"]["frictions"]:
                friction["way_forward"] = None

        factory.edit_json(tmp_path / f"scenarios/tram/answers/role-{role}.json", edit)
    pages = _pages_again(tmp_path)
    assert "A way forward" not in pages["role-a.md"] + pages["conflicts.md"]
    assert "None" not in pages["role-a.md"] + pages["conflicts.md"]


def test_a_role_that_came_later_is_not_one_that_was_asked_about(tmp_path: Path) -> None:
    data = factory.scenario(2, 1)
    counts = {
        "role-a": {"issue-1": FOR},
        "role-b": {"issue-1": (0, 0, 100, 0, 0)},
        "role-n": {"issue-1": AGAINST},
    }
    _pages(tmp_path, data, counts=counts)
    old = (tmp_path / "scenarios/tram/answers/role-a.json").read_bytes()
    data["personas"].append(factory.persona("role-n"))
    _pages(tmp_path, data, counts=counts)
    (tmp_path / "scenarios/tram/answers/role-a.json").write_bytes(old)
    _edit(tmp_path, "role-n", '"issue": "issue-1"', '"issue": null')
    conflicts = _pages_again(tmp_path)["conflicts.md"]
    assert "### Issue 1 <small>Role a × Role n</small>" in conflicts
    assert "Neither role expects friction here" not in conflicts
    assert "Some of these roles were not asked about each other" in conflicts


def test_a_page_says_how_to_see_what_was_asked(tmp_path: Path) -> None:
    page = _pages(tmp_path, factory.scenario(2, 1))["role-a.md"]
    assert "`perspectives prompt tram --persona role-a`" in page


def test_comparisons_say_where_models_disagree(tmp_path: Path) -> None:
    counts = {"role-a": {"issue-1": FOR}, "role-b": {"issue-1": FOR}}
    pair = {"id": "c", "title": "C", "personas": ["role-a", "role-b"]}
    _pages(tmp_path, factory.scenario(2, 1, comparisons=[pair]), counts=counts)
    other = {"role-a": {"issue-1": AGAINST}, "role-b": {"issue-1": FOR}}
    factory.write_records(tmp_path, model="other-model", counts=other, voice="other")
    pages = _pages_again(tmp_path)
    for name in ("comparisons/c.md", "comparisons/index.md"):
        (flagged,) = [line for line in pages[name].splitlines() if "models disagree" in line]
        assert flagged.startswith("- [Role a]"), name
        assert pages[name].count("*By 2 voices, 5 to 85 of 100 are for.*") == 1
