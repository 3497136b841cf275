"""What a persona must return: the JSON schema it is asked for, and the check on arrival."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from generator.scenario import Scenario

__all__ = [
    "SHARE_KEYS",
    "Answer",
    "AnswerError",
    "Consideration",
    "Friction",
    "Shares",
    "Stance",
    "answer_schema",
    "parse_recorded",
    "parse_reply",
]

SHARE_KEYS = ("strongly_against", "against", "neither", "for", "strongly_for")

MAX_TEXT = 10_000
"""The longest text of an answer, in characters; more is a runaway model, not a view."""

MAX_REPLY = 1_000_000
"""The longest reply that is parsed, in characters."""

_SUM_TOLERANCE = 5
"""Shares that sum to 100 give or take so many are scaled without a word."""

# Control characters, lone surrogates, and the marks that reorder text from right to left.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


class AnswerError(Exception):
    """A reply that is no valid answer; the text names the fault for the model to mend."""

    def __init__(self, faults: str, *, only_sums: bool = False) -> None:
        super().__init__(faults)
        self.only_sums = only_sums
        """Whether nothing is wrong but shares that do not sum to 100, which can be scaled."""


def _clean(value: Any) -> Any:
    """A text with single spaces, as what it is shown in has no other; paragraphs are kept."""
    if not isinstance(value, str):
        return value
    if value.isprintable() and "  " not in value and value == value.strip():
        # As nearly every text is; whatever is taken out below is not printable.
        return value
    paragraphs = re.split(r"\n\s*\n", _INVISIBLE.sub("", value))
    return "\n\n".join(text for text in (" ".join(p.split()) for p in paragraphs) if text)


# The cleaning stands last and so runs first; were it to stand first, the limits would be checked by
# calls of Python.
Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), BeforeValidator(_clean)]


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
        counts = self.counts()
        total = sum(counts)
        if total == 0:
            raise ValueError("shares that are all 0 cannot be scaled")
        floors = [count * 100 // total for count in counts]
        remainders = [count * 100 % total for count in counts]
        by_remainder = sorted(range(5), key=lambda k: (-remainders[k], k))
        for k in by_remainder[: 100 - sum(floors)]:
            floors[k] += 1
        return Shares.model_validate(dict(zip(SHARE_KEYS, floors, strict=True)))


class Stance(_Model):
    """Where a role stands on one issue; ``scaled`` if its shares had to be scaled to 100."""

    position: Text
    reason: Text
    shares: Shares
    importance: int = Field(ge=1, le=5)
    scaled: bool = False


class Consideration(_Model):
    """Something that a role looks at."""

    title: Text
    detail: Text


class Friction(_Model):
    """Where a role expects to clash with another, as it sees both sides."""

    with_: str = Field(alias="with")
    issue: str | None
    theme: Text
    my_side: Text
    their_side: Text
    why: Text
    way_forward: Text


class Answer(_Model):
    """One persona's view of a scenario; ``stances`` by issue id, in the scenario's order."""

    summary: Text
    considerations: tuple[Consideration, ...]
    stances: dict[str, Stance]
    frictions: tuple[Friction, ...]
    would_change_mind: Text

    def to_json(self) -> dict[str, Any]:
        """The answer as it is recorded: ``scaled`` only where it is true."""
        data = self.model_dump(mode="json", by_alias=True)
        for stance in data["stances"].values():
            if not stance["scaled"]:
                del stance["scaled"]
        return data


def answer_schema(scenario: Scenario) -> dict[str, Any]:
    """The strict JSON schema of an answer; the same for all personas of ``scenario``.

    Only words that strict modes of compatible servers share are used.
    """
    text = {"type": "string"}
    stance = _object(
        position=text,
        reason=text,
        shares=_object(
            **{key: {"type": "integer", "minimum": 0, "maximum": 100} for key in SHARE_KEYS}
        ),
        importance={"type": "integer", "minimum": 1, "maximum": 5},
    )
    issue_ids = [issue.id for issue in scenario.issues]
    issue: dict[str, Any] = {"type": "null"}
    if issue_ids:
        issue = {"anyOf": [{"type": "string", "enum": issue_ids}, issue]}
    friction = _object(
        **{"with": {"type": "string", "enum": [p.id for p in scenario.personas]}},
        issue=issue,
        theme=text,
        my_side=text,
        their_side=text,
        why=text,
        way_forward=text,
    )
    return _object(
        summary=text,
        considerations={
            "type": "array",
            "items": _object(title=text, detail=text),
            "minItems": 3,
            "maxItems": 6,
        },
        stances=_object(**dict.fromkeys(issue_ids, stance)),
        frictions={"type": "array", "items": friction, "minItems": 0, "maxItems": 6},
        would_change_mind=text,
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse_reply(
    text: str, scenario: Scenario, persona_id: str, *, scale_any: bool = False
) -> Answer:
    """A model's reply as a valid answer whose shares sum to 100.

    Args:
        text: the reply's content; a Markdown fence around the JSON is tolerated.
        scale_any: scale shares of any positive sum, and mark their stance as ``scaled``.

    Raises:
        AnswerError: naming every fault; ``only_sums`` if ``scale_any`` would have passed.
    """
    if len(text) > MAX_REPLY:
        raise AnswerError(f"the answer is longer than {MAX_REPLY} characters")
    answer = _validate(_json_of(text), scenario, arrived=True)
    odd = []
    stances = {}
    for issue_id, stance in answer.stances.items():
        total = sum(stance.shares.counts())
        if total == 0:
            raise AnswerError(f"stances.{issue_id}.shares are all 0; they must sum to 100")
        near = abs(total - 100) <= _SUM_TOLERANCE
        if not near:
            odd.append(f"stances.{issue_id}.shares sum to {total} instead of 100")
        update = {"shares": stance.shares.scaled(), "scaled": not near}
        stances[issue_id] = stance.model_copy(update=update)
    if odd and not scale_any:
        raise AnswerError("; ".join(odd), only_sums=True)
    near_ids = {persona.id for persona in scenario.counterparts(persona_id)}
    frictions = tuple(friction for friction in answer.frictions if friction.with_ in near_ids)
    return answer.model_copy(update={"stances": stances, "frictions": frictions})


def parse_recorded(data: Any, scenario: Scenario) -> Answer:
    """A recorded answer, which must hold as it is; frictions with roles that are gone are left out.

    Raises:
        AnswerError: naming every fault.
    """
    answer = _validate(data, scenario, arrived=False)
    for issue_id, stance in answer.stances.items():
        total = sum(stance.shares.counts())
        if total != 100:
            raise AnswerError(f"stances.{issue_id}.shares sum to {total} instead of 100")
    if not answer.frictions:
        return answer
    there = {persona.id for persona in scenario.personas}
    frictions = tuple(friction for friction in answer.frictions if friction.with_ in there)
    return answer.model_copy(update={"frictions": frictions})


def _json_of(text: str) -> Any:
    """The JSON object in a reply, whose server may not have held the model to JSON alone."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise AnswerError("the answer holds no JSON object")
    try:
        return json.loads(text[start : end + 1], parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"the answer is not valid JSON: {error}") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _validate(data: Any, scenario: Scenario, *, arrived: bool) -> Answer:
    try:
        answer = Answer.model_validate(data)
    except ValidationError as error:
        raise AnswerError(_faults(error)) from None
    faults = []
    issue_ids = [issue.id for issue in scenario.issues]
    for name in answer.stances.keys() - set(issue_ids):
        faults.append(f"stances.{name} is no issue of the scenario")
    faults += [f"stances.{name} is missing" for name in issue_ids if name not in answer.stances]
    if arrived and any(stance.scaled for stance in answer.stances.values()):
        faults.append("stances have no key 'scaled'")
    if not 3 <= len(answer.considerations) <= 6:
        faults.append(f"considerations has {len(answer.considerations)} entries instead of 3 to 6")
    if len(answer.frictions) > 6:
        faults.append(f"frictions has {len(answer.frictions)} entries; 6 is the most")
    for i, friction in enumerate(answer.frictions):
        if friction.issue is not None and friction.issue not in issue_ids:
            faults.append(f"frictions.{i}.issue is {friction.issue!r}, which is no issue")
    if faults:
        raise AnswerError("; ".join(sorted(faults)[:10]))
    if list(answer.stances) == issue_ids:
        return answer
    # The scenario's order, whatever the order of arrival.
    ordered: Mapping[str, Stance] = {name: answer.stances[name] for name in issue_ids}
    return answer.model_copy(update={"stances": ordered})


def _faults(error: ValidationError) -> str:
    """Where and what, at most ten, without the values: a model may have put anything there."""
    found = [
        f"{'.'.join(map(str, detail['loc'])) or 'the answer'}: {detail['msg']}"
        for detail in error.errors(include_url=False, include_input=False)
    ]
    return "; ".join(found[:10])[:2000]
