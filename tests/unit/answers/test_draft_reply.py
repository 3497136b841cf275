"""Proposals: what is read, what is refused, and what is left for the author to mend."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from mkdocs_perspectives.answers import AnswerError, parse_draft
from mkdocs_perspectives.prompt import DraftWish
from proposals import TEXT, proposal

WISH = DraftWish("A night bus", TEXT, "en", roles=2, statements=2)


def test_a_proposal_is_read_whatever_stands_around_it() -> None:
    text = f"Here it is:\n```json\n{json.dumps(proposal())}\n```"
    draft = parse_draft(text, WISH)
    assert [role.id for role in draft.roles] == ["driver", "publican"]
    assert draft.issues[1].statement == "No day line should be thinned out for it."
    assert draft.question == "What would the night bus change for each role?"


def test_what_orders_or_hides_text_is_taken_out() -> None:
    data = proposal(question="What\u202e would\u200b change?")
    assert parse_draft(json.dumps(data), WISH).question == "What would change?"


def _statement(text: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: data["issues"][0].update(statement=text)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda data: data["roles"].pop(), "roles has 1 entries instead of 2 to 2"),
        (lambda data: data["roles"][0].pop("does"), "roles.0.does is missing"),
        (lambda data: data["roles"][0].update(name=" "), "roles.0.name"),
        (lambda data: data["roles"][0].update(name="PUBLICAN!"), "two of the names of the roles"),
        (
            lambda data: data["issues"][0].update(data["issues"][1], wording="change"),
            "two of the statements are the same",
        ),
        (lambda data: data["issues"][0].update(wording="both"), "must be one of the ids change"),
    ],
)
def test_what_is_no_proposal(edit: Callable[[dict[str, Any]], Any], told: str) -> None:
    data = proposal()
    edit(data)
    for lenient in (False, True):
        with pytest.raises(AnswerError, match=told):
            parse_draft(json.dumps(data), WISH, lenient=lenient)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (_statement("Should the bus run every night?"), "issues.0.statement: the statement is a q"),
        (_statement("The bus should run and fares should rise."), "two claims"),
        (_statement("Safety is important."), "nobody opposes"),
        (lambda data: data["issues"][1].update(wording="change"), "2 of 2 statements are worded"),
    ],
)
def test_what_an_author_can_mend(edit: Callable[[dict[str, Any]], Any], told: str) -> None:
    data = proposal()
    edit(data)
    with pytest.raises(AnswerError, match=told):
        parse_draft(json.dumps(data), WISH)
    assert len(parse_draft(json.dumps(data), WISH, lenient=True).issues) == 2


def test_another_language_is_refused() -> None:
    korean = DraftWish("심야 버스", "비용은 3억 9천만 원이다.", "ko", roles=2, statements=2)
    with pytest.raises(AnswerError, match="in the script of the language"):
        parse_draft(json.dumps(proposal()), korean, lenient=True)


@pytest.mark.parametrize("text", ["", "I cannot do that.", '{"question": "Why?", "roles": [{'])
def test_what_is_no_object(text: str) -> None:
    with pytest.raises(AnswerError, match="no whole JSON object"):
        parse_draft(text, WISH)
