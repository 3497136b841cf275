"""A command for a site speaks the language of that site, and each command begins anew."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
from click.testing import CliRunner, Result
from fake_server import FakeServer
from mkdocs_perspectives.cli import main

LUNCH = """\
title: 급식 개편
language: ko
situation: 학생 500명이 먹는 학교 급식을 9월부터 바꾸려 합니다.
question: 무엇을 바라는가?
personas:
  - id: cook
    name: 조리사
    description: 날마다 급식 500인분을 만들고, 남은 음식의 양으로 평가받습니다.
issues:
  - id: price
    title: 값
    statement: 급식비를 올려야 하는가?
"""


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    logger = logging.getLogger("mkdocs")
    handlers, level = logger.handlers[:], logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.fixture
def korean(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, language: ko}\nplugins: [perspectives]\n", "utf-8"
    )
    _write(tmp_path, LUNCH)
    return tmp_path


def _write(site: Path, text: str) -> None:
    file = site / "scenarios" / "lunch" / "scenario.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _run(site: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-f", str(site / "mkdocs.yml"), *words])


def test_warnings_are_korean_where_the_site_is(korean: Path) -> None:
    result = _run(korean, "check")
    assert result.exit_code == 0
    assert result.stdout == "시나리오 1개, 역할 1개: 오류 없음, 경고 1건.\n"
    assert result.stderr == (
        "경고: scenarios/lunch/scenario.yml:12:16: "
        "주장이 질문이어서 찬성하거나 반대할 수 없습니다 [question]\n"
        "  주장으로 바꾸십시오: `기다려야 하는가?`가 아니라 `기다려야 한다.`\n"
        "  12 |     statement: 급식비를 올려야 하는가?\n"
        "     |                ^\n"
    )


def test_an_annotation_is_korean_and_data_is_english(korean: Path) -> None:
    told = _run(korean, "check", "--format", "github").stdout
    assert "::주장이 질문이어서 찬성하거나 반대할 수 없습니다%0A주장으로 바꾸십시오" in told
    (warning,) = json.loads(_run(korean, "check", "--json").stdout)["warnings"]
    assert warning["message"].startswith("the statement is a question")


def test_errors_and_wrong_use_are_korean_too(korean: Path) -> None:
    result = _run(korean, "plan", "dinner")
    assert result.exit_code == 2
    assert "알 수 없는 시나리오 'dinner'. 있는 시나리오: lunch" in result.stderr
    # An id is no word, though `reversed` is one elsewhere.
    told = _run(korean, "ask", "--voice", "nobody").stderr
    assert "알 수 없는 모델별 응답 'nobody'. 있는 응답: reversed." in told
    assert "시나리오의 이름이나 --all을 쓰십시오" in _run(korean, "accept").stderr
    _write(korean, LUNCH.replace("question:", "qestion:"))
    result = _run(korean, "plan")
    assert result.exit_code == 1
    assert (
        "scenario.yml:4:1: 알 수 없는 항목 'qestion'\n  혹시 'question'입니까?\n" in result.stderr
    )


def test_the_next_command_speaks_the_language_of_its_own_site(korean: Path, site: Path) -> None:
    factory.write_scenario(site)
    _run(korean, "check")
    assert "no errors" in _run(site, "check").stdout
    missing = CliRunner().invoke(main, ["-f", str(site / "none.yml"), "check"])
    assert missing.stderr.startswith("Error: ")


def test_the_plan_is_a_table_in_korean(korean: Path) -> None:
    head, row, *rest = _run(korean, "plan").stdout.splitlines()
    assert head.split() == ["시나리오", "최신", "바뀜", "없음", "요청", "토큰", "비용"]
    # Wide letters take two columns, so that both lines end at the same one.
    assert len(head) + len("".join(head.split())) == len(row)
    assert "  lunch, 답변 없음: cook" in rest
    assert rest[-1] == "이전 답변이 없어 토큰 수는 글의 길이에서 어림했습니다."


def test_asking_is_logged_in_korean_and_a_server_in_its_own_words(
    korean: Path, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("PERSPECTIVES_MODEL", "fake-1")
    result = _run(korean, "ask")
    assert result.stdout == "역할 1개: 모두 답변했습니다.\n"
    first, _, last = result.stderr.splitlines()
    assert first == "INFO: 질문 1건을 묻습니다 ..."
    assert last.startswith("INFO: 답변: 모델의 답변 1개, 캐시의 답변 0개. 요청 1건, 입력 ")
    assert last.endswith("토큰, 비용 모름.")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    (korean / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, language: ko}\n"
        "plugins: [perspectives: {max_retries: 0}]\n",
        "utf-8",
    )
    failed = _run(korean, "ask", "--refresh").stderr
    assert "WARNING: 질문을 중단했습니다: http://127.0.0.1:9/v1 cannot be reached" in failed
