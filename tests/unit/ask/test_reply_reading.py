"""A valid answer, written, wrapped and sent as oddly as servers do, is read back equal."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import factory
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_perspectives.answers import Answer, Expected
from mkdocs_perspectives.ask.reply_reading import answer_in
from mkdocs_perspectives.common import SCALE_KEYS
from mkdocs_perspectives.llm import Usage, parsed_body, read_reply
from mkdocs_perspectives.scenario import load_library

WORDS = (
    "budget", "range", "price", "trust", "café", "größer", "they said {so}", 'a "plan"', "C:\\data",
    "<think>", "</think>", "```", "35%", "null", "// no", "/* yes */", "it's", "1,5",
    "data: x", "[DONE]",
)  # fmt: skip
BEYOND = ("지원", "\U0001f600", "\u2028", "→")


@cache
def _expected() -> Expected:
    with TemporaryDirectory() as folder:
        comparisons = [{"id": "all", "title": "x", "personas": ["role-a", "role-b", "role-c"]}]
        data = factory.scenario(4, 3, comparisons=comparisons)
        factory.write_scenario(Path(folder), data=data)
        return Expected.of(load_library(Path(folder) / "scenarios").scenarios[0], "role-a")


class _Odd:
    """Makes an answer and writes it oddly, as ``random`` says."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.texts = 0
        self.plain_json = random.random() < 0.3
        """Whether it is JSON, be it of an odd form."""

    def perhaps(self, chance: float = 0.5) -> bool:
        return self.random.random() < chance

    # A valid answer.

    def text(self) -> str:
        self.texts += 1
        words = self.random.choices(WORDS + (BEYOND if self.perhaps(0.1) else ()), k=6)
        gap = "\n\n" if self.perhaps(0.1) else " "
        return f"Text {self.texts}: the budget, {gap}{' '.join(words)}."

    def text_or_null(self) -> str | None:
        return self.text() if self.perhaps(0.7) else None

    def shares(self) -> dict[str, int]:
        cuts = [0, *sorted(self.random.randint(0, 100) for _ in range(4)), 100]
        return factory.shares(*(cuts[i + 1] - cuts[i] for i in range(5)))

    def answer(self) -> dict[str, Any]:
        frictions = [
            {
                "with": self.random.choice(["role-b", "role-c"]),
                "issue": self.random.choice(["issue-1", "issue-3", None]),
                **{key: self.text() for key in ("theme", "my_side", "their_side", "why")},
                "way_forward": self.text_or_null(),
            }
            for _ in range(self.random.randint(0, 3))
        ]
        return {
            "considerations": [
                {"title": self.text(), "detail": self.text()}
                for _ in range(self.random.randint(3, 6))
            ],
            "stances": {
                f"issue-{i}": {
                    "reason": self.text(),
                    "minority": self.text_or_null(),
                    "shares": self.shares(),
                    "position": self.text(),
                    "importance": self.random.randint(1, 5),
                }
                for i in (1, 2, 3)
            },
            "summary": self.text(),
            "frictions": frictions,
            "open_questions": [self.text() for _ in range(self.random.randint(0, 4))],
            "would_change_mind": self.text(),
        }

    # The same in odd terms.

    def named(self, name: str) -> str:
        """An id of a role or an issue, as models write them."""
        word, _, rest = name.partition("-")
        title = f"{word.capitalize()} {rest}"
        forms = [
            name,
            title,
            name.upper(),
            name.replace("-", "_"),
            f"{name}: {title}",
            f"{title} ({name})",
        ]
        return self.random.choice(forms)

    def odd_shares(self, shares: dict[str, int]) -> dict[str, Any]:
        how = self.random.choice([
            lambda n: n, str, lambda n: f"{n}%", lambda n: f"{n} %", float,
            (lambda n: n / 100), (lambda n: f"{n / 100}"),
        ])  # fmt: skip
        return {key: how(shares[key]) for key in self.shuffled(SCALE_KEYS)}

    def shuffled(self, values: Any) -> list[Any]:
        values = list(values)
        if self.perhaps(0.3):
            self.random.shuffle(values)
        return values

    def odd(self, answer: dict[str, Any]) -> dict[str, Any]:
        odd = json.loads(json.dumps(answer))
        for stance in odd["stances"].values():
            stance["shares"] = self.odd_shares(stance["shares"])
            stance["importance"] = self.random.choice([int, str, float])(stance["importance"])
        stances = self.shuffled(odd["stances"])
        odd["stances"] = {self.named(name): odd["stances"][name] for name in stances}
        for friction in odd["frictions"]:
            friction["with"] = self.named(friction["with"])
            issue = friction["issue"]
            if issue is not None:
                friction["issue"] = self.named(issue)
            elif self.perhaps():
                friction["issue"] = self.random.choice(["null", "None", "none", ""])
        if not odd["frictions"] and self.perhaps():
            odd["frictions"] = None
        for holder in (odd, *odd["stances"].values(), *odd["considerations"]):
            if self.perhaps(0.2):
                holder["note"] = self.random.choice([None, 1, "x {", {"summary": ["x"]}])
        for key in ("considerations", "stances", "frictions"):
            if self.perhaps(0.05):
                odd[key] = json.dumps(odd[key])
        keys = self.shuffled(odd)
        return {
            (key.replace("_", " ").title() if self.perhaps(0.1) else key): odd[key] for key in keys
        }

    # Text that is not quite JSON.

    def gap(self) -> str:
        if self.plain_json:
            return ""
        return self.random.choices(["", " ", "\n", " // so\n", " /* so */ "], [60, 20, 16, 2, 2])[0]

    def written(self, value: Any) -> str:
        if isinstance(value, dict):
            members = [f"{json.dumps(k)}{self.gap()}:{self.written(v)}" for k, v in value.items()]
            if members and not self.plain_json and self.perhaps(0.1):
                members.append(members[-1])
            return "{" + self.joined(members) + "}"
        if isinstance(value, list):
            return "[" + self.joined([self.written(v) for v in value]) + "]"
        text = json.dumps(value, ensure_ascii=self.perhaps())
        if isinstance(value, str) and not self.plain_json and self.perhaps():
            text = text.replace("\\n", "\n").replace("'", "\\'")
        return text

    def joined(self, parts: list[str]) -> str:
        comma = f"{self.gap()},{self.gap()}"
        rest = "," if parts and not self.plain_json and self.perhaps(0.2) else ""
        return self.gap() + comma.join(parts) + rest + self.gap()

    def decorated(self, text: str) -> str:
        """The text as a part of a reply."""
        draft = '{"summary": "A draft", "considerations": [], "stances": {}, "frictions": []}'
        wraps = [
            lambda t: t,
            lambda t: f"\ufeff{t}\n",
            lambda t: f"```json\n{t}\n```",
            lambda t: f'<think>They look like {{"strongly_against": 10, ...}}.</think>{t}',
            lambda t: f"<think>First {draft}, then the real one.</think>\n{t}",
            lambda t: f"{draft} No, that says nothing. {t}",
            lambda t: f"I reason first </think> {t}",
            lambda t: f"<think>\n{t}",
            lambda t: f"Here {{is}} it: {t} I hope that {{it}} helps: {{a: 1}}.",
            lambda t: f'{{"answer": {t}}}',
            lambda t: f"[{t}]",
            lambda t: f"<tool_call>{t}</tool_call>",
            lambda t: json.dumps(t),
            lambda t: f"{{{{{{ {t}",
        ]
        return self.random.choice(wraps)(text)

    # A reply.

    def message(self, answer: dict[str, Any]) -> dict[str, Any]:
        text = self.decorated(self.written(self.odd(answer)))
        half = len(text) // 2
        calls = [{"type": "function", "function": {"name": "f", "arguments": text}}]
        return self.random.choice([
            {"content": text},
            {"content": text, "refusal": None, "reasoning_content": "I think {so}."},
            {"content": [{"type": "text", "text": text}]},
            {"content": [text[:half], text[half:]]},
            {"content": [{"type": "thinking", "thinking": "So {it}."}, {"text": text}]},
            {"content": {"type": "text", "text": text}},
            {"content": {"parts": [{"text": "Well.", "thought": True}, {"text": text}]}},
            {"content": self.odd(answer)},
            {"content": None, "reasoning_content": text},
            {"content": "", "reasoning": text},
            {"content": None, "tool_calls": calls},
            {"content": None, "function_call": {"arguments": text}},
            {"content": None, "tool_calls": [{"function": {"arguments": self.odd(answer)}}]},
            {"content": "Well.", "parsed": self.odd(answer)},
        ])  # fmt: skip

    def body(self, answer: dict[str, Any]) -> bytes:
        message = self.message(answer)
        reason = self.random.choice(["stop", "STOP", "tool_calls", None, "eos"])
        if message.get("content"):
            reason = self.random.choice([reason, "length", "MAX_TOKENS"])
            reason = "stop" if "think" in str(message["content"]) else reason
        usage = {"prompt_tokens": 1000, "completion_tokens": 300}
        completion = {
            "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": usage,
        }
        in_pieces = all(isinstance(value, str) for value in message.values())
        if in_pieces and self.perhaps(0.5):
            return self.stream(message, reason, usage)
        text = json.dumps(completion, ensure_ascii=self.perhaps())
        if self.perhaps(0.2):
            return f"\ufeff{text}".encode()
        if self.perhaps(0.2):
            return self.perhaps_latin(text)
        return f"\r\n\r\n{text}".encode("utf-8", "replace")

    def perhaps_latin(self, text: str) -> bytes:
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return text.encode()

    def stream(self, message: dict[str, Any], reason: str | None, usage: dict[str, int]) -> bytes:
        """An event stream, a few characters a piece."""
        deltas = [
            {key: value[i : i + 40]}
            for key, value in message.items()
            if isinstance(value, str)
            for i in range(0, len(value), 40)
        ]
        chunks: list[Any] = [{"choices": [{"index": 0, "delta": d}], "usage": None} for d in deltas]
        chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        chunks.append({"model": "m", "choices": [], "usage": usage})
        end = self.random.choice(["\n\n", "\r\n\r\n", "\n"])
        ascii_only = self.perhaps()
        lines = [f"data: {json.dumps(chunk, ensure_ascii=ascii_only)}{end}" for chunk in chunks]
        return "".join([": so\n\n", *lines, f"data: [DONE]{end}"]).encode("utf-8", "replace")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_a_valid_answer_is_read_back_equal(seed: int) -> None:
    odd = _Odd(Random(seed))
    answer = odd.answer()
    reply = read_reply(parsed_body(odd.body(answer)), "m")
    assert answer_in(reply, _expected()) == Answer.model_validate(answer)
    assert reply.usage == Usage(input_tokens=1000, output_tokens=300)
