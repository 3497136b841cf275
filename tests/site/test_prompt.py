"""``perspectives prompt``: what it prints is what a server receives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import factory
from commands import ROOT, Run
from fake_server import FakeServer


def test_the_requests_are_printed_as_the_server_receives_them(
    site: Path, run: Run, server: FakeServer, asking: dict[str, str]
) -> None:
    options = "perspectives: {temperature: 0.5, seed: 1, max_output_tokens: 4000}]"
    factory.write_site(site, factory.MKDOCS.replace("perspectives]", options))
    data = factory.scenario(3, 2, situation="A town – «Ñandú» – plans a tram.\n\n\tIt costs 9 €.")
    factory.write_scenario(site, data=data)
    printed = json.loads(run("perspectives", "prompt", "tram", "--format", "json").stdout)
    assert run("perspectives", "ask", **asking).returncode == 0
    bodies = [json.loads(request.data) for request in server.requests]
    received = {body["messages"][-1]["content"].split("\n")[0]: body for body in bodies}
    model = received["# Role: Role a"]["model"]
    assert {
        request["body"]["messages"][-1]["content"].split("\n")[0]: request["body"]
        | {"model": model}
        for request in printed["requests"]
    } == received
    assert [request["persona"] for request in printed["requests"]] == [
        *("role-a", "role-b", "role-c"),
    ]


def test_text_output_has_every_message_and_the_shared_one_once(site: Path, run: Run) -> None:
    factory.write_scenario(site, data=factory.scenario(3, 2))
    bodies = [
        request["body"]
        for request in json.loads(run("perspectives", "prompt", "tram", "--format", "json").stdout)[
            "requests"
        ]
    ]
    text = run("perspectives", "prompt", "tram").stdout
    assert text.count(bodies[0]["messages"][0]["content"]) == 1
    for body in bodies:
        assert text.count(body["messages"][1]["content"]) == 1
    shown = text[text.index("\n{") :]
    assert json.loads(shown) == bodies[0]["response_format"]["json_schema"]["schema"]
    one = run("perspectives", "prompt", "tram", "--persona", "role-b").stdout
    assert bodies[1]["messages"][1]["content"] in one
    assert bodies[0]["messages"][1]["content"] not in one


def test_no_key_is_needed_and_nothing_is_written(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    before = sorted(site.rglob("*"))
    assert run("perspectives", "prompt", "tram").returncode == 0
    assert sorted(site.rglob("*")) == before


def test_an_unknown_scenario_or_role_is_named(site: Path, run: Run) -> None:
    factory.write_scenario(site)
    wrong = run("perspectives", "prompt", "trams")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "unknown scenario 'trams'; known: tram" in wrong.stderr
    wrong = run("perspectives", "prompt", "tram", "--persona", "role-x")
    assert "unknown role 'role-x'" in wrong.stderr


def test_the_guide_shows_the_instructions_that_are_sent(site: Path, run: Run) -> None:
    factory.write_scenario(site, data=factory.scenario(1, 1))
    text = run("perspectives", "prompt", "tram").stdout
    instructions = text.split("\n\n", 1)[1].split("\n\n# Situation")[0].strip()
    guide = (ROOT / "docs/guide/asking.md").read_text("utf-8")
    (shown,) = re.findall(r"```text\n(.*?)\n```", guide, re.S)
    assert shown == instructions
    version = re.findall(r"\(prompt (\w+)\)", text)
    assert re.findall(r"\n\| (\d+) \| [^\n]+\n*$", guide) == version
