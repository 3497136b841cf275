"""Reads how long a server asks to wait: from headers, fields of an error, or its text."""

from __future__ import annotations

import email.utils
import math
import re
import time
from collections.abc import Iterator, Mapping

__all__ = ["wait_of"]

_LONGEST = 10.0**8
"""Seconds; longer waits are not meant seriously."""

_DEEPEST = 8

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}

_AMOUNT = (
    r"(\d+(?:\.\d+)?)\s*(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h"
    r"|days?|d)(?![a-z])"
)
_ASKED = re.compile(
    r"(?:try again|retry|retrying|wait|resets?|available again)\b"
    rf"[^.;\d]{{0,40}}((?:{_AMOUNT}[\s,]*(?:and\s+)?)+)"
)

_FIELDS = {
    "retrydelay": 1.0,
    "retry_delay": 1.0,
    "retryafter": 1.0,
    "retry_after": 1.0,
    "retry-after": 1.0,
    "retry_after_seconds": 1.0,
    "retry_after_ms": 0.001,
    "estimated_time": 1.0,
}
"""Fields of an error that give a time to wait, and the unit of their numbers in seconds."""


def wait_of(headers: Mapping[str, str], body: object, words: str) -> float | None:
    """Seconds that the server asks to wait, 0 or more, or None if it does not say.

    Args:
        body: the error's parsed JSON, if it is JSON.
        words: the server's own words.
    """
    found = (_in_headers(headers), *_in_fields(body), _in_words(words))
    waits = [wait for wait in found if wait is not None]
    return waits[0] if waits else None


def _in_headers(headers: Mapping[str, str]) -> float | None:
    if (short := headers.get("retry-after-ms")) is not None:
        wait = _number(short, 0.001)
        if wait is not None:
            return wait
    value = headers.get("retry-after")
    if value is not None:
        number = _number(value, 1.0)
        return number if number is not None else _until(value)
    return _at(headers.get("x-ratelimit-reset"))


def _number(value: object, unit: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        if re.fullmatch(r"\s*\d{1,20}(\.\d{0,20})?\s*", value) is None:
            return _duration(value.strip().lower())
        value = float(value)
    wait = value * unit
    return min(float(wait), _LONGEST) if 0 <= wait < math.inf else None


def _until(date: str) -> float | None:
    """Seconds until a date in HTTP's format."""
    try:
        then = email.utils.parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, then - time.time()), _LONGEST)


def _at(moment: object) -> float | None:
    """Seconds until a time in seconds or milliseconds since 1970; None for other numbers."""
    if not isinstance(moment, (int, float, str)):
        return None
    if re.fullmatch(r"\d{10}|\d{13}", text := str(moment).strip()) is None:
        return None
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return min(max(0.0, seconds - time.time()), _LONGEST)


def _in_fields(body: object, depth: int = 0) -> Iterator[float | None]:
    if depth > _DEEPEST:
        return
    if isinstance(body, dict):
        for name, value in body.items():
            unit = _FIELDS.get(str(name).lower())
            if unit is not None:
                yield _in_field(value, unit)
            elif str(name).lower() == "x-ratelimit-reset":
                yield _at(value)
            elif isinstance(value, (dict, list)) and str(name) not in ("input", "messages"):
                yield from _in_fields(value, depth + 1)
    elif isinstance(body, list):
        for item in body[:20]:
            yield from _in_fields(item, depth + 1)


def _in_field(value: object, unit: float) -> float | None:
    if isinstance(value, dict):
        # A duration in protobuf's format.
        return _number(value.get("seconds"), 1.0)
    return _number(value, unit)


def _in_words(words: str) -> float | None:
    found = _ASKED.search(words.lower()[:5000])
    return _duration(found[1]) if found else None


def _duration(text: str) -> float | None:
    """The seconds in ``1m26.4s``, ``37.5s``, ``2 hours and 5 minutes``; None for other texts."""
    if not re.fullmatch(rf"\s*(?:{_AMOUNT}[\s,]*(?:and\s+)?)+", text):
        return None
    total = 0.0
    for number, unit in re.findall(_AMOUNT, text):
        total += float(number) * _SECONDS["ms" if unit.startswith(("ms", "mil")) else unit[0]]
    return min(total, _LONGEST)
