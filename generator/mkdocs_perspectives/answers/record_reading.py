"""Reads records: validates their files, and reports faults with their place."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
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

from mkdocs_perspectives.answers.parsing import AnswerError, parse_recorded
from mkdocs_perspectives.answers.question_match import stale_parts
from mkdocs_perspectives.answers.record import ANSWERS_FOLDER, Record, record_file
from mkdocs_perspectives.common import (
    InputError,
    Problem,
    code_point,
    conflict_line,
    hidden_marks,
    read_bounded,
    refused,
    safe_line,
    shows,
)
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import Question
from mkdocs_perspectives.scenario import Scenario

__all__ = ["MAX_RECORD", "read_record"]

MAX_RECORD = 8_000_000
"""The largest record that is read, in bytes; an answer has at most a million characters."""

LONGEST_FAULT = 2000
"""Maximum length of the fault of an answer that does not fit."""

_MAYBE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _label(text: str) -> str:
    """A label in a record, such as the model's name, which pages show in their notices."""
    if found := refused(text):
        code = code_point(found.group())
        raise PydanticCustomError("label", "the character {code} is not allowed", {"code": code})
    if not shows(text):
        raise PydanticCustomError("label", "it has no visible characters")
    return text


Label = Annotated[str, Field(max_length=200), AfterValidator(_label)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Digests(_Model):
    scenario: Digest
    sources: Digest | None = None
    issues: Digest
    reversed: Digest | None = None
    persona: Digest


class _Digests1(_Digests):
    counterparts: Digest


class _Digests2(_Digests):
    counterparts: dict[str, Digest]


class _Context(_Model):
    counterpart_descriptions: dict[str, Digest]
    sources: dict[str, Digest] | None = None
    reversed: dict[str, Digest] | None = None
    texts: dict[str, Digest] | None = None


class _File(_Model):
    persona: str
    prompt: Label
    model: Label
    asked_on: datetime.date
    usage: Usage
    answer: dict[str, Any]
    answer_sha256: Digest


class _File1(_File):
    format: Literal[1]
    question: _Digests1


class _File2(_File):
    format: Literal[2]
    question: _Digests2
    context: _Context


def read_record(scenarios_dir: Path, scenario: Scenario, question: Question) -> Record | None:
    """The record of the answer to a question, or None if there is none.

    Raises:
        InputError: the file exists but is not a valid record.
    """
    file = record_file(scenarios_dir, scenario.id, question.persona_id, question.voice)
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
    digests = entry.question.model_dump(exclude_none=True)
    context = entry.context.model_dump(exclude_none=True) if isinstance(entry, _File2) else {}
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
        context=context,
        stale_parts=stale_parts(digests, question),
        fault=fault,
        hidden=(*in_model, *in_prompt),
        voice=question.voice,
    )


def _parsed(file: Path, raw: bytes, persona_id: str) -> _File1 | _File2:
    """The content of a record's file. InputError with the place if it is invalid."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
        if _MAYBE_HALF.search(raw):
            # Lone surrogates cannot be encoded, so they have no digest.
            json.dumps(data, ensure_ascii=False).encode()
        first = isinstance(data, Mapping) and data.get("format") == 1
        entry: _File1 | _File2 = (_File1 if first else _File2).model_validate(data)
        if entry.persona != persona_id:
            raise ValueError(f"it is the record of {entry.persona!r}")
    except json.JSONDecodeError as error:
        if line := conflict_line(raw.decode("utf-8", "replace")):
            raise _problem(file, "has an unresolved merge conflict", line) from None
        raise _problem(file, f"is not valid JSON: {error.msg}", error.lineno, error.colno) from None
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, detail["loc"]))
        line, column = _key_place(raw, where.split(".")[-1])
        raise _problem(file, f"is not valid: {where}: {detail['msg']}", line, column) from None
    except UnicodeEncodeError:
        raise _problem(file, "is not valid: it contains half of a character") from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _problem(file, "is not valid: it is not UTF-8 text", line) from None
    except (ValueError, RecursionError) as error:
        raise _problem(file, f"is not valid: {error}") from None
    return entry


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def _key_place(raw: bytes, key: str) -> tuple[int, int]:
    """The line and column of a key in a JSON file with one key per line."""
    written = json.dumps(key)
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
        if (column := line.find(written)) >= 0:
            return number, column + 1
    return 1, 1


def _problem(file: Path, message: str, line: int = 1, column: int = 1) -> InputError:
    depth = 4 if file.parent.name == ANSWERS_FOLDER else 5
    shown = "/".join(file.parts[-depth:])
    remedy = "Restore it from git, or delete it: the answer then comes from the cache or the model."
    return InputError([Problem(shown, line, column, f"the record {message}", remedy)])
