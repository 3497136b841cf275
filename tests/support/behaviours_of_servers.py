"""Errors and other behaviours of servers, in the forms used by known servers.

The single source of the tests and of a table in the documentation. Each behaviour is tried with a
run of ``ROLES`` roles, ``AT_ONCE`` at once, with ``max_retries: 2``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import fake_server as fake
from fake_server import Fault, Request

__all__ = ["AT_ONCE", "BEHAVIOURS", "KEY", "ROLES", "Behaviour", "table"]

ROLES, AT_ONCE = 8, 2
KEY = "sk-test-0123456789abcdef"
"""The key that the tests use; it must not be shown anywhere."""
ONE = "Role c"
"""The role that is affected if only one is."""

Answer = Callable[[Request], Fault | None]
"""What a server does with a request; None answers it properly."""

Outcome = Literal["answered", "reported", "ended"]


@dataclass(frozen=True)
class Behaviour:
    """How a server behaves, and the expected outcome of a run.

    ``outcome`` is ``answered`` if all roles are, ``reported`` if all but ``ONE`` are, and ``ended``
    if the run ends early without an answer. ``requests`` is the maximum number of requests of the
    run. ``reads`` is what the user reads, ``never`` what must not be shown. ``sent`` must be true
    of the last request.
    """

    name: str
    answer: Answer
    outcome: Outcome
    requests: int
    reads: str = ""
    never: str = "Traceback"
    options: dict[str, Any] = field(default_factory=dict)
    sent: Callable[[dict[str, Any]], bool] = lambda body: True


def body(value: object, code: int = 400, **headers: str) -> Fault:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Fault("raw", code, named, json.dumps(value).encode())


def text(value: str, code: int = 400, kind: str = "text/plain") -> Fault:
    return fake.raw_body(value.encode(), kind, code)


def error(message: str, status: int = 400, /, **more: Any) -> Fault:
    return body({"error": {"message": message, **more}}, status)


def to_all(fault: Fault) -> Answer:
    return lambda request: fault


def to_one(*faults: Fault) -> Answer:
    """The faults for ``ONE``, one per request; the last one repeatedly."""
    seen: dict[str, int] = {}

    def answer(request: Request) -> Fault | None:
        if request.role != ONE:
            return None
        # Each server has its own port and its own count.
        server = request.headers["host"]
        seen[server] = seen.get(server, 0) + 1
        return faults[min(seen[server], len(faults)) - 1]

    return answer


def once(fault: Fault) -> Answer:
    return to_one(fault, fake.ok())


def form_of(data: dict[str, Any]) -> str:
    return str((data.get("response_format") or {}).get("type", "text"))


def refusing(*forms: str, fault: Fault) -> Answer:
    """The fault for requests for one of these forms of an answer."""
    return lambda request: fault if form_of(request.body or {}) in forms else None


def refusing_key(name: str, fault: Fault) -> Answer:
    return lambda request: fault if name in (request.body or {}) else None


def refusing_system(fault: Fault) -> Answer:
    return lambda request: (
        fault if any(m["role"] == "system" for m in (request.body or {})["messages"]) else None
    )


def echoing_prompt(request: Request) -> Fault | None:
    """A refusal of ``ONE`` that repeats its prompt."""
    if request.role != ONE:
        return None
    prompt = " ".join(m["content"] for m in (request.body or {})["messages"])
    return error(f"The input was not understood: {prompt[-900:]}")


def echoing_body(request: Request) -> Fault | None:
    return error(f"Bad input: {request.data.decode()}") if request.role == ONE else None


def echoing_input(request: Request) -> Fault | None:
    if request.role != ONE:
        return None
    detail = {"type": "value_error", "loc": ["body"], "msg": "Odd input", "input": request.body}
    return body({"detail": [detail]}, 422)


def with_usage(output_tokens: int) -> Answer:
    """Requests without ``max_tokens`` get an answer with more tokens than allowed."""

    def answer(request: Request) -> Fault | None:
        return None if "max_tokens" in (request.body or {}) else fake.tokens(output_tokens)

    return answer


def in_words(data: dict[str, Any]) -> bool:
    return form_of(data) == "text"


def as_object(data: dict[str, Any]) -> bool:
    return form_of(data) == "json_object"


def in_schema(data: dict[str, Any]) -> bool:
    return form_of(data) == "json_schema"


def shorter(data: dict[str, Any]) -> bool:
    return data.get("max_tokens") == 3000 and "max_completion_tokens" not in data


def joined(data: dict[str, Any]) -> bool:
    return [m["role"] for m in data["messages"]] == ["user"]


OK_AND_ONE = ROLES
"""The number of requests in a run in which one role's only request is refused."""
FEW = 2 * AT_ONCE + 1
"""The number of requests until it is clear that all would fail alike."""
LIMITED = {"max_output_tokens": 3000}

