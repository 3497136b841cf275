"""A reply or a record read as an answer, or refused with every fault that it has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mkdocs_perspectives.answers.answer import Answer, Stance
from mkdocs_perspectives.scenario import Scenario

__all__ = ["AnswerError", "parse_recorded", "parse_reply"]

MAX_REPLY = 1_000_000
"""The longest reply that is parsed, in characters."""

_SUM_TOLERANCE = 5
"""Shares that sum to 100 give or take so many are scaled without a word."""


class AnswerError(Exception):
    """A reply that is no valid answer; the text names the fault for the model to mend."""

    def __init__(self, faults: str, *, only_sums: bool = False) -> None:
        super().__init__(faults)
        self.only_sums = only_sums
        """Whether nothing is wrong but shares that do not sum to 100, which can be scaled."""


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
