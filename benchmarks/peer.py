"""The same questions asked with EDSL, a library that puts surveys to language models.

    python benchmarks/peer.py

800 roles are asked one question through the same server on loopback, which replies after one
second: by EDSL cold, and again in a new process from its cache; and by us likewise. We store
answers in the cache and as records, so there are two ways to ask again: with everything in place,
and with the records deleted, so that only the cache is left. Prints how many times faster we are,
by the wall time of whole processes, and how much less processor time we need; each is the minimum
of the rounds.

EDSL sends all its requests at once by default, so we do the same here. Its limit on requests per
minute is raised, and its makers' services are switched off.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from measure import Cost, ask, cost, environment, server, write_site

DELAY = 1.0
"""Seconds."""
PACKAGES = ("edsl==1.0.9", "openai==3.54.0")

PROGRAM = """\
import sys
from edsl import Agent, AgentList, Model, QuestionFreeText
agents = AgentList(
    [
        Agent(
            name=f"Role {i}",
            traits={"role": f"Role {i}", "description": f"Role {i} does its work."},
        )
        for i in range(int(sys.argv[1]))
    ]
)
question = QuestionFreeText(
    question_name="view",
    question_text="A town plans a tram line. It costs 90 million. What do you want and fear?",
)
model = Model("fake-1", service_name="openai_compatible", rpm=10**6, tpm=10**9)
results = question.by(agents).by(model).run(
    disable_remote_inference=True,
    disable_remote_cache=True,
    use_api_proxy=False,
    offload_execution=False,
    progress_bar=False,
    verbose=False,
)
answers = results.select("answer.view").to_list()
assert len(answers) == len(agents) and None not in answers
"""


def theirs(personas: int, base_url: str, python: Path) -> tuple[Cost, Cost]:
    """EDSL cold, and again from its cache."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        env = {
            "HOME": name,
            "OPENAI_COMPATIBLE_BASE_URL": base_url,
            "EDSL_FETCH_TOKEN_PRICES": "False",
            "EDSL_DISABLE_VERSION_CHECK": "1",
            # Anything that it would still fetch from its makers fails.
            "EXPECTED_PARROT_URL": "https://127.0.0.1:9",
        }
        command = [str(python), "-c", PROGRAM, str(personas)]
        first = cost(command, home, **env)
        return first, cost(command, home, **env)


def ours(personas: int, base_url: str) -> tuple[Cost, Cost, Cost]:
    """We cold, from the cache, and with all answers recorded."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        answers = write_site(root, personas, concurrency=personas)
        first = ask(root, base_url)
        shutil.rmtree(answers)
        second = ask(root, base_url)
        return first, second, ask(root, base_url)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--personas", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    count = given.personas
    python = environment("edsl", *PACKAGES) / "python"
    with server(DELAY) as base_url:
        turns = [
            (theirs(count, base_url, python), ours(count, base_url)) for _ in range(given.rounds)
        ]
    costs = [
        Cost(min(took.wall for took in runs), min(took.processor for took in runs))
        for runs in zip(*(they + we for they, we in turns), strict=True)
    ]
    their_cold, their_warm, cold, cached, recorded = costs
    for what, we, they in (
        ("cold", cold, their_cold),
        ("again", recorded, their_warm),
        ("again, our records deleted", cached, their_warm),
    ):
        print(
            f"{count} roles {what}: {they.wall / we.wall:.1f} times faster than EDSL "
            f"({we.wall:.2f} s to {they.wall:.2f} s), with {they.processor / we.processor:.1f} "
            "times less processor time"
        )


if __name__ == "__main__":
    main()