IN_WORDS_OF_ITS_OWN = (
    Behaviour(
        "a list with an error in it",
        to_one(body([{"error": {"code": 400, "message": "Field q is odd."}}])),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd.",
    ),
    Behaviour(
        "`error` is a text",
        to_one(body({"error": "Field q is odd."})),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd.",
    ),
    Behaviour(
        "`detail` is a text",
        to_one(body({"detail": "Field q is odd."}, 422)),
        "reported",
        OK_AND_ONE,
        "answered 422: Field q is odd.",
    ),
    Behaviour(
        "`detail` is a list",
        to_one(
            body(
                {
                    "detail": [
                        {"type": "odd", "loc": ["body", "q"], "msg": "is odd", "input": "secretly"}
                    ]
                },
                422,
            )
        ),
        "reported",
        OK_AND_ONE,
        "answered 422: q: is odd",
        never="secretly",
    ),
    Behaviour(
        "`detail` is an object",
        to_one(body({"detail": {"error": {"message": "Field q is odd."}}})),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd.",
    ),
    Behaviour(
        "`message` beside its code",
        to_one(body({"object": "error", "message": "Field q is odd.", "type": "X", "code": 400})),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd.",
    ),
    Behaviour(
        "a problem document",
        to_one(body({"type": "about:blank", "title": "Odd", "status": 400, "detail": "q is odd"})),
        "reported",
        OK_AND_ONE,
        "q is odd",
    ),
    Behaviour(
        "`errors` by field",
        to_one(body({"errors": {"q": ["The field q is odd."]}, "title": "Errors occurred."})),
        "reported",
        OK_AND_ONE,
        "The field q is odd.",
    ),
    Behaviour(
        "plain text",
        to_one(text("Field q is odd.\n")),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd.",
    ),
    Behaviour(
        "a page of HTML: its title",
        to_one(
            text(
                "<!doctype html><html><head><title>Field q\n is odd</title></head>"
                "<body><h1>Sorry</h1></body></html>",
                kind="text/html",
            )
        ),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd",
        never="<html",
    ),
    Behaviour(
        "an error of the provider behind the server, as JSON in `metadata.raw`",
        to_one(
            error(
                "Provider returned error",
                metadata={"raw": json.dumps({"error": {"message": "Field q is odd."}})},
            )
        ),
        "reported",
        OK_AND_ONE,
        "Field q is odd.",
    ),
    Behaviour(
        "an error of the provider behind the server, as text in `metadata.raw`",
        to_one(error("Provider returned error", metadata={"raw": "Field q is odd."})),
        "reported",
        OK_AND_ONE,
        "Field q is odd.",
    ),
    Behaviour(
        "JSON within the message",
        to_one(error(json.dumps({"error": {"code": 400, "message": "Field q is odd."}}))),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd.",
    ),
    Behaviour(
        "an event stream",
        to_one(
            text('event: error\ndata: {"error": {"message": "Field q is odd."}}\n\n', kind="x/y")
        ),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q is odd.",
    ),
    Behaviour(
        "a text of many lines and control characters",
        to_one(error("Field q\n::error::is\x1b[31m\u202e odd.")),
        "reported",
        OK_AND_ONE,
        "answered 400: Field q ::error::is [31m odd.",
    ),
    Behaviour(
        "a long text with the key where it is cut",
        to_one(error("x" * 290 + KEY + "y" * 90)),
        "reported",
        OK_AND_ONE,
        "x***yyyy...",
        never="sk-te",
    ),
    Behaviour(
        "half of the key",
        to_one(error(f"No such key: {KEY[:12]}")),
        "reported",
        OK_AND_ONE,
        "No such key: ***",
        never=KEY[:12],
    ),
)

