"""Records, the committed answers, and how they are written.

Those of the lead are ``scenarios/<id>/answers/<persona>.json``, those of other voices
``scenarios/<id>/answers/<persona>/<voice>.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs_perspectives.answers.answer import Answer
from mkdocs_perspectives.answers.mirroring import mirrored
from mkdocs_perspectives.common import LEAD, one_line, pretty_json, sha256, shows, write_if_changed
from mkdocs_perspectives.llm import Usage
from mkdocs_perspectives.prompt import Digests, Question

__all__ = ["ANSWERS_FOLDER", "SAMPLE_MODEL", "Record", "new_record", "record_file", "write_record"]

SAMPLE_MODEL = "sample"
"""The model name of answers that people wrote as an illustration."""

ANSWERS_FOLDER = "answers"

NAMELESS = "unnamed"
"""The name of a model whose server gives no visible name."""


@dataclass(frozen=True)
class Record:
    """An answer and where it comes from.

    ``question`` are the digests of the question, ``context`` further digests that records of format
    1 do not have. ``answer`` is None if the recorded answer no longer fits the scenario; ``fault``
    then says why. ``stale_parts`` are the parts of the question that have changed since. ``edited``
    is set if the answer was changed by hand after it was recorded. ``hidden`` are zero-width marks
    that were removed from the record's labels. ``voice`` is the id of the voice that answered.
    """

    persona_id: str
    question: Digests
    prompt: str
    model: str
    asked_on: str
    usage: Usage
    answer: Answer | None
    answer_json: dict[str, Any]
    answer_sha256: str
    context: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stale_parts: tuple[str, ...] = ()
    fault: str = ""
    hidden: tuple[str, ...] = ()
    voice: str = LEAD

    @cached_property
    def mirrored(self) -> Answer | None:
        """The answer with shares of negated statements mirrored, as if to the lead's question."""
        negated = self.context.get("reversed", {})
        return mirrored(self.answer, negated) if self.answer and negated else self.answer

    @property
    def format(self) -> int:
        """1 or 2; both remain valid forever."""
        return 1 if isinstance(self.question["counterparts"], str) else 2

    @property
    def edited(self) -> bool:
        return sha256(self.answer_json) != self.answer_sha256

    @property
    def current(self) -> bool:
        return self.answer is not None and not self.stale_parts

    @property
    def frictions_left_out(self) -> int:
        """How many of its frictions are with roles that were removed."""
        if self.answer is None:
            return 0
        return len(self.answer_json["frictions"]) - len(self.answer.frictions)

    def accepted(self, question: Question) -> Record:
        """The record with the digests of the current question, as if that had been asked.

        Samples are written by hand, so the digest of their answer is updated too.
        """
        digests, context = question.digests, question.context
        if self.format == 1:
            digests, context = digests | {"counterparts": question.format_1}, {}
        record = replace(self, question=digests, context=context, stale_parts=())
        if self.model == SAMPLE_MODEL:
            record = replace(record, answer_sha256=sha256(self.answer_json))
        return record


def _name(model: str) -> str:
    """A model's name, made safe for a record."""
    name = one_line(model)[:200]
    return name if shows(name) else NAMELESS


def new_record(
    question: Question, prompt: str, model: str, asked_on: str, usage: Usage, answer: Answer
) -> Record:
    """The record of an answer that has just arrived or is in the cache."""
    data = answer.to_json()
    return Record(
        persona_id=question.persona_id,
        voice=question.voice,
        question=question.digests,
        context=question.context,
        prompt=one_line(prompt)[:200] or NAMELESS,
        model=_name(model),
        asked_on=asked_on,
        usage=usage,
        answer=answer,
        answer_json=data,
        answer_sha256=sha256(data),
    )


def record_file(scenarios_dir: Path, scenario_id: str, persona_id: str, voice: str = LEAD) -> Path:
    """The file of a persona's record."""
    name = f"{persona_id}/{voice}.json" if voice != LEAD else f"{persona_id}.json"
    return scenarios_dir.joinpath(scenario_id, ANSWERS_FOLDER, name)


def write_record(
    scenarios_dir: Path, scenario_id: str, record: Record, *, durably: bool = True
) -> bool:
    """Write a record; returns whether its file changed. For ``durably`` see ``common.files``.

    Raises:
        OutputError: it cannot be written.
    """
    data: dict[str, Any] = {
        "format": record.format,
        "persona": record.persona_id,
        "question": record.question,
        "prompt": record.prompt,
        "model": record.model,
        "asked_on": record.asked_on,
        "usage": record.usage.model_dump(),
        "answer": record.answer_json,
        "answer_sha256": record.answer_sha256,
    }
    if record.format > 1:
        data["context"] = record.context
    text = pretty_json(data) + "\n"
    file = record_file(scenarios_dir, scenario_id, record.persona_id, record.voice)
    return write_if_changed(file, text, root=scenarios_dir, durably=durably)
