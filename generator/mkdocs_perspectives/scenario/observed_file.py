"""What may be written in ``observed.yml``: the models of the file.

The descriptions and examples end up in ``observed.schema.json``, where editors complete and
explain them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from mkdocs_perspectives.common import PLACEHOLDER
from mkdocs_perspectives.scenario.file_models import FileModel
from mkdocs_perspectives.scenario.observed import ObservedCell
from mkdocs_perspectives.scenario.source import Place
from mkdocs_perspectives.scenario.values import SAID, Text, Title, Url

__all__ = ["ObservedFile", "observed_keys", "resolved"]

_ROUNDED = 0.03
"""Shares that were rounded to whole percent sum to 1 but for this much."""

_MOST_PEOPLE = 10**10


def _fault(message: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError(SAID, "{fault}", {"fault": message, "remedy": remedy})


def _written(text: str) -> str:
    if text.startswith(PLACEHOLDER):
        raise _fault("this text is still to be written", f"Replace what begins with {PLACEHOLDER}.")
    return text


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and math.isfinite(value)


def _count(value: Any) -> Any:
    if type(value) is not int or not 0 <= value <= _MOST_PEOPLE:
        raise _fault(
            "a count must be a whole number, 0 or more",
            "Write how many people gave this answer; answers that were weighted are written as "
            "`{shares: [...], n: ...}`.",
        )
    return value


def _fraction(value: Any) -> Any:
    if not _is_number(value) or not 0 <= value <= 1:
        raise _fault("a share must be a fraction of 1", "Write 0.43 for 43 of 100.")
    return value


def _people(value: Any) -> Any:
    if not _is_number(value) or not 0 < value <= _MOST_PEOPLE:
        raise _fault("n must be a number above 0", "Write how many people answered.")
    return value


def _listed(value: Any) -> Any:
    if not isinstance(value, list):
        raise _fault(
            "answers must be three or five counts, or a mapping",
            "Write [against, neither, for], such as [67, 90, 19], or `{shares: [0.38, 0.51, 0.11], "
            "n: 176}`.",
        )
    return value


def _three_or_five(values: list[Any]) -> list[Any]:
    if len(values) not in {3, 5}:
        raise _fault(
            f"there are {len(values)} groups of answers",
            "Write three (against, neither, for) or five (strongly against, against, neither, for, "
            "strongly for).",
        )
    return values


def _whole(shares: list[float]) -> list[float]:
    if abs(sum(shares) - 1) > _ROUNDED:
        raise _fault(
            f"the shares sum to {sum(shares):.6g}, not to 1", "Check them; neither is one of them."
        )
    return shares


_GROUPS: JsonDict = {"oneOf": [{"minItems": size, "maxItems": size} for size in (3, 5)]}

Count = Annotated[int, Field(ge=0), BeforeValidator(_count)]
Fraction = Annotated[float, Field(ge=0, le=1), BeforeValidator(_fraction)]
People = Annotated[
    float,
    Field(
        gt=0,
        description="How many people answered; fractional where answers were weighted.",
        examples=[176, 163.4],
    ),
    BeforeValidator(_people),
]
Counts = Annotated[
    list[Count],
    Field(json_schema_extra=_GROUPS),
    BeforeValidator(_listed),
    AfterValidator(_three_or_five),
]
Written = Annotated[Title, AfterValidator(_written)]


class SharesCell(FileModel):
    """The shares of those who gave each answer."""

    shares: Annotated[
        list[Fraction],
        AfterValidator(_three_or_five),
        AfterValidator(_whole),
    ] = Field(
        description="Fractions of 1: against, neither, for; or all five points.",
        examples=[[0.43, 0.24, 0.33]],
        json_schema_extra=_GROUPS,
    )
    n: People


class FavourCell(FileModel):
    """The share of those for, where nothing else is known."""

    favour: Fraction = Field(
        alias="for",
        description="The share of those for or strongly for, as a fraction of 1.",
        examples=[0.41],
    )
    n: People


def _form(value: Any) -> str:
    if not isinstance(value, dict):
        return "as counts"
    return "as one share" if "for" in value and "shares" not in value else "as shares"


Cell = Annotated[
    Annotated[Counts, Tag("as counts")]
    | Annotated[SharesCell, Tag("as shares")]
    | Annotated[FavourCell, Tag("as one share")],
    Discriminator(_form),
]


class ObservedFile(FileModel):
    """What people in these roles answered, where somebody asked them; never asked of a model."""

    source: Written = Field(
        description="Who asked, and where it was published.",
        examples=["The Alan Turing Institute and General Medical Council, 2024"],
    )
    url: Url | None = Field(
        default=None,
        description="Where the answers can be read.",
        examples=["https://example.com/table"],
    )
    licence: Written = Field(
        description="The terms under which they may be used.", examples=["CC BY 4.0"]
    )
    changed: Text | None = Field(
        default=None,
        description="What was done to them, and how the statements differ from those asked.",
        examples=["Unweighted counts; the statements are in other words."],
    )
    asked: Written = Field(
        description="When people were asked.", examples=["December 2023 to January 2024"]
    )
    people: Title | None = Field(
        default=None,
        description="Who was asked, and how many.",
        examples=["929 doctors on the UK register"],
    )
    counts: dict[str, dict[str, Cell]] = Field(
        min_length=1,
        description="The answers by the ids of personas, then of issues: three or five counts, "
        "shares with n, or the share of those for with n.",
        examples=[
            {
                "gp": {
                    "ready-for-use": [67, 90, 19],
                    "autonomy": {"shares": [0.43, 0.24, 0.33], "n": 176},
                    "trust": {"for": 0.41, "n": 176},
                }
            }
        ],
    )


def observed_keys(place: Place) -> Sequence[str]:
    """The keys that may stand in the mapping at ``place``."""
    return ("shares", "for", "n") if len(place) >= 3 else tuple(ObservedFile.model_fields)


def resolved(cell: list[int] | SharesCell | FavourCell) -> ObservedCell:
    """A cell with its counts as fractions of 1; counts must not all be 0."""
    if isinstance(cell, FavourCell):
        return ObservedCell(None, cell.favour, cell.n)
    if isinstance(cell, SharesCell):
        given: Sequence[float] = cell.shares
        n = cell.n
    else:
        given, n = cell, float(sum(cell))
    shares = tuple(part / sum(given) for part in given)
    return ObservedCell(shares, sum(shares[(len(shares) + 1) // 2 :]), n)