WITHIN_A_200 = (
    Behaviour(
        "an error with the code 401",
        to_all(body({"error": {"code": 401, "message": "No auth credentials found"}}, 200)),
        "ended",
        AT_ONCE,
        "OPENAI_API_KEY",
    ),
    Behaviour(
        "an error of the type `authentication_error`",
        to_all(body({"error": {"type": "authentication_error", "message": "x"}}, 200)),
        "ended",
        AT_ONCE,
        "answered 401 (within a 200): x",
    ),
    Behaviour(
        "an error with the code 429, once",
        once(body({"error": {"code": 429, "message": "Slow down"}}, 200)),
        "answered",
        ROLES + 1,
    ),
    Behaviour(
        "an error instead of the choice, once",
        once(
            body(
                {
                    "choices": [
                        {
                            "error": {"code": 502, "message": "Upstream"},
                            "message": {"role": "assistant", "content": "{"},
                            "finish_reason": "error",
                        }
                    ]
                },
                200,
            )
        ),
        "answered",
        ROLES + 1,
    ),
    Behaviour(
        "a refused schema",
        refusing(
            "json_schema",
            fault=body({"error": {"code": 400, "message": "json_schema is not supported"}}, 200),
        ),
        "answered",
        ROLES + AT_ONCE,
        "requesting a JSON object instead",
        sent=as_object,
    ),
    Behaviour(
        "an unknown model, in words only",
        to_all(body({"error": 'model "x" not found, try pulling it first'}, 200)),
        "ended",
        AT_ONCE,
        "PERSPECTIVES_MODEL",
    ),
    Behaviour(
        "an unknown address, in words only",
        to_all(
            body({"error": "Unexpected endpoint or method. (POST /chat/completions)"}, 200),
        ),
        "ended",
        AT_ONCE,
        "address has no chat completions",
    ),
    Behaviour(
        "`object` is `error`",
        to_all(body({"object": "error", "message": "No model x", "code": 404}, 200)),
        "ended",
        AT_ONCE,
        "answered 404 (within a 200): No model x",
    ),
)


def _form(name: str, fault: Fault, extra: int = AT_ONCE) -> Behaviour:
    return Behaviour(
        name,
        refusing("json_schema", fault=fault),
        "answered",
        ROLES + extra,
        "requesting a JSON object instead",
        sent=as_object,
    )


