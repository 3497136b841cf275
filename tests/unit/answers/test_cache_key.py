"""The cache key depends on everything that affects the request, and on nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import cache_key
from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.prompt import Question, questions_for


@pytest.fixture
def question(tmp_path: Path) -> Question:
    factory.write_scenario(tmp_path)
    return questions_for(factory.load(tmp_path))[0]


@pytest.mark.parametrize(
    "settings", [ModelSettings("m"), ModelSettings("m", "http://h/v1", seed=1)]
)
def test_a_key_is_the_digest_of_the_canonical_json_of_the_request(
    question: Question, settings: ModelSettings
) -> None:
    """Another key for the same request would have every answer paid for again."""
    request = {
        "base_url": settings.base_url,
        "messages": question.messages,
        "model": "m",
        "parameters": {"seed": 1} if settings.seed else {},
        "schema": question.schema,
    }
    text = json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert cache_key(question, settings) == hashlib.sha256(text.encode()).hexdigest()


def test_how_it_is_sent_does_not_count_and_a_password_does_not_either(question: Question) -> None:
    plain = cache_key(question, ModelSettings("m", "http://h/v1"))
    same = ModelSettings("m", "http://a:b@h/v1?k=1", concurrency=1, timeout=1, max_retries=0)
    assert cache_key(question, same) == plain
    others = (
        ModelSettings("n", "http://h/v1"),
        ModelSettings("m"),
        ModelSettings("m", "http://h/v1", temperature=0),
    )
    assert len({plain, *(cache_key(question, settings) for settings in others)}) == 4
