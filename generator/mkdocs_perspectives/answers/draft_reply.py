"""Parses a reply into a draft of roles and statements, or raises an error with every fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from mkdocs_perspectives.answers.answer import clean_text
from mkdocs_perspectives.answers.answer_text import find_answer
from mkdocs_perspectives.answers.form import Form
from mkdocs_perspectives.answers.id_matching import squeezed
from mkdocs_perspectives.answers.parsing import MAX_REPLY, AnswerError, faults_in_words
from mkdocs_perspectives.answers.scripts import letters_within
from mkdocs_perspectives.prompt import DraftWish, draft_schema
from mkdocs_perspectives.scenario import statement_fault

__all__ = ["Draft", "DraftedIssue", "DraftedRole", "parse_draft"]

_Line = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(clean_text)]
_Text = Annotated[str, Field(min_length=1, max_length=2000), BeforeValidator(clean_text)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DraftedRole(_Model):
    """A role proposed by a model; its ``id`` need not be valid yet."""

    id: str
    name: _Line
    does: _Text
    answers_for: _Text
    measured_by: _Text


class DraftedIssue(_Model):
    """A statement proposed by a model, and the direction of its wording according to the model."""

    id: str
    title: _Line
    statement: _Text
    wording: str


class Draft(_Model):
    """A model's proposal; ``question`` is empty if none was requested."""

    roles: tuple[DraftedRole, ...]
    issues: tuple[DraftedIssue, ...]
    question: Annotated[str, BeforeValidator(clean_text)] = ""


def parse_draft(
    text: str, wish: DraftWish, *, thinking: str = "", cut_off: bool = False, lenient: bool = False
) -> Draft:
    """A model's reply as a draft.

    Args:
        text, thinking, cut_off: as for ``parse_reply``.
        lenient: whether badly worded statements are accepted, which authors can correct.

    Raises:
        AnswerError: lists every fault.
    """
    if len(text) + len(thinking) > MAX_REPLY:
        raise AnswerError(f"it is longer than {MAX_REPLY} characters", quote=text)
    schema = draft_schema(wish)
    keys = list(schema["properties"])
    found = find_answer(text, "" if cut_off else thinking, keys, thoughts=not cut_off)
    if found is None or found.begun_anew:
        fault = f"it has no whole JSON object with the keys {', '.join(keys)}"
        ignored = found is None
        raise AnswerError(fault, quote=text or thinking, unfinished=True, schema_ignored=ignored)
    form = Form({}, (), mark_scaled=False)
    data = form.read(found.value, schema)
    faults = list(form.faults)
    draft = None
    if not faults:
        try:
            draft = Draft.model_validate(data)
        except ValidationError as error:
            faults += faults_in_words(error)
    if draft is not None:
        faults += _without_content(draft, wish)
        faults += [] if lenient else _worded_badly(draft, wish)
    if draft is None or faults:
        listed = "; ".join(faults[:_MOST_FAULTS])[:_LONGEST]
        raise AnswerError(listed, quote=found.text, schema_ignored=form.ignored)
    return draft


_MOST_FAULTS = 10
_LONGEST = 2000


def _without_content(draft: Draft, wish: DraftWish) -> Iterator[str]:
    """Faults of a draft without content: repeated texts, or another language."""
    for what, texts in (
        ("names of the roles", [role.name for role in draft.roles]),
        ("statements", [issue.statement for issue in draft.issues]),
    ):
        if len(set(map(squeezed, texts))) < len(texts):
            yield f"two of the {what} are the same"
    letters = letters_within(" ".join(_texts(draft)), wish.language)
    if letters is not None and 2 * letters[0] < letters[1]:
        yield f"fewer than half of its letters are in the script of the language ({wish.language})"


def _texts(draft: Draft) -> Sequence[str]:
    roles = [t for r in draft.roles for t in (r.name, r.does, r.answers_for, r.measured_by)]
    return [*roles, *(t for i in draft.issues for t in (i.title, i.statement))]


def _worded_badly(draft: Draft, wish: DraftWish) -> Iterator[str]:
    for number, issue in enumerate(draft.issues):
        if fault := statement_fault(issue.statement, wish.language):
            yield f"issues.{number}.statement: {fault}"
    change = sum(issue.wording == "change" for issue in draft.issues)
    half = len(draft.issues) / 2
    if abs(change - half) >= 1:
        yield f"{change} of {len(draft.issues)} statements are worded as `change`, not half"
