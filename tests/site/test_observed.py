"""People's answers from a table to the page; and never in what a model is asked."""

from __future__ import annotations

import json
import random
from pathlib import Path

import factory
import pytest
from commands import Run, tree
from fake_server import FakeServer, Request, mutate

ISSUES = 12
TEXTS = ("--source", "Our own survey", "--licence", "CC0", "--asked", "May 2026")


def _table(people: int = 40) -> str:
    """Invented people of two roles, with names that nobody but them should read again."""
    chance = random.Random(3)
    rows = ["Name,E-mail,persona," + ",".join(f"issue-{i + 1}" for i in range(ISSUES))]
    for n in range(people):
        answers = ",".join(str(chance.choice([1, 2, 2, 3, 4, 5])) for _ in range(ISSUES))
        rows.append(f"Zebedee {n},z{n}@example.org,role-{'ab'[n % 2]},{answers}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def tram(site: Path) -> Path:
    factory.write_scenario(site, data=factory.scenario(2, ISSUES))
    return site


def test_a_table_in_and_the_page_out(tram: Path, run: Run) -> None:
    factory.write_records(tram)
    (tram / "answers.csv").write_text(_table(80), "utf-8")
    result = run("perspectives", "observe", "tram", "answers.csv", *TEXTS)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[:3] == [
        "Written: scenarios/tram/observed.yml: 2 roles on 12 issues, 40 people on each.",
        "Left out: other columns: Name, E-mail",
        "Counts alone were written; no row of answers.csv was copied.",
    ]
    assert run("mkdocs", "build", "--strict").returncode == 0
    page = (tram / "docs/scenarios/calibration.md").read_text("utf-8")
    assert "## test-model, prompt version " in page
    assert "| Issues on which people were asked (their number) | 12 | 12 |" in page
    assert "Our own survey" in page
    data = json.loads((tram / "docs/scenarios/tram/perspectives.json").read_text("utf-8"))
    counts = {"role-a": [0] * 5}
    for row in _table(80).splitlines()[1:]:
        _, _, role, first, *_ = row.split(",")
        if role == "role-a":
            counts[role][int(first) - 1] += 1
    (stance,) = [s for s in data["stances"] if (s["persona"], s["issue"]) == ("role-a", "issue-1")]
    assert stance["observed"]["n"] == 40
    assert stance["observed"]["shares"] == [count / 40 for count in counts["role-a"]]
    assert (tram / "site/scenarios/calibration/index.html").exists()
    # Nothing of the people themselves is anywhere but in the table.
    (tram / "answers.csv").unlink()
    for name, content in tree(tram).items():
        assert b"Zebedee" not in content, name
        assert b"@example.org" not in content, name


def test_forty_people_in_two_roles_are_too_few_and_that_is_said(tram: Path, run: Run) -> None:
    rows = _table(40).splitlines()
    rows[1:11] = [row.replace("role-b", "role-a") for row in rows[1:11]]
    rows[11:31] = [row.replace("role-b", "role-a") for row in rows[11:31]]
    (tram / "answers.csv").write_text("\n".join(rows), "utf-8")
    result = run("perspectives", "observe", "tram", "answers.csv", *TEXTS)
    assert result.returncode == 0
    assert "1 role on 12 issues, 35 people on each" in result.stdout
    assert "Left out: fewer than 30 people answered: role-b on issue-1 (5), " in result.stdout
    assert "role-b" not in (tram / "scenarios/tram/observed.yml").read_text("utf-8")


def test_faults_are_reported_with_their_line(tram: Path, run: Run) -> None:
    (tram / "a.csv").write_text("persona,issue-1\nrole-a,4\nrole-a,maybe\n", "utf-8")
    result = run("perspectives", "observe", "tram", "a.csv")
    assert result.returncode == 1
    assert result.stderr.startswith("a.csv:3:1: 'maybe' is no answer to 'issue-1'\n  ")
    assert not (tram / "scenarios/tram/observed.yml").exists()
    assert run("perspectives", "observe", "trams", "a.csv").returncode == 2
    missing = run("perspectives", "observe", "tram", "b.csv")
    assert missing.returncode == 1
    assert "b.csv:1:1: the file cannot be read: No such file" in missing.stderr


def test_missing_details_must_be_filled_in(tram: Path, run: Run) -> None:
    (tram / "a.csv").write_text(_table(80), "utf-8")
    result = run("perspectives", "observe", "tram", "a.csv")
    assert "replace what begins with TODO" in result.stdout
    check = run("perspectives", "check")
    assert check.returncode == 1
    assert "scenarios/tram/observed.yml:3:9: this text is still to be written" in check.stderr
    # It is counted anew all the same, once it is asked for.
    assert run("perspectives", "observe", "tram", "a.csv", *TEXTS).returncode == 1
    assert run("perspectives", "observe", "tram", "a.csv", "--replace", *TEXTS).returncode == 0
    assert run("perspectives", "check").returncode == 0


def test_few_people_are_noted(tram: Path, run: Run) -> None:
    factory.write_observed(tram, counts={"role-a": {"issue-1": [9, 9, 9], "issue-2": [9, 9, 99]}})
    check = run("perspectives", "check")
    assert check.returncode == 0
    assert "note: tram: answers of fewer than 30 people are left out: role-a on issue-1 (27)" in (
        check.stderr
    )


def _asked(site: Path, run: Run, asking: dict[str, str], server: FakeServer) -> list[bytes]:
    """Every request of a whole build with nothing recorded or cached, as the server got it."""
    server.requests.clear()
    for file in (site / "scenarios/tram").glob("answers/*"):
        file.unlink()
    result = run("mkdocs", "build", PERSPECTIVES_MODEL="m", **asking)
    assert result.returncode == 0, result.stderr
    return sorted(request.data for request in server.requests)


def test_what_people_answered_is_never_asked_about(
    tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    """Requests and digests are the same to the byte with people's answers and without."""
    without = _asked(tram, run, asking, server)
    assert len(without) == 2
    digests = {
        name: json.loads(content)["question"]
        for name, content in tree(tram / "scenarios/tram/answers").items()
    }
    printed = run("perspectives", "prompt", "tram", "--format", "json").stdout
    factory.write_observed(
        tram,
        counts={role: {"issue-1": [11, 22, 33], "issue-2": [4, 5, 66]} for role in ("role-a",)},
        source="A source of its own",
        people="Zebedee and others",
    )
    plan = json.loads(run("perspectives", "plan", "--json").stdout)
    assert plan["scenarios"][0]["stale"] == []
    assert run("perspectives", "prompt", "tram", "--format", "json").stdout == printed
    (tram / ".cache").rename(tram / ".old")
    assert _asked(tram, run, asking, server) == without
    for name, content in tree(tram / "scenarios/tram/answers").items():
        assert json.loads(content)["question"] == digests[name]
        assert b"Zebedee" not in content


def test_a_server_that_says_the_same_of_everything_knows_nothing(
    tram: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    even = dict.fromkeys(("strongly_against", "against", "neither", "for", "strongly_for"), 20)

    def same(request: Request):  # type: ignore[no-untyped-def]
        def change(answer):  # type: ignore[no-untyped-def]
            for stance in answer["stances"].values():
                stance["shares"] = even
            return answer

        return mutate(change)

    server.fault_for = same
    (tram / "a.csv").write_text(_table(80), "utf-8")
    assert run("perspectives", "observe", "tram", "a.csv", *TEXTS).returncode == 0
    result = run("mkdocs", "build", PERSPECTIVES_MODEL="even-1", **asking)
    assert "WARNING" not in result.stderr, result.stderr
    assert result.returncode == 0, result.stderr
    page = (tram / "docs/scenarios/calibration.md").read_text("utf-8")
    assert "**No better than a guess that knows nothing**" in page
    assert "About as good as" not in page
    voices = json.loads((tram / "docs/scenarios/calibration.json").read_text("utf-8"))["voices"]
    own, nothing = voices
    assert own["tv"] == nothing["tv"]
    assert own["worth"] is None
