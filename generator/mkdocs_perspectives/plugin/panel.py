"""The plugin's option ``panel``: further models to check against, each a voice with an id."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, TypedDict

from mkdocs.config import base
from mkdocs.config import config_options as c

from mkdocs_perspectives.common import (
    RESERVED_VOICES,
    ModelSettings,
    address_fault,
    code_point,
    hidden_marks,
    refused,
    shows,
)
from mkdocs_perspectives.scenario import ID_PATTERN, is_device_name

__all__ = ["PANEL_KEYS", "Panel", "PanelEntry", "panel_settings"]

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_LONGEST_ID = 80

PANEL_KEYS = {
    "id": "Needed. Names the voice on pages, in records and in commands; lower-case words joined "
    "by hyphens. `reversed`, `lead` and `mean` are taken.",
    "model": "Needed. The model, by the name that its server uses.",
    "base_url": "Its server, where it is not the one of `model`; that one's key is not sent there.",
    "api_key_env": "The environment variable that holds its key; without it, a voice with a "
    "`base_url` of its own is sent none.",
}
"""What a voice may say of itself, and what each of it is."""


class PanelEntry(TypedDict):
    """A voice as it is configured, checked; None where a key is left out."""

    id: str
    model: str
    base_url: str | None
    api_key_env: str | None


class Panel(c.OptionallyRequired[list[PanelEntry]]):
    """A list of mappings with ``id``, ``model``, and optionally ``base_url`` and ``api_key_env``.

    What it says of a fault names no value that may be a key.
    """

    def __init__(self) -> None:
        super().__init__(default=[])

    def run_validation(self, value: object) -> list[PanelEntry]:
        if not isinstance(value, list):
            raise base.ValidationError(
                "Expected a list of voices, each with `id` and `model`, and perhaps `base_url` "
                "and `api_key_env`."
            )
        found: list[PanelEntry] = []
        for number, item in enumerate(value, 1):
            entry = _entry(item, f"Voice {number}")
            if any(entry["id"] == other["id"] for other in found):
                raise base.ValidationError(
                    f"Voice {number}: the id {entry['id']!r} is given twice; every voice needs "
                    "one of its own."
                )
            found.append(entry)
        return found


def _entry(item: object, name: str) -> PanelEntry:
    if not isinstance(item, dict):
        raise base.ValidationError(f"{name}: expected a mapping with `id` and `model`.")
    for key in item:
        if key not in PANEL_KEYS:
            hint = ""
            if "key" in str(key).casefold():
                hint = " A key comes from the environment: name its variable as `api_key_env`."
            raise base.ValidationError(
                f"{name}: unknown key `{_shown(key)}`; known: {', '.join(PANEL_KEYS)}.{hint}"
            )
    texts = {key: _text(item.get(key), key, name) for key in PANEL_KEYS}
    for key in ("id", "model"):
        if texts[key] is None:
            raise base.ValidationError(f"{name}: `{key}` is missing.")
    _check_id(str(texts["id"]), name)
    address, variable = texts["base_url"], texts["api_key_env"]
    if address is not None and (fault := address_fault(address)):
        raise base.ValidationError(
            f"{name}: `base_url` cannot be used: {fault}. Set it to an address such as "
            "http://localhost:8080/v1."
        )
    if variable is not None and not _VARIABLE.fullmatch(variable):
        # It may be the key itself, so it is not shown.
        raise base.ValidationError(
            f"{name}: `api_key_env` is not the name of an environment variable. Name the variable "
            "that holds the key, such as OTHER_API_KEY; the key itself stands in no file."
        )
    return PanelEntry(
        id=str(texts["id"]), model=str(texts["model"]), base_url=address, api_key_env=variable
    )


def _text(value: object, key: str, name: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not shows(value.strip()):
        raise base.ValidationError(f"{name}: `{key}` is not a text.")
    if found := refused(value):
        raise base.ValidationError(
            f"{name}: `{key}` holds the character {code_point(found.group())}, which is not "
            "allowed; it is usually invisible."
        )
    return hidden_marks(value)[0].strip()


def _check_id(voice: str, name: str) -> None:
    if not re.fullmatch(ID_PATTERN, voice) or len(voice) > _LONGEST_ID:
        raise base.ValidationError(
            f"{name}: the id {_shown(voice)!r} is none: lower-case words joined by hyphens, of at "
            f"most {_LONGEST_ID} characters."
        )
    if voice in RESERVED_VOICES:
        raise base.ValidationError(
            f"{name}: the id {voice!r} is taken; `lead` is the configured model, `reversed` that "
            "model asked the other way round, and `mean` the mean of all. Choose another id."
        )
    if is_device_name(voice):
        raise base.ValidationError(
            f"{name}: the id {voice!r} is a device name of Windows, where no file can have it. "
            "Choose another id."
        )


def _shown(value: Any) -> str:
    """A value that cannot be a secret, short."""
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def panel_settings(entry: PanelEntry, lead: ModelSettings) -> ModelSettings:
    """How a voice is asked: as the lead is, but for what its entry says.

    The lead's key goes to the lead's server alone.
    """
    own_server = entry["base_url"] is not None
    variable = entry["api_key_env"] or (None if own_server else lead.key_variable)
    address = entry["base_url"] or lead.base_url
    return replace(
        lead,
        voice=entry["id"],
        model=entry["model"],
        base_url=address,
        key_variable=variable,
        own_server=own_server,
    )
