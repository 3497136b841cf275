"""The committed answers: ``scenarios/<id>/answers/<persona>.json``."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from mkdocs_perspectives.answers.answer import Answer
from mkdocs_perspectives.answers.parsing import AnswerError, parse_recorded
from mkdocs_perspectives.common import (
    InputError,
    Problem,
    code_point,
    conflict_line,
    hidden_marks,
    one_line,
    pretty_json,
    read_bounded,
    refused,
    safe_line,
    sha256,
    shows,
    write_if_changed,
)
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import QUESTION_PARTS, Question
from mkdocs_perspectives.scenario import Scenario

__all__ = [
    "ANSWERS_FOLDER",
    "MAX_RECORD",
    "SAMPLE_MODEL",
    "Record",
    "new_record",
    "read_record",
    "record_file",
    "write_record",
]

SAMPLE_MODEL = "sample"
"""The model of answers that people wrote as an illustration; no model was asked."""

ANSWERS_FOLDER = "answers"

MAX_RECORD = 8_000_000
"""The largest record that is read; an answer has a million characters at the most."""

LONGEST_FAULT = 2000
"""Characters of what is said of an answer that does not fit."""

_MAYBE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")

NAMELESS = "unnamed"
"""A model whose server gives it no name that shows."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _label(text: str) -> str:
    """What a record says of itself, which pages repeat in their notices."""
    if found := refused(text):
        code = code_point(found.group())
        raise PydanticCustomError("label", "the character {code} is not allowed", {"code": code})
    if not shows(text):
        raise PydanticCustomError("label", "it shows nothing")
    return text


