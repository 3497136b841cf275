"""Estimates: counted from the texts, and corrected by what earlier answers used."""

from __future__ import annotations

import json
from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.ask import Estimator, tallies_of, tokens_of
from mkdocs_perspectives.llm import Usage


def _usages(root: Path, usage: dict[str, int], model: str = "m") -> None:
    """Let all records say that they used so much."""
    for file in (root / "scenarios/tram/answers").iterdir():
        data = json.loads(file.read_text("utf-8")) | {"model": model}
        data["usage"] = {"cached_tokens": 0} | usage
        file.write_text(json.dumps(data), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    factory.write_scenario(tmp_path, data=factory.scenario(2, 3))
    return tmp_path


def test_without_earlier_answers_the_length_of_the_texts_counts(root: Path) -> None:
    entries = factory.entries_of(root)
    estimator = Estimator(lambda: [tallies_of(entries)])
    assert estimator.records("en") == 0
    characters = sum(
        len("".join(m["content"] for m in e.question.messages)) + len(e.question.schema_json)
        for e in entries
    )
    usage = estimator.usage(entries)
    # Four characters of Latin text a token; 900 tokens an answer, and 180 an issue.
    assert usage.input_tokens == pytest.approx(characters / 4, abs=2)
    assert usage.output_tokens == 2 * (900 + 3 * 180)
    assert usage.cached_tokens == 0


def test_what_earlier_answers_used_corrects_it_in_proportion(root: Path) -> None:
    guess = Estimator(list).usage(factory.entries_of(root))
    factory.write_records(root)
    # Half as many tokens in as are counted, three times as many out, a fifth of those in cached.
    half, thrice = guess.input_tokens // 4, guess.output_tokens // 2 * 3
    _usages(root, {"input_tokens": half, "output_tokens": thrice, "cached_tokens": round(half / 5)})
    entries = factory.entries_of(root)
    estimator = Estimator(lambda: [tallies_of(entries)])
    assert estimator.records("en") == 2
    usage = estimator.usage(entries)
    assert usage.input_tokens == pytest.approx(2 * half, abs=2)
    assert usage.output_tokens == 2 * thrice
    assert usage.cached_tokens == pytest.approx(2 * half / 5, abs=2)


def test_samples_and_servers_that_tell_nothing_do_not_count(root: Path) -> None:
    factory.write_records(root)
    for usage, model in (
        ({"input_tokens": 1000, "output_tokens": 500}, "sample"),
        ({"input_tokens": 0, "output_tokens": 0}, "m"),
    ):
        _usages(root, usage, model)
        assert tallies_of(factory.entries_of(root)) == {}


def test_tallies_of_several_scenarios_add_up_by_language(root: Path) -> None:
    factory.write_records(root)
    tallies = tallies_of(factory.entries_of(root))
    estimator = Estimator(lambda: [tallies, tallies, {"ko": tallies["en"]}])
    assert estimator.records("en") == 4
    assert estimator.records("ko") == 2


def test_answers_of_this_run_count_from_the_next_estimate_on(root: Path) -> None:
    guess = Estimator(list).usage(factory.entries_of(root)[:1])
    factory.write_records(root)
    _usages(root, {"input_tokens": guess.input_tokens * 2, "output_tokens": 10})
    one, other = factory.entries_of(root)
    estimator = Estimator(list)
    assert estimator.usage([other]).output_tokens == guess.output_tokens
    estimator.learn(one)
    assert estimator.records("en") == 1
    assert estimator.usage([other]).output_tokens == 10
    assert estimator.usage([other]).input_tokens == pytest.approx(2 * guess.input_tokens, rel=0.01)


def test_a_text_has_a_token_for_four_latin_characters_or_three_halves_of_hangul() -> None:
    assert tokens_of("x" * 40) == 10
    assert tokens_of("가" * 30) == 20
    assert tokens_of("") == 0


def test_no_questions_use_no_tokens() -> None:
    assert Estimator(list).usage([]) == Usage()


@pytest.mark.parametrize(
    ("language", "output"),
    # Half as much again in scripts other than Latin.
    [("en", 900), ("de", 900), ("ko", 1350), ("ja", 1350), ("ar", 1350), ("uk", 1350)],
)
def test_every_language_has_an_estimate(tmp_path: Path, language: str, output: int) -> None:
    factory.write_scenario(tmp_path, data=factory.scenario(1, 0, language=language))
    entries = factory.entries_of(tmp_path)
    usage = Estimator(lambda: [tallies_of(entries)]).usage(entries)
    assert usage.output_tokens == output
    assert usage.input_tokens > 0
