"""The Batch API of the fake server: files, batches, and all ways in which they can end.

Lines of a batch are answered like direct requests, with the same faults. Everything that is created
is paid for, so that double payments show in ``paid``, which counts by role.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fake_server import FakeServer, Fault, Request, _error, ok

Lines = list[str]


@dataclass
class Batch:
    """A batch at the server."""

    id: str
    input_file: str
    metadata: dict[str, str]
    requests: list[dict[str, Any]]
    status: str = "in_progress"
    files: dict[str, str] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)


class FakeBatches(FakeServer):
    """A fake server with a Batch API."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.batches: list[Batch] = []
        self.files: dict[str, bytes] = {}
        self.calls: list[str] = []
        """``POST /files`` and the like, in the order of their arrival."""
        self.holding = False
        """While true, no batch ends."""
        self.end = "completed"
        """How batches end; if expired or cancelled, only this ``part`` of the lines is answered."""
        self.part = 0.5
        self.errors: list[dict[str, Any]] = []
        self.mangle: Callable[[Lines], Lines] = lambda lines: lines
        """Changes the lines of a result file."""
        self.call_fault: Callable[[str, Request], Fault | None] = lambda call, request: None
        """A fault of the Batch API itself."""
        self.before: Callable[[str], object] = lambda call: None
        self.after: Callable[[str], object] = lambda call: None
        """Called before a call takes effect, which returning True prevents, and after it, before
        the reply is sent."""
        self.room: int | None = None
        """How many batches may be in progress at once."""

    @property
    def paid(self) -> Counter[str]:
        """How many requests were made for each role, in batches and directly."""
        lines = (_request(line) for batch in self._accepted() for line in batch.requests)
        return Counter(r.role for r in lines) + Counter(r.role for r in self.requests)

    @property
    def sizes(self) -> list[int]:
        """How many requests are in each batch."""
        return [len(batch.requests) for batch in self.batches]

    def _accepted(self) -> list[Batch]:
        return [batch for batch in self.batches if batch.status != "failed"]

    async def _handle(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        found = re.search(r"/v1/(files|batches)(/[^?]*)?", request.path)
        if not found:
            return await super()._handle(request, writer)
        call = f"{request.method} /{found[1]}{'/' if found[2] else ''}"
        self.calls.append(call)
        if self.before(call) is True:
            writer.transport.abort()
            return False
        refused = self.api_key and request.headers.get("authorization") != f"Bearer {self.api_key}"
        fault = self.call_fault(call, request)
        if refused:
            return await self._send(writer, 401, _error("Incorrect API key", "invalid_api_key"))
        if fault is not None and fault.kind == "raw":
            return await self._send(writer, fault.status, fault.body, fault.headers)
        code, body = self._act(call, (found[2] or "").strip("/"), request)
        if fault is not None:
            # The call took effect, but the reply is lost.
            writer.transport.abort()
            return False
        self.after(call)
        return await self._send(writer, code, body)

    def _act(self, call: str, name: str, request: Request) -> tuple[int, bytes]:
        if call == "POST /files":
            return self._upload(request)
        if call == "GET /files/":
            content = self.files.get(name.removesuffix("/content"))
            return (404, _error("no such file")) if content is None else (200, content)
        if call == "POST /batches":
            return self._create(request)
        if call == "GET /batches":
            return self._list(request)
        if call == "GET /batches/":
            for batch in self.batches:
                if batch.id == name:
                    self._look(batch)
                    return 200, json.dumps(_shown(batch)).encode()
        return 404, _error("no such address", "not_found")

    def _upload(self, request: Request) -> tuple[int, bytes]:
        boundary = re.search("boundary=(.*)", request.headers["content-type"])
        assert boundary is not None
        parts = request.data.split(b"--" + boundary[1].encode())
        named = {}
        for part in parts[1:-1]:
            head, _, value = part.partition(b"\r\n\r\n")
            name = re.search(rb'name="(.*?)"', head)
            assert name is not None
            named[name[1].decode()] = value.removesuffix(b"\r\n")
        assert named["purpose"] == b"batch"
        name_of_file = f"file-{len(self.files) + 1}"
        self.files[name_of_file] = named["file"]
        return 200, json.dumps({"id": name_of_file, "object": "file", "bytes": 1}).encode()

    def _create(self, request: Request) -> tuple[int, bytes]:
        body = request.body or {}
        assert body["endpoint"] == "/v1/chat/completions"
        assert body["completion_window"] == "24h"
        content = self.files.get(body["input_file_id"])
        if content is None:
            return 400, _error("no such file")
        lines = [json.loads(line) for line in content.decode("utf-8").splitlines()]
        batch = Batch(
            f"batch_{len(self.batches) + 1}", body["input_file_id"], body["metadata"], lines
        )
        running = sum(b.status == "in_progress" for b in self.batches)
        if self.room is not None and running >= self.room:
            batch.status = "failed"
            batch.errors = [{"code": "token_limit_exceeded", "message": "Enqueued token limit."}]
        self.batches.append(batch)
        return 200, json.dumps(_shown(batch)).encode()

    def _list(self, request: Request) -> tuple[int, bytes]:
        newest_first = self.batches[::-1]
        names = [batch.id for batch in newest_first]
        after = re.search("after=([^&]*)", request.path)
        start = names.index(after[1]) + 1 if after else 0
        # Short pages, so that there are several.
        for batch in self.batches:
            self._look(batch)
        rows = [_shown(batch) for batch in newest_first[start : start + 2]]
        more = start + 2 < len(names)
        return 200, json.dumps({"object": "list", "data": rows, "has_more": more}).encode()

    def _look(self, batch: Batch) -> None:
        if not self.holding and batch.status == "in_progress":
            self._finish(batch)

    def _finish(self, batch: Batch) -> None:
        batch.status = self.end
        if self.end == "failed":
            batch.errors = self.errors
            return
        results: dict[str, Lines] = {"output": [], "error": []}
        answered = len(batch.requests)
        if self.end in ("expired", "cancelled"):
            answered = int(answered * self.part)
        for i, line in enumerate(batch.requests):
            if i < answered:
                kind, result = self._answer_line(line)
            else:
                error = {"code": f"batch_{self.end}", "message": "It came to its end before."}
                kind, result = "error", {"response": None, "error": error}
            results[kind].append(json.dumps({"custom_id": line["custom_id"], **result}))
        for kind, lines in results.items():
            if lines:
                name = f"file-{len(self.files) + 1}"
                self.files[name] = "\n".join(self.mangle(lines)).encode() + b"\n"
                batch.files[kind] = name

    def _answer_line(self, line: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        request = _request(line)
        fault = (self.fault_for(request) if self.fault_for else None) or ok()
        if fault.kind == "raw":
            try:
                body = json.loads(fault.body)
            except ValueError:
                body = fault.body.decode("utf-8", "replace")
        else:
            body = self._proper(request, fault)
        kind = "output" if fault.status == 200 else "error"
        return kind, {"response": {"status_code": fault.status, "body": body}, "error": None}


def lost() -> Fault:
    """The call takes effect, but the connection breaks before its reply."""
    return Fault("lost")


def shuffled(lines: Lines) -> Lines:
    """The same lines in another order."""
    return random.Random(1).sample(lines, len(lines))


def _request(line: dict[str, Any]) -> Request:
    return Request(line["url"], {}, line["body"], time.monotonic())


def _shown(batch: Batch) -> dict[str, Any]:
    done = 0 if batch.status == "in_progress" else len(batch.requests)
    return {
        "id": batch.id,
        "object": "batch",
        "endpoint": "/v1/chat/completions",
        "completion_window": "24h",
        "created_at": 0,
        "input_file_id": batch.input_file,
        "status": batch.status,
        "metadata": batch.metadata,
        "output_file_id": batch.files.get("output"),
        "error_file_id": batch.files.get("error"),
        "errors": {"object": "list", "data": batch.errors},
        "request_counts": {"total": len(batch.requests), "completed": done, "failed": 0},
    }
