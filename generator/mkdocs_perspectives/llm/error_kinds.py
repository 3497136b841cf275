"""What kind of error a server's words and codes mean, in the wordings of the known servers.

Codes are read as they are; words only in what the server says by itself, never in what repeats
the request (see ``error_texts.own_words``), since a scenario may be about anything: grammar
schools, content filters, the temperature of a room.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

from mkdocs_perspectives.llm.error_texts import Said

__all__ = ["Kind", "kind_of"]

Kind = Literal[
    "key",
    "access",
    "model",
    "absent",
    "address",
    "credit",
    "day",
    "long",
    "filter",
    "limit",
    "limit value",
    "temperature",
    "seed",
    "form",
    "system",
    "sampling",
    "passing",
    "unknown",
]
"""Whose fault it is: key, access, model, address (absent: one of these two), credit and day are
everybody's, as are refused parameters; long and filter are one request's; form, system and limit
have a fallback; sampling and passing may pass."""

_CODES: Mapping[Kind, str] = {
    "credit": r"insufficient_(user_)?(quota|balance|funds|credits?)|billing_\w+|payment_required"
    r"|exceeded_current_quota(_error)?|credit_\w+|out_of_credits?|spend_limit\w*|arrearage",
    "day": r"\w*per_?day\w*(-\w+)?",
    "filter": r"content_?filter(ed)?|content_policy\w*|\w*responsible_?ai\w*|\w*moderation\w*"
    r"|data_?inspection_?failed|prohibited_content|safety(_\w+)?|policy_violation|invalid_prompt"
    r"|content_blocked|image_safety|cyber_policy\w*",
    "long": r"context_length_exceeded|string_above_max_length|exceed_context_size(_error)?"
    r"|request_too_large|context_window_exceeded|input_too_long|tokens_limit_reached"
    r"|prompt_too_long",
    "sampling": r"json_(validate|generate)_failed|output_parse_failed|invalid_model_output",
    "model": r"model_?not_?found(error)?|unknown_?model|invalid_model(_\w+)?|model_?not_?supported"
    r"|model_not_available|model_decommissioned|model_terms_required|deploymentnotfound"
    r"|model_?not_?exist|model_not_loaded|operationnotsupported",
    "key": r"(invalid|incorrect|missing|expired|wrong)_?(api_?)?key|api_?key_(invalid|expired)"
    r"|authentication(_)?error|unauthenticated|unauthorized|invalid_?authentication(_error)?"
    r"|invalid_token|token_expired",
    "access": r"account_\w+|organization_\w+|access_terminated(_error)?|unsupported_country\w*"
    r"|permission_?denied(error)?|permission_error|insufficient_permissions",
    "passing": r"overloaded(_error)?|engine_overloaded(_error)?|server_overloaded|unavailable"
    r"|serviceunavailable|model_(loading|overloaded)|resource_exhausted|rate_?limit\w*",
}
"""The codes and types of errors by what they mean, as regular expressions over a whole code."""

_WORDS: Mapping[Kind, str] = {
    "access": r"\b(account|organi[sz]ation|project)\b.{0,40}\b(suspended|deactivated|disabled"
    r"|terminated|banned)|country region|not available in your (country|region)"
    r"|terms (of service )?acceptance",
    "key": r"\b(api[ _]?(key|token)|access token|auth token|bearer|authentication|credentials?"
    r"|auth)\b.{0,60}\b(invalid|incorrect|not valid|missing|expired|required|wrong|malformed"
    r"|not found|revoked|not provided|failed|header)\b"
    r"|\b(invalid|incorrect|missing|expired|wrong|revoked|no|valid|unknown|bad)\b.{0,30}"
    r"\b(api[ _]?(key|token)|access token|auth token|bearer|authentication|credentials?)\b"
    r"|\bunauthori[sz]ed\b|\bunauthenticated\b",
    "credit": r"credit balance|insufficient (credits?|balance|funds|quota)|(out of|no|more) credits"
    r"|requires? more credits|not enough (credits?|balance|funds|quota)|spend(ing)? limit"
    r"|balance (is )?(too low|insufficient|exhausted|not enough)|payment (is )?required"
    r"|billing|prepaid|top up|exceeded your (current|monthly) (quota|included)"
    r"|(quota|credits?) (has been |is |are |was )?(exceeded|exhausted|used up|depleted)|arrears",
    "day": r"\bper day\b|\bdaily (\w+ )?(limit|quota)|\bfor today\b|\brpd\b|\btpd\b",
    "long": r"context (length|window|size|limit)|maximum context|too many (input )?tokens"
    r"|(prompt|input|message|text|string|request|content)s? (is |are |was )?too (long|large|big)"
    r"|input token count|maximum (number of )?(input |prompt )?tokens|maximum prompt length"
    r"|exceeds? .{0,30}\b(context|n_ctx|max_model_len|max_seq_len|max_prompt)|\bn_ctx\b"
    r"|reduce (the )?(length|size|your prompt|your messages)|longer than the (model|maximum)"
    r"|token limit exceeded|exceeds? the (available )?(context|token limit)|payload too large"
    r"|request entity too large",
    "filter": r"content (filter|management|moderation|polic)|\bflagged\b|\bmoderation\b"
    r"|safety (system|filter|setting|reason|polic|check|guideline|guard)|usage (polic|guideline)"
    r"|inappropriate|sensitive (content|word|information)|prohibited (content|use)|responsible ai"
    r"|violat\w+.{0,60}\b(polic|guideline|terms|safety)|harmful|\bunsafe\b"
    r"|block\w* .{0,40}(safety|polic|filter|prohibited|reason)|(safety|policy|filter) .{0,40}block",
    "sampling": r"failed to (generate|validate) (valid )?json|generated json does not match"
    r"|before generating a valid (json )?(document|object)|model (output|response) .{0,40}"
    r"(not valid json|did not match)|could not generate (valid )?json",
    "model": r"\bmodels?\b( \w+){0,12} (do(es)? not exist|not exist|not found|was not found"
    r"|(is|was|are) not (available|supported|found|loaded|valid|known|served|deployed|a valid"
    r"|accessible|a chat|enabled|installed|allowed)|isn t available|is unavailable|not available"
    r"|not supported|not loaded|not (a )?(known|valid|recogni[sz]ed|deployed|installed|allowed)"
    r"|unknown|is invalid|has been (deprecated|decommissioned|retired|removed|shut down)"
    r"|is (deprecated|decommissioned|retired|disabled|unknown|inaccessible)|no longer)"
    r"|\b(invalid|unknown|unrecogni[sz]ed|unsupported|no such|nonexistent|bad|wrong)"
    r"( \w+)? model\b|not a valid model|no models? (is |are )?(loaded|found|available)"
    r"|no (available )?(channel|provider|deployment|backend|endpoint)s?\b.{0,40}\bmodel"
    r"|(unable to access|failed to load|couldn t find|cannot find) (the )?model"
    r"|\bdeployment .{0,60}does not exist|no endpoints found for|model identifier is invalid"
    r"|not a chat model|model name .{0,40}(invalid|incorrect|wrong)",
    "form": r"\bresponse_?format\b|\bresponse format|\bjson_?schema\b|\bjson_?object\b"
    r"|\bjson (schema|mode|object|output)|\bstructured_?(output|generation|decoding)"
    r"|\bstructured (output|generation|decoding|response)|\bguided_?(json|decoding|grammar)"
    r"|\bguided (json|decoding|generation)|\bresponse_?schema\b|\bresponse_?mime_?type\b"
    r"|\bgeneration_?config\b|\boutput_(config|format|schema)\b|\boutput (schema|format)"
    r"|\btext format\b|\bxgrammar\b|\boutlines\b|\bllguidance\b|\bgbnf\b|\badditional_?properties\b"
    r"|\bjson format\b|constrained (decoding|generation|sampling)"
    r"|\b(min|max)_?items\b|\bany_?of\b|too many states",
    "system": r"\bsystem (role|message|prompt|instruction)s?\b|\brole s?:? ?system\b|\bsystem role"
    r"|\brole\b( \w+){0,4} system\b|\broles must alternate|\bgot system\b|\bsystem is not"
    r"|developer instruction|only (the )?user\b.{0,40}\broles?\b|unexpected role|invalid role"
    r"|unsupported role|unknown role",
}
"""The wordings of errors by what they mean, over a server's own words."""

