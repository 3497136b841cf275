"""Other voices beside the lead's: whom they ask and when, what they record, and whom they spare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import factory
import fake_server as fake
import pytest
import yaml
from commands import Run, git, tree
from fake_server import FakeServer
from faults import KEY
from panels import KEY_OF_OTHER, OTHER_KEY, configured, panel

ASK = ("perspectives", "ask")
REVERSED = (*ASK, "--voice", "reversed")
FROZEN = {"PERSPECTIVES_MODE": "frozen"}


@pytest.fixture
def other() -> Iterator[FakeServer]:
    with FakeServer(api_key=KEY_OF_OTHER) as running:
        yield running


@pytest.fixture
def voices(asking: dict[str, str]) -> dict[str, str]:
    """The environment with the keys of both servers."""
    return asking | {OTHER_KEY: KEY_OF_OTHER}


@pytest.fixture
def tram(site: Path, other: FakeServer) -> Path:
    """A site with a panel of two voices and a scenario of six roles; its ``scenario.yml``."""
    configured(site, model="model-a", panel=panel(other.base_url))
    return factory.write_scenario(site)


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def _record(site: Path, role: str, voice: str = "") -> dict[str, Any]:
    name = f"{role}/{voice}" if voice else role
    record: dict[str, Any] = json.loads(
        (site / f"scenarios/tram/answers/{name}.json").read_text("utf-8")
    )
    return record


def test_every_voice_is_asked_once_and_on_purpose(
    site: Path, tram: Path, run: Run, server: FakeServer, other: FakeServer, voices: dict[str, str]
) -> None:
    def asked(*command: str) -> tuple[int, int]:
        """How many requests a command sent to the lead's server and to the other one."""
        before = server.count, other.count
        result = run(*command, **voices)
        assert result.returncode == 0, result.stderr
        return server.count - before[0], other.count - before[1]

    assert asked(*ASK) == (6, 0)
    assert asked(*ASK, "--panel") == (6, 6)
    assert asked(*REVERSED) == (6, 0)
    everything = (*ASK, "--panel", "--voice", "reversed")
    assert asked(*ASK) == asked(*everything) == (0, 0)
    _edit(tram, "Role c does its work.", "Role c does more than its work.")
    assert asked(*ASK) == (1, 0)
    # Their records are stale now, which fails nothing.
    assert run("mkdocs", "build", "--strict", **FROZEN).returncode == 0
    assert asked(*everything) == (2, 1)
    _edit(tram, "Role c does more than its work.", "Role c does its work.")
    assert asked(*ASK) == asked(*everything) == (0, 0)
    records = {name for name in tree(site / "scenarios/tram/answers") if "role-c" in name}
    assert records == {
        "role-c.json",
        *(f"role-c/{voice}.json" for voice in ("other", "repeat", "reversed")),
    }
    # A build asks the lead alone.
    for file in (site / "scenarios/tram/answers").rglob("*.json"):
        file.unlink()
    assert asked("mkdocs", "build") == (0, 0)
    assert "role-a/other.json" not in tree(site / "scenarios/tram/answers")


