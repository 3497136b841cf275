"""Environment variables: used correctly, or named in one error, without showing secrets."""

from __future__ import annotations

import json
import logging
import socket
from pathlib import Path

import factory
import fake_server as fake
import pytest
from commands import Run
from fake_server import FakeServer
from faults import KEY
from in_process import ask, settings_of
from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.llm import failures
from mkdocs_perspectives.llm.connection import Client

SECRET = "hunter2hunter2"


@pytest.fixture(autouse=True)
def _no_long_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(failures, "_MAX_BACKOFF", 0.02)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


CANNOT_BE = [
    ("HTTP_PROXY", "socks5://127.0.0.1:1080", "it is a SOCKS proxy (socks5)"),
    ("ALL_PROXY", f"socks5h://user:{SECRET}@127.0.0.1:1080", "it is a SOCKS proxy (socks5h)"),
    ("all_proxy", "socks4://127.0.0.1:1080", "it is a SOCKS proxy (socks4)"),
    ("HTTPS_PROXY", "ftp://127.0.0.1:21", "it starts with ftp://"),
    (
        "HTTP_PROXY",
        f"http://user:a/b#{SECRET}@127.0.0.1:9",
        "its user or password contains a character",
    ),
    (
        "HTTP_PROXY",
        f"http://user:a?{SECRET}@127.0.0.1:9",
        "its user or password contains a character",
    ),
    ("HTTP_PROXY", "http://127.0.0.1:99999", "its port is not a number from 1 to 65535"),
    ("HTTPS_PROXY", "http://127.0.0.1:9\n", "it contains a space or an invisible character"),
    ("HTTPS_PROXY", "http://[::1", "it has no valid host"),
    ("SSL_CERT_FILE", "/nowhere/certificates.pem", "No such file or directory"),
    ("SSL_CERT_FILE", "/dev/null", "it contains no certificate"),
    ("SSL_CERT_FILE", "/tmp", "Is a directory"),
    ("SSLKEYLOGFILE", "/nowhere/log", "No such file or directory"),
    ("OPENAI_API_KEY", f"{SECRET}\nsecond line", "its character 15 is a line break"),
    ("OPENAI_API_KEY", f"{SECRET}\xe9", "its character 15 is U+00E9"),
    ("OPENAI_API_KEY", f"\ufeff{SECRET}", "its character 1 is a byte order mark"),
    ("OPENAI_API_KEY", f"{SECRET}\x00".replace("\x00", "\x7f"), "its character 15 is U+007F"),
    ("OPENAI_ORG_ID", "org-\xe9", "its character 5 is U+00E9"),
    ("OPENAI_PROJECT_ID", "a\nb", "its character 2 is a line break"),
    ("OPENAI_CUSTOM_HEADERS", "X-A: \u2028", "its character 6 is U+2028"),
    ("OPENAI_CUSTOM_HEADERS", f"X A: {SECRET}", "a header name in it is invalid"),
]


@pytest.mark.parametrize(("name", "value", "reads"), CANNOT_BE)
def test_what_cannot_be_used_is_named_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    value: str,
    reads: str,
) -> None:
    factory.write_scenario(tmp_path)
    monkeypatch.setenv(name, value)
    with FakeServer() as server:
        result = ask(settings_of(tmp_path, server.base_url))
        assert server.count == 0
    assert result.requests == 0
    assert caplog.text.count(f"{name} cannot be ") == 1
    assert reads in caplog.text
    assert "hunter" not in caplog.text
    assert "This left 6 roles without a current answer" in caplog.text


@pytest.mark.parametrize(
    ("address", "reads"),
    [
        ("http://127.0.0.1:99999/v1", "its port is not a number"),
        ("http://[::1", "it has no valid host"),
        ("http:///v1", "it has no valid host"),
        ("localhost:8080/v1", "it does not start with http:// or https://"),
        ("http://local host/v1", "it contains a space"),
        (f"http://user:{SECRET}@a..b/v1?token={SECRET}", "it has no valid host"),
    ],
)
def test_an_address_that_cannot_be_ends_no_build(
    site: Path, run: Run, address: str, reads: str
) -> None:
    factory.write_scenario(site)
    env = {"OPENAI_BASE_URL": address, "OPENAI_API_KEY": KEY}
    result = run("mkdocs", "build", **env)
    assert result.returncode == 0, result.stderr
    assert f"OPENAI_BASE_URL cannot be used: {reads}" in result.stderr
    assert "hunter" not in result.stderr + result.stdout
    assert "Traceback" not in result.stderr
    assert (site / "site" / "scenarios" / "tram" / "index.html").exists()
    assert run("perspectives", "plan", **env).returncode == 0


def test_a_line_break_after_an_address_or_key_is_ignored(
    site: Path, run: Run, server: FakeServer
) -> None:
    factory.write_scenario(site)
    env = {"OPENAI_BASE_URL": f"{server.base_url}\n", "OPENAI_API_KEY": f"{KEY}\r\n"}
    assert run("perspectives", "ask", **env).returncode == 0
    assert server.count == 6


