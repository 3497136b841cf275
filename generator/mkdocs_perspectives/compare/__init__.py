"""The numbers: measures of shares, the comparison of roles, and the diff of two states.

Pure functions of scenarios and answers: no files, no network, no texts.
"""

from mkdocs_perspectives.compare.answer_changes import AnswerChanges, Move, shift
from mkdocs_perspectives.compare.changes import Ranked, Reviewed, ScenarioDiff, diff
from mkdocs_perspectives.compare.checks import Check, check_of
from mkdocs_perspectives.compare.comparison import (
    CommonGround,
    Comparison,
    Pair,
    StanceNumbers,
    compare,
)

__all__ = [
    "AnswerChanges",
    "Check",
    "CommonGround",
    "Comparison",
    "Move",
    "Pair",
    "Ranked",
    "Reviewed",
    "ScenarioDiff",
    "StanceNumbers",
    "check_of",
    "compare",
    "diff",
    "shift",
]
