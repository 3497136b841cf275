"""A run in which no role is answered yet: its time against the ideal, and its processor time.

    python benchmarks/cold.py 8 64 256

A server on loopback replies to each request after one second. For each concurrency this prints the
time of the whole command, from the start of the interpreter to its end, against the minimum, which
is one second per round of requests; and the processor time of the whole command per question. Then
the same with a server that accepts 20 requests at once and refuses more with a 429, at a
concurrency of 64, against the minimum there. Short runs are repeated and the minimum is shown,
since other programs can only add to the time.
"""

from __future__ import annotations

import argparse
import math
import re
import tempfile
from pathlib import Path

from measure import Cost, ask, server, write_site

DELAY = 1.0
"""Seconds."""
LIMIT = 20


def cold(personas: int, concurrency: int, base_url: str) -> tuple[Cost, int]:
    """One cold run: its cost, and how many requests it sent."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        answers = write_site(root, personas, concurrency)
        took = ask(root, base_url)
        sent = re.search(r"(\d+) requests", (root / "benchmark.log").read_text("utf-8"))
        assert sent is not None
        assert len(list(answers.iterdir())) == personas
    return took, int(sent[1])


def least(
    personas: int, concurrency: int, base_url: str, seconds: float
) -> tuple[float, float, int]:
    """The minimum wall and processor seconds and the maximum number of requests over repeated runs.

    Runs are repeated until they have taken ``seconds``, at least once.
    """
    runs: list[tuple[Cost, int]] = []
    while sum(took.wall for took, _ in runs) < seconds:
        runs.append(cold(personas, concurrency, base_url))
    wall = min(took.wall for took, _ in runs)
    return wall, min(took.processor for took, _ in runs), max(sent for _, sent in runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("concurrency", nargs="*", type=int, default=[8, 64, 256])
    parser.add_argument("--personas", type=int, default=800)
    parser.add_argument(
        "--seconds", type=float, default=40.0, help="time for each measurement; at least one run"
    )
    given = parser.parse_args()
    count = given.personas
    with server(DELAY) as base_url:
        for concurrency in given.concurrency:
            ideal = math.ceil(count / concurrency) * DELAY
            wall, processor, _ = least(count, concurrency, base_url, given.seconds)
            print(
                f"{count} questions, {concurrency} at once: {wall / ideal:.3f} times the ideal "
                f"({wall:.1f} s to {ideal:.0f} s), {processor / count * 1000:.2f} ms of processor "
                "time per question",
                flush=True,
            )
    with server(DELAY, LIMIT) as base_url:
        ideal = count / LIMIT * DELAY
        wall, _, sent = least(count, 64, base_url, given.seconds)
        print(
            f"{count} questions, 64 at once to a server that accepts {LIMIT}: {wall / ideal:.3f} "
            f"times the ideal ({wall:.1f} s to {ideal:.0f} s), {sent} requests"
        )


if __name__ == "__main__":
    main()
