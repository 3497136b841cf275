"""Faulty servers: what the user sees, what is recorded, and how many requests are sent."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import factory
import fake_server as fake
import pytest
import trustme
from commands import Run, command, tree
from fake_server import FakeServer, Fault, Request
from faults import CASES, KEY, MAX_RETRIES, TIMEOUT, Case

BYSTANDERS = 6
"""The number of roles without a fault."""

MKDOCS = f"""\
site_name: Site
theme: {{name: material}}
plugins:
  - search
  - perspectives:
      max_retries: {MAX_RETRIES}
      concurrency: 32
"""


@dataclass(frozen=True)
class Outcome:
    """What a run with many faults at once did, and the run after the server was repaired."""

    cases: tuple[Case, ...]
    site: Path
    first: subprocess.CompletedProcess[str]
    second: subprocess.CompletedProcess[str]
    asked_first: Counter[str]
    asked_second: Counter[str]
    proper: dict[str, Any]
    """The proper answer to the last request of each role, by its name."""
    recorded: dict[str, bytes]

    def told_of(self, role: str) -> str:
        """The entry for a role in the table of failures."""
        for block in self.first.stderr.split("\n\n"):
            failed = re.match(r"  failed: (.*?)\n  why: ", block, re.DOTALL)
            if failed and f"tram/{role}" in re.split(r",\s+", failed[1]):
                return block
        return ""

    @property
    def bystanders(self) -> list[str]:
        return _roles(len(self.cases) + BYSTANDERS)[len(self.cases) :]


def _roles(count: int) -> list[str]:
    return [p["id"] for p in factory.scenario(count)["personas"]]


def _scenario(count: int) -> dict[str, Any]:
    """This many roles, each with one other as its counterpart."""
    roles = _roles(count)
    pairs = [
        (role, roles[i ^ 1] if i ^ 1 < len(roles) else roles[0]) for i, role in enumerate(roles)
    ]
    comparisons = [
        {"id": f"pair-{a}", "title": "Two roles", "personas": [a, b]} for a, b in pairs[::2]
    ]
    return factory.scenario(len(roles), comparisons=comparisons)


SLOW = tuple(case for case in CASES if case.slow)
QUICK = tuple(case for case in CASES if not case.slow)
ROLE_OF = {
    case.name: role
    for cases in (SLOW, QUICK)
    for case, role in zip(cases, _roles(len(cases)), strict=True)
}


def _outcome(site: Path, cases: tuple[Case, ...], options: str) -> Outcome:
    factory.write_site(site, MKDOCS + options)
    factory.write_scenario(site, data=_scenario(len(cases) + BYSTANDERS))
    proper: dict[str, Any] = {}
    seen: Counter[str] = Counter()
    by_role = {_role_name(ROLE_OF[case.name]): case for case in cases}
    mended = False

    def fault_for(request: Request) -> Fault | None:
        role = request.role
        seen[role] += 1
        case = by_role.get(role)
        if not mended:
            proper[role] = server.proper_answer(request)
        if mended or case is None:
            return None
        return case.faults[min(seen[role], len(case.faults)) - 1]

    with FakeServer() as server:
        server.fault_for = fault_for
        asking = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY}
        first = command("perspectives", "ask", cwd=site, **asking)
        asked_first, recorded = Counter(seen), tree(site / "scenarios/tram/answers")
        seen.clear()
        mended = True
        second = command("perspectives", "ask", cwd=site, **asking)
    return Outcome(cases, site, first, second, asked_first, Counter(seen), proper, recorded)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return _outcome(tmp_path_factory.mktemp("faults") / "site", QUICK, "")


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Only timeouts, since on a busy machine other replies are late too."""
    options = f"      timeout: {TIMEOUT}\n"
    return _outcome(tmp_path_factory.mktemp("slow") / "site", SLOW, options)


@pytest.fixture(params=["quick", "slow"])
def outcome(request: pytest.FixtureRequest) -> Outcome:
    found: Outcome = request.getfixturevalue(request.param)
    return found


def _role_name(persona_id: str) -> str:
    return str(factory.persona(persona_id)["name"])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_fault_is_reported_at_a_bounded_cost(request: pytest.FixtureRequest, case: Case) -> None:
    outcome: Outcome = request.getfixturevalue("slow" if case.slow else "quick")
    role = ROLE_OF[case.name]
    asked = outcome.asked_first[_role_name(role)]
    assert asked == case.requests
    assert (f"{role}.json" in outcome.recorded) == (not case.shown)
    shown = outcome.told_of(role)
    if case.shown:
        # Long messages are not wrapped, so what is looked for is in one line.
        assert case.shown in shown
        assert re.search(r"^  to do:  \S", shown, re.MULTILINE)
    else:
        assert shown == ""
        if case.same:
            recorded = json.loads(outcome.recorded[f"{role}.json"])
            assert recorded["answer"] == outcome.proper[_role_name(role)]
    # Once the server works, exactly the unanswered questions are sent, once.
    assert outcome.asked_second[_role_name(role)] == (1 if case.shown else 0)


