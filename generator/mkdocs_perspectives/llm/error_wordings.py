"""The codes and wordings of errors that known servers use.

From the documentation and public reports of OpenAI, Azure, Anthropic, Gemini, Groq, Mistral,
DeepSeek, xAI, Hugging Face, OpenRouter, LiteLLM, vLLM, llama.cpp, Ollama and LM Studio. They are
matched against a server's own words (``error_texts.own_words``): lower case, no punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

__all__ = [
    "ADDRESS",
    "AT_FAULT",
    "CODES",
    "MAY_PASS",
    "PLAIN_FORM",
    "REFUSED",
    "SHORT_TERM",
    "TOO_MUCH",
    "WORDS",
    "Kind",
]

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
"""The kinds of errors: key, access, model, address (absent: one of these two), credit, day and
refused parameters affect every request; long and filter affect one; form, system and limit have a
fallback; sampling and passing are temporary."""

CODES: Mapping[Kind, str] = {
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
    # A litellm proxy without a database reports this for every unknown key.
    r"|invalid_token|token_expired|no_db_connection",
    "access": r"account_\w+|organization_\w+|access_terminated(_error)?|unsupported_country\w*"
    r"|permission_?denied(error)?|permission_error|insufficient_permissions",
    "passing": r"overloaded(_error)?|engine_overloaded(_error)?|server_overloaded|unavailable"
    r"|serviceunavailable|model_(loading|overloaded)|resource_exhausted|rate_?limit\w*",
}
"""The codes and types of errors by kind, as regular expressions for a whole code."""

WORDS: Mapping[Kind, str] = {
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
    "day": r"\bper day\b|\busage limits?\b|\bdaily (\w+ )?(limit|quota)|\bfor today\b|\b[rt]pd\b",
    "long": r"context (length|window|size|limit)|maximum context|too many (input )?tokens"
    r"|(prompt|input|message|text|string|request|content)s? (is |are |was )?too (long|large|big)"
    r"|input token count|maximum (number of )?(input |prompt )?tokens|maximum prompt length"
    r"|exceeds? .{0,30}\b(context|n_ctx|max_model_len|max_seq_len|max_prompt)|\bn_ctx\b"
    r"|reduce (the )?(length|size|your prompt|your messages)|longer than the (model|maximum)"
    r"|token limit exceeded|exceeds? the (available )?(context|token limit)|payload too large"
    r"|request entity too large|\btokens\b.{0,40}must be",
    "filter": r"content (filter|management|moderation|polic)|\bflagged\b|\bmoderation\b"
    r"|safety (system|filter|setting|reason|polic|check|guideline|guard)|usage (polic|guideline)"
    r"|(exists?|high) risk|inappropriate|sensitive (content|word|information)|responsible ai"
    r"|prohibited (content|use)"
    r"|violat\w+.{0,60}\b(polic|guideline|terms|safety)|harmful|\bunsafe\b"
    r"|block\w* .{0,40}(safety|polic|filter|prohibited|reason)|(safety|policy|filter) .{0,40}block",
    "sampling": r"failed to (generate|validate) (valid )?json|generated json does not match"
    r"|before generating a valid (json )?(document|object)|model (output|response) .{0,40}"
    r"(not valid json|did not match)|could not generate (valid )?json",
    "model": r"\bmodels?\b( \w+){0,12} (do(es)? not exist|not exist|not found|was not found"
    r"|(is|was|are) not (available|supported|found|loaded|valid|known|served|deployed|a valid"
    r"|accessible|a chat|enabled|installed|allowed)|isn t available|is unavailable|not available"
    r"|not supported|not loaded|not (a )?(known|valid|recogni[sz]ed|deployed|installed|allowed)"
    r"|is invalid|has been (deprecated|decommissioned|retired|removed|shut down)"
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
"""The wordings of errors by kind, as regular expressions for a server's own words."""

PLAIN_FORM = re.compile(r"\b(schema|grammar)s?\b")
"""Words for an answer's form that are too general to count in a server failure."""

REFUSED = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|not (permitted|allowed|available|accepted"
    r"|compatible|implemented|recogni[sz]ed|a valid)|unexpected|extra (input|field)|no such"
    r"|cannot find|isn t|doesn t|does not|only the default|deprecated|additional propert|illegal"
    r"|forbidden|instead"
)
"""Something is refused."""

AT_FAULT = re.compile(r"not valid|invalid|must (be|not)|cannot|too (deep|complex)|error|fail")
"""Something is not as it should be."""

TOO_MUCH = re.compile(
    r"too (large|high|big|many|long)|at most|maximum|less than|exceed|greater than|larger than"
    r"|out of range|must be (between|<)|above|up to|higher than|range"
)
"""A number is too large."""

SHORT_TERM = re.compile(r"per[ _](min|minute|second|hour)(\b|_)|\b[rt]pm\b")
"""A limit applies to a short time."""

MAY_PASS = re.compile(r"try again|temporar|overloaded|loading|\bbusy\b|timed? ?out|at capacity")
"""A failure is temporary."""

ADDRESS = re.compile(
    r"^$|^(404 )?(page |file |resource |url |route |path |endpoint )?not found$|not found for url"
    r"|invalid url|unexpected endpoint|cannot (post|get)\b|no (such )?(route|endpoint|path|address)"
    r"|no static resource|method not allowed|unknown (request )?(url|path|route|endpoint)"
    r"|requested url .{0,60}not found|^404\b|no handler|not found on this server"
)
"""There is nothing at an address."""
