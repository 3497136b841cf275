"""What a model may propose: two roles and two statements with which nothing is wrong."""

from __future__ import annotations

import copy
from typing import Any

__all__ = ["TEXT", "proposal"]

TEXT = "A town of 52,000 plans a bus from midnight to five. It costs 390,000 a year."

_PROPOSAL: dict[str, Any] = {
    "question": "What would the night bus change for each role?",
    "roles": [
        {
            "id": "driver",
            "name": "Driver",
            "does": "Drives the night bus.",
            "answers_for": "Answers for the safety of all on board.",
            "measured_by": "Is rated by the operator by punctuality.",
        },
        {
            "id": "publican",
            "name": "Publican",
            "does": "Runs a bar by the station.",
            "answers_for": "Answers for peace at its door.",
            "measured_by": "Lives on what is drunk after ten.",
        },
    ],
    "issues": [
        {
            "id": "every-night",
            "title": "Every night",
            "statement": "The bus should run on every night of the week.",
            "wording": "change",
        },
        {
            "id": "day-lines",
            "title": "Day lines",
            "statement": "No day line should be thinned out for it.",
            "wording": "stay",
        },
    ],
}


def proposal(**more: Any) -> dict[str, Any]:
    """A proposal of its own to change, with ``more`` in it."""
    return copy.deepcopy(_PROPOSAL) | more