_PLAIN_FORM = re.compile(r"\b(schema|grammar)s?\b")
"""Words for an answer's form that are too general to count where a server failed."""

_REFUSED = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|not (permitted|allowed|available|accepted"
    r"|compatible|implemented|recogni[sz]ed|a valid)|unexpected|extra (input|field)|no such"
    r"|cannot find|isn t|doesn t|does not|only the default|deprecated|additional propert|illegal"
    r"|forbidden|instead"
)
_AT_FAULT = re.compile(r"not valid|invalid|must (be|not)|cannot|too (deep|complex)|error|fail")
_TOO_MUCH = re.compile(
    r"too (large|high|big|many|long)|at most|maximum|less than|exceed|greater than|larger than"
    r"|out of range|must be (between|<)|above|up to|higher than|range"
)
_SHORT_TERM = re.compile(r"per[ _](min|minute|second|hour)(\b|_)|\b[rt]pm\b")
_MAY_PASS = re.compile(r"try again|temporar|overloaded|loading|\bbusy\b|timed? ?out|at capacity")

_LIMITS = ("max_completion_tokens", "max_tokens")

_ADDRESS = re.compile(
    r"^$|^(404 )?(page |file |resource |url |route |path |endpoint )?not found$|not found for url"
    r"|invalid url|unexpected endpoint|cannot (post|get)\b|no (such )?(route|endpoint|path|address)"
    r"|no static resource|method not allowed|unknown (request )?(url|path|route|endpoint)"
    r"|requested url .{0,60}not found|^404\b|no handler|not found on this server"
)


