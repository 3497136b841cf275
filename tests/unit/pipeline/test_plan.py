"""The plan: who would be asked and what that takes, by what is recorded, cached and noted."""

from __future__ import annotations

from pathlib import Path

import factory
import pytest
from mkdocs_perspectives.answers import cache_key
from mkdocs_perspectives.answers.cache import AnswerCache
from mkdocs_perspectives.ask.batch.notes import Batch, BatchNotes, Request
from mkdocs_perspectives.common import Settings
from mkdocs_perspectives.pipeline import read_project
from mkdocs_perspectives.pipeline.plan import Plan, plan_of

# The list price of gpt-4o-mini in US dollars per million tokens, as OpenAI publishes it.
IN, OUT = 0.15, 0.60


def _plan(settings: Settings) -> Plan:
    return plan_of(read_project(settings), settings)


def test_who_would_be_asked_and_why(site: Path, settings: Settings) -> None:
    factory.write_scenario(site)
    factory.write_records(site, leave_out=("role-f",))
    data = factory.scenario()
    data["personas"][0]["description"] = "Does other work."
    factory.write_scenario(site, data=data)
    (tram,) = _plan(settings).scenarios
    assert (tram.current, tram.requests) == (4, 2)
    assert tram.missing == ("role-f",)
    assert tram.stale == (("role-a", "changed since: persona"),)
    # Two answers at the 500 tokens that the records of the others took.
    assert tram.usage.output_tokens == 1000


def test_the_price_is_that_of_the_tokens(site: Path, settings: Settings) -> None:
    factory.write_scenario(site)
    plan = _plan(settings)
    price = (plan.usage.input_tokens * IN + plan.usage.output_tokens * OUT) / 1e6
    assert plan.price == pytest.approx(price, rel=1e-3)
    assert plan.measured == 0


def test_what_is_cached_or_in_a_batch_is_not_asked(site: Path, settings: Settings) -> None:
    factory.write_scenario(site, data=factory.scenario(4, 1))
    entries = factory.entries_of(site)
    keys = [cache_key(entry.question, settings.model) for entry in entries]
    with AnswerCache(settings.cache_dir) as cache:
        cache.set(keys[0], {"answer": {}})
        batch = Batch(
            token="t", base_url=None, model="gpt-4o-mini", created_at=0, count=2, stage="sent"
        )
        requests = [Request.of(entries[i], keys[i], refresh=False) for i in (0, 1)]
        BatchNotes(cache).add(batch, requests)
    (tram,) = _plan(settings).scenarios
    assert (tram.cached, tram.in_batch, tram.requests) == (("role-a",), ("role-b",), 2)


def test_older_wordings_and_other_models_are_counted_and_stay_current(
    site: Path, settings: Settings
) -> None:
    factory.write_scenario(site, data=factory.scenario(3, 1))
    factory.write_records(site, model="gpt-4o-mini-2024")
    for role, old, new in (
        ("role-a", '"prompt": "2"', '"prompt": "1"'),
        ("role-b", "gpt-4o-mini-2024", "another"),
        ("role-c", "gpt-4o-mini-2024", "sample"),
    ):
        file = site / "scenarios/tram/answers" / f"{role}.json"
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    plan = _plan(settings)
    assert (plan.total("older_prompt"), plan.total("other_model")) == (1, 1)
    assert plan.total("requests") == 0
