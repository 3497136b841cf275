"""Classification of the errors of known servers."""

from __future__ import annotations

import json

import pytest
from mkdocs_perspectives.llm.error_kinds import kind_of
from mkdocs_perspectives.llm.error_texts import error_content, own_words

ASKED = {"response_format", "system", "max_completion_tokens", "temperature", "seed"}

SAID = [
    (400, "Invalid schema for response_format 'x': schema must have a 'type' key.", "form"),
    (400, "This response_format type is unavailable now", "form"),
    (400, "'response_format.type' must be 'json_schema' or 'text'", "form"),
    (400, "schema is too complex", "form"),
    (400, "A schema in GenerationConfig exceeds the maximum allowed nesting depth.", "form"),
    (400, "response_schema.properties[x]: should be non-empty for OBJECT type", "form"),
    (400, "Invalid argument: unknown field 'json_schema'", "form"),
    (400, "Structured outputs are not enabled for this model", "form"),
    (400, "Guided decoding is disabled", "form"),
    (500, "Unable to parse the JSON schema", "form"),
    (500, "Internal server error", "passing"),
    (500, "Schema migration under way", "passing"),
    (502, "<html><title>502 Bad Gateway</title></html>", "passing"),
    (400, "Unrecognized request argument supplied: max_completion_tokens", "limit"),
    (400, "Unknown parameter: 'max_completion_tokens'.", "limit"),
    (422, {"detail": "max_completion_tokens: extra fields not permitted"}, "limit"),
    (400, "Invalid value for max_tokens: must be less than or equal to 4096", "limit value"),
    (400, "max_completion_tokens must be at most 8192", "limit value"),
    (400, "'seed' is currently not supported", "seed"),
    (400, "temperature must be between 0 and 1", "temperature"),
    (400, 'messages: Unexpected role "system". There is a top-level parameter for it', "system"),
    (400, "Only user, assistant and tool roles are supported, got system", "system"),
    (400, {"error": {"message": "Unsupported value", "param": "messages[0].role"}}, "system"),
    (400, "Unknown model: gpt-9", "model"),
    (404, "models/gemini-9 is not found for API version v1main", "model"),
    (400, "Invalid model 'x'. Permitted models can be found in the documentation", "model"),
    (404, "Model not found, inaccessible, and/or not deployed", "model"),
    (400, "The model `x` has been decommissioned and is no longer supported.", "model"),
    (404, "This is not a chat model and thus not supported at this address.", "model"),
    (404, "No endpoints found for foo/bar.", "model"),
    (400, {"detail": "Model gpt-x is not available"}, "model"),
    (400, "no such model: gpt-x", "model"),
    (403, {"error": {"message": "no access", "code": "model_not_found"}}, "model"),
    (400, "model is required", "unknown"),
    (400, "Invalid API Key", "key"),
    (400, "No API key provided", "key"),
    (403, "Invalid API key", "key"),
    (422, {"detail": [{"loc": ["header", "authorization"], "msg": "Field required"}]}, "key"),
    (401, "", "key"),
    (403, "Country, region, or territory not supported", "access"),
    (403, "Access denied due to Virtual Network/Firewall rules.", "access"),
    (403, "Content violates usage guidelines. Failed check: SAFETY_CHECK", "filter"),
    (400, {"error": {"message": "considered high risk", "type": "content_filter"}}, "filter"),
    (400, "Output blocked by content filtering policy", "filter"),
    (400, "prompt is too long: 210000 tokens > 200000 maximum", "long"),
    (400, "'max_tokens' is too large: 3000. This model's maximum context length is 4096", "long"),
    (422, "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000", "long"),
    (500, "the request exceeds the available context size", "long"),
    (413, {"error": {"message": "x", "code": "rate_limit_exceeded"}}, "long"),
    (402, "Insufficient Balance", "credit"),
    (403, {"error": {"message": "x", "code": "insufficient_user_quota"}}, "credit"),
    (429, {"error": {"message": "x", "type": "exceeded_current_quota_error"}}, "credit"),
    (429, "Limit 10000 tokens per min (TPM). You can add a payment method: /billing.", "passing"),
    (429, "Limit 200 requests per day (RPD).", "day"),
    (429, "Rate limit exceeded: free-models-per-day. Add 10 credits", "day"),
    (429, "Quota exceeded for generate_content_requests_per_minute_per_project", "passing"),
    (429, "Request too large for model `x` on tokens per minute (TPM): Limit 6000", "long"),
    (400, {"error": {"message": "x", "code": "json_validate_failed"}}, "sampling"),
    (400, "Generated JSON does not match the expected schema. Errors: ...", "sampling"),
    (503, {"error": {"message": "The model is overloaded.", "status": "UNAVAILABLE"}}, "passing"),
    (404, "404 page not found", "address"),
    (404, {"error": {"code": 404, "message": "File Not Found"}}, "address"),
    (404, "Invalid URL (POST /v1/v1/chat/completions)", "address"),
    (404, "<pre>Cannot POST /chat/completions</pre>", "address"),
    (404, "", "address"),
    (501, "Not Implemented", "passing"),
    (418, "I am a teapot", "unknown"),
]


@pytest.mark.parametrize(("status", "body", "kind"), SAID)
def test_errors_are_classified(status: int, body: object, kind: str) -> None:
    said = error_content(body)
    own = own_words(said.text, "", ())
    assert kind_of(status, said, own, asked=ASKED, short_wait=False) == kind


@pytest.mark.parametrize(
    "body",
    ["response_format is unknown", "System role not supported", "'seed' is not supported"],
)
def test_what_was_not_asked_for_is_not_what_is_refused(body: str) -> None:
    said = error_content(body)
    own = own_words(said.text, "", ())
    assert kind_of(400, said, own, asked=(), short_wait=False) == "unknown"


def test_what_repeats_the_request_is_not_the_servers_own() -> None:
    prompt = "A grammar school asks for structured output.\nIts model does not exist."
    body = json.dumps({"response_format": {"type": "json_schema"}, "messages": [prompt] * 2})
    assert own_words(f"Odd: {prompt}", body, [prompt]) == "odd"
    assert own_words(f"Odd: {body}", body, [prompt]) == "odd"
    # One or two common words are not a repetition.
    assert own_words("The grammar cannot be read", body, [prompt]) == "the grammar cannot be read"
    assert own_words("No grammar school", body, [prompt]) == "no school"


def test_a_body_of_any_shape_is_read_in_time() -> None:
    deep: object = "x"
    for _ in range(300):
        deep = {"error": [deep]}
    for body in (deep, [[]], None, 7, True, {"error": True}, {"": {}}, "<" * 50_000, "{" * 50_000):
        error_content(body)
    assert error_content({"error": {"message": "a" * 10**6}}).text == "a" * 20_000
