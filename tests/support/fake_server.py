"""An OpenAI-compatible server on loopback that answers any strict schema, and fails on demand.

It uses real HTTP over real sockets, so that tests are realistic. Answers are deterministic: they
depend only on the schema and the messages. For benchmarks
``python tests/support/fake_server.py --delay 1`` runs it as a separate process.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import hashlib
import json
import re
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_SHARES = ["strongly_against", "against", "neither", "for", "strongly_for"]
_WORDS = [
    "cost",
    "time",
    "trust",
    "safety",
    "supply",
    "quality",
    "range",
    "price",
    "people",
    "plan",
    "risk",
    "market",
]
_LULL = 0.5
"""Seconds without a request after which the server stops waiting for more."""
_KOREAN = [
    "비용",
    "시간",
    "신뢰",
    "안전",
    "공급",
    "품질",
    "거리",
    "가격",
    "사람",
    "계획",
    "위험",
    "시장",
]
_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Slow Down"}


@dataclass(frozen=True)
class Request:
    """A request as it arrived; ``at`` is monotonic seconds."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any] | None
    at: float
    method: str = "POST"
    data: bytes = b""
    """The raw body."""

    @property
    def role(self) -> str:
        """The name of the role in the prompt."""
        for message in (self.body or {}).get("messages", []):
            if found := re.search("^# Role: (.*)", str(message.get("content")), re.MULTILINE):
                return found[1]
        return ""


@dataclass(frozen=True)
class Fault:
    """What to do instead of answering properly; see the functions below."""

    kind: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    number: float = 0
    change: Callable[[dict[str, Any]], Any] | None = None
    more: dict[str, Any] = field(default_factory=dict)
    wrap: Callable[[dict[str, Any]], Any] | None = None


def ok() -> Fault:
    return Fault("ok")


def status(code: int, message: str = "it failed", error_code: str = "", **headers: str) -> Fault:
    """An error in the usual form; ``retry_after="3"`` becomes ``Retry-After: 3``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault("raw", code, named, _error(message, error_code))


def raw_body(body: bytes, content_type: str = "application/json", code: int = 200) -> Fault:
    return Fault("raw", code, {"content-type": content_type}, body)


def content(text: str | None, finish_reason: str = "stop", refusal: str | None = None) -> Fault:
    """A completion with exactly this text."""
    return raw_body(json.dumps(_completion(text, "fake-1", {}, finish_reason, refusal)).encode())


def completion(body: Any) -> Fault:
    """A custom body."""
    return raw_body(json.dumps(body).encode())


def mutate(change: Callable[[dict[str, Any]], Any]) -> Fault:
    """The proper answer, changed; if ``change`` returns text, it is sent unchanged."""
    return Fault("mutate", change=change)


def beside(more: dict[str, Any]) -> Fault:
    """The proper answer with more keys beside ``choices``."""
    return Fault("beside", more=more)


def tokens(output: int) -> Fault:
    """The proper answer, with this many output tokens reported."""
    return beside({"usage": {"prompt_tokens": 1, "completion_tokens": output}})


def reply(wrap: Callable[[dict[str, Any]], Any]) -> Fault:
    """The proper completion, changed; if ``wrap`` returns bytes, they are sent unchanged."""
    return Fault("reply", wrap=wrap)


def hang() -> Fault:
    return Fault("hang")


def reset(after: int = 0) -> Fault:
    """Break the connection after this many bytes of the proper reply."""
    return Fault("reset", number=after)


def redirect(code: int, location: str) -> Fault:
    """A redirect; ``{server}`` in the location stands for the server's own scheme and host."""
    return Fault("raw", code, {"location": location})


def bomb(megabytes: int) -> Fault:
    """A reply that is small when compressed and this large when decoded."""
    return Fault(
        "raw", 200, {"content-encoding": "gzip"}, gzip.compress(b" " * megabytes * 1_000_000, 1)
    )


