"""The option ``panel``: what can be set, what cannot be, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs_perspectives.common import ModelSettings
from mkdocs_perspectives.plugin.options import PluginOptions
from mkdocs_perspectives.plugin.panel import Panel, panel_settings

SECRET = "sk-proj-0123456789abcdef"
GOOD: dict[str, Any] = {"id": "gemma", "model": "gemma-3"}


def _fault(value: object) -> str:
    options = PluginOptions()
    options.load_dict({"panel": value})
    ((name, error),) = options.validate()[0]
    assert name == "panel"
    return str(error)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("gemma", "Expected a list of voices"),
        ({"gemma": "gemma-3"}, "Expected a list of voices"),
        (["gemma"], "Voice 1: expected a mapping with `id` and `model`."),
        ([{"id": "gemma"}], "Voice 1: `model` is missing."),
        ([{"model": "gemma-3"}], "Voice 1: `id` is missing."),
        ([GOOD | {"model": ""}], "Voice 1: `model` is not a text."),
        ([GOOD | {"model": 3}], "Voice 1: `model` is not a text."),
        ([GOOD | {"model": "\u2800"}], "Voice 1: `model` is not a text."),
        ([GOOD | {"model": "a\u202eb"}], "the character U+202E, which is not allowed"),
        ([GOOD, GOOD], "Voice 2: the id 'gemma' is given twice"),
        ([GOOD | {"id": "Gemma 3"}], "the id 'Gemma 3' is none: lower-case words"),
        ([GOOD | {"id": "../x"}], "the id '../x' is none"),
        ([GOOD | {"id": "a" * 81}], "of at most 80 characters"),
        ([GOOD | {"id": "reversed"}], "Voice 1: the id 'reversed' is taken"),
        ([GOOD | {"id": "lead"}], "the id 'lead' is taken"),
        ([GOOD | {"id": "mean"}], "the id 'mean' is taken"),
        ([GOOD | {"id": "nul"}], "the id 'nul' is a device name of Windows"),
        ([GOOD | {"base_url": "localhost:8080"}], "does not start with http:// or https://"),
        ([GOOD | {"base_url": "http://h:99999/v1"}], "its port is not a number"),
        ([GOOD | {"temperature": 1}], "unknown key `temperature`; known: id, model, base_url"),
        ([GOOD | {"api_key": SECRET}], "name its variable as `api_key_env`"),
        ([GOOD | {"api_key_env": SECRET}], "is not the name of an environment variable"),
        ([GOOD | {"api_key_env": 3}], "Voice 1: `api_key_env` is not a text."),
    ],
)
def test_what_cannot_be(value: object, told: str) -> None:
    fault = _fault(value)
    assert told in fault
    # A key that somebody put there is not shown.
    assert SECRET not in fault


def test_what_can_be() -> None:
    assert Panel().validate([]) == []
    assert Panel().validate(None) == []
    whole = GOOD | {"base_url": "http://localhost:8080/v1", "api_key_env": "GEMMA_KEY"}
    assert Panel().validate([whole]) == [whole]
    assert Panel().validate([GOOD]) == [GOOD | {"base_url": None, "api_key_env": None}]


LEAD = ModelSettings("m", "http://lead/v1", concurrency=3, max_cost=2, seed=7)


def _settings(**more: str) -> ModelSettings:
    (entry,) = Panel().validate([GOOD | more])
    return panel_settings(entry, LEAD)


def test_a_voice_is_asked_as_the_lead_is_but_for_what_is_said_of_it() -> None:
    voice = _settings()
    assert (voice.voice, voice.model, voice.base_url) == ("gemma", "gemma-3", "http://lead/v1")
    assert (voice.concurrency, voice.max_cost, voice.seed) == (3, 2, 7)
    assert not voice.own_server


def test_the_leads_key_is_for_the_leads_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-lead-0123456789")
    assert _settings().api_key == "sk-lead-0123456789"
    elsewhere = _settings(base_url="http://other/v1")
    assert (elsewhere.api_key, elsewhere.can_ask, elsewhere.own_server) == (None, True, True)
    keyed = _settings(base_url="http://other/v1", api_key_env="GEMMA_KEY")
    assert (keyed.api_key, keyed.can_ask) == (None, False)
    monkeypatch.setenv("GEMMA_KEY", "sk-gemma-0123456789")
    assert (keyed.api_key, keyed.can_ask) == ("sk-gemma-0123456789", True)


def test_messages_name_where_a_voice_is_set() -> None:
    own = _settings(base_url="http://other/v1")
    assert own.model_option == "`model` of gemma in `panel`"
    assert own.address_option == "`base_url` of gemma in `panel`"
    assert own.key_option == "`api_key_env` of gemma in `panel`"
    assert _settings().address_option == "`base_url` or OPENAI_BASE_URL"