def test_the_query_of_an_address_is_sent_and_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    factory.write_scenario(tmp_path)
    with FakeServer() as server:
        address = f"{server.base_url}?api-version=2026-01-01&token={SECRET}"
        server.fault_for = lambda request: fake.status(400, f"at {request.path}: {SECRET}")
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        ask(settings_of(tmp_path, address))
        paths = {request.path for request in server.requests}
    assert paths == {f"/v1/chat/completions?api-version=2026-01-01&token={SECRET}"}
    assert "answered 400: at /v1/chat/completions" in caplog.text
    assert "hunter" not in caplog.text


def test_organization_and_project_are_sent_only_to_openai(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: FakeServer
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-1")
    factory.write_scenario(tmp_path, data=factory.scenario(2))
    ask(settings_of(tmp_path, server.base_url))
    assert server.count == 2
    for request in server.requests:
        assert not any(name.startswith("openai-") for name in request.headers)
    for base_url in (None, "https://eu.api.openai.com/v1"):
        headers = Client(ModelSettings("m", base_url=base_url), KEY)._api.default_headers
        assert headers["OpenAI-Organization"] == "org-1"
        assert headers["OpenAI-Project"] == "project-1"


def test_headers_of_ones_own_are_sent_and_not_shown(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    server: FakeServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"X-Team: marketing\napi-key: {SECRET}")
    factory.write_scenario(tmp_path)
    server.fault_for = lambda request: fake.status(401, f"no such key {SECRET}")
    ask(settings_of(tmp_path, server.base_url))
    assert server.requests[0].headers["x-team"] == "marketing"
    assert server.requests[0].headers["api-key"] == SECRET
    assert "no such key ***" in caplog.text
    assert "hunter" not in caplog.text


# Proxies.


def test_an_unreachable_proxy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    factory.write_scenario(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        proxy = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("http_proxy", f"http://user:{SECRET}@{proxy}")
    ask(settings_of(tmp_path, "http://model.example/v1"))
    assert f"the proxy {proxy} (http_proxy) cannot be reached" in caplog.text
    assert "Check http_proxy, or name the server in NO_PROXY" in caplog.text
    assert "base URL" not in caplog.text
    assert "hunter" not in caplog.text


@pytest.mark.parametrize(
    ("fault", "reads"),
    [
        (fake.status(407), "refuses the connection: 407"),
        (
            fake.raw_body(b"<title>Access denied</title>", "text/html", 403),
            "answered 403 (through the proxy",
        ),
        (
            fake.raw_body(b"<title>No route</title>", "text/html", 503),
            "answered 503 (through the proxy",
        ),
    ],
)
def test_what_a_proxy_answers_is_not_taken_for_the_servers(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    server: FakeServer,
    fault: fake.Fault,
    reads: str,
) -> None:
    factory.write_scenario(tmp_path)
    server.fault_for = lambda request: fault
    monkeypatch.setenv("HTTP_PROXY", server.base_url.removesuffix("/v1"))
    result = ask(settings_of(tmp_path, "http://model.example/v1"))
    assert result.stopped_by is not None
    assert reads in caplog.text
    assert "HTTP_PROXY" in caplog.text
    assert server.requests[0].path == "http://model.example/v1/chat/completions"


def test_a_proxy_is_used_and_its_password_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: FakeServer
) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(2))
    place = server.base_url.removesuffix("/v1").removeprefix("http://")
    monkeypatch.setenv("HTTP_PROXY", f"http://user:p@ss%2Fword@{place}")
    result = ask(settings_of(tmp_path, "http://model.example/v1"))
    assert result.answered == 2
    assert "proxy-authorization" in server.requests[0].headers


def test_redirects_to_another_host_are_not_followed(
    tmp_path: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    factory.write_scenario(tmp_path)
    with FakeServer() as elsewhere:
        server.fault_for = lambda request: fake.redirect(
            307, f"{elsewhere.base_url}/chat/completions?key={SECRET}"
        )
        ask(settings_of(tmp_path, server.base_url))
        assert elsewhere.count == 0
        host = elsewhere.base_url.removesuffix("/v1").removeprefix("http://")
    assert f"redirects (307) to another host, {host}; nothing was sent there" in caplog.text
    assert "hunter" not in caplog.text


def test_a_key_is_masked_however_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs_perspectives.common import safe_line, without_key

    key = "sk-'quoted\"\\key/0123456789"
    monkeypatch.setenv("OPENAI_API_KEY", key)
    for written in (key, repr(key), json.dumps(key), repr(f"Bearer {key}".encode())):
        shown = safe_line(f"a {written} b")
        assert "0123" not in shown
        assert "quoted" not in shown
    assert without_key(f"{key}{key}") == "******"
    assert safe_line("x" * 295 + key)[-3:] == "***"
    assert safe_line(key[3:14]) == "***"
    assert safe_line("quoted") == "quoted"