def test_a_panel_changes_nothing_until_it_is_asked(
    tmp_path: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    """Pages, records, requests and the plan are the same to the byte, with a panel or without."""
    # Which of several requests at once comes first would show in what the others find cached.
    server.reports_cached = False
    seen = []
    for name, options in (
        ("without", {}),
        ("empty", {"panel": []}),
        ("unasked", {"panel": panel(server.base_url)}),
    ):
        folder = tmp_path / name
        configured(folder, model="model-a", **options)
        factory.write_scenario(folder)
        before = server.count
        result = run("mkdocs", "build", "--strict", cwd=folder, **asking)
        assert result.returncode == 0, result.stderr
        bodies = sorted(request.data for request in server.requests[before:])
        assert len(bodies) == 6
        plan = json.loads(run("perspectives", "plan", "--json", cwd=folder).stdout)
        assert [voice["voice"] for voice in plan.pop("voices", [])] == (
            ["other", "repeat", "reversed"] if name == "unasked" else []
        )
        seen.append((bodies, tree(folder / "docs"), tree(folder / "scenarios"), plan))
    assert seen[0] == seen[1] == seen[2]


def test_keys_and_headers_reach_only_the_server_that_they_are_for(
    site: Path, tram: Path, run: Run, server: FakeServer, other: FakeServer, voices: dict[str, str]
) -> None:
    headers = {"OPENAI_CUSTOM_HEADERS": "X-Gateway: sk-gateway-0123456789"}
    result = run(*ASK, "--panel", **voices, **headers)
    assert result.returncode == 0, result.stderr
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {KEY}"}
    assert {request.headers.get("x-gateway") for request in server.requests} == {
        "sk-gateway-0123456789"
    }
    assert {request.headers["authorization"] for request in other.requests} == {
        f"Bearer {KEY_OF_OTHER}"
    }
    assert not any("x-gateway" in request.headers for request in other.requests)
    for data in (result.stdout.encode(), result.stderr.encode(), *tree(site).values()):
        assert KEY.encode() not in data
        assert KEY_OF_OTHER.encode() not in data


def test_a_separate_server_gets_only_the_named_key(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    with FakeServer() as open_to_all:
        voice = {"id": "local", "model": "m", "base_url": open_to_all.base_url}
        configured(site, panel=[voice])
        factory.write_scenario(site)
        assert run(*ASK, "--voice", "local", **asking).returncode == 0
        given = {request.headers["authorization"] for request in open_to_all.requests}
    assert given == {"Bearer none"}
    assert server.count == 0


def test_a_server_that_dies_costs_the_other_voices_nothing(
    site: Path, run: Run, server: FakeServer, other: FakeServer, voices: dict[str, str]
) -> None:
    with FakeServer() as dying:
        third = {"id": "a-third", "model": "model-c", "base_url": dying.base_url}
        configured(
            site,
            model="model-a",
            panel=[third, *panel(other.base_url)],
            concurrency=1,
            max_retries=1,
        )
        factory.write_scenario(site)

        def die(request: fake.Request) -> fake.Fault | None:
            if dying.count == 3:
                dying.die()
                return fake.hang()
            return None

        dying.fault_for = die
        result = run(*ASK, "--panel", **voices)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    records = tree(site / "scenarios/tram/answers")
    assert sum("/a-third" in name for name in records) == 2
    assert sum("/other" in name for name in records) == 6
    assert sum("/repeat" in name for name in records) == 6
    assert "Answers by other: 6 answered by the model" in result.stderr
    assert "4 roles not answered by a-third" in result.stderr
    # What it answered before is not asked again, and the lead's answers are as they were.
    assert "tram/role-c/a-third" in result.stderr
    assert not any(name.count("/") == 0 for name in records)


def test_a_wrong_or_a_missing_key_is_one_voices_own(
    site: Path, tram: Path, run: Run, server: FakeServer, other: FakeServer, asking: dict[str, str]
) -> None:
    result = run(*ASK, "--panel", **asking)
    assert result.returncode == 1
    assert f"There is no API key for other: set {OTHER_KEY}." in result.stderr
    assert other.count == 0
    assert "Answers by repeat: 6 answered by the model" in result.stderr
    refresh = run(*ASK, "--voice", "other", "--refresh", **asking)
    assert refresh.returncode == 1
    assert f"set {OTHER_KEY}" in refresh.stderr
    wrong = run(*ASK, "--panel", **asking, OTHER_API_KEY="sk-wrong-0123456789")
    assert wrong.returncode == 1
    assert f"Check the key in {OTHER_KEY}" in wrong.stderr
    assert "sk-wrong-0123456789" not in wrong.stderr


def test_an_unknown_model_names_where_it_is_set(
    site: Path, tram: Path, run: Run, other: FakeServer, voices: dict[str, str]
) -> None:
    other.models = {"another"}
    result = run(*ASK, "--voice", "other", **voices)
    assert result.returncode == 1
    assert "'model-b' (`model` of other in `panel`)" in result.stderr


def test_unknown_voices_and_a_missing_panel_are_wrong_use(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    unknown = run(*ASK, "--voice", "gemma")
    assert unknown.returncode == 2
    assert "unknown voice 'gemma'; known: reversed" in unknown.stderr
    none = run(*ASK, "--panel")
    assert none.returncode == 2
    assert "there is no `panel`" in none.stderr


def test_ceilings_hold_for_all_voices_together(
    site: Path, run: Run, server: FakeServer, other: FakeServer, voices: dict[str, str]
) -> None:
    configured(site, model="model-a", panel=panel(other.base_url), max_requests=8)
    factory.write_scenario(site)
    result = run(*ASK, "--panel", **voices)
    assert result.returncode == 1
    assert (other.count, server.count) == (6, 2)
    assert "max_requests (8) is reached" in result.stderr


def test_only_the_refreshed_voice_is_asked_again(
    site: Path, tram: Path, run: Run, server: FakeServer, other: FakeServer, voices: dict[str, str]
) -> None:
    run(*ASK, **voices)
    run(*ASK, "--panel", **voices)
    before = server.count
    role = ("--persona", "role-b")
    assert run(*ASK, "tram", *role, "--voice", "other", "--refresh", **voices).returncode == 0
    assert (server.count - before, other.count) == (0, 7)


# The question the other way round.

NEGATED = "No claim 1."


@pytest.fixture
def turned(site: Path) -> Path:
    """A scenario of two roles and two issues, of which the first has its statement negated."""
    data = factory.scenario(2, 2)
    data["issues"][0]["reversed"] = NEGATED
    return factory.write_scenario(site, data=data)


def _body(run: Run, *options: str) -> dict[str, Any]:
    printed = run("perspectives", "prompt", "tram", "--format", "json", *options)
    body: dict[str, Any] = json.loads(printed.stdout)["requests"][0]["body"]
    return body


def test_the_reversed_question_turns_issues_statements_and_scales(
    site: Path, turned: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    straight, reversed_ = _body(run), _body(run, "--voice", "reversed")
    shared, system = (body["messages"][0]["content"] for body in (straight, reversed_))
    assert shared[shared.index("# Issues") :] == (
        "# Issues\n\n"
        "issue-1: Issue 1\nStatement: Claim 1.\nScale: strongly_against = Strongly against; "
        "against = Against; neither = Neither; for = For; strongly_for = Strongly for\n\n"
        "issue-2: Issue 2\nStatement: Claim 2.\nScale: strongly_against = Strongly against; "
        "against = Against; neither = Neither; for = For; strongly_for = Strongly for\n"
    )
    assert system[system.index("# Issues") :] == (
        "# Issues\n\n"
        "issue-2: Issue 2\nStatement: Claim 2.\nScale: strongly_for = Strongly for; for = For; "
        "neither = Neither; against = Against; strongly_against = Strongly against\n\n"
        f"issue-1: Issue 1\nStatement: {NEGATED}\nScale: strongly_against = Strongly against; "
        "against = Against; neither = Neither; for = For; strongly_for = Strongly for\n"
    )
    assert system.split("# Issues")[0] == shared.split("# Issues")[0]
    assert straight["messages"][1] == reversed_["messages"][1]
    stances = reversed_["response_format"]["json_schema"]["schema"]["properties"]["stances"]
    keys = {
        issue: list(stance["properties"]["shares"]["properties"])
        for issue, stance in stances["properties"].items()
    }
    assert list(keys) == ["issue-2", "issue-1"]
    assert keys["issue-2"] == keys["issue-1"][::-1]
    assert keys["issue-1"][0] == "strongly_against"
    assert run(*REVERSED, **asking).returncode == 0
    assert json.loads(server.requests[0].data)["messages"][0] == reversed_["messages"][0]


def test_a_reversed_answer_is_recorded_as_given_and_mirrored_when_it_is_read(
    site: Path, turned: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    given = {"issue-1": (5, 10, 20, 30, 35), "issue-2": (1, 2, 3, 4, 90)}

    def said(answer: dict[str, Any]) -> dict[str, Any]:
        for issue, counts in given.items():
            answer["stances"][issue]["shares"] = factory.shares(*counts)
        return answer

    server.fault_for = lambda _: fake.mutate(said)
    assert run(*ASK, **asking).returncode == 0
    assert run(*REVERSED, **asking).returncode == 0
    record = _record(site, "role-a", "reversed")
    for issue, counts in given.items():
        assert record["answer"]["stances"][issue]["shares"] == factory.shares(*counts)
    assert run("perspectives", "build").returncode == 0
    data = json.loads((site / "docs/scenarios/tram/perspectives.json").read_text("utf-8"))
    first, second = (s for s in data["stances"] if s["persona"] == "role-a")
    # Who is for the negation is against the claim; the other claim was only listed otherwise.
    assert [v["shares"] for v in first["voices"]] == [[0.35, 0.3, 0.2, 0.1, 0.05]]
    assert [v["shares"] for v in second["voices"]] == [[0.01, 0.02, 0.03, 0.04, 0.9]]
    # 65 of 100 are for the claim itself, and 65 for its negation.
    assert (first["depends_on_wording"], second["depends_on_wording"]) == (True, False)
    assert first["mean_of_voices"] == [0.2, 0.2, 0.2, 0.2, 0.2]


def test_a_negated_statement_is_that_voices_own_affair(
    site: Path, turned: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    assert run(*ASK, **asking).returncode == 0
    assert run(*REVERSED, **asking).returncode == 0
    assert server.count == 4
    _edit(turned, NEGATED, "Not claim 1, but its opposite.")
    assert run("mkdocs", "build", "--strict", **FROZEN).returncode == 0
    plan = json.loads(run("perspectives", "plan", "--json").stdout)
    assert plan["requests"] == 0
    (voice,) = plan["voices"]
    assert voice["voice"] == "reversed"
    assert voice["requests"] == 2
    assert voice["scenarios"][0]["stale"][0]["reason"] == "changed since: reversed"
    assert run(*ASK, **asking).returncode == 0
    assert server.count == 4
    assert run(*REVERSED, **asking).returncode == 0
    assert server.count == 6


# Plans, acceptance and differences.


def test_the_plan_has_a_row_and_a_price_for_each_voice(
    site: Path, run: Run, other: FakeServer
) -> None:
    cheap = {"id": "mini", "model": "gpt-4o-mini"}
    local = {"id": "local", "model": "m", "base_url": other.base_url}
    configured(site, model="gpt-4o", panel=[cheap, local])
    factory.write_scenario(site)
    text = run("perspectives", "plan").stdout
    rows = {line.split()[0]: line.split() for line in text.splitlines() if line.strip()}
    assert rows["mini"][5] == rows["local"][5] == rows["reversed"][5] == "6"
    assert rows["local"][7] == "?"
    assert rows["mini"][-1] == "gpt-4o-mini"
    plan = json.loads(run("perspectives", "plan", "--json").stdout)
    by_voice = {voice["voice"]: voice for voice in plan["voices"]}
    # The list prices in US dollars per million tokens, as OpenAI publishes them.
    for voice, read, written in (("mini", 0.15, 0.60), ("reversed", 2.5, 10.0)):
        tokens = by_voice[voice]
        price = (tokens["input_tokens"] * read + tokens["output_tokens"] * written) / 1e6
        assert tokens["price"] == pytest.approx(price, rel=1e-3)
    assert by_voice["local"]["price"] is None
    # The lead's own plan is its own alone.
    assert plan["requests"] == 6


def test_accepting_includes_voices_with_the_same_question(
    site: Path, tram: Path, run: Run, voices: dict[str, str]
) -> None:
    for options in ((), ("--panel",), ("--voice", "reversed")):
        assert run(*ASK, *options, **voices).returncode == 0
    # One voice's answers are to an earlier question than all others.
    _edit(tram, "It costs 90 million.", "It costs 95 million.")
    for options in ((), ("--voice", "repeat", "--voice", "reversed")):
        assert run(*ASK, *options, **voices).returncode == 0
    _edit(tram, "A town plans a tram line.", "A town plans a new tram line.")
    result = run("perspectives", "accept", "tram")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "18 records accepted.\n"
    assert "still stale: tram/role-a/other, tram/role-b/other" in result.stderr
    plan = json.loads(run("perspectives", "plan", "--json").stdout)
    stale = {v["voice"]: sum(len(s["stale"]) for s in v["scenarios"]) for v in plan["voices"]}
    assert stale == {"other": 6, "repeat": 0, "reversed": 0}
    assert plan["requests"] == 0
    own = run("perspectives", "accept", "tram", "--voice", "other", "--persona", "role-a")
    assert own.stdout == "1 record accepted.\n"


def test_an_answer_to_other_negations_is_not_accepted(
    site: Path, turned: Path, run: Run, asking: dict[str, str]
) -> None:
    """Its shares would be mirrored although they are not of a negated statement."""
    run(*ASK, **asking)
    run(*REVERSED, **asking)
    _edit(turned, f"  reversed: {NEGATED}\n", "")
    result = run("perspectives", "accept", "tram", "--voice", "reversed")
    assert result.returncode == 1
    assert "is to other statements than those that are negated now" in result.stderr
    assert "perspectives ask tram --persona role-a --voice reversed" in result.stderr


def test_a_difference_says_whose_voice_moved(
    site: Path, tram: Path, run: Run, other: FakeServer, voices: dict[str, str]
) -> None:
    for options in ((), ("--panel",)):
        assert run(*ASK, *options, **voices).returncode == 0
    git(site, "init", "-q")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "x")
    assert "No perspective has changed" in run("perspectives", "diff").stdout

    def all_for(answer: dict[str, Any]) -> dict[str, Any]:
        answer["stances"]["issue-1"]["shares"] = factory.shares(0, 0, 0, 0, 100)
        return answer

    other.fault_for = lambda _: fake.mutate(all_for)
    refreshed = run(*ASK, "--voice", "other", "--persona", "role-d", "--refresh", **voices)
    assert refreshed.returncode == 0, refreshed.stderr
    data = json.loads(run("perspectives", "diff", "--format", "json").stdout)
    (scenario,) = data["scenarios"]
    assert scenario["asked_again"] == []
    assert [voice["asked_again"] for voice in scenario["voices"]] == [["role-d"]]
    moved = [m for m in scenario["stances"] if m["issue"] == "issue-1"]
    assert [(m["persona"], m["voice"], m["mean"][1]) for m in moved] == [("role-d", "other", 5.0)]
    text = run("perspectives", "diff").stdout
    assert "- The voice other\n  - Asked again: Role d\n  - Role d on Issue 1: mean" in text
    comment = run("perspectives", "diff", "--format", "markdown").stdout
    assert "- **The voice** other\n" in comment
    assert "answers of other changed" in comment


def test_a_recorded_voice_is_read_whatever_is_configured(
    site: Path, tram: Path, run: Run, voices: dict[str, str]
) -> None:
    run(*ASK, **voices)
    run(*ASK, "--panel", **voices)
    configured(site, model="model-a")
    assert run("perspectives", "build").returncode == 0
    data = json.loads((site / "docs/scenarios/tram/perspectives.json").read_text("utf-8"))
    assert [(v["voice"], v["model"]) for v in data["stances"][0]["voices"]] == [
        ("other", "model-b-2026"),
        ("repeat", "model-a-2026"),
    ]


def test_an_invalid_record_of_a_voice_is_named(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    factory.write_records(site)
    folder = site / "scenarios/tram/answers/role-a"
    folder.mkdir()
    (folder / "lead.json").write_text("{}", "utf-8")
    (folder / "gemma.json").write_text("{}", "utf-8")
    (folder / "notes.txt").write_text("x", "utf-8")
    result = run("perspectives", "check")
    assert result.returncode == 1
    assert "scenarios/tram/answers/role-a/lead.json:1:1: the record's file is not" in result.stderr
    assert "scenarios/tram/answers/role-a/gemma.json:1:1: the record is not valid" in result.stderr
    assert "notes.txt" not in result.stderr


def test_pruning_spares_what_a_voice_still_asks(
    site: Path, turned: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    run(*ASK, **asking)
    run(*REVERSED, **asking)
    assert "0 answers deleted, 4 remaining" in run("perspectives", "cache", "prune").stdout
    data = yaml.safe_load(turned.read_text("utf-8"))
    data["issues"][0]["reversed"] = "Another negation."
    turned.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    assert "2 answers deleted, 2 remaining" in run("perspectives", "cache", "prune").stdout


# Pages.


@pytest.fixture
def checked(site: Path) -> Path:
    """Two roles on one issue, whose negation is given; the lead, another model, and reversed."""
    data = factory.scenario(2, 1)
    data["issues"][0]["reversed"] = NEGATED
    file = factory.write_scenario(site, data=data)
    for voice, model, counts in (
        # 60 of 100 for, 20 against; 30 for, 55 against; and, mirrored, 20 for, 70 against.
        ("", "model-a", (10, 10, 20, 40, 20)),
        ("gemma", "gemma-3", (25, 30, 15, 20, 10)),
        ("reversed", "model-a", (5, 15, 10, 30, 40)),
    ):
        both = {"role-a": {"issue-1": counts}, "role-b": {"issue-1": (0, 0, 0, 50, 50)}}
        if voice == "reversed":
            both["role-b"] = {"issue-1": (50, 50, 0, 0, 0)}
        factory.write_records(site, model, both, voice=voice)
    return file


def test_a_stance_shows_the_other_voices_beside_the_lead(
    site: Path, checked: Path, run: Run
) -> None:
    assert run("mkdocs", "build", "--strict", "-q", **FROZEN).returncode == 0
    page = (site / "docs/scenarios/tram/role-a.md").read_text("utf-8")
    bar = '<span class="psp-bar" style="--p1:{};--p2:{};--p3:{};--p4:{}">'
    assert f"- *gemma (gemma-3)* {bar.format(25, 30, 15, 20)}55 against, 15 neutral, 30 for" in page
    turned = f"- *asked the other way round (model-a)* {bar.format(40, 30, 10, 15)}70 against"
    assert turned in page
    assert "By 3 voices, 20 to 60 of 100 are for." in page
    assert "**Models disagree:** with gemma, the majority is on the other side." in page
    assert "**Depends on the wording:**" in page
    assert f"Asked about the negated statement: “{NEGATED}”" in page
    # The other role's voices are of one mind.
    calm = (site / "docs/scenarios/tram/role-b.md").read_text("utf-8")
    assert "By all 3 voices, 100 of 100 are for." in calm
    assert "Models disagree" not in calm
    scenario = (site / "docs/scenarios/tram/index.md").read_text("utf-8")
    section = scenario[scenario.index("{ #_check-first") :]
    assert "[**Role a: Issue 1**](role-a.md#issue-1)\n  60 for, 20 against\n" in section
    assert "(gemma: 30 for, 55 against)\n  (asked the other way round: 20 for, 70 ag" in section
    assert "Role b: Issue 1" not in section


def test_other_voices_are_out_of_the_search(site: Path, checked: Path, run: Run) -> None:
    """Their texts are checks; the lead's are what a reader looks for."""
    for record in (site / "scenarios/tram/answers").rglob("gemma.json"):
        factory.edit_json(
            record, lambda data: data["answer"]["stances"]["issue-1"].update(reason="Zygote.")
        )
    assert run("mkdocs", "build", "-q", **FROZEN).returncode == 0
    page = (site / "site/scenarios/tram/role-a/index.html").read_text("utf-8")
    index = (site / "site/search/search_index.json").read_text("utf-8")
    assert "Zygote." in page
    assert "Zygote" not in index
    assert "gemma-3" not in index


def test_what_is_stale_is_named_and_left_out(site: Path, checked: Path, run: Run) -> None:
    _edit(checked, NEGATED, "Not claim 1.")
    assert run("mkdocs", "build", "--strict", "-q", **FROZEN).returncode == 0
    page = (site / "docs/scenarios/tram/role-a.md").read_text("utf-8")
    assert "By 2 voices, 30 to 60 of 100 are for." in page
    told = "asked the other way round: the answer is to an earlier question, so it is left out."
    assert told in page
    assert "`perspectives ask tram --persona role-a --voice reversed`" in page
    scenario = (site / "docs/scenarios/tram/index.md").read_text("utf-8")
    assert "the answer for Role a and Role b is to an earlier question" in scenario
    assert "`perspectives ask tram --voice reversed`" in scenario


def test_agreement_of_all_voices_is_shown(site: Path, run: Run) -> None:
    factory.write_scenario(site, data=factory.scenario(2, 1))
    factory.write_records(site)
    assert run("perspectives", "build").returncode == 0
    page = site / "docs/scenarios/tram/index.md"
    assert "_check-first" not in page.read_text("utf-8")
    factory.write_records(site, voice="gemma")
    assert run("perspectives", "build").returncode == 0
    assert "On no stance does one of them have the majority" in page.read_text("utf-8")
