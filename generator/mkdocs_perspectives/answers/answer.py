"""The data model of an answer, which is one persona's view of a scenario, and its text cleaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mkdocs_perspectives.common import SCALE_KEYS, cleaned, collapsed, shows

__all__ = [
    "Answer",
    "Consideration",
    "Friction",
    "Shares",
    "Stance",
    "clean_text",
    "rounded_to_100",
]

MAX_TEXT = 10_000
"""The maximum length of a text in an answer; longer texts come from a runaway model."""


def clean_text(value: Any) -> Any:
    """A text with single spaces, as pages display it; paragraphs are preserved.

    Invisible characters are removed; a text without visible characters becomes empty.
    """
    if not isinstance(value, str):
        return value
    if value.isprintable() and "  " not in value and value == value.strip():
        # Nearly every text; characters removed below are not printable.
        return value if shows(value) else ""
    paragraphs = re.split(r"\n\s*\n", cleaned(value))
    text = "\n\n".join(text for text in map(collapsed, paragraphs) if text)
    return text if shows(text) else ""


# The last annotation runs first. If it came first, the limits would be checked in Python.
Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), BeforeValidator(clean_text)]


def rounded_to_100(values: Sequence[int | Fraction]) -> tuple[int, ...]:
    """The nearest whole numbers in the same proportions that sum to 100 (largest remainder).

    ``values`` are 0 or more each, and not all 0.
    """
    total = sum(values)
    floors = [int(value * 100 // total) for value in values]
    remainders = [value * 100 % total for value in values]
    by_remainder = sorted(range(len(values)), key=lambda k: (-remainders[k], k))
    for k in by_remainder[: 100 - sum(floors)]:
        floors[k] += 1
    return tuple(floors)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shares(_Model):
    """Of 100 people in a role, how many would choose each point of the scale; 0 or more each."""

    strongly_against: int = Field(ge=0, le=100_000)
    against: int = Field(ge=0, le=100_000)
    neither: int = Field(ge=0, le=100_000)
    for_: int = Field(ge=0, le=100_000, alias="for")
    strongly_for: int = Field(ge=0, le=100_000)

    def counts(self) -> tuple[int, int, int, int, int]:
        """The five numbers, from strongly against to strongly for."""
        return (self.strongly_against, self.against, self.neither, self.for_, self.strongly_for)

    def scaled(self) -> Shares:
        """The nearest whole numbers in the same proportions that sum to 100 (largest remainder).

        Shares of 30, 20, 10, 0, 0 become 50, 33, 17, 0, 0. ValueError if all are 0.
        """
        if not any(self.counts()):
            raise ValueError("shares that are all 0 cannot be scaled")
        counts = rounded_to_100(self.counts())
        return Shares.model_validate(dict(zip(SCALE_KEYS, counts, strict=True)))


class Stance(_Model):
    """Where a role stands on one issue; ``scaled`` if its shares had to be scaled to 100.

    ``based_on`` are the ids of the sources that the reason is based on; None if the scenario has
    no sources. ``minority`` says who in the role is on the other side; None if hardly anybody is,
    and in answers of format 1.
    """

    reason: Text
    based_on: tuple[str, ...] | None = None
    minority: Text | None = None
    shares: Shares
    position: Text
    importance: int = Field(ge=1, le=5)
    scaled: bool = False


class Consideration(_Model):
    """Something that a role considers; ``based_on`` as in ``Stance``."""

    title: Text
    detail: Text
    based_on: tuple[str, ...] | None = None


class Friction(_Model):
    """Where a role expects friction with another, as it sees both sides."""

    with_: str = Field(alias="with")
    issue: str | None
    theme: Text
    my_side: Text
    their_side: Text
    why: Text
    way_forward: Text | None


class Answer(_Model):
    """One persona's view of a scenario; ``stances`` by issue id, in the scenario's order.

    Answers of format 1, which records may always contain, have no ``open_questions``.
    """

    considerations: tuple[Consideration, ...]
    stances: dict[str, Stance]
    summary: Text
    frictions: tuple[Friction, ...]
    open_questions: tuple[Text, ...] = ()
    would_change_mind: Text

    def to_json(self) -> dict[str, Any]:
        """The answer as it is recorded; ``scaled`` and ``based_on`` only where they apply."""
        data = self.model_dump(mode="json", by_alias=True)
        for stance in data["stances"].values():
            if not stance["scaled"]:
                del stance["scaled"]
        for part in (*data["stances"].values(), *data["considerations"]):
            if part["based_on"] is None:
                del part["based_on"]
        return data