def test_a_failure_of_some_never_costs_the_others(outcome: Outcome) -> None:
    failing = [case for case in outcome.cases if case.shown]
    assert outcome.first.returncode == 1
    assert f"{len(failing)} roles not answered" in outcome.first.stderr
    for role in outcome.bystanders:
        assert outcome.asked_first[_role_name(role)] == 1
        assert f"{role}.json" in outcome.recorded
        assert outcome.asked_second[_role_name(role)] == 0
    assert outcome.second.returncode == 0, outcome.second.stderr
    answers = tree(outcome.site / "scenarios/tram/answers")
    assert len(answers) == len(outcome.cases) + BYSTANDERS
    assert {name: answers[name] for name in outcome.recorded} == outcome.recorded


def test_what_is_recorded_is_clean(quick: Outcome) -> None:
    for name, data in quick.recorded.items():
        text = data.decode("utf-8")
        summary = json.loads(text)["answer"]["summary"]
        assert summary.isprintable(), name
    scaled = [name for name, data in quick.recorded.items() if b'"scaled": true' in data]
    odd = ("shares that sum to 50, twice", "head counts for shares")
    assert sorted(scaled) == sorted(f"{ROLE_OF[name]}.json" for name in odd)


def test_the_key_is_in_no_file_and_no_output(outcome: Outcome) -> None:
    for name, data in tree(outcome.site).items():
        assert KEY.encode() not in data, name
    for run in (outcome.first, outcome.second):
        assert KEY not in run.stdout + run.stderr
        assert "Traceback" not in run.stderr


def test_mkdocs_warns_and_builds_and_strict_fails(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    factory.write_scenario(site)
    server.fault_for = lambda request: (
        fake.content(None, refusal="No.") if request.role == "Role b" else None
    )
    result = run("mkdocs", "build", **asking)
    assert result.returncode == 0
    assert "WARNING -  1 role not answered" in result.stderr
    assert "failed: tram/role-b" in result.stderr
    assert "Not answered yet" in (site / "docs/scenarios/tram/role-b.md").read_text("utf-8")
    assert server.count == 6
    assert run("mkdocs", "build", "--strict", **asking).returncode == 1
    assert server.count == 7


# Faults of the whole server: reported once, and no further requests are sent.


def test_an_unreachable_server(site: Path, run: Run) -> None:
    factory.write_site(site, MKDOCS)
    factory.write_scenario(site)
    with socket.socket() as silent:
        # Reserved, so that no other process listens there meanwhile.
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        url = f"http://user:hunter2hunter2@127.0.0.1:{port}/v1?token=hunter3hunter3"
        result = run("perspectives", "ask", OPENAI_BASE_URL=url)
    assert result.returncode == 1
    # One request at a time until one has passed: two retries, and the end for all six roles.
    assert result.stderr.count("cannot be reached") == MAX_RETRIES + 1
    assert len(re.findall("cannot be reached: .*; sent again", result.stderr)) == MAX_RETRIES
    assert result.stderr.count("Stopped asking") == 1
    assert "3 requests (3 not delivered)" in result.stderr
    assert "Check the base URL" in result.stderr
    assert "hunter" not in result.stderr + result.stdout
    assert not any(b"hunter" in data for data in tree(site).values())


def test_a_host_that_does_not_exist(site: Path, run: Run) -> None:
    factory.write_site(site, MKDOCS)
    factory.write_scenario(site)
    result = run("perspectives", "ask", OPENAI_BASE_URL="http://nobody.invalid/v1")
    assert result.returncode == 1
    assert result.stderr.count("Stopped asking: http://nobody.invalid/v1 cannot be reached") == 1
    assert "Traceback" not in result.stderr


def test_https_to_a_server_that_speaks_http(site: Path, run: Run, server: FakeServer) -> None:
    factory.write_scenario(site)
    url = server.base_url.replace("http:", "https:")
    result = run("perspectives", "ask", OPENAI_BASE_URL=url)
    assert result.returncode == 1
    assert "https or http" in result.stderr
    assert server.count == 0


def test_an_untrusted_certificate(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with FakeServer(tls=context) as server:
        url = server.base_url.replace("127.0.0.1", "localhost")
        result = run("perspectives", "ask", OPENAI_BASE_URL=url)
        assert server.count == 0
    assert result.returncode == 1
    assert result.stderr.count("CERTIFICATE_VERIFY_FAILED") == 1
    assert "Check the server's certificate" in result.stderr


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (fake.status(401, "Incorrect API key"), "Check the key in OPENAI_API_KEY"),
        (fake.status(402), "no credit left"),
        (fake.status(403), "has no access to this model"),
        (fake.status(404), "PERSPECTIVES_MODEL"),
        (fake.status(429, "Quota exceeded", "insufficient_quota"), "no credit left"),
    ],
)
def test_a_failure_of_every_request_is_reported_once(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], fault: Fault, shown: str
) -> None:
    factory.write_site(site, MKDOCS.replace("concurrency: 32", "concurrency: 2"))
    factory.write_scenario(site)
    server.fault_for = lambda request: fault
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert result.stderr.count("Stopped asking") == 1
    assert shown in result.stderr
    # Two requests were in progress; no others are sent, and none twice.
    assert server.count <= 2


