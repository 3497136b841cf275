"""Answers that cannot be used: what is told of them, and that none with the key is kept."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import AnswerError, parse_recorded
from mkdocs_perspectives.ask.unusable import refuse_key, unrepaired
from mkdocs_perspectives.llm import RequestError

KEY = "sk-0123456789abcdef"


@pytest.mark.parametrize("place", ["summary", "would_change_mind"])
def test_an_answer_that_repeats_the_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    factory.write_scenario(tmp_path, data=factory.scenario(2, 1))
    of = factory.load(tmp_path)
    data = factory.answer(of, "role-a")
    refuse_key(parse_recorded(data, of))
    data[place] += KEY
    with pytest.raises(RequestError, match="repeats the API key") as caught:
        refuse_key(parse_recorded(data, of))
    assert KEY not in str(caught.value) + caught.value.remedy


def test_what_mending_came_to_is_told() -> None:
    told = str(unrepaired("summary is missing", AnswerError("title is missing")))
    assert told.endswith("and so was the mended one: title is missing")
    told = str(unrepaired("summary is missing", RequestError("answered 500", "x")))
    assert told.endswith("(summary is missing); mending it failed: answered 500")
    assert len(str(unrepaired("x", AnswerError("x" * 5000)))) == 500
