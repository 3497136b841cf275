"""What is wrong with a message of a catalogue is found, and told with a remedy."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs_perspectives.common.locales import message_fault


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("issue", "Frage"),
        ("with_role", "Mit {name}"),
        ("with_role", "{{{name}}}"),
        ("with_role", "{name:은/는}"),
        ("roles_count", "{n} Rollen"),
        ("roles_count", {"n": {"one": "eine Rolle", "other": "{n} Rollen"}}),
        # Any message may have plural forms, by any of its numbers.
        ("total_conflicts", {"n": {"other": "{n} {total} {issue}"}}),
        ("register", "Sie"),
        ("date", "{day}.{month}.{year}"),
        ("number", "1.234,5"),
        ("colon", "\u00a0:"),
        ("number", "1234,5"),
        ("number", "1\u202f234,5"),
        ("empty", "Nichts.\n\nIn {folder}.\n"),
    ],
)
def test_a_sound_message(key: str, value: Any) -> None:
    assert message_fault("de", key, value) is None


@pytest.mark.parametrize(
    ("key", "value", "place", "message", "remedy"),
    [
        ("with_role", "Mit {nam}", (), "there is no gap {nam}", "{name}"),
        ("with_role", "Mit ihr", (), "the gap {name} is missing", "Put it where"),
        ("issue", "Frage {n}", (), "there is no gap {n}", "remove it"),
        ("with_role", "Mit {name", (), "a brace is opened", "{{ or }}"),
        ("with_role", "Mit {}{name}", (), "there is no gap {}", "{name}"),
        ("with_role", "{name.__class__}", (), "there is no gap {name.__class__}", "{name}"),
        ("with_role", "{name[0]}", (), "there is no gap {name[0]}", "{name}"),
        ("with_role", "{name!r}", (), "the gap {name} says how", "은/는"),
        ("with_role", "{name:^9999999}", (), "the gap {name} says how", "은/는"),
        ("with_role", "{name:{name}/b}", (), "the gap {name} says how", "은/는"),
        ("date", "{day:a/b}{month}{year}", (), "the gap {day} says how", "은/는"),
        ("date", "{day}.{month}.", (), "the gap {year} is missing", "Put it"),
        ("number", "1.234.567,8", (), "does not show 1,234.5", "1.234,5"),
        ("number", "12345", (), "does not show 1,234.5", "1.234,5"),
        ("register", "{name}", (), "there is no gap {name}", "remove it"),
        ("issue", "Was?\nWie?", (), "must be in one line", "Join"),
        ("issue", "<b>Frage</b>", (), "holds the sign <", "other words"),
        ("col_issue", "a|b", (), "holds the sign |", "other words"),
        ("issue", " \u2800", (), "shows nothing", "remove the key"),
        ("issue", "x" * 5000, (), "is longer than 4000", "Shorten"),
        ("issue", ["Frage"], (), "must be text", "quotes"),
        ("roles_count", {"one": "eine"}, (), "is neither text nor plural forms", "{n: {one"),
        ("roles_count", {"m": {"other": "{n}"}}, ("m",), "'m' is no gap", "{n}"),
        ("issue", {"n": {"other": "x"}}, ("n",), "'n' is no gap", "one text"),
        (
            "roles_count",
            {"n": {"few": "{n}", "other": "{n}"}},
            ("n", "few"),
            "'few' is no plural form of German",
            "Its forms are one, other.",
        ),
        ("roles_count", {"n": {"one": "eine"}}, ("n",), "has no form `other`", "Add `other"),
        ("roles_count", {"n": {"other": "viele"}}, ("n", "other"), "the gap {n} is missing", "Put"),
        ("roles_count", {"n": {"other": 3}}, ("n", "other"), "'other' must be text", "quotes"),
        ("register", {"n": {"other": "x"}}, (), "must be text", "quotes"),
    ],
)
def test_a_fault_is_reported_with_its_place_and_a_remedy(
    key: str, value: Any, place: tuple[str, ...], message: str, remedy: str
) -> None:
    fault = message_fault("de", key, value)
    assert fault is not None
    assert fault.place == place
    assert message in fault.message
    assert remedy in fault.remedy