@pytest.mark.parametrize(
    ("unsupported", "form", "wasted"),
    [({"json_schema"}, "json_object", 1), ({"json_schema", "json_object"}, "none", 2)],
)
def test_a_server_without_support_for_json_schemas(
    site: Path,
    run: Run,
    server: FakeServer,
    asking: dict[str, str],
    unsupported: set[str],
    form: str,
    wasted: int,
) -> None:
    factory.write_site(site, MKDOCS.replace("concurrency: 32", "concurrency: 1"))
    factory.write_scenario(site)
    server.unsupported = unsupported
    server.script(*[fake.ok()] * wasted, fake.mutate(_importance_9))
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("The server does not support") == wasted
    # Six roles, one request to repair the malformed answer, and the fallback once for all.
    assert server.count == 6 + 1 + wasted
    forms = [(r.body or {}).get("response_format", {}).get("type", "none") for r in server.requests]
    assert set(forms[wasted:]) == {form}
    # The schema is given in words instead, in the part that all roles share.
    shared = {(r.body or {})["messages"][0]["content"] for r in server.requests[wasted:]}
    assert len(shared) == 1
    assert '"strongly_against"' in shared.pop()


def _importance_9(answer: dict[str, object]) -> dict[str, object]:
    for stance in answer["stances"].values():  # type: ignore[attr-defined]
        stance["importance"] = 9
    return answer


@pytest.mark.parametrize("fault", [fake.status(503), fake.content("no JSON"), fake.ok()])
def test_max_requests_is_never_exceeded(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str], fault: Fault
) -> None:
    factory.write_site(site, MKDOCS.replace("max_retries: 2", "max_requests: 5"))
    factory.write_scenario(site, data=factory.scenario(12))
    server.fault_for = lambda request: fault
    result = run("perspectives", "ask", **asking)
    assert result.returncode == 1
    assert "max_requests (5) is reached" in result.stderr
    assert server.count == 5


@pytest.mark.parametrize("command_line", [("perspectives", "ask"), ("mkdocs", "build", "-v")])
def test_the_key_is_not_in_the_logs_of_a_closer_look(
    site: Path, run: Run, server: FakeServer, command_line: tuple[str, ...]
) -> None:
    factory.write_scenario(site)
    server.script(fake.status(400, f"bad key {KEY}"), fake.content(None, refusal=KEY))
    result = run(
        *command_line, OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY, OPENAI_LOG="debug"
    )
    assert server.count == 6
    assert all(r.headers["authorization"] == f"Bearer {KEY}" for r in server.requests)
    assert KEY not in result.stdout + result.stderr
    assert not any(KEY.encode() in data for data in tree(site).values())


def test_a_password_in_the_base_url_is_written_nowhere(
    site: Path, run: Run, server: FakeServer
) -> None:
    factory.write_scenario(site)
    server.script(fake.status(400, "no"), fake.content("no JSON"))
    url = server.base_url.replace("//", "//user:hunter2hunter2@")
    (site / "mkdocs.yml").write_text(factory.MKDOCS, "utf-8")
    for command_line in (("perspectives", "plan"), ("mkdocs", "build", "-v")):
        result = run(*command_line, OPENAI_BASE_URL=url, OPENAI_LOG="info")
        assert "hunter" not in result.stdout + result.stderr
    assert server.count == 7
    assert len(tree(site / "scenarios/tram/answers")) == 5
    assert not any(b"hunter" in data for data in tree(site).values())
