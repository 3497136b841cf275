"""What can be said of a text in English, by its words."""

from __future__ import annotations

import re

from mkdocs_perspectives.scenario.lint.any_language import has_a_question_mark
from mkdocs_perspectives.scenario.lint.english_claims import CLAIM, makes_two_claims
from mkdocs_perspectives.scenario.lint.english_praise import is_empty, is_unopposed
from mkdocs_perspectives.scenario.lint.wording import Wording, has

__all__ = ["ENGLISH"]


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_ASKING = re.compile(
    r"(?:what|which(?: \w+)?|who|whom|whose \w+|how(?: \w+)?|why|when|where) "
    r"(?:should|must|can|could|would|will|shall|do|does|did|is|are|was|were|has|have|may)\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?:should|must|can|could|would|will|shall|do|does|did|is|are|was|were|may) "
    r"(?:the|an?|we|i|you|it|they|there|th(?:is|at|ese|ose)|our|its|their|all|every|any)\b",
    re.IGNORECASE,
)
_HOW_TO = re.compile(r"(?:what|how|when|where|whom|which|whether)(?: \w+)? to \w+", re.IGNORECASE)
_DECIDED = _any(rf"{CLAIM}|depends?|matters?")


def _asks(text: str) -> bool:
    """Whether a statement is a question, with its mark or without."""
    if has_a_question_mark(text):
        return True
    # `What is decided should be published.` asks nothing: another verb follows.
    for pattern in (_ASKING, _INVERTED, _HOW_TO):
        found = pattern.match(text)
        if found and not _DECIDED.search(text, found.end()):
            return True
    return False


_VERB = _any(
    rf"{CLAIM}|was|were|has|have|had|does?|did|gets?|wins?|loses?|needs?|wants?|decides?|comes?|"
    "goes|keeps?|makes?|takes?|helps?|hurts?|harms?|belongs?|deserves?|knows?|brings?|stays?|"
    "remains?|matters?|becomes?|begins?|depends?|suffers?|pays|rises?|falls?|gives?|says?|means?"
)
_ORDER = re.compile(
    r"(?!about\b|above\b|after\b|all\b|as\b|at\b|before\b|between\b|both\b|by\b|during\b|for\b|"
    r"from\b|half\b|in\b|of\b|on\b|only\b|over\b|such\b|than\b|to\b|twice\b|under\b|what\b|with\b|"
    r"without\b)[a-z]+ (?:the|an?|all|no|every|more|fewer|less|our|its|their|it|them|us)\b",
    re.IGNORECASE,
)


def _names_a_topic(text: str) -> bool:
    """Whether a statement is no sentence but a few words, as a title has them."""
    count = len(text.split())
    if count > 1 and (_VERB.search(text) or _ORDER.match(text)):
        return False
    return count <= (2 if text.endswith((".", "!")) else 5)


# What a role is held to, in any of the usual ways to say it.
_MEASURED = _any(
    r"measured|measures?|judged|evaluated|assessed|appraised|rated|ratings?|graded|grades?|marks?|"
    r"scored?|scores|ranked|audit\w*|inspect\w*|reviewed|examin\w*|counted by|counts? for|"
    r"paid|pays|earns?|earnings|salary|wages?|fees?|commission|bonus\w*|liv(?:es?|ing) (?:on|from|"
    r"by|off)|income|turnover|revenue|profits?|sales|targets?|quotas?|budgets?|deadlines?|kpis?|"
    r"okrs?|figures|results?|answers? (?:for|to)|answerable|accountable|responsib\w+|"
    r"reports? to|in charge|elect(?:ed|ion|ions)|re-elect\w*|votes?|reputation|depends? on|stands? "
    r"or falls?|liable|vouch\w*|owes?|must (?:meet|show|prove)|complaints?|promot(?:ed|ion)"
)

_MORE = _any(
    "more|raise|raised|increase|increased|expand|expanded|extend|extended|introduce|introduced|add|"
    "added|invest|invested|improve|improved|allow|allowed|start|started|build|built|hire|hired|new|"
    "better|further|grow|longer|larger|bigger|higher|strengthen|strengthened|support|supported|"
    "promote|promoted|fund|funded|offer|offered"
)
_BRAKE = _any(
    "not|no|never|nobody|less|fewer|cut|lower|reduce|reduced|stop|stopped|ban|banned|close|closed|"
    "keep|kept|remain|stay|unchanged|wait|delay|delayed|postponed?|before|until|limit|limited|cap|"
    "capped|hold|held|only|most|at least|instead|without|end|ended|drop|dropped|refuse|refused|"
    "rather|shorter|smaller|abolish|abolished|leave|left|than"
)


ENGLISH = Wording(
    asks=_asks,
    names_a_topic=_names_a_topic,
    makes_two_claims=makes_two_claims,
    is_unopposed=is_unopposed,
    is_empty=is_empty,
    has_a_measure=has(_MEASURED),
    wants_more=has(_MORE),
    holds_back=has(_BRAKE),
)