Label = Annotated[str, Field(max_length=200), AfterValidator(_label)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Digests(_Model):
    scenario: Digest
    issues: Digest
    persona: Digest
    counterparts: Digest


class _RecordFile(_Model):
    format: Literal[1]
    persona: str
    question: _Digests
    prompt: Label
    model: Label
    asked_on: datetime.date
    usage: Usage
    answer: dict[str, Any]
    answer_sha256: Digest


@dataclass(frozen=True)
class Record:
    """An answer and where it comes from.

    ``answer`` is None where the recorded one does not fit the scenario any more; ``fault`` then
    says why. ``stale_parts`` are the parts of the question that have changed since. ``edited``
    says that the answer was changed by hand after it was recorded. ``hidden`` are marks that only
    hide, which were taken out of what the record says of itself.
    """

    persona_id: str
    question: dict[str, str]
    prompt: str
    model: str
    asked_on: str
    usage: Usage
    answer: Answer | None
    answer_json: dict[str, Any]
    answer_sha256: str
    stale_parts: tuple[str, ...] = ()
    fault: str = ""
    hidden: tuple[str, ...] = ()

    @property
    def edited(self) -> bool:
        return sha256(self.answer_json) != self.answer_sha256

    @property
    def current(self) -> bool:
        return self.answer is not None and not self.stale_parts

    @property
    def frictions_left_out(self) -> int:
        """How many of the frictions that it holds are with roles that are gone."""
        if self.answer is None:
            return 0
        return len(self.answer_json["frictions"]) - len(self.answer.frictions)

    def accepted(self, question: Question) -> Record:
        """The record with the digests of today's question, as if it had been asked that.

        A sample's answer is written by hand to begin with, so its own digest is renewed too.
        """
        record = replace(self, question=question.digests, stale_parts=())
        if self.model == SAMPLE_MODEL:
            record = replace(record, answer_sha256=sha256(self.answer_json))
        return record


def _name(model: str) -> str:
    """A model's name as a record may say it, whoever gave it."""
    name = one_line(model)[:200]
    return name if shows(name) else NAMELESS


def new_record(
    question: Question, prompt: str, model: str, asked_on: str, usage: Usage, answer: Answer
) -> Record:
    """The record of an answer that has just arrived, or that the cache kept."""
    data = answer.to_json()
    return Record(
        persona_id=question.persona_id,
        question=question.digests,
        prompt=one_line(prompt)[:200] or NAMELESS,
        model=_name(model),
        asked_on=asked_on,
        usage=usage,
        answer=answer,
        answer_json=data,
        answer_sha256=sha256(data),
    )


def record_file(scenarios_dir: Path, scenario_id: str, persona_id: str) -> Path:
    """Where the answer of a persona is kept."""
    return scenarios_dir.joinpath(scenario_id, ANSWERS_FOLDER, f"{persona_id}.json")


def read_record(scenarios_dir: Path, scenario: Scenario, question: Question) -> Record | None:
    """The record of a persona's answer, or None where there is none.

    Raises:
        InputError: the file is there but is no record.
    """
    file = record_file(scenarios_dir, scenario.id, question.persona_id)
    try:
        raw = read_bounded(file, MAX_RECORD)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _problem(file, f"cannot be read: {error.strerror}") from None
    entry = _parsed(file, raw, question.persona_id)
    answer, fault = None, ""
    try:
        answer = parse_recorded(entry.answer, scenario)
    except AnswerError as error:
        fault = safe_line(str(error), LONGEST_FAULT)
    digests = entry.question.model_dump()
    model, in_model = hidden_marks(entry.model)
    prompt, in_prompt = hidden_marks(entry.prompt)
    return Record(
        persona_id=entry.persona,
        question=digests,
        prompt=prompt,
        model=model,
        asked_on=entry.asked_on.isoformat(),
        usage=entry.usage,
        answer=answer,
        answer_json=entry.answer,
        answer_sha256=entry.answer_sha256,
        stale_parts=tuple(p for p in QUESTION_PARTS if digests[p] != question.digests[p]),
        fault=fault,
        hidden=(*in_model, *in_prompt),
    )


def _parsed(file: Path, raw: bytes, persona_id: str) -> _RecordFile:
    """What a record's file says. InputError with the place where it is none."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
        if _MAYBE_HALF.search(raw):
            # Half a character has no bytes to take a digest of.
            json.dumps(data, ensure_ascii=False).encode()
        entry = _RecordFile.model_validate(data)
        if entry.persona != persona_id:
            raise ValueError(f"it is the record of {entry.persona!r}")
    except json.JSONDecodeError as error:
        if line := conflict_line(raw.decode("utf-8", "replace")):
            raise _problem(file, "holds a merge conflict that is not resolved", line) from None
        raise _problem(file, f"is not valid JSON: {error.msg}", error.lineno, error.colno) from None
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, detail["loc"]))
        line, column = _key_place(raw, where.split(".")[-1])
        raise _problem(file, f"is no record: {where}: {detail['msg']}", line, column) from None
    except UnicodeEncodeError:
        raise _problem(file, "is no record: it holds half of a character") from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _problem(file, "is no record: it is not UTF-8 text", line) from None
    except (ValueError, RecursionError) as error:
        raise _problem(file, f"is no record: {error}") from None
    return entry


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def write_record(
    scenarios_dir: Path, scenario_id: str, record: Record, *, durably: bool = True
) -> bool:
    """Write a record where it belongs; whether its file changed. For ``durably`` see ``files``.

    Raises:
        OutputError: it cannot be written.
    """
    data = {
        "format": 1,
        "persona": record.persona_id,
        "question": record.question,
        "prompt": record.prompt,
        "model": record.model,
        "asked_on": record.asked_on,
        "usage": record.usage.model_dump(),
        "answer": record.answer_json,
        "answer_sha256": record.answer_sha256,
    }
    text = pretty_json(data) + "\n"
    file = record_file(scenarios_dir, scenario_id, record.persona_id)
    return write_if_changed(file, text, root=scenarios_dir, durably=durably)


def _key_place(raw: bytes, key: str) -> tuple[int, int]:
    """Where a key stands in a JSON file that is laid out one key a line."""
    written = json.dumps(key)
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
        if (column := line.find(written)) >= 0:
            return number, column + 1
    return 1, 1


def _problem(file: Path, message: str, line: int = 1, column: int = 1) -> InputError:
    shown = "/".join(file.parts[-4:])
    remedy = "Restore it from git, or delete it: the answer is then taken from the cache or asked."
    return InputError([Problem(shown, line, column, f"the record {message}", remedy)])
