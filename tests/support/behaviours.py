"""Defines single behaviours of servers; the lists of them are in ``behaviours_*``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import fake_server as fake
from fake_server import Fault

MAX_RETRIES = 2
TRIES = MAX_RETRIES + 1
LATE_TRIES = 2
"""After a timeout, half as many retries."""
TIMEOUT = 5
KEY = "sk-test-0123456789abcdef"
"""The key that the tests use; it must not be shown anywhere."""

MALFORMED = "malformed"
NO_COMPLETION = "not a chat completion"


@dataclass(frozen=True)
class Case:
    """One behaviour that affects one role, while other roles of the same run are answered.

    ``faults`` are used one per request, the last one repeatedly. ``requests`` is how many requests
    the role may cost with ``MAX_RETRIES`` retries. ``shown`` is what the user reads, or empty
    if the role is answered after all. ``same`` is set if exactly the proper answer is recorded.
    """

    name: str
    faults: tuple[Fault, ...]
    requests: int
    shown: str = ""
    same: bool = True

    @property
    def slow(self) -> bool:
        """Whether it takes until the timeout."""
        return any(fault.kind in {"hang", "drip"} for fault in self.faults)

    @property
    def outcome(self) -> str:
        return "reported, not recorded" if self.shown else "answered"


def answered(name: str, *faults: Fault, requests: int = 1, same: bool = True) -> Case:
    return Case(name, faults, requests, same=same)


def reported(name: str, *faults: Fault, requests: int, shown: str) -> Case:
    return Case(name, faults, requests, shown)


def malformed(name: str, *faults: Fault) -> Case:
    """A malformed answer: one repair is requested, then it is reported."""
    return Case(name, faults, 2, MALFORMED)


def said(wrap: Callable[[str], str]) -> Fault:
    """The proper answer's JSON, changed as a text."""
    return fake.mutate(lambda answer: wrap(json.dumps(answer, ensure_ascii=False)))


def changed(change: Callable[[dict[str, Any]], None]) -> Fault:
    """The proper answer, changed in place."""

    def apply(answer: dict[str, Any]) -> dict[str, Any]:
        change(answer)
        return answer

    return fake.mutate(apply)


def at(path: str, value: Any) -> Fault:
    """The proper answer with another value at ``path``, in which ``*`` stands for the first key.

    If ``value`` is a function, it is called with the old value.
    """

    def change(answer: dict[str, Any]) -> None:
        *way, last = path.split(".")
        holder: Any = answer
        for step in way:
            holder = holder[int(step)] if isinstance(holder, list) else holder[_key(holder, step)]
        key: Any = int(last) if isinstance(holder, list) else _key(holder, last)
        holder[key] = value(holder.get(key)) if callable(value) else value

    return changed(change)


def _key(holder: dict[str, Any], step: str) -> str:
    return next(iter(holder)) if step == "*" else step


def message(build: Callable[[str], dict[str, Any]], **choice: Any) -> Fault:
    """A completion whose message is built from the proper answer's text."""

    def wrap(completion: dict[str, Any]) -> dict[str, Any]:
        text = completion["choices"][0]["message"]["content"]
        completion["choices"][0] |= {"message": {"role": "assistant", **build(text)}, **choice}
        return completion

    return fake.reply(wrap)


def choice(**values: Any) -> Fault:
    """The proper completion with other values in its choice."""
    return message(lambda text: {"content": text}, **values)
