"""What is made of a reply: an answer that can be kept, or why it is none."""

from __future__ import annotations

from mkdocs_perspectives.answers import Answer, AnswerError, Expected, parse_reply
from mkdocs_perspectives.common import PerspectivesError, canonical_json, safe_line, without_key
from mkdocs_perspectives.llm import Reply, RequestError, cut_off, text_of

__all__ = ["answer_in", "answer_of_text", "refuse_key", "unrepaired"]


def answer_in(reply: Reply, expected: Expected, *, scale_any: bool = False) -> Answer:
    """The answer that a reply holds; for ``scale_any`` see ``parse_reply``.

    Raises:
        AnswerError: it holds none, or a malformed one, and the model may be asked to mend it.
        RequestError: it was refused, filtered or cut off, or has the API key in it.
    """
    text = text_of(reply)
    try:
        return _kept(
            parse_reply(
                text,
                expected,
                thinking=reply.thinking,
                cut_off=reply.cut_off,
                scale_any=scale_any,
            )
        )
    except AnswerError as fault:
        if reply.cut_off and fault.unfinished:
            raise cut_off() from None
        raise


def answer_of_text(text: str, expected: Expected) -> Answer:
    """The answer in ``text``, whose shares are scaled whatever they sum to.

    Raises:
        AnswerError, RequestError: as ``answer_in``.
    """
    return _kept(parse_reply(text, expected, scale_any=True))


def _kept(answer: Answer) -> Answer:
    """An answer, unless it has the API key in it."""
    refuse_key(canonical_json(answer.to_json()))
    return answer


def refuse_key(said: str) -> None:
    """Raise RequestError where a text has the API key in it, which must not be kept."""
    if without_key(said) != said:
        raise RequestError(
            "the answer repeats the API key, so it was not recorded",
            "Find out why the server or the model does that, and change the key.",
        )


def unrepaired(
    fault: str, still: Exception, *, no_content: bool = False
) -> RequestError | PerspectivesError:
    """What is told where an answer had this ``fault`` and repairing it failed as well.

    That is ``still`` itself where no question can be answered.

    Args:
        no_content: whether the fault was that the answer says nothing.
    """
    if isinstance(still, PerspectivesError):
        return still
    first = "has no content" if no_content else "was malformed"
    if isinstance(still, RequestError):
        reason = f"the answer {first} ({fault}); repairing it failed: {still}"
        return RequestError(safe_line(reason, _LONGEST), still.remedy)
    if isinstance(still, AnswerError) and still.no_content:
        second = "nor has the repaired one" if no_content else "and the repaired one has no content"
    else:
        second = (
            "and the repaired one is malformed" if no_content else "and so was the repaired one"
        )
    return RequestError(
        safe_line(f"the answer {first}, {second}: {still}", _LONGEST),
        "Ask again; where it stays so, the model does not do what is asked: use another one.",
    )


_LONGEST = 500
