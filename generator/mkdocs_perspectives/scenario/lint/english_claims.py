"""Whether a statement in English makes one claim or two.

What is joined by ``and`` may be two claims (``Prices should fall and wages should rise``) or a part
of one (``Research and development should be paid first``). Told apart are they by what stands on
both sides; where that is not clear, nothing is said.
"""

from __future__ import annotations

import re

from mkdocs_perspectives.scenario.lint.texts import sentences

__all__ = ["CLAIM", "makes_two_claims"]

_DUTY = r"should|must|ought to|shall|needs? to|has to|have to"
CLAIM = rf"{_DUTY}|will|would|can|could|may|might|is|are"
"""Verbs by which most statements claim something."""

_CLAIM = re.compile(rf"\b(?:{CLAIM})\b", re.IGNORECASE)
_DUTIES = re.compile(rf"\b(?:{_DUTY})\b", re.IGNORECASE)

_JOINT = re.compile(r",? (?:and|but|while|whereas|yet)\b|;", re.IGNORECASE)

# What begins a clause that claims nothing of its own.
_SUBORDINATE = re.compile(
    r"\b(?:who|whom|whose|which|that|where|when|whenever|if|because|although|though|whatever|"
    r"whoever|as|until|unless|before|after|since|what|how|whether|why|than|once)\b",
    re.IGNORECASE,
)

_PREDICATE = re.compile(
    rf"\b(?:{_DUTY}) (?:not |also |only )?(?:be|stay|become|remain) (?:\w+ly )?[\w-]+$",
    re.IGNORECASE,
)
_SECOND_SUBJECT = re.compile(
    r"(?:the|our|its|their|all|every|each|no) "
    r"(?!same\b|only\b|first\b|last\b|best\b|most\b|least\b|other\b)[\w-]+ \S"
    r"|[a-z]+s (?:[a-z]+er|[a-z]+ed|better|worse|less|more|free|open|public)[.!]?$",
    re.IGNORECASE,
)

# Not where one thing takes another's place: `should stop selling to dealers and sell online`.
_ACTION = re.compile(
    rf"\b(?:{_DUTY}) (?:not |also |first )?(?!(?:be|stop|end|abandon|scrap|abolish|replace)\b)"
    r"[a-z]+ (.+)$",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"(?:over|up|out|off|down|in|on|back|away|through)$", re.IGNORECASE)
_SECOND_ACTION = re.compile(
    r"(?:also |then |instead )?(?:raise|cut|lower|increase|reduce|close|open|build|stop|start|ban|"
    r"allow|introduce|keep|drop|pay|hire|sell|buy|publish|delay|launch|move|end|make|give|offer|"
    r"add|remove|replace|spend|invest|train|charge|limit|cap|change|expand|extend|improve|require|"
    r"abolish|fund|share|set|take|let|begin|outsource|merge|halve|double|show|hold|put|send|bring|"
    r"turn|leave|provide|supply|rent|lease|run|protect|serve|abandon|scrap|shorten|lengthen) "
    r"(?:the|an?|all|every|each|more|fewer|less|our|its|their|no|only|half|any|some|\d)\b",
    re.IGNORECASE,
)


def makes_two_claims(text: str) -> bool:
    """Whether a role may be for one half of a statement and against the other."""
    if len(sentences(text, english=True)) > 1:
        return True
    for joint in _JOINT.finditer(text):
        left, right = text[: joint.start()], text[joint.end() :].lstrip(" ,")
        if not _claims(left):
            continue
        if _claims_again(left, right):
            return True
        if _PREDICATE.search(left) and _SECOND_SUBJECT.match(right):
            return True
        if _acts(left) and _SECOND_ACTION.match(right):
            return True
    return False


def _claims(left: str) -> bool:
    """Whether there is a verb that claims something and is not in a subordinate clause."""
    return any(
        not _SUBORDINATE.search(left[: found.start()].rsplit(",", 1)[-1])
        for found in _CLAIM.finditer(left)
    )


def _claims_again(left: str, right: str) -> bool:
    found = _CLAIM.search(right)
    if found is None or _SUBORDINATE.search(right, 0, found.start()):
        return False
    first = _CLAIM.search(left)
    if first is not None and _SUBORDINATE.search(left, first.end()):
        # What follows may belong to that clause: `It is right that old and new staff are paid ...`
        return bool(_DUTIES.match(first.group()) and _DUTIES.match(found.group()))
    return True


def _acts(left: str) -> bool:
    """Whether a duty has a verb with an object: ``should cut prices``, not ``should hand over``."""
    found = _ACTION.search(left)
    return found is not None and not _PARTICLE.match(found[1])
