"""Replies with status 200: where the answer is in them, what surrounds it, and the outcome."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import fake_server as fake
from behaviours import (
    KEY,
    NO_COMPLETION,
    TRIES,
    answered,
    at,
    changed,
    choice,
    malformed,
    message,
    reported,
    said,
)

__all__ = ["REPLIES"]

Answer = dict[str, Any]

FILTER = "content filter"
CUT_OFF = "cut off"
NO_CONTENT = "has no content, nor has the repaired one"

DRAFT = json.dumps(
    {
        "summary": "A draft.",
        "considerations": [],
        "stances": {},
        "frictions": [],
        "would_change_mind": "Nothing.",
    }
)


def _shares(*values: Any) -> fake.Fault:
    def change(shares: dict[str, int]) -> dict[str, Any]:
        return dict(zip(shares, values, strict=True))

    return at("stances.*.shares", change)


def _each_share(write: Callable[[int], Any]) -> fake.Fault:
    """Every share of every stance in another form."""

    def change(answer: Answer) -> None:
        for stance in answer["stances"].values():
            stance["shares"] = {key: write(count) for key, count in stance["shares"].items()}

    return changed(change)


def _summary(text: str) -> fake.Fault:
    return at("summary", lambda summary: summary + text)


def _counterpart(write: Callable[[str], Any]) -> fake.Fault:
    return at("frictions.0.with", write)


def _name(persona_id: str) -> str:
    return persona_id.replace("-", " ").capitalize()


def _without_an_issue(answer: Answer) -> None:
    answer["stances"].popitem()


def _with_an_issue(answer: Answer) -> None:
    answer["stances"]["made-up"] = next(iter(answer["stances"].values()))


def _without_a_share(shares: dict[str, int]) -> dict[str, int]:
    return dict(list(shares.items())[:4])


def _by_title(answer: Answer) -> None:
    answer["stances"] = {_name(key): stance for key, stance in answer["stances"].items()}


def _keys_otherwise(answer: Answer) -> None:
    for key in list(answer):
        answer[key.replace("_", " ").title()] = answer.pop(key)


def _order_otherwise(answer: Answer) -> None:
    for key in reversed(list(answer)):
        answer[key] = answer.pop(key)
    stances = answer["stances"]
    for key in reversed(list(stances)):
        stances[key] = stances.pop(key)


def _in_strings(answer: Answer) -> None:
    for key in ("stances", "considerations"):
        answer[key] = json.dumps(answer[key])


def _with_notes(answer: Answer) -> None:
    answer["note"] = {"summary": "Extra."}
    next(iter(answer["stances"].values()))["confidence"] = 0.8
    answer["considerations"][0]["id"] = 1


def _many_frictions(answer: Answer) -> None:
    answer["frictions"] *= 7


def _every_text(text: str) -> fake.Fault:
    def fill(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: fill(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [fill(v) for v in value]
        return text if isinstance(value, str) and key not in ("with", "issue") else value

    return fake.mutate(fill)


def _every_reason(text: Callable[[int], str]) -> fake.Fault:
    def change(answer: Answer) -> None:
        for number, stance in enumerate(answer["stances"].values(), 1):
            stance["reason"] = text(number)

    return changed(change)


def _positions_of_statements(answer: Answer) -> None:
    for number, stance in enumerate(answer["stances"].values(), 1):
        stance["position"] = f"Claim {number}."


def _in_cyrillic(answer: Answer) -> None:
    texts = iter(range(1000))

    def fill(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: fill(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [fill(v) for v in value]
        if isinstance(value, str) and key not in ("with", "issue"):
            return f"Это мнение номер {next(texts)} из многих."
        return value

    answer |= fill(answer)


def _bytes(encode: Callable[[str], bytes], *, summary: str = "") -> fake.Fault:
    """The whole completion as bytes of another kind, with ``summary`` at the end of that."""

    def wrap(completion: dict[str, Any]) -> bytes:
        place = completion["choices"][0]["message"]
        answer = json.loads(place["content"])
        answer["summary"] += summary
        place["content"] = json.dumps(answer, ensure_ascii=False)
        return encode(json.dumps(completion, ensure_ascii=False))

    return fake.reply(wrap)


def _stream(end: str = "\n\n", *, thinking: str = "", last: str = "data: [DONE]\n\n") -> fake.Fault:
    """The completion as an event stream, ten characters a piece."""

    def wrap(completion: dict[str, Any]) -> bytes:
        text = completion["choices"][0]["message"]["content"]
        pieces = [{"reasoning_content": thinking}] if thinking else []
        pieces += [{"content": text[i : i + 10]} for i in range(0, len(text), 10)]
        chunks = [{"model": completion["model"], "choices": [{"delta": p}]} for p in pieces]
        chunks += [{"choices": [{"delta": {}, "finish_reason": "stop"}]}]
        chunks += [{"choices": [], "usage": completion["usage"]}]
        return ("".join(f"data: {json.dumps(chunk)}{end}" for chunk in chunks) + last).encode()

    return fake.reply(wrap)


def _whole(change: Callable[[dict[str, Any]], Any]) -> fake.Fault:
    def wrap(completion: dict[str, Any]) -> Any:
        change(completion)
        return completion

    return fake.reply(wrap)


def _without_choices(**more: Any) -> fake.Fault:
    return _whole(lambda completion: completion.update(choices=[], **more))


def _function(text: Any) -> list[dict[str, Any]]:
    return [{"type": "function", "id": "1", "function": {"name": "answer", "arguments": text}}]


_THINKING = 'The shares must look like {"strongly_against": 10, ...}, so {that} is it.'

NO_COMPLETIONS = (
    reported("200 with an empty body", fake.raw_body(b""), requests=TRIES, shown=NO_COMPLETION),
    reported(
        "200 with HTML",
        fake.raw_body(b"<html><h1>Welcome</h1></html>", "text/html"),
        requests=TRIES,
        shown=NO_COMPLETION,
    ),
    *(
        reported(name, fault, requests=TRIES, shown=NO_COMPLETION)
        for name, fault in (
            ("200 with truncated JSON", fake.raw_body(b'{"choices": [{"mess')),
            ("200 with invalid UTF-8", fake.raw_body(b'{"id": "\xff\xfe"}')),
            ("200 with damaged UTF-8", _bytes(lambda t: t.encode() + b"\xff", summary="물류")),
            ("200 with JSON of another shape", fake.completion([1, 2])),
            ("200 with no choices", fake.completion({"choices": []})),
            ("200 with a null message", fake.completion({"choices": [{"message": None}]})),
            ("200 with an event stream of nothing", fake.raw_body(b"data: [DONE]\n\n")),
        )
    ),
)


def _around(before: str, after: str = "") -> fake.Fault:
    return said(lambda text: before + text + after)


AROUND = (
    answered("braces in `<think>` before the answer", _around(f"<think>{_THINKING}</think>")),
    answered("a draft in `<think>`, then the answer", _around(f"<think>{DRAFT}</think>\n")),
    answered("a `<think>` that is not closed", _around("<think>\nThe answer is ")),
    answered("a `</think>` that was not opened", _around(f"{_THINKING} {DRAFT}</think>\n")),
    answered("reasoning in `[THINK]`", _around(f"[THINK]{DRAFT}[/THINK]")),
    answered("a draft, then the final object", _around(f"First {DRAFT}. No: ")),
    answered("a comment with braces after the answer", _around("", " I hope {it} helps: {a: 1}.")),
    answered("prose with braces and quotes before", _around('He said "use { here". {So} it is: ')),
    answered("a Markdown fence and prose", _around("Here it is:\n```json\n", "\n```\nDone.")),
    answered("the answer within another object", _around('{"perspective": ', "}")),
    answered("the answer in a list", _around("[", "]")),
    answered("the answer as a string of JSON", said(json.dumps)),
    answered(
        "a tool call written out as text", _around('<tool_call>{"arguments": ', "}</tool_call>")
    ),
    answered(
        "the schema repeated, then the answer",
        _around('{"properties": {"summary": {"type": "string"}, "stances": {"type": "object"}}} '),
    ),
    answered("a byte order mark before the answer", _around("\ufeff")),
    answered("a megabyte of `{` before the answer", _around("{" * 1_000_000)),
    malformed("a megabyte of `{`", fake.content("{" * 1_000_000)),
    malformed("prose instead of JSON", fake.content("Well, it depends.")),
    malformed("truncated JSON as the answer", fake.content('{"summary": "I thi')),
    malformed("a draft, and the final object breaks off", said(lambda t: f"{DRAFT} {t[:200]}")),
    malformed("the last brace is missing", said(lambda t: t[:-1])),
    malformed("an answer of another shape", fake.content("[1, 2]")),
    malformed("the schema instead of the answer", fake.content('{"summary": {"type": "string"}}')),
    malformed("an answer 5 MB long", _summary("x" * 5_000_000)),
    answered("a malformed answer, once", fake.content("Well ..."), fake.ok(), requests=2),
)

PLACES = (
    answered(
        "content as a list of parts",
        message(lambda t: {"content": [{"type": "text", "text": t[:50]}, {"text": t[50:]}]}),
    ),
    answered("content as a list of texts", message(lambda t: {"content": [t[:50], t[50:]]})),
    answered(
        "content with a part for thinking",
        message(
            lambda t: {
                "content": [{"type": "thinking", "thinking": DRAFT}, {"type": "text", "text": t}]
            }
        ),
    ),
    answered("content as an object with the text", message(lambda t: {"content": {"text": t}})),
    answered("the answer itself as content", message(lambda t: {"content": json.loads(t)})),
    answered(
        "null, the answer in `reasoning_content`",
        message(lambda t: {"content": None, "reasoning_content": t}),
    ),
    answered(
        "nothing, the answer in `reasoning`", message(lambda t: {"content": "", "reasoning": t})
    ),
    answered(
        "a draft in `reasoning_content` beside the answer",
        message(lambda t: {"content": t, "reasoning_content": DRAFT}),
    ),
    answered(
        "null, the answer in a tool call",
        message(lambda t: {"content": None, "tool_calls": _function(t)}),
    ),
    answered(
        "a tool call's arguments as an object",
        message(lambda t: {"content": "", "tool_calls": _function(json.loads(t))}),
    ),
    answered(
        "the answer in `function_call`",
        message(lambda t: {"content": None, "function_call": {"arguments": t}}),
    ),
    answered(
        "the answer in `parsed`", message(lambda t: {"content": None, "parsed": json.loads(t)})
    ),
    answered(
        "`text` instead of a message",
        _whole(lambda c: c["choices"][0].update(text=c["choices"][0].pop("message")["content"])),
    ),
    malformed("no content", fake.content(None)),
    malformed("an empty list as content", message(lambda t: {"content": []})),
)

IDS = (
    answered("`with` as a name", _counterpart(_name)),
    answered("`with` in another case", _counterpart(str.title)),
    answered("`with` with `_`", _counterpart(lambda name: name.replace("-", "_"))),
    answered("`with` without its hyphens", _counterpart(lambda name: name.replace("-", ""))),
    answered("`with` as id and name", _counterpart(lambda name: f"{name}: {_name(name)}")),
    answered("`with` as name and id", _counterpart(lambda name: f"{_name(name)} ({name})")),
    answered("`with` in backticks", _counterpart(lambda name: f"`{name}`")),
    answered("`issue` as a title", at("frictions.0.issue", "Issue 1"), same=False),
    answered("`issue` as id and title", at("frictions.0.issue", "issue-1: Issue 1"), same=False),
    answered("stances by the issues' titles", changed(_by_title)),
    answered("a friction with a role that was not asked about", _counterpart("role-c"), same=False),
    malformed("a friction with an unknown role", at("frictions.0.with", "The mayor")),
    malformed("a friction with two roles", _counterpart(lambda name: f"{name} and role-c")),
    malformed("a friction with nobody", at("frictions.0.with", None)),
    malformed("a friction over no issue of the scenario", at("frictions.0.issue", "parking")),
    malformed("a missing issue", changed(_without_an_issue)),
    malformed("an extra issue", changed(_with_an_issue)),
    answered(
        "a friction with an unknown role, once",
        at("frictions.0.with", "The mayor"),
        fake.ok(),
        requests=2,
    ),
)

NUMBERS = (
    answered("shares as text", _each_share(str)),
    answered("shares with per cent signs", _each_share(lambda n: f"{n}%")),
    answered("shares with per cent signs, spaced", _each_share(lambda n: f" {n} % ")),
    answered("shares as fractions of 1", _each_share(lambda n: n / 100)),
    answered("shares as fractions in text", _each_share(lambda n: str(n / 100))),
    answered("shares as 35.0", _each_share(float)),
    answered("shares of 33.3", _shares(33.3, 33.3, 33.3, 0.1, 0), same=False),
    answered("shares that sum to 102", _shares(20, 20, 20, 20, 22), same=False),
    answered("35% without quotes", said(lambda t: re.sub(r'("for": \d+)', r"\1%", t))),
    answered("importance as text", at("stances.*.importance", str)),
    answered("importance 3.0", at("stances.*.importance", float)),
    answered("shares that sum to 50, twice", _shares(10, 10, 10, 10, 10), requests=2, same=False),
    answered("head counts for shares", _shares(80, 60, 40, 20, 0), requests=2, same=False),
    malformed("shares that sum to 0", _shares(0, 0, 0, 0, 0)),
    malformed("negative shares", _shares(-20, 60, 20, 20, 20)),
    malformed("a share as a range", _shares("10-20", 20, 20, 20, 20)),
    malformed("a share that is null", _shares(None, 25, 25, 25, 25)),
    malformed("a share that is `true`", _shares(True, 24, 25, 25, 25)),
    malformed("a share that is missing", at("stances.*.shares", _without_a_share)),
    malformed("importance 9", at("stances.*.importance", 9)),
    malformed("importance 2.5", at("stances.*.importance", 2.5)),
    malformed("importance `true`", at("stances.*.importance", True)),
    malformed(
        "importance NaN",
        said(lambda t: t.replace('"importance": ', '"importance": NaN, "was": ', 1)),
    ),
    malformed("importance Infinity", at("stances.*.importance", float("inf"))),
)

SYNTAX = (
    answered(
        "a comma before a closing bracket", said(lambda t: t.replace("}", ",}").replace("]", ",]"))
    ),
    answered("a raw line break in a string", said(lambda t: t.replace(" is about", "\n is about"))),
    answered(
        "a comment in the JSON",
        said(lambda t: t.replace('"importance"', '// 1 to 5\n"importance"')),
    ),
    answered(
        "an escape that JSON does not have", said(lambda t: t.replace(" is about", r"\ is about"))
    ),
    answered("`issue` as the text null", at("frictions.0.issue", "null"), same=False),
    answered("`issue` as an empty text", at("frictions.0.issue", ""), same=False),
    answered(
        "`None` for null", said(lambda t: re.sub(r'"issue": [^,]+', '"issue": None', t)), same=False
    ),
    answered("null for no frictions", at("frictions", None), same=False),
    answered("an empty object for no frictions", at("frictions", {}), same=False),
    answered("an object and a list as strings", changed(_in_strings)),
    answered("extra keys", changed(_with_notes)),
    answered("keys in another case", changed(_keys_otherwise)),
    answered("keys in another order", changed(_order_otherwise)),
    answered(
        "a key twice with one value",
        said(
            lambda t: (
                t.replace('"with": ', '"issue": null, "with": ')
                .replace('"issue": "issue-1"', '"issue": null')
                .replace('"issue": "issue-2"', '"issue": null')
            )
        ),
        same=False,
    ),
    malformed(
        "a key twice with two values",
        said(lambda t: t.replace('"importance": ', '"importance": 0, "importance": ', 1)),
    ),
    malformed("a key is missing", changed(lambda answer: answer.pop("would_change_mind"))),
    malformed("null for a text", at("summary", None)),
    malformed("an empty text", at("summary", " ")),
    malformed("a list for a text", at("summary", ["I think", "so."])),
    malformed("a number for a text", at("summary", 5)),
    malformed("a text of 10,001 characters", at("summary", "x" * 10_001)),
    malformed("null for the considerations", at("considerations", None)),
    malformed(
        "one consideration",
        changed(lambda answer: answer["considerations"].__delitem__(slice(1, None))),
    ),
    malformed("seven frictions", changed(_many_frictions)),
    malformed("a text for the frictions", at("frictions", "There are a few.")),
    answered("lone surrogates", _summary("\ud800 \udfff"), same=False),
    answered("NUL and control characters", _summary("\x00\x1b[31m\x07"), same=False),
    answered("right-to-left overrides", _summary("\u202etxt.exe\u2066"), same=False),
)

ENCODINGS = (
    answered("an event stream that was not requested", _stream()),
    answered("an event stream without blank lines", _stream("\n")),
    answered("an event stream with reasoning", _stream(thinking=DRAFT)),
    answered("an event stream without an end marker", _stream(last="")),
    answered(
        "Latin-1", _bytes(lambda t: t.encode("latin-1"), summary=" Café, größer."), same=False
    ),
    answered("UTF-8 with a byte order mark", _bytes(lambda t: b"\xef\xbb\xbf" + t.encode())),
    answered("UTF-16", _bytes(lambda t: t.encode("utf-16"))),
    answered("comments before the JSON", _bytes(lambda t: f": processing\n\n{t}".encode())),
    answered(
        "raw line breaks in the completion",
        _bytes(lambda t: t.replace(" is about", "\n is about").encode()),
    ),
)

ENDINGS = (
    answered("`finish_reason` `length`, the answer is whole", choice(finish_reason="length")),
    answered(
        "`finish_reason` `MAX_TOKENS`, the answer is whole", choice(finish_reason="MAX_TOKENS")
    ),
    answered("no `finish_reason`", choice(finish_reason=None)),
    answered("an unknown `finish_reason`", choice(finish_reason="eos_token")),
    *(
        reported(name, fault, requests=1, shown=CUT_OFF)
        for name, fault in (
            ("`finish_reason` `length`", fake.content('{"summary', "length")),
            ("`finish_reason` `MAX_TOKENS`", fake.content('{"summary": "I', "MAX_TOKENS")),
            (
                "`MAX_TOKENS` without a message",
                fake.completion({"choices": [{"finish_reason": "MAX_TOKENS"}]}),
            ),
            (
                "cut off while thinking",
                message(lambda t: {"content": f"<think>{t}"}, finish_reason="length"),
            ),
            (
                "cut off in `reasoning_content`",
                message(
                    lambda t: {"content": None, "reasoning_content": t}, finish_reason="length"
                ),
            ),
            (
                "cut off after a draft",
                message(lambda t: {"content": f"{DRAFT} {t[:200]}"}, finish_reason="length"),
            ),
        )
    ),
    *(
        reported(
            f"`finish_reason` `{reason}`", fake.content(text, reason), requests=1, shown=FILTER
        )
        for reason, text in (
            ("content_filter", ""),
            ("content_filter: hate", '{"summary": "I'),
            ("SAFETY", None),
            ("PROHIBITED_CONTENT", None),
            ("RECITATION", '{"summary": "I'),
            ("BLOCKLIST", ""),
        )
    ),
    *(
        reported(name, fault, requests=1, shown=FILTER)
        for name, fault in (
            (
                "no choices, but filter results",
                _without_choices(
                    prompt_filter_results=[{"content_filter_results": {"hate": {"filtered": True}}}]
                ),
            ),
            (
                "`promptFeedback` instead of choices",
                fake.completion({"promptFeedback": {"blockReason": "SAFETY"}}),
            ),
            (
                "`SAFETY` without a message",
                fake.completion({"choices": [{"finish_reason": "SAFETY"}]}),
            ),
            (
                "no content, and filter results",
                message(
                    lambda t: {"content": None}, content_filter_results={"hate": {"filtered": True}}
                ),
            ),
        )
    ),
    *(
        reported(name, fault, requests=1, shown=shown)
        for name, fault, shown in (
            ("a refusal", fake.content(None, refusal="I cannot do that."), "refused: I cannot do"),
            ("a refusal with the key", fake.content(None, refusal=f"No, {KEY}"), "refused: No, *"),
            (
                "a refusal with the key where it is cut",
                fake.content(None, refusal="x" * 190 + KEY),
                "refused: xxx",
            ),
            (
                "a refusal as a part",
                message(lambda t: {"content": [{"type": "refusal", "refusal": "No."}]}),
                "refused: No.",
            ),
            (
                "`finish_reason` `refusal`",
                fake.content("I cannot.", "refusal"),
                "refused: I cannot.",
            ),
        )
    ),
    answered(
        "an empty refusal beside the answer", message(lambda t: {"content": t, "refusal": ""})
    ),
    answered(
        "a refusal `null` beside the answer", message(lambda t: {"content": t, "refusal": "null"})
    ),
    answered(
        "filters that did not filter anything",
        choice(content_filter_results={"hate": {"filtered": False}}),
    ),
)

CONTENT = (
    *(
        reported(name, fault, requests=2, shown=NO_CONTENT)
        for name, fault in (
            ("one text in every field", _every_text("Stall-holder")),
            ("every reason is the statement", _every_reason(lambda number: f"CLAIM {number}!")),
            ("an answer in another script", changed(_in_cyrillic)),
        )
    ),
    answered("one text in every field, once", _every_text("Stall-holder"), fake.ok(), requests=2),
    answered("every position is the statement", changed(_positions_of_statements), same=False),
    reported(
        "no content, and then no JSON",
        _every_text("Well."),
        fake.content("Well."),
        requests=2,
        shown="has no content, and the repaired one is malformed",
    ),
    reported(
        "an answer with the key in it", _summary(KEY), requests=1, shown="repeats the API key"
    ),
    reported(
        "an answer with the key in pieces",
        _summary(KEY[:9] + "\x00" + KEY[9:]),
        requests=1,
        shown="repeats the API key",
    ),
)

USAGE = (
    answered("no usage", _whole(lambda completion: completion.pop("usage"))),
    answered("usage that is text", _whole(lambda completion: completion.update(usage="n/a"))),
    answered("no model", _whole(lambda completion: completion.pop("model"))),
)

REPLIES = (
    *NO_COMPLETIONS,
    *AROUND,
    *PLACES,
    *IDS,
    *NUMBERS,
    *SYNTAX,
    *ENCODINGS,
    *ENDINGS,
    *CONTENT,
    *USAGE,
)
