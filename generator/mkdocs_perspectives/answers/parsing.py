"""Parses replies and records into answers, or raises an error that lists every fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mkdocs_perspectives.answers.answer import MAX_TEXT, Answer, Stance
from mkdocs_perspectives.answers.answer_text import AnswerText, find_answer
from mkdocs_perspectives.answers.content import without_content
from mkdocs_perspectives.answers.expected import Expected
from mkdocs_perspectives.answers.form import Form
from mkdocs_perspectives.common import safe_line
from mkdocs_perspectives.scenario import Scenario

__all__ = ["AnswerError", "faults_in_words", "parse_recorded", "parse_reply"]

MAX_REPLY = 10_000_000
"""The longest reply that is parsed, in characters."""

_MOST_FAULTS = 10
_LONGEST = 2000


class AnswerError(Exception):
    """A reply that is not a valid answer; the text names the faults for the model to repair.

    Args:
        faults: what is wrong, in terms of the requested form.
        quote: the part of the reply that was meant as the answer, or all of it.
        only_sums: whether the only fault is shares that do not sum to 100, which can be scaled.
        no_content: whether the form is correct, but there is no content.
        unfinished: whether there is no complete answer, such as in a reply that was cut off.
        schema_ignored: whether it shows that no schema was enforced.
    """

    def __init__(
        self,
        faults: str,
        *,
        quote: str = "",
        only_sums: bool = False,
        no_content: bool = False,
        unfinished: bool = False,
        schema_ignored: bool = False,
    ) -> None:
        super().__init__(faults)
        self.quote = quote
        self.only_sums, self.no_content = only_sums, no_content
        self.unfinished, self.schema_ignored = unfinished, schema_ignored


def parse_reply(
    text: str,
    expected: Expected,
    *,
    thinking: str = "",
    cut_off: bool = False,
    scale_any: bool = False,
) -> Answer:
    """A model's reply as a valid answer whose shares sum to 100.

    Args:
        text: the reply's content; text around the answer is tolerated.
        thinking: the model's thinking, if the server separates it. It is used if there is no answer
            in ``text``, as are thoughts in the text itself.
        cut_off: whether the reply was cut off; then thoughts are only drafts.
        scale_any: scale shares of any positive sum, and mark their stance as ``scaled``.

    Raises:
        AnswerError: lists every fault; ``only_sums`` if ``scale_any`` would have accepted it.
    """
    if len(text) + len(thinking) > MAX_REPLY:
        raise AnswerError(f"it is longer than {MAX_REPLY} characters", quote=text)
    schema = expected.frame.answer_schema
    keys = schema["properties"]
    found = find_answer(text, "" if cut_off else thinking, list(keys), thoughts=not cut_off)
    if found is None:
        fault = f"it has no JSON object with the keys {', '.join(keys)}"
        raise AnswerError(fault, quote=text or thinking, unfinished=True, schema_ignored=True)
    if found.begun_anew:
        fault = "it ends in the middle of the JSON object"
        raise AnswerError(fault, quote=text, unfinished=True)
    form = Form(expected.frame.names, expected.counterparts, mark_scaled=scale_any)
    data = form.read(found.value, schema)
    return _checked(data, form, found, expected, scale_any=scale_any)


def _checked(
    data: Any, form: Form, found: AnswerText, expected: Expected, *, scale_any: bool
) -> Answer:
    """The answer, if neither its form nor its content is at fault."""
    faults, no_content = list(form.faults), ""
    answer = None
    if not faults:
        try:
            answer = Answer.model_validate(data)
        except ValidationError as error:
            faults += faults_in_words(error)
    if answer is not None:
        own = [i for i, f in enumerate(answer.frictions) if f.with_ == expected.persona]
        if own:
            places = ", ".join(f"frictions.{i}.with" for i in own)
            faults.append(f"{places}: this is the role itself; name another, or leave it out")
        no_content = without_content(answer.to_json(), expected)
    odd_sums = [] if scale_any else form.odd_sums
    if answer is not None and not (faults or no_content or odd_sums):
        return answer
    all_faults = [*faults, *([no_content] if no_content else []), *odd_sums]
    raise AnswerError(
        "; ".join(all_faults[:_MOST_FAULTS])[:_LONGEST],
        quote=found.text,
        only_sums=not faults and not no_content,
        no_content=not faults and bool(no_content),
        schema_ignored=form.ignored,
    )


def parse_recorded(data: Any, scenario: Scenario) -> Answer:
    """A recorded answer, which must be valid as it is; frictions with removed roles are dropped.

    Raises:
        AnswerError: lists every fault.
    """
    try:
        answer = Answer.model_validate(data)
    except ValidationError as error:
        raise AnswerError("; ".join(faults_in_words(error)[:_MOST_FAULTS])[:_LONGEST]) from None
    answer = _fitting(answer, scenario)
    for issue_id, stance in answer.stances.items():
        total = sum(stance.shares.counts())
        if total != 100:
            raise AnswerError(f"stances.{issue_id}.shares sum to {total} instead of 100")
    if not answer.frictions:
        return answer
    present = {persona.id for persona in scenario.personas}
    frictions = tuple(friction for friction in answer.frictions if friction.with_ in present)
    return answer.model_copy(update={"frictions": frictions})


def _fitting(answer: Answer, scenario: Scenario) -> Answer:
    """A recorded answer with its stances in the scenario's order, if it fits the scenario."""
    faults = []
    issue_ids = [issue.id for issue in scenario.issues]
    for name in answer.stances.keys() - set(issue_ids):
        faults.append(f"stances.{name} is no issue of the scenario")
    faults += [f"stances.{name} is missing" for name in issue_ids if name not in answer.stances]
    if not 3 <= len(answer.considerations) <= 6:
        faults.append(f"considerations has {len(answer.considerations)} entries instead of 3 to 6")
    if len(answer.frictions) > 6:
        faults.append(f"frictions has {len(answer.frictions)} entries instead of 0 to 6")
    for i, friction in enumerate(answer.frictions):
        if friction.issue is not None and friction.issue not in issue_ids:
            faults.append(f"frictions.{i}.issue is {friction.issue!r}, which is no issue")
    if faults:
        raise AnswerError("; ".join(sorted(faults)[:_MOST_FAULTS]))
    if list(answer.stances) == issue_ids:
        return answer
    ordered: Mapping[str, Stance] = {name: answer.stances[name] for name in issue_ids}
    return answer.model_copy(update={"stances": ordered})


_IN_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no key of the form",
    "string_type": "must be a text",
    "string_too_short": "must not be empty",
    "string_too_long": f"must be at most {MAX_TEXT} characters long",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
}


def faults_in_words(error: ValidationError) -> list[str]:
    """The faults with their places, but without the values, which may be anything."""
    found = []
    for detail in error.errors(include_url=False, include_input=False):
        place = safe_line(".".join(map(str, detail["loc"])) or "the answer")
        fault = _IN_WORDS.get(detail["type"])
        bounds = [f"{word} {value}" for word, value in detail.get("ctx", {}).items()]
        if fault is None and detail["type"] in {"greater_than_equal", "less_than_equal"}:
            fault = f"is out of range ({', '.join(bounds)})"
        found.append(f"{place} {fault or 'is not of the form that was asked for'}")
    return found