def endless() -> Fault:
    """A reply in chunks that never ends."""
    return Fault("endless")


def drip(interval: float) -> Fault:
    """The proper reply, one byte per interval."""
    return Fault("drip", number=interval)


class FakeServer:
    """Use as a context manager; ``base_url`` ends in ``/v1``."""

    def __init__(
        self,
        *,
        delay: float | Callable[[Request], float] = 0,
        api_key: str | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.delay = delay
        self.api_key = api_key
        self.models: set[str] | None = None
        self.unsupported: set[str] = set()
        """Forms of ``response_format`` that get a 400; "none" stands for its absence."""
        self.limit: int | None = None
        """The maximum number of concurrent requests; more get a 429."""
        self.holds: int | None = None
        """Replies wait until this many requests are in progress, or until no more arrive."""
        self.reports_cached = True
        """Whether the usage of a reply includes the tokens from the prompt cache."""
        self.usage: dict[str, Any] | None = None
        """The usage reported in every proper reply, instead of a realistic one."""
        self.retry_after: str | None = None
        self.fault_for: Callable[[Request], Fault | None] | None = None
        self.requests: list[Request] = []
        self.in_flight = self.max_in_flight = self.delivered = 0
        self.levels: list[int] = []
        """For each request within the limit, how many were in flight when it arrived."""
        self._script: deque[Fault] = deque()
        self._seen: set[str] = set()
        self._port = port
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._arrived = 0.0

    @property
    def base_url(self) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._port}/v1"

    @property
    def count(self) -> int:
        """How many chat completions were requested."""
        return len(self.requests)

    def script(self, *faults: Fault) -> None:
        """Faults for the next requests, in the order of their arrival."""
        self._script.extend(faults)

    def settle(self) -> None:
        """Wait until everything has arrived that killed clients had sent.

        Data sent by a process before it was killed may be in transit for a while. Connections are
        accepted in the order in which they were made, so once a new one is served, all earlier ones
        are known; and each ends when all of its data has been read.
        """
        asyncio.run_coroutine_threadsafe(self._settled(), self._loop).result()

    async def _settled(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(b"GET /settled HTTP/1.1\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        writer.close()
        while self._connections:
            await asyncio.sleep(0.001)

    def __enter__(self) -> FakeServer:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.die()
        self._thread.join()

    def die(self) -> None:
        """Break all connections and accept no more, even while answering."""
        with contextlib.suppress(RuntimeError):  # It may be dead already.
            self._loop.call_soon_threadsafe(self._stop.set)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(
            self._connection, "127.0.0.1", self._port, limit=2**26, ssl=self._tls
        )
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            while request := await _read(reader):
                if not await self._handle(request, writer):
                    break
        except ConnectionError:
            # The usual reply to a client that starts a TLS handshake.
            writer.write(_head(400, 0, {}))
        except (asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._connections.discard(task)
            with contextlib.suppress(ConnectionError):
                writer.close()

    async def _handle(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; returns whether the connection stays open."""
        if not request.path.partition("?")[0].endswith("/chat/completions"):
            return await self._send(writer, 404, _error("no such address", "not_found"))
        self.requests.append(request)
        self._arrived = time.monotonic()
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        try:
            if self.limit is not None and self.in_flight > self.limit:
                headers = {"retry-after": self.retry_after} if self.retry_after else {}
                return await self._send(writer, 429, _error("too many at once"), headers)
            self.levels.append(self.in_flight)
            fault = self.fault_for(request) if self.fault_for else None
            if fault is None:
                fault = self._script.popleft() if self._script else ok()
            delay = self.delay(request) if callable(self.delay) else self.delay
            if delay:
                await asyncio.sleep(delay)
            if self.holds is not None:
                await self._held(self.holds)
            return await self._answer(request, fault, writer)
        finally:
            self.in_flight -= 1

    async def _held(self, others: int) -> None:
        """Wait for other requests, but not forever, since the client may be slow to send them."""
        while self.in_flight < others and time.monotonic() - self._arrived < _LULL:
            await asyncio.sleep(0.01)

    async def _answer(self, request: Request, fault: Fault, writer: asyncio.StreamWriter) -> bool:
        if refused := self._refusal(request):
            return await self._send(writer, *refused)
        if fault.kind == "raw":
            own = f"http://127.0.0.1:{self._port}"
            headers = {n: v.replace("{server}", own) for n, v in fault.headers.items()}
            return await self._send(writer, fault.status, fault.body, headers)
        if fault.kind == "endless":
            writer.write(_head(200, 0, {"transfer-encoding": "chunked"}, sized=False))
            while not self._stop.is_set():
                writer.write(b"10000\r\n" + b" " * 65_536 + b"\r\n")
                await writer.drain()
            return False
        if fault.kind == "hang":
            await self._stop.wait()
            return False
        proper = self._proper(request, fault)
        body = proper if isinstance(proper, bytes) else json.dumps(proper).encode()
        if fault.kind == "reset":
            head = _head(200, len(body), {})
            writer.write(head + body[: int(fault.number)] if fault.number else b"")
            await writer.drain()
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return False
        if fault.kind == "drip":
            writer.write(_head(200, len(body), {}))
            for byte in body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(fault.number)
            return True
        alive = await self._send(writer, 200, body)
        self.delivered += 1
        return alive

    def _refusal(self, request: Request) -> tuple[int, bytes] | None:
        body = request.body
        if self.api_key and request.headers.get("authorization") != f"Bearer {self.api_key}":
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            return 401, _error(f"Incorrect API key provided: {given}.", "invalid_api_key")
        if body is None:
            return 400, _error("the body is not JSON")
        if self.models is not None and body.get("model") not in self.models:
            return 404, _error("The model does not exist.", "model_not_found")
        form = (body.get("response_format") or {}).get("type", "none")
        if form in self.unsupported:
            return 400, _error(f"'response_format' of type '{form}' is not supported.")
        return None

    def _proper(self, request: Request, fault: Fault) -> Any:
        body = request.body or {}
        messages = [str(m.get("content")) for m in body.get("messages", [])]
        seed = hashlib.sha256("\0".join(messages).encode()).digest()
        form = body.get("response_format") or {}
        schema = form.get("json_schema", {}).get("schema") or _schema_in(messages)
        answer: Any = _Answer(messages, seed).of(schema, "answer") if schema else {}
        if fault.change is not None:
            answer = fault.change(answer)
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        prompt = sum(map(len, messages)) + len(json.dumps(schema))
        first = messages[0] if messages else ""
        usage = {
            "prompt_tokens": prompt // 4,
            "completion_tokens": len(text) // 4,
            "total_tokens": prompt // 4 + len(text) // 4,
            "prompt_tokens_details": {
                "cached_tokens": len(first) // 4 if first in self._seen else 0
            },
        }
        if not self.reports_cached:
            del usage["prompt_tokens_details"]
        self._seen.add(first)
        whole = _completion(text, f"{body.get('model')}-2026", self.usage or usage) | fault.more
        return fault.wrap(whole) if fault.wrap else whole

    def proper_answer(self, request: Request) -> Any:
        """The answer to a request without faults."""
        return json.loads(self._proper(request, ok())["choices"][0]["message"]["content"])

    async def _send(
        self,
        writer: asyncio.StreamWriter,
        code: int,
        body: bytes,
        headers: dict[str, str] | None = None,
    ) -> bool:
        writer.write(_head(code, len(body), headers or {}) + body)
        await writer.drain()
        return True


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        start = await reader.readexactly(1)
        if not start.isalpha():
            raise ConnectionError("this is not HTTP")
        head = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.split("\r\n")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    data = await reader.readexactly(int(headers.get("content-length", "0")))
    body = None
    with contextlib.suppress(ValueError):
        body = json.loads(data)
    path = first.split(" ")[1] if first.count(" ") >= 2 else ""
    body = body if isinstance(body, dict) else None
    return Request(path, headers, body, time.monotonic(), first.split(" ")[0], data)


def _head(code: int, length: int, headers: dict[str, str], *, sized: bool = True) -> bytes:
    size = {"content-length": str(length)} if sized else {}
    named = {"content-type": "application/json", **size, **headers}
    lines = [f"HTTP/1.1 {code} {_REASONS.get(code, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in named.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _error(message: str, code: str = "") -> bytes:
    return json.dumps({"error": {"message": message, "type": "error", "code": code}}).encode()


def _completion(
    text: str | None,
    model: str,
    usage: dict[str, Any],
    finish_reason: str = "stop",
    refusal: str | None = None,
) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": usage,
    }


def _schema_in(messages: list[str]) -> dict[str, Any]:
    """The last JSON schema in a fenced block of the messages."""
    blocks = re.findall(r"```json\n(.*?)\n```", "\n".join(messages), re.DOTALL)
    for block in reversed(blocks):
        with contextlib.suppress(ValueError):
            found: dict[str, Any] = json.loads(block)
            return found
    return {}


class _Answer:
    """Makes values that are valid for a schema; the same for the same messages, seed and path."""

    def __init__(self, messages: list[str], seed: bytes) -> None:
        self._seed = seed
        self._korean = any("in Korean" in message for message in messages)
        asked_about = next((m for m in messages if "# Counterparts" in m), "").partition("# Count")
        self._counterparts = re.findall(r"^([a-z0-9-]+): ", asked_about[2], re.MULTILINE)

    def of(self, schema: dict[str, Any], path: str) -> Any:
        if path.endswith(".with"):
            return self._counterparts[_pick(self._seed, path, len(self._counterparts))]
        if "enum" in schema:
            return schema["enum"][_pick(self._seed, path, len(schema["enum"]))]
        if "anyOf" in schema:
            choice = _pick(self._seed, path, len(schema["anyOf"]))
            return self.of(schema["anyOf"][choice], path)
        kind = schema["type"]
        if kind == "object":
            names = list(schema["properties"])
            if names in (_SHARES, _SHARES[::-1]):
                return dict(zip(names, _spread(self._seed, path), strict=True))
            return {n: self.of(schema["properties"][n], f"{path}.{n}") for n in names}
        if kind == "array":
            least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
            length = min(least + 1, most)
            if path.endswith(".frictions") and not self._counterparts:
                length = 0
            return [self.of(schema["items"], f"{path}.{i}") for i in range(length)]
        if kind == "integer":
            least, most = schema.get("minimum", 0), schema.get("maximum", 100)
            return least + _pick(self._seed, path, most - least + 1)
        return None if kind == "null" else self._text(path)

    def _text(self, path: str) -> str:
        vocabulary = _KOREAN if self._korean else _WORDS
        picked = [_pick(self._seed, f"{path}{i}", len(vocabulary)) for i in range(4)]
        words = [vocabulary[i] for i in picked]
        if self._korean:
            return f"{', '.join(words)}에 대해 이야기하는 부분입니다."
        subject = path.rpartition(".")[2].replace("_", " ")
        return f"The {subject} is about {' and '.join(words)}."


def _pick(seed: bytes, path: str, count: int) -> int:
    return int.from_bytes(hashlib.sha256(seed + path.encode()).digest()[:4], "big") % count


def _spread(seed: bytes, path: str) -> list[int]:
    """Five whole numbers that sum to 100."""
    cuts = sorted(_pick(seed, f"{path}{i}", 101) for i in range(4))
    return [hi - lo for lo, hi in zip([0, *cuts], [*cuts, 100], strict=True)]


def main() -> None:
    """Serve until the process is killed; the first line of output is the base URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    server = FakeServer(delay=given.delay, port=given.port)
    server.limit = given.limit
    with server:
        print(server.base_url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