REFUSED_FORMS = (
    _form(
        "OpenAI: the model does not support schemas",
        error(
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this "
            "model.",
            param=None,
        ),
    ),
    _form(
        "OpenAI: the schema is too deep",
        error(
            "Invalid schema for response_format 'perspective': 7 levels of nesting exceeds limit "
            "of 5.",
            type="invalid_request_error",
            param="response_format",
        ),
    ),
    _form(
        "Anthropic: the grammar is too large",
        body(
            {
                "type": "error",
                "error": {
                    "type": "invalid_request_error",
                    "message": "The compiled grammar is too large, which would cause performance "
                    "issues. Simplify your tool schemas.",
                },
            }
        ),
    ),
    _form(
        "Anthropic: the schema has a property that is not allowed",
        error("output_config.format.schema: For 'integer' type, property 'maximum' is not valid"),
    ),
    _form(
        "Gemini: the schema has too many states",
        body(
            [
                {
                    "error": {
                        "code": 400,
                        "message": "The specified schema produces a constraint that has too many "
                        "states for serving.",
                        "status": "INVALID_ARGUMENT",
                    }
                }
            ]
        ),
    ),
    _form(
        "Gemini: an unknown name in the schema",
        body(
            [
                {
                    "error": {
                        "code": 400,
                        "message": 'Invalid JSON payload received. Unknown name "minItems" at '
                        "'generation_config.response_schema': Cannot find field.",
                    }
                }
            ]
        ),
    ),
    _form(
        "Gemini: only “Request contains an invalid argument.”",
        error("Request contains an invalid argument.", code=400, status="INVALID_ARGUMENT"),
        extra=2 * AT_ONCE,
    ),
    _form(
        "FastAPI: an extra input (422)",
        body(
            {
                "detail": [
                    {
                        "type": "extra_forbidden",
                        "loc": ["body", "response_format"],
                        "msg": "Extra inputs are not permitted",
                    }
                ]
            },
            422,
        ),
    ),
    _form(
        "vLLM: not in xgrammar",
        body(
            {
                "object": "error",
                "message": "The provided JSON schema contains features not supported by xgrammar.",
                "type": "BadRequestError",
                "code": 400,
            }
        ),
    ),
    _form(
        "llama.cpp: the grammar cannot be read",
        error("Failed to initialize samplers: failed to parse grammar", code=400),
    ),
    _form(
        "a failure (500) because of the grammar",
        error('Grammar error: Unimplemented keys: ["minItems"]', 500),
    ),
    _form("501 for the form", error("response_format is not implemented", 501)),
    _form(
        "a router that finds no provider with structured outputs (404)",
        error("No endpoints found that support structured outputs", 404),
    ),
    _form(
        "a provider behind the server",
        error(
            "Provider returned error",
            metadata={"raw": '{"error":{"message":"json_schema is not available here"}}'},
        ),
    ),
    Behaviour(
        "neither a schema nor an object",
        refusing(
            "json_schema", "json_object", fault=error("Unrecognized argument: response_format")
        ),
        "answered",
        ROLES + 2 * AT_ONCE,
        "requesting JSON in words instead",
        sent=in_words,
    ),
    Behaviour(
        "a refusal that repeats the prompt, which is about grammar and schemas",
        echoing_prompt,
        "reported",
        OK_AND_ONE,
        "The input was not understood",
        never="requesting",
        sent=in_schema,
    ),
    Behaviour(
        "a refusal that repeats the whole request, including `response_format`",
        echoing_body,
        "reported",
        OK_AND_ONE,
        "Bad input",
        never="requesting",
        sent=in_schema,
    ),
    Behaviour(
        "a refusal with the request as its `input`",
        echoing_input,
        "reported",
        OK_AND_ONE,
        "Odd input",
        never="requesting",
        sent=in_schema,
    ),
)