def kind_of(
    status: int,
    said: Said,
    own: str,
    *,
    asked: Collection[str],
    short_wait: bool,
) -> Kind:
    """What an error means.

    Args:
        status: the reply's, or 0 where a reply of 200 has an error in it that names none.
        own: the server's own words, as ``own_words`` gives them.
        asked: the names of what the request asked for: its parameters, ``response_format`` and
            ``system``. What was not asked for cannot be what is refused.
        short_wait: whether the server asks for a short rest.
    """
    return _Judge(said, own, asked).kind(status, short_wait=short_wait)


class _Judge:
    """Weighs one error; see ``kind_of``."""

    def __init__(self, said: Said, own: str, asked: Collection[str]) -> None:
        self._said, self._own, self._asked = said, own, asked

    def _coded(self, kind: Kind) -> bool:
        return any(re.fullmatch(_CODES[kind], code) for code in self._said.codes)

    def _worded(self, kind: Kind) -> bool:
        return re.search(_WORDS[kind], self._own) is not None

    def _names(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self._own) is not None

    def kind(self, status: int, *, short_wait: bool) -> Kind:
        named: tuple[Kind, ...] = ("sampling", "long", "filter")
        for kind in named:
            if self._coded(kind):
                return kind
        if self._coded("credit") or status == 402:
            return "credit"
        if status in (429, 503, 529) and not self._coded("model"):
            return self._of_a_rest(short=short_wait)
        return self._of_a_failure() if status >= 500 else self._of_a_refusal(status)

    def _of_a_rest(self, *, short: bool) -> Kind:
        """A server that has too much to do, or from which the account has had all that it may."""
        if self._worded("long") and not self._worded("day"):
            # Larger than all that it takes in a minute: that never passes.
            return "long"
        if self._coded("day") or (self._worded("day") and not short):
            return "day"
        spent = self._worded("credit") and not short and not self._names(_SHORT_TERM)
        return "credit" if spent else "passing"

    def _of_a_failure(self) -> Kind:
        """5xx: what the server says may still be that it does not take the request."""
        if self._coded("model"):
            return "model"
        if (named := self._parameter()) in ("limit", "form"):
            return named
        if self._worded("long"):
            return "long"
        at_fault = self._names(_REFUSED) or self._names(_AT_FAULT)
        if self._form(plain=at_fault):
            return "form"
        return "system" if self._system() else "passing"

    def _of_a_refusal(self, status: int) -> Kind:
        """4xx, or a status that says nothing."""
        if status == 413 or (self._worded("long") and not self._worded("sampling")):
            return "long"
        if self._worded("access") or (self._coded("access") and not self._worded("filter")):
            return "access"
        if status == 401 or self._coded("key"):
            return "key"
        if self._coded("model"):
            return "model"
        if (named := self._parameter()) is not None:
            return named
        words: tuple[Kind, ...] = ("sampling", "filter", "key", "credit")
        for kind in words:
            if self._worded(kind):
                return kind
        if self._form(plain=False):
            return "form"
        if self._worded("model"):
            return "model"
        if self._form(plain=True):
            return "form"
        return "system" if self._system() else self._of_the_rest(status)

    def _of_the_rest(self, status: int) -> Kind:
        """What words and codes leave open."""
        no_address = self._names(_ADDRESS)
        if (status in (404, 405) and no_address) or status in (405, 501):
            return "address"
        if status == 0 and no_address and self._own:
            return "address"
        if status == 403:
            return "access"
        if status == 404:
            return "absent"
        may_pass = self._coded("passing") or self._names(_MAY_PASS)
        return "passing" if status in (0, 408, 409, 425) or may_pass else "unknown"

    def _form(self, *, plain: bool) -> bool:
        named = self._worded("form") or (plain and self._names(_PLAIN_FORM))
        return named and "response_format" in self._asked

    def _system(self) -> bool:
        return self._worded("system") and "system" in self._asked

    def _mentions(self, name: str) -> bool:
        return name in self._said.fields or re.search(rf"\b{name}\b", self._own) is not None

    def _parameter(self) -> Kind | None:
        """Which part of the request the server refuses, if it names one."""
        fields = self._said.fields
        if "response_format" in self._asked and any(
            field.split(".")[0] == "response_format" for field in fields
        ):
            return "form"
        if "system" in self._asked and "messages.0.role" in fields:
            return "system"
        if any(name in self._asked for name in _LIMITS) and any(map(self._mentions, _LIMITS)):
            if self._names(_REFUSED):
                return "limit"
            if self._names(_TOO_MUCH):
                return "limit value"
            if self._names(_AT_FAULT):
                return "limit"
        at_fault = any(map(self._names, (_REFUSED, _AT_FAULT, _TOO_MUCH)))
        sampling: tuple[Kind, ...] = ("temperature", "seed")
        for name in sampling:
            if name in self._asked and (name in fields or (self._mentions(name) and at_fault)):
                return name
        return None