REFUSED_PARTS = (
    Behaviour(
        "`max_completion_tokens` is unknown (400)",
        refusing_key(
            "max_completion_tokens",
            error(
                "Unsupported parameter: 'max_completion_tokens' is not supported with this model. "
                "Use 'max_tokens' instead.",
                param="max_completion_tokens",
                code="unsupported_parameter",
            ),
        ),
        "answered",
        ROLES + AT_ONCE,
        "sending max_tokens instead",
        options=LIMITED,
        sent=shorter,
    ),
    Behaviour(
        "`max_completion_tokens` is an extra input (422)",
        refusing_key(
            "max_completion_tokens",
            body(
                {
                    "detail": [
                        {
                            "type": "extra_forbidden",
                            "loc": ["body", "max_completion_tokens"],
                            "msg": "Extra inputs are not permitted",
                            "input": 3000,
                        }
                    ]
                },
                422,
            ),
        ),
        "answered",
        ROLES + AT_ONCE,
        "sending max_tokens instead",
        options=LIMITED,
        sent=shorter,
    ),
    Behaviour(
        "`max_completion_tokens` is an extra input, as a Python `repr`",
        refusing_key(
            "max_completion_tokens",
            body(
                {
                    "object": "error",
                    "message": "[{'type': 'extra_forbidden', 'loc': ('body', "
                    "'max_completion_tokens'), 'msg': 'Extra inputs are not permitted', "
                    "'input': 3000}]",
                    "code": 400,
                }
            ),
        ),
        "answered",
        ROLES + AT_ONCE,
        "sending max_tokens instead",
        options=LIMITED,
        sent=shorter,
    ),
    Behaviour(
        "`max_completion_tokens` is ignored",
        with_usage(9000),
        "answered",
        ROLES,
        "The server ignores max_completion_tokens",
        options=LIMITED,
        sent=shorter,
    ),
    Behaviour(
        "`max_output_tokens` is more than the model allows",
        to_all(
            error(
                "max_tokens is too large: 3000. This model supports at most 1024 completion "
                "tokens, whereas you provided 3000.",
                param="max_tokens",
                code="invalid_value",
            )
        ),
        "ended",
        AT_ONCE,
        "Lower max_output_tokens (3000)",
        options=LIMITED,
    ),
    Behaviour(
        "a temperature is refused",
        to_all(
            error(
                "Unsupported value: 'temperature' does not support 0.2 with this model. Only the "
                "default (1) value is supported.",
                param="temperature",
                code="unsupported_value",
            )
        ),
        "ended",
        AT_ONCE,
        "Remove `temperature` from",
        options={"temperature": 0.2},
    ),
    Behaviour(
        "a seed is an extra input (422)",
        to_all(
            body(
                {"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]},
                422,
            )
        ),
        "ended",
        AT_ONCE,
        "Remove `seed` from",
        options={"seed": 7},
    ),
    Behaviour(
        "no system role (400)",
        refusing_system(error("System role not supported", type="BadRequestError")),
        "answered",
        ROLES + AT_ONCE,
        "the instructions go into the user message",
        sent=joined,
    ),
    Behaviour(
        "no system role, by the prompt's template (500)",
        refusing_system(
            error(
                "\n------------\nWhile executing CallExpression at line 19, column 27\nError: "
                "Jinja Exception: Conversation roles must alternate user/assistant/...",
                500,
                type="server_error",
            )
        ),
        "answered",
        ROLES + AT_ONCE,
        "the instructions go into the user message",
        sent=joined,
    ),
    Behaviour(
        "no system role, called a developer instruction",
        refusing_system(error("Developer instruction is not enabled for models/gemma-3-27b-it")),
        "answered",
        ROLES + AT_ONCE,
        "the instructions go into the user message",
        sent=joined,
    ),
    Behaviour(
        "a role that is not in the list (422)",
        refusing_system(
            body(
                {
                    "detail": [
                        {
                            "type": "literal_error",
                            "loc": ["body", "messages", 0, "role"],
                            "msg": "Input should be 'user' or 'assistant'",
                            "input": "system",
                        }
                    ]
                },
                422,
            )
        ),
        "answered",
        ROLES + AT_ONCE,
        "the instructions go into the user message",
        sent=joined,
    ),
)


def _all(name: str, fault: Fault, reads: str, requests: int = AT_ONCE) -> Behaviour:
    return Behaviour(name, to_all(fault), "ended", requests, reads)


MODEL = "PERSPECTIVES_MODEL"
BOTH = "Either the server has no model"
CREDIT = "no credit left"

EVERYBODYS = (
    _all(
        "an unknown model (400, LiteLLM)",
        error(
            "400: {'error': 'Invalid model name passed in model=x. Call `/v1/models` to view "
            "available models for your key.'}",
            type="None",
            code=400,
        ),
        MODEL,
    ),
    _all("an unknown model (400, DeepSeek)", error("Model Not Exist"), MODEL),
    _all("an unknown model (400, OpenRouter)", error("x/y is not a valid model ID"), MODEL),
    _all(
        "an unknown model (400, Mistral)",
        body({"object": "error", "message": "Invalid model: x", "type": "invalid_model"}),
        MODEL,
    ),
    _all(
        "an unknown model (400, Hugging Face)",
        error(
            "The requested model 'x' is not supported by any provider you have enabled.",
            code="model_not_supported",
        ),
        MODEL,
    ),
    _all(
        "an unknown model (404, Ollama)",
        error('model "x" not found, try pulling it first', 404, type="api_error"),
        MODEL,
    ),
    _all(
        "an unknown model (404, vLLM)",
        body({"object": "error", "message": "The model `x` does not exist.", "code": 404}, 404),
        MODEL,
    ),
    _all(
        "a deployment that does not exist (404, Azure)",
        error(
            "The API deployment for this resource does not exist.", 404, code="DeploymentNotFound"
        ),
        MODEL,
    ),
    _all(
        "no model is loaded (400, LM Studio)",
        body({"error": "No models loaded. Please load a model in the developer page."}),
        MODEL,
    ),
    _all(
        "a gateway without the model (503)",
        error("No available channel for model x", 503, code="model_not_found"),
        MODEL,
    ),
    _all("404 that does not say what is missing", error("it failed", 404), BOTH),
    _all(
        "404 for the address, as JSON",
        body({"detail": "Not Found"}, 404),
        "address has no chat completions",
    ),
    _all(
        "404 for the address, as HTML",
        text("<html><title>404 Not Found</title></html>", 404, "text/html"),
        "address has no chat completions",
    ),
    _all(
        "405",
        body({"detail": "Method Not Allowed"}, 405),
        "address has no chat completions",
    ),
    _all("401", error("Incorrect API key provided", 401), "Check the key in OPENAI_API_KEY"),
    _all(
        "a wrong key (400, Gemini)",
        body(
            [
                {
                    "error": {
                        "code": 400,
                        "message": "API key not valid. Please pass a valid API key.",
                        "status": "INVALID_ARGUMENT",
                        "details": [{"@type": "x/ErrorInfo", "reason": "API_KEY_INVALID"}],
                    }
                }
            ]
        ),
        "Check the key in OPENAI_API_KEY",
    ),
    _all(
        "a wrong key (400, xAI)",
        body(
            {"code": "Client specified an invalid argument", "error": "Incorrect API key provided"}
        ),
        "Check the key in OPENAI_API_KEY",
    ),
    _all(
        "a wrong key (400, litellm without a database)",
        body({"error": {"message": "No connected db.", "type": "no_db_connection", "code": "400"}}),
        "Check the key in OPENAI_API_KEY",
    ),
    _all("403", error("You have no access to this", 403), "has no access to this model or server"),
    _all(
        "an account that was closed (400)",
        error("Your organization has been disabled."),
        "has no access to this model or server",
    ),
    _all("402", error("it failed", 402), CREDIT),
    _all(
        "`insufficient_quota` as the code",
        error("You exceeded your current quota.", 429, code="insufficient_quota"),
        CREDIT,
    ),
    _all(
        "`insufficient_quota` as the type",
        error("You exceeded your current quota.", 429, type="insufficient_quota", code=None),
        CREDIT,
    ),
    _all(
        "a balance that is too low (400, Anthropic)",
        error(
            "Your credit balance is too low to access the Anthropic API.",
            type="invalid_request_error",
        ),
        CREDIT,
    ),
    _all(
        "429 with a wait of 20 minutes in its header",
        body({"error": {"message": "Slow down"}}, 429, retry_after="1200"),
        "asks to wait 1200 seconds",
        FEW,
    ),
    _all(
        "429 with a wait of 20 minutes in its text",
        error("Rate limit reached. Please try again in 20m0s.", 429),
        "asks to wait 1200 seconds",
        FEW,
    ),
    _all(
        "the daily quota (Gemini)",
        body(
            [
                {
                    "error": {
                        "code": 429,
                        "message": "You exceeded your current quota.",
                        "status": "RESOURCE_EXHAUSTED",
                        "details": [
                            {"violations": [{"quotaId": "GenerateRequestsPerDayPerProject"}]},
                            {"retryDelay": "31s"},
                        ],
                    }
                }
            ],
            429,
        ),
        "The quota is used up",
    ),
    _all(
        "a refusal in unknown words",
        error("The stars are not right for this."),
        "The stars are not right for this. (3 roles in a row)",
        # Two roles, then two simpler forms, then one more role.
        3 + 2 + 2 * AT_ONCE,
    ),
    _all(
        "500 for every request",
        error("it failed", 500),
        "ask again later",
        3 * 4,
    ),
    _all("301", fake.redirect(301, "{server}/v2/chat/completions"), "redirects (301) to", FEW),
    _all("302 to a login page", fake.redirect(302, "/login"), "redirects (302) to", FEW),
    _all("303", fake.redirect(303, "/done"), "redirects (303) to", FEW),
    _all(
        "307 to another host",
        fake.redirect(307, "http://elsewhere.example/v1/chat/completions"),
        "to another host, elsewhere.example",
        FEW,
    ),
    _all(
        "308 to another port",
        fake.redirect(308, "http://127.0.0.1:9/v1/chat/completions"),
        "to another host, 127.0.0.1:9",
        FEW,
    ),
    _all(
        "redirects in a circle",
        fake.redirect(307, "/v1/chat/completions"),
        "redirects more than 5 times",
        FEW * 6,
    ),
)


def _one(name: str, fault: Fault, reads: str, requests: int = OK_AND_ONE) -> Behaviour:
    return Behaviour(name, to_one(fault), "reported", requests, reads)


FILTER = "Reword this role or the scenario"
LONG = "longer than the server accepts"

ONE_ROLES = (
    _one(
        "flagged by moderation (403, OpenRouter)",
        error(
            'x requires moderation on OpenRouter. Your input was flagged for "harassment".',
            403,
            code=403,
            metadata={"reasons": ["harassment"], "flagged_input": "Role c does its work"},
        ),
        FILTER,
    ),
    _one(
        "a filter (400, Azure)",
        error(
            "The response was filtered due to the prompt triggering Azure OpenAI's content "
            "management policy.",
            code="content_filter",
            innererror={"code": "ResponsibleAIPolicyViolation"},
        ),
        FILTER,
    ),
    _one(
        "a filter (400, Alibaba)",
        error("Input data may contain inappropriate content.", code="data_inspection_failed"),
        FILTER,
    ),
    _one(
        "a filter (400, OpenAI)",
        error(
            "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
            code="invalid_prompt",
        ),
        FILTER,
    ),
    _one("a filter (451)", error("Blocked for reasons of safety policy", 451), FILTER),
    _one(
        "a prompt that is too long (400, OpenAI)",
        error(
            "This model's maximum context length is 8192 tokens.", code="context_length_exceeded"
        ),
        LONG,
    ),
    _one(
        "a prompt that is too long (400, llama.cpp)",
        error(
            "the request exceeds the available context size, try increasing it",
            type="exceed_context_size_error",
        ),
        LONG,
    ),
    _one(
        "a prompt that is too long (400, Gemini)",
        body(
            [{"error": {"message": "The input token count exceeds the maximum number of tokens."}}]
        ),
        LONG,
    ),
    _one("a prompt that is too long (413)", text("Payload Too Large", 413), LONG),
    _one(
        "a request larger than what is allowed in a minute (429)",
        error(
            "Request too large for x on tokens per min (TPM): Limit 10000, Requested 12000.", 429
        ),
        LONG,
    ),
    _one(
        "an answer that does not follow the schema, each time (Groq)",
        error(
            "Failed to generate JSON. Please adjust your prompt.",
            code="json_validate_failed",
            failed_generation="{",
        ),
        "tried 3 times",
        ROLES + 2,
    ),
    _one(
        "307 to an invalid port",
        fake.redirect(307, "http://127.0.0.1:99999/"),
        "to an invalid address",
    ),
    _one("a small reply that unpacks to 64 MB", fake.bomb(64), "larger than 8 MB"),
    _one(
        "a reply that is not in the encoding given in its header",
        Fault("raw", 200, {"content-encoding": "gzip"}, b"no gzip"),
        "cannot be decoded",
        ROLES + 2,
    ),
    _one("chunks without end", fake.endless(), "larger than 8 MB"),
    _one("an unknown status", error("I am a teapot", 418), "I am a teapot"),
)

PASSING = (
    Behaviour(
        "a wait requested in the body (Gemini)",
        once(
            body(
                [
                    {
                        "error": {
                            "code": 429,
                            "message": "You exceeded your current quota, please check your plan "
                            "and billing details.",
                            "status": "RESOURCE_EXHAUSTED",
                            "details": [{"retryDelay": "0.4s"}],
                        }
                    }
                ],
                429,
            )
        ),
        "answered",
        ROLES + 1,
    ),
    Behaviour(
        "a wait requested in words",
        once(error("Rate limit reached. Please try again in 300ms.", 429)),
        "answered",
        ROLES + 1,
    ),
    Behaviour(
        "a wait until the model is loaded (503)",
        once(body({"error": "Model x is currently loading", "estimated_time": 0.3}, 503)),
        "answered",
        ROLES + 1,
    ),
    Behaviour(
        "an answer that does not follow the schema, once (Groq)",
        once(error("Generated JSON does not match the schema", code="json_validate_failed")),
        "answered",
        ROLES + 1,
        never="requesting",
        sent=in_schema,
    ),
    Behaviour(
        "overloaded (529), once",
        once(error("Overloaded", 529, type="overloaded_error")),
        "answered",
        ROLES + 1,
    ),
    Behaviour(
        "an error without a type within a 200, once",
        once(body({"error": {"message": "Something went wrong"}}, 200)),
        "answered",
        ROLES + 1,
    ),
    Behaviour(
        "307 on the same host",
        lambda request: (
            None if request.path.startswith("/v2") else fake.redirect(307, "/v2/chat/completions")
        ),
        "answered",
        2 * ROLES,
    ),
    Behaviour(
        "308 on the same host, as an absolute address",
        lambda request: (
            None
            if request.path.startswith("/v2")
            else fake.redirect(308, "{server}/v2/chat/completions")
        ),
        "answered",
        2 * ROLES,
    ),
    Behaviour(
        "`error` is null beside an answer",
        lambda request: fake.beside({"error": None}),
        "answered",
        ROLES,
    ),
)

GROUPS = (
    ("The server's own words are shown", IN_WORDS_OF_ITS_OWN),
    ("An error within a reply of 200", WITHIN_A_200),
    ("The form of the answer is refused", REFUSED_FORMS),
    ("A part of the request is refused", REFUSED_PARTS),
    ("Every role would fail", EVERYBODYS),
    ("One role fails", ONE_ROLES),
    ("Temporary failures", PASSING),
)

BEHAVIOURS = tuple(behaviour for _, group in GROUPS for behaviour in group)

_OUTCOMES = {
    "answered": "all answered",
    "reported": "one reported, the others answered",
    "ended": "the run ends",
}


def table() -> list[str]:
    """The behaviours as lines of Markdown."""
    lines = [
        "",
        f"{ROLES} roles, {AT_ONCE} at once; “Requests” is the maximum for the whole run.",
    ]
    for title, group in GROUPS:
        lines += ["", f"#### {title}", ""]
        lines += ["| The server | Outcome | Requests | You read |", "| --- | --- | :---: | --- |"]
        for b in group:
            reads = f"“{b.reads.replace('|', '&#124;')}”" if b.reads else ""
            lines.append(f"| {b.name} | {_OUTCOMES[b.outcome]} | {b.requests} | {reads} |")
    return lines
